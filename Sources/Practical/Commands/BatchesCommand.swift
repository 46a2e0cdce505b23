import ArgumentParser
import Datasets
import Execution
import Outputs
import Tasks
import Training

/// Sets which tasks are trained, how their examples become batches, and how batches take turns.
struct BatchesCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "batches",
        abstract: "Set the tasks that are trained, and size, order and padding of their batches.",
        discussion: """
            batches round-robin ner qa    the tasks in turn, and the others when one runs dry: with two, even steps take the first
            batches round-robin ner       one task alone

            Padding: 'packed' computes none. 'max-length' is the mathematics of the Python notebook: every sequence is padded to its \
            task's maximum length, and padded positions take part in the softmax over answer positions.
            """)

    static let revision = 2
    static let isCheap = true

    static let examples = ["batches round-robin ner qa --batch-size 16"]

    @Argument(
        help: "How tasks take turns: \(TurnRules.all.map(\.name).joined(separator: ", ")).",
        transform: BatchesCommand.rule)
    var turns: any TurnRule
    @Argument(help: "The names of the tasks to train, in the order of their turns.", transform: TaskName.of)
    var tasks: [TaskName]
    @Option(help: "Sequences in a batch.", transform: PositiveCount.of("a batch size", upTo: 1_000_000))
    var batchSize = PositiveCount(16)
    @Flag(inversion: .prefixedNo, help: "Draw a new order of the examples each epoch.") var shuffle = true
    @Option(help: "packed or max-length.") var padding: BatchPlan.PaddingMode = .packed
    @Flag(help: "Pass token types to the encoder; the Python notebook never does.") var tokenTypes = false

    @Sendable private static func rule(_ text: String) throws -> any TurnRule {
        guard let rule = TurnRules.named(text) else {
            throw ValidationError("it takes a way to take turns: \(TurnRules.all.map(\.name).joined(separator: ", "))")
        }
        return rule
    }

    func validate() throws {
        if let twice = tasks.first(where: { task in tasks.count { $0 == task } > 1 }) {
            throw ValidationError("the task '\(twice)' is named twice")
        }
    }

    var slots: SlotUse {
        SlotUse(
            reads: tasks.flatMap { [Slots.task($0).name, Slots.recipe($0).name, Slots.datasetName($0, .train)] },
            writes: [Slots.batches.name, Slots.tasks.name, Slots.epoch.name, Slots.loader.name])
    }

    func execute(in context: any CommandContext) throws {
        let plan = BatchPlan(
            batchSize: batchSize.value, shuffles: shuffle, padding: padding, usesTokenTypes: tokenTypes)
        let tasks = try tasks.map { name in
            let (description, kind) = try context.task(name)
            return try trainingTask(name, description, kind, in: context)
        }
        let counts = plan.batchCounts(tasks)
        try context.write(Slots.batches, plan)
        try context.write(Slots.tasks, tasks.map(\.description))
        try context.write(Slots.epoch, EpochPlan(turns: turns.name, batchCounts: counts))
        try context.write(Slots.loader, TrainingData(tasks: tasks))
        var rows: [[String]] = []
        for (task, count) in zip(tasks, counts) {
            let tokens = task.features.tokenCount
            let padded = task.features.count * task.maxLength
            rows.append([
                task.description.title, Format.count(task.features.count), Format.count(count),
                Format.count(tokens / max(1, count)), Format.percent(1 - Double(tokens) / Double(max(1, padded)), 1),
            ])
        }
        if tasks.count > 1 {
            rows.append([
                "all", Format.count(tasks.reduce(0) { $0 + $1.features.count }), Format.count(counts.reduce(0, +)), "",
                "",
            ])
        }
        context.show(
            .table(
                Table(
                    caption: plan.padding == .packed
                        ? "An epoch's batches; no padding is computed"
                        : "An epoch's batches, padded to the maximum length",
                    columns: ["Task", "Sequences", "Batches", "Tokens a batch", "Padding avoided"], rows: rows)))
    }

    private func trainingTask(
        _ name: TaskName, _ description: TaskDescription, _ kind: some TaskKind, in context: any CommandContext
    ) throws -> TrainingTask {
        TrainingTask(
            description, kind, features: try context.read(Slots.dataset(name, .train, kind)),
            maxLength: try context.read(Slots.recipe(name)).maxLength)
    }
}

extension BatchPlan.PaddingMode: ExpressibleByArgument {}
