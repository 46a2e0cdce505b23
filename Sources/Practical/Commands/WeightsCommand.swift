import ArgumentParser
import Execution
import Outputs
import Tasks
import Training

/// Sets the rule for λ, the weight of each task's loss.
struct WeightsCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "weights",
        abstract: "Set how much each task's loss counts: fixed weights, or a rule that finds them.",
        discussion: discussion)

    static let revision = 3

    static let examples = ["weights fixed ner=1 qa=1"]

    @Argument(
        help: "The rule: \(WeightRules.all.map { $0.name }.joined(separator: ", ")).", transform: WeightsCommand.named)
    var rule: WeightRuleName
    @Argument(
        help: "For 'fixed': λ by task, as in ner=0.5.",
        transform: TaskPair.of("a weight from 0 to 1e+06", example: "ner=0.5"))
    var weights: [TaskPair] = []
    @Option(help: WeightsCommand.help(of: "alpha")) var alpha: Double?
    @Option(help: WeightsCommand.help(of: "temperature")) var temperature: Double?
    @Option(help: WeightsCommand.help(of: "every")) var every: Int?
    @Option(help: WeightsCommand.help(of: "learning-rate")) var learningRate: Double?
    @Option(help: WeightsCommand.help(of: "gamma")) var gamma: Double?

    /// The numbers of the notebook, by name.
    private var options: [String: Double] {
        let all: [(String, Double?)] = [
            ("alpha", alpha), ("temperature", temperature), ("every", every.map(Double.init)),
            ("learning-rate", learningRate), ("gamma", gamma),
        ]
        return Dictionary(uniqueKeysWithValues: all.compactMap { name, value in value.map { (name, $0) } })
    }

    @Sendable private static func named(_ text: String) throws -> WeightRuleName {
        guard let name = WeightRuleName(argument: text) else {
            throw ValidationError(
                "it takes a rule for the weights: \(WeightRules.all.map { $0.name }.joined(separator: ", "))")
        }
        return name
    }

    func validate() throws {
        for pair in weights {
            guard let weight = Double(pair.value), (0...1e6).contains(weight) else {
                throw ValidationError(
                    "the weight of '\(pair.task)' is '\(pair.value)': it takes a weight from 0 to 1e+06")
            }
            guard weights.count(where: { $0.task == pair.task }) == 1 else {
                throw ValidationError("the task '\(pair.task)' has two weights")
            }
        }
        if rule.type != FixedWeights.self, let pair = weights.first {
            throw ValidationError(
                "`\(rule)` finds the weights itself: leave '\(pair.task)=\(pair.value)' out, or write `weights fixed`")
        }
        for (name, value) in options {
            guard let option = rule.type.options.first(where: { $0.name == name }) else {
                let own = rule.type.options.map { "--\($0.name)" }
                throw ValidationError(
                    "`\(rule)` has no --\(name): it takes \(own.isEmpty ? "no number" : own.formatted)")
            }
            guard option.range.contains(value) else {
                throw ValidationError(
                    "`--\(name) \(Format.short(value))` is out of range: it takes a number from "
                        + "\(Format.short(option.range.lowerBound)) to \(Format.short(option.range.upperBound))")
            }
        }
    }

    var slots: SlotUse { SlotUse(reads: [Slots.tasks.name], writes: [Slots.weights.name]) }

    /// Checks before anything runs that the tasks' turns are such as the rule needs.
    func validate(after writers: [SlotName: any NotebookCommand]) throws {
        guard let batches = writers[Slots.tasks.name] as? BatchesCommand, batches.tasks.count > 1 else { return }
        let needs = try WeightSettings(rule: rule.description).rule(tasks: batches.tasks.map(\.description)).needs
        guard needs.contains(.jointTurns), !batches.turns.isJoint else { return }
        let names = batches.tasks.map(\.description).joined(separator: " ")
        throw ValidationError(
            "`weights \(rule)` needs a batch of every task in each step, and `batches \(batches.turns.name)` above takes "
                + "one task at a time: write `batches joint \(names)` there, or take `weights uncertainty` or `weights dwa`"
        )
    }

    func execute(in context: any CommandContext) throws {
        let tasks = try context.read(Slots.tasks)
        for pair in weights where !tasks.contains(where: { $0.name == pair.task.description }) {
            context.show(
                .warning(
                    "The weight of '\(pair.task)' has no effect: 'batches' trains \(tasks.map(\.name).joined(separator: ", "))."
                ))
        }
        let named = weights.map { ($0.task.description, Double($0.value) ?? 1) }
        let settings = WeightSettings(
            rule: rule.description, weights: Dictionary(uniqueKeysWithValues: named), options: options)
        try context.write(Slots.weights, settings)
        guard rule.type != FixedWeights.self else {
            let list = zip(tasks, settings.weights(of: tasks.map(\.name))).map {
                "\(Format.short($1)) for \($0.title)"
            }
            return context.show(.text("Loss = λ · the batch's task loss, with λ = \(list.formatted)."))
        }
        if tasks.count == 1 {
            context.show(.warning("There is one task, so that nothing has to be balanced."))
        }
        let numbers = rule.type.options.compactMap { option in
            (options[option.name] ?? option.standard).map { "\(option.name) \(Format.short($0))" }
        }
        let page = rule.type.page
        context.show(
            .text(
                "The weights λ follow the rule \(rule), \(page.title)\(numbers.isEmpty ? "" : ", with \(numbers.formatted)") (\(page.paper))."
            ))
        context.show(.text("\(page.text) \(page.costs)"))
    }

    // MARK: Help

    /// What an option means, for each rule that has it.
    private static func help(of name: String) -> ArgumentHelp {
        let uses = WeightRules.all.compactMap { rule in
            rule.options.first { $0.name == name }.map { option in
                "\(rule.name): \(option.meaning)" + (option.standard.map { " (\(Format.short($0)))" } ?? "")
            }
        }
        return ArgumentHelp("\(uses.joined(separator: "; ")).", valueName: "number")
    }

    /// A page for each rule.
    private static var discussion: String {
        WeightRules.all.map { rule in
            let page = rule.page
            let paper = page.paper.isEmpty ? "" : " \(page.paper)."
            return "\(rule.name): \(page.title).\(paper) \(page.text) \(page.costs)"
        }.joined(separator: "\n\n")
    }
}

/// The name of a rule for the weights.
struct WeightRuleName: ExpressibleByArgument, Sendable, CustomStringConvertible {
    let type: any WeightRule.Type

    init?(argument: String) {
        guard let type = WeightRules.named(argument) else { return nil }
        self.type = type
    }

    var description: String { type.name }
}

extension [String] {
    /// A list in words: `a, b and c`.
    var formatted: String {
        count < 2 ? joined() : dropLast().joined(separator: ", ") + " and " + (last ?? "")
    }
}
