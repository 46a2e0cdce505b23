import ArgumentParser
import Datasets
import Execution
import Kernels
import Outputs
import Plotting
import Tasks
import Training

/// Sets which tasks are trained, how their examples become batches, and how batches take turns.
struct BatchesCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "batches",
        abstract: "Set the tasks that are trained, and size, order and padding of their batches.",
        discussion: """
            batches round-robin ner qa    the tasks in turn; when one has no batch left, the others go on. With two tasks, even steps take the first
            batches round-robin ner       one task alone
            batches proportional ner qa   every batch once, in an order that is drawn anew each epoch
            batches temperature ner qa --t 2    each step draws its task: with n batches it has the chance n^(1/t) over the sum of all. \
            1 is proportional to the size; the higher, the more often small tasks come
            batches joint ner qa          every step takes a batch of each task; an epoch is as long as the longest task needs

            --accumulate 4 adds the gradients of four batches of a task before a step, each weighted by its number of labelled items. The step \
            equals that of one batch four times as large, and needs the memory of one.

            Padding: 'packed' computes none. 'max-length' computes what the Python notebook computes: every sequence is padded to its \
            task's maximum length, and padded positions take part in the softmax over answer positions.
            """)

    static let revision = 3
    static let isCheap = true

    static let examples = ["batches round-robin ner qa --batch-size 16"]

    @Argument(
        help: "How tasks take turns: \(TurnRules.names.joined(separator: ", ")).",
        transform: BatchesCommand.rule)
    var turns: any TurnRule
    @Argument(help: "The names of the tasks to train, in the order of their turns.", transform: TaskName.of)
    var tasks: [TaskName]
    @Option(help: "Sequences in a batch.", transform: PositiveCount.of("a batch size", upTo: 1_000_000))
    var batchSize = PositiveCount(16)
    @Option(
        name: .customLong("t"), help: "The temperature of `temperature`.",
        transform: NonNegative.of("a temperature", in: 0.01...1e6))
    var temperature: NonNegative?
    @Option(
        help: "Batches of a task whose gradients are added up for one step.",
        transform: PositiveCount.of("a number of batches", upTo: 1_000_000))
    var accumulate = PositiveCount(1)
    @Flag(inversion: .prefixedNo, help: "Draw a new order of the examples each epoch.") var shuffle = true
    @Option(help: "packed or max-length.") var padding: BatchPlan.PaddingMode = .packed
    @Flag(help: "Pass token types to the encoder; the Python notebook never does.") var tokenTypes = false

    @Sendable private static func rule(_ text: String) throws -> any TurnRule {
        guard let rule = TurnRules.named(text) else {
            throw ValidationError("it takes a way to take turns: \(TurnRules.names.joined(separator: ", "))")
        }
        return rule
    }

    func validate() throws {
        if temperature != nil, turns.name != TemperatureTurns(1).name {
            throw ValidationError(
                "'--t' is the temperature of `batches temperature`: leave it out of `batches \(turns.name)`")
        }
        try tasks.checkEachIsNamedOnce(as: "task")
    }

    var slots: SlotUse {
        SlotUse(
            reads: tasks.map { Slots.dataset($0, .train).name },
            writes: [Slots.batches.name, Slots.tasks.name, Slots.epoch.name, Slots.loader.name])
    }

    /// How examples become batches.
    var plan: BatchPlan {
        BatchPlan(
            batchSize: batchSize.value, shuffles: shuffle, padding: padding, usesTokenTypes: tokenTypes,
            accumulation: accumulate.value)
    }

    /// The epoch that some numbers of batches make.
    func epoch(batchCounts: [Int]) -> EpochPlan {
        EpochPlan(turns: turns.name, temperature: temperature?.value, batchCounts: batchCounts)
    }

    func execute(in context: any CommandContext) throws {
        let plan = plan
        let tasks = try self.tasks.map { TrainingTask(try context.read(Slots.dataset($0, .train))) }
        let counts = plan.batchCounts(tasks)
        let epoch = epoch(batchCounts: plan.stepCounts(tasks))
        try context.write(Slots.batches, plan)
        try context.write(Slots.tasks, tasks.map(\.description))
        try context.write(Slots.epoch, epoch)
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
        try showTurns(epoch, tasks, in: context)
    }

    /// The turns of the first steps as a strip, unless they are so simple that words say it.
    private func showTurns(_ epoch: EpochPlan, _ tasks: [TrainingTask], in context: any CommandContext) throws {
        let rule = try epoch.rule()
        let steps = try epoch.steps()
        context.show(
            .text(
                "An epoch has \(Format.count(steps, "step"))\(rule.isJoint && tasks.count > 1 ? ", each of a batch of every task" : "")."
            ))
        guard tasks.count > 1, rule.name != RoundRobin().name, !rule.isJoint else { return }
        let turns = rule.turns(batchCounts: epoch.batchCounts, epoch: 0, key: RandomKey(0)).prefix(Self.shownTurns)
        let colors = PlotColor.colors(for: tasks.map(\.name))
        let series = tasks.indices.map { task in
            let places = turns.indices.filter { turns[$0].tasks.contains(task) }
            return Series(
                name: tasks[task].description.title, x: places.map { Double($0 + 1) },
                y: places.map { _ in Double(task + 1) }, color: colors[task], style: .markers)
        }
        try context.show(
            PlotFigure(
                panels: [Panel(xLabel: "Step", yLabel: "Task", content: .lines(series), grid: false)],
                width: context.figureWidth,
                height: context.options.figureHeight ?? 1.2 + 0.25 * Double(tasks.count)),
            name: "turns",
            caption:
                "Whose turn it is: an example of the first \(turns.count) steps. The training draws its own, from the seed."
        )
    }

    /// The largest number of steps in the strip.
    private static let shownTurns = 100
}

extension BatchPlan.PaddingMode: ExpressibleByArgument {}
