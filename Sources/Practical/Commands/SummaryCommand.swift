import ArgumentParser
import Execution
import Metrics
import Outputs
import Tasks
import Training

/// Shows the scores of this run and its settings.
struct SummaryCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "summary", abstract: "Show this run's figures beside its settings.",
        discussion: """
            summary ner qa
            summary ner qa --baselines    after 'baseline ner qa': what learning together gained or lost for each task
            """)

    static let revision = 5

    @Argument(help: "The names of the tasks that were evaluated.", transform: TaskName.of) var tasks: [TaskName]

    @Flag(help: "Compare with the models that learnt one task alone.") var baselines = false

    var slots: SlotUse {
        SlotUse(
            reads: (baselines ? tasks.flatMap { [Slots.baseline($0).name, Slots.predictions($0).name] } : [])
                + tasks.flatMap { [Slots.metrics($0).name, Slots.selection($0).name] } + [
                    Slots.history.name, Slots.schedule.name, Slots.weights.name, Slots.batches.name, Slots.session.name,
                    Slots.optimizer.name,
                ])
    }

    func execute(in context: any CommandContext) throws {
        let history = try context.read(Slots.history)
        let schedule = try context.read(Slots.schedule)
        let weights = try context.read(Slots.weights)
        let plan = try context.read(Slots.batches)
        let optimizer = try context.read(Slots.optimizer).settings
        let selections = try tasks.map { ($0, try context.read(Slots.selection($0))) }
        func counts(_ count: KeyPath<Selection, Int>) -> String {
            selections.map { "\(Format.count($0.1[keyPath: count])) \($0.0.title)" }.joined(separator: " + ")
        }
        let settings = [
            ["Seed", "\(try context.read(Slots.session).seed)"], ["Training examples", counts(\.train)],
            ["Validation examples", counts(\.validation)],
            ["Epochs, batch size", "\(history.epochs.count), \(plan.batchSize)"],
            [
                "Learning rate, weight decay",
                "\(Format.short(optimizer.learningRate)), \(Format.short(optimizer.weightDecay))",
            ],
            ["Steps, of these warm-up", "\(Format.count(schedule.totalSteps)), \(Format.count(schedule.warmupSteps))"],
            weights.rule == FixedWeights.name
                ? [
                    history.tasks.map { "λ \(TaskDescription.title($0))" }.joined(separator: ", "),
                    weights.weights(of: history.tasks).map(Format.short).joined(separator: ", "),
                ] : ["Weights λ", weights.summary],
            ["Padding", plan.padding.rawValue],
        ]
        // Readers compare scores that are side by side, so all of them are percentages.
        let figures =
            try tasks.flatMap { try context.read(Slots.metrics($0)) }.map {
                [$0.label, Format.percent($0.value), Format.interval($0.interval)]
            }
            + [["Training loss, last epoch", Format.decimal(history.meanLoss(inEpoch: history.epochs.count - 1)), ""]]
        context.show(
            .table(
                Table(caption: "Settings", columns: ["Setting", "Value"], alignments: [.left, .left], rows: settings)))
        context.show(.table(Table(caption: "Figures", columns: ["Figure", "Value", "95 % interval"], rows: figures)))
        if baselines { try showBaselines(in: context) }
    }

    /// Each score of a task that was learnt alone beside that of the shared model.
    private func showBaselines(in context: any CommandContext) throws {
        let bootstrap = Bootstrap(seed: try context.read(Slots.session).seed)
        let comparisons = try tasks.map { task in
            let shared = ModelScores(
                metrics: try context.read(Slots.metrics(task)), predictions: try context.read(Slots.predictions(task)))
            return SharingComparison(alone: try context.read(Slots.baseline(task)), shared: shared, bootstrap)
        }
        context.show(.table(SharingComparison.table(comparisons)))
        context.show(.text(comparisons.flatMap(\.sentences).joined(separator: " ")))
    }
}
