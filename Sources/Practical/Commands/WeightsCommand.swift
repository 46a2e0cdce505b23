import ArgumentParser
import Execution
import Outputs
import Tasks
import Training

/// Sets λ, the weight of each task's loss.
struct WeightsCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "weights", abstract: "Set the weight λ of each task's loss.",
        discussion: "weights fixed ner=1 qa=0.5; a task that is not named has 1.")

    static let examples = ["weights fixed ner=1 qa=1"]

    enum Rule: String, ExpressibleByArgument, CaseIterable { case fixed }

    @Argument(help: "fixed.") var rule: Rule
    @Argument(
        help: "λ by task, as in ner=0.5.", transform: TaskPair.of("a weight from 0 to 1e+06", example: "ner=0.5"))
    var weights: [TaskPair]

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
    }

    var slots: SlotUse { SlotUse(reads: [Slots.tasks.name], writes: [Slots.weights.name]) }

    func execute(in context: any CommandContext) throws {
        let tasks = try context.read(Slots.tasks)
        for pair in weights where !tasks.contains(where: { $0.name == pair.task.description }) {
            context.show(
                .warning(
                    "The weight of '\(pair.task)' has no effect: 'batches' trains \(tasks.map(\.name).joined(separator: ", "))."
                ))
        }
        let named = weights.map { ($0.task.description, Double($0.value) ?? 1) }
        let settings = WeightSettings(weights: Dictionary(uniqueKeysWithValues: named))
        try context.write(Slots.weights, settings)
        let list = zip(tasks, settings.weights(of: tasks.map(\.name))).map { "\(Format.short($1)) for \($0.title)" }
        context.show(.text("Loss = λ · the batch's task loss, with λ = \(list.formatted)."))
    }
}

extension [String] {
    /// A list in words: `a, b and c`.
    var formatted: String {
        count < 2 ? joined() : dropLast().joined(separator: ", ") + " and " + (last ?? "")
    }
}
