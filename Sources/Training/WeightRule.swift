import Kernels

/// Decides the weight λ of each task's loss in each step: a way to balance the tasks.
///
/// A rule is a value without state. What it remembers between steps is a `BalanceState`, which is a part of the training's history: it is
/// stored with it, and a training that was stopped goes on with it. Everything a rule computes depends only on its settings, the state, and
/// the observations of the steps.
package protocol WeightRule: Sendable {
    /// The rule's name in a notebook.
    static var name: String { get }
    /// The numbers that it takes from a notebook.
    static var options: [WeightOption] { get }
    /// What a notebook's author reads of it.
    static var page: WeightPage { get }
    /// A rule with the settings of a notebook, for some tasks.
    init(_ settings: WeightSettings, tasks: [String]) throws
    /// What the rule wants to know of each step beside the losses.
    var needs: BalanceNeeds { get }
    /// The state before the first step; empty for a rule without state.
    func start() -> BalanceState
    /// λ of each task in the coming step, in the order of the tasks.
    ///
    /// - Parameter step: counted from 0 over all epochs.
    func weights(step: Int, epoch: Int, state: BalanceState) -> [Double]
    /// λ of each task, once the losses and the gradients of a step are there. Asked only if `needs` has `gradientProducts` or
    /// `lossesFirst`; takes the place of `weights`.
    func weights(after observation: BalanceObservation, state: BalanceState) -> GradientWeights
    /// Learns from a step, after the parameters were updated.
    func update(_ state: inout BalanceState, with observation: BalanceObservation)
}

extension WeightRule {
    package static var options: [WeightOption] { [] }
    package var needs: BalanceNeeds { [] }
    package func start() -> BalanceState { BalanceState() }
    package func weights(after observation: BalanceObservation, state: BalanceState) -> GradientWeights {
        GradientWeights(weights(step: observation.step, epoch: observation.epoch, state: state))
    }
    package func update(_ state: inout BalanceState, with observation: BalanceObservation) {}
}

/// What a rule wants to know of each step beside the losses. Each costs time; a rule that needs nothing costs none.
package struct BalanceNeeds: OptionSet, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    /// `BalanceObservation.sharedGradientNorms`: one pass over the last shared layer for each task.
    package static let sharedGradientNorms = BalanceNeeds(rawValue: 1)
    /// `BalanceObservation.partProducts`: each task's gradient is kept until those of all tasks are there, which takes the memory of one
    /// more gradient for each task.
    package static let gradientProducts = BalanceNeeds(rawValue: 2)
    /// `BalanceObservation.lossesAfterwards`: one more forward pass of each batch.
    package static let lossesAfterwards = BalanceNeeds(rawValue: 4)
    /// Every task has to be in every step.
    package static let jointTurns = BalanceNeeds(rawValue: 8)
    /// `weights(after:)`, because the weights depend on this step's losses. Each task's gradient is kept until then, as with
    /// `gradientProducts`.
    package static let lossesFirst = BalanceNeeds(rawValue: 16)

    /// Whether each task's gradient is kept until those of all tasks are there.
    var keepsGradients: Bool { contains(.gradientProducts) || contains(.lossesFirst) }

    /// The number of gradients in memory in a step: its own, one that is added to it where a task has several batches or the sum is of
    /// several tasks, and each task's where they are kept.
    package func gradientCount(taskCount: Int, turns: any TurnRule, accumulation: Int) -> Int {
        let isSum = accumulation > 1 || (turns.isJoint && taskCount > 1 && !keepsGradients)
        return 1 + (isSum ? 1 : 0) + (keepsGradients ? taskCount : 0)
    }
}

/// What one step has shown. Values by task are in the order of `tasks`.
package struct BalanceObservation: Sendable, Equatable {
    /// The step and its epoch, counted from 0.
    package var step: Int
    package var epoch: Int
    /// The tasks of this step, as indices into the training's tasks, ascending.
    package var tasks: [Int]
    /// The losses as they are, without weights.
    package var losses: [Double]
    /// The weights that multiplied them. Before the weights are decided: 1 each.
    package var weights: [Double]
    /// The Euclidean norm of the gradient of each task's *weighted* loss in the last trained layer of the encoder. Empty unless asked for.
    package var sharedGradientNorms: [Double] = []
    /// Inner products of the gradients of the tasks' unweighted losses in each trained part of the encoder, in the order of the table's
    /// `trainedParts`: [parts, tasks, tasks]. Empty unless asked for.
    package var partProducts: [[[Double]]] = []
    /// The same in the whole encoder: [tasks, tasks]. Empty too where nothing of the encoder is trained.
    package var gradientProducts: [[Double]] {
        guard let first = partProducts.first else { return [] }
        return partProducts.dropFirst().reduce(first) { sum, part in
            zip(sum, part).map { rows in zip(rows.0, rows.1).map { $0 + $1 } }
        }
    }
    /// The losses of the same batches with the same dropout after the update. Empty unless asked for.
    package var lossesAfterwards: [Double] = []
    /// For rules that draw: a stream of random numbers of this step's own.
    package var key: RandomKey

    package init(step: Int, epoch: Int, tasks: [Int], losses: [Double], weights: [Double], key: RandomKey) {
        self.step = step
        self.epoch = epoch
        self.tasks = tasks
        self.losses = losses
        self.weights = weights
        self.key = key
    }
}

/// By what the gradients of a step's tasks are multiplied before they are added, in the order of the observation's tasks.
package struct GradientWeights: Sendable, Equatable {
    /// In the encoder, which all tasks share.
    package var shared: [Double]
    /// In each task's own head.
    package var heads: [Double]

    package init(shared: [Double], heads: [Double]) {
        self.shared = shared
        self.heads = heads
    }

    /// The same in both.
    package init(_ weights: [Double]) { self.init(shared: weights, heads: weights) }
}

/// What a rule remembers between steps: lists of numbers with names.
package struct BalanceState: Sendable, Equatable, Codable {
    package var values: [String: [Double]]

    package init(_ values: [String: [Double]] = [:]) { self.values = values }

    package subscript(_ name: String) -> [Double]? {
        get { values[name] }
        set { values[name] = newValue }
    }
}

/// The choice of a rule, as a notebook makes it and a file stores it.
package struct WeightSettings: Sendable, Equatable, Codable {
    /// The rule's name.
    package var rule: String
    /// λ by task, for rules that start with it or keep it. A task without an entry has weight 1.
    package var weights: [String: Double]
    /// Other numbers of the rule, e.g. `alpha`.
    package var options: [String: Double]

    package init(rule: String = FixedWeights.name, weights: [String: Double] = [:], options: [String: Double] = [:]) {
        self.rule = rule
        self.weights = weights
        self.options = options
    }

    /// λ of some tasks, in their order.
    package func weights(of tasks: [String]) -> [Double] { tasks.map { weights[$0] ?? 1 } }

    /// The rule itself.
    package func rule(tasks: [String]) throws -> any WeightRule {
        guard let type = WeightRules.named(rule) else { throw TrainingError.unknownRule(rule) }
        return try type.init(self, tasks: tasks)
    }

    /// The rule and its numbers in words, for comparing the settings of two trainings: `gradnorm, alpha 1.5`.
    package var summary: String {
        ([rule] + options.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }).joined(separator: ", ")
    }
}

/// All rules.
package enum WeightRules {
    package static let all: [any WeightRule.Type] = [
        FixedWeights.self, UncertaintyWeights.self, AveragedWeights.self, GradNormWeights.self,
        ProjectedGradients.self, FAMOWeights.self,
    ]

    package static func named(_ name: String) -> (any WeightRule.Type)? { all.first { $0.name == name } }
}
