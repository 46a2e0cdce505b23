import ArgumentParser
import Execution
import Outputs
import Tasks

/// Shows the scores of this run and its settings.
struct SummaryCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "summary", abstract: "Show this run's figures beside its settings.", discussion: "summary ner qa")

    static let revision = 4

    @Argument(help: "The names of the tasks that were evaluated.", transform: TaskName.of) var tasks: [TaskName]

    var slots: SlotUse {
        SlotUse(
            reads: tasks.flatMap { [Slots.metrics($0).name, Slots.selection($0).name] } + [
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
            [
                history.tasks.map { "λ \(TaskDescription.title($0))" }.joined(separator: ", "),
                history.tasks.map { Format.short(weights.weight(task: $0, step: 0)) }.joined(separator: ", "),
            ],
            ["Padding", plan.padding.rawValue],
        ]
        // Readers compare scores that are side by side, so all of them are percentages.
        let figures =
            try tasks.flatMap { try context.read(Slots.metrics($0)) }.map { [$0.label, Format.percent($0.value)] }
            + [["Training loss, last epoch", Format.decimal(history.meanLoss(inEpoch: history.epochs.count - 1))]]
        context.show(
            .table(
                Table(caption: "Settings", columns: ["Setting", "Value"], alignments: [.left, .left], rows: settings)))
        context.show(.table(Table(caption: "Figures", columns: ["Figure", "Value"], rows: figures)))
    }
}
