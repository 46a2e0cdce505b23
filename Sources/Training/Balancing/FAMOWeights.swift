import Foundation

/// FAMO: Liu, Feng, Stone and Liu, "FAMO: Fast Adaptive Multitask Optimization", NeurIPS 2023, algorithm 1, as the authors' own program
/// computes it (github.com/Cranial-XIX/FAMO).
///
/// All losses shall fall at the same rate, as shares of themselves. With z = softmax(ξ), the training follows the gradient of Σ zᵢ log Lᵢ, scaled so
/// that the weights zᵢ / Lᵢ sum to 1. After the step, ξ is changed by how much each log Lᵢ fell in it: the task that fell least gets more
/// weight. ξ has an Adam of its own, with decay γ.
///
/// It needs the loss of every task before and after each step, which costs one more forward pass.
package struct FAMOWeights: WeightRule {
    package static let name = "famo"
    package static let options = [learningRate, gamma]
    private static let learningRate = WeightOption.learningRate(0.025, of: "ξ")
    private static let gamma = WeightOption(
        "gamma", standard: 0.01, in: 0...10, "the decay γ of ξ: the larger, the closer the weights stay together")
    package static let page = WeightPage(
        title: "fast adaptive multitask optimization",
        paper: "Liu, Feng, Stone and Liu, FAMO: Fast Adaptive Multitask Optimization, NeurIPS 2023",
        text: """
            All losses are to fall at the same rate, each as a share of itself. The weights are softmax(ξ) divided by the losses, scaled to the sum 1. \
            After each step, ξ follows how much the logarithm of each loss fell: the task whose loss fell least gets more weight.
            """,
        costs:
            "It needs 'batches joint', every task's loss again after each step, which is one more forward pass, and memory for one more gradient a task."
    )
    package let needs: BalanceNeeds = [.jointTurns, .lossesFirst, .lossesAfterwards]

    /// The authors' program adds this to each loss before it takes the logarithm.
    private static let smallest = 1e-8
    private let taskCount: Int
    private let adam: SmallAdam

    package init(_ settings: WeightSettings, tasks: [String]) {
        taskCount = tasks.count
        adam = SmallAdam(
            name: "logit", learningRate: settings.value(Self.learningRate) ?? 0,
            weightDecay: settings.value(Self.gamma) ?? 0)
    }

    package func start() -> BalanceState { adam.start(Array(repeating: 0, count: taskCount)) }

    /// softmax(ξ) of some tasks.
    private func shares(_ tasks: [Int], _ state: BalanceState) -> [Double] {
        let logits = tasks.map { state.list(adam.name)[$0] }
        let largest = logits.max() ?? 0
        let exponentials = logits.map { exp($0 - largest) }
        let total = exponentials.reduce(0, +)
        return exponentials.map { $0 / total }
    }

    package func weights(step: Int, epoch: Int, state: BalanceState) -> [Double] {
        shares(Array(0..<taskCount), state)
    }

    package func weights(after observation: BalanceObservation, state: BalanceState) -> GradientWeights {
        let parts = zip(shares(observation.tasks, state), observation.losses).map { $0 / ($1 + Self.smallest) }
        let total = parts.reduce(0, +)
        return GradientWeights(parts.map { $0 / total })
    }

    package func update(_ state: inout BalanceState, with observation: BalanceObservation) {
        let shares = shares(observation.tasks, state)
        let falls = zip(observation.losses, observation.lossesAfterwards).map { before, after in
            log(before + Self.smallest) - log(after + Self.smallest)
        }
        let mean = zip(shares, falls).reduce(0) { $0 + $1.0 * $1.1 }
        for (place, task) in observation.tasks.enumerated() {
            adam.step(&state, at: task, gradient: shares[place] * (falls[place] - mean))
        }
    }
}
