import ArgumentParser
import Execution
import Notebooks
import Outputs

/// This run's figures beside its settings.
struct SummaryCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "summary", abstract: "Show this run's figures beside its settings.")

    static let revision = 3

    var slots: SlotUse {
        SlotUse(reads: [
            Slots.nerMetrics.name, Slots.qaMetrics.name, Slots.history.name, Slots.schedule.name, Slots.weights.name,
            Slots.batches.name, Slots.nerSelection.name, Slots.qaSelection.name, Slots.session.name,
            Slots.optimizer.name,
        ])
    }

    func execute(in context: any CommandContext) throws {
        let ner = try context.read(Slots.nerMetrics)
        let qa = try context.read(Slots.qaMetrics)
        let history = try context.read(Slots.history)
        let schedule = try context.read(Slots.schedule)
        let weights = try context.read(Slots.weights)
        let plan = try context.read(Slots.batches)
        let optimizer = try context.read(Slots.optimizer).settings
        let selections = [try context.read(Slots.nerSelection), try context.read(Slots.qaSelection)]
        let settings = [
            ["Seed", "\(try context.read(Slots.session).seed)"],
            [
                "Training examples",
                "\(Format.count(selections[0].train)) NER + \(Format.count(selections[1].train)) QA",
            ],
            [
                "Validation examples",
                "\(Format.count(selections[0].validation)) NER + \(Format.count(selections[1].validation)) QA",
            ],
            ["Epochs, batch size", "\(history.epochs.count), \(plan.batchSize)"],
            [
                "Learning rate, weight decay",
                "\(Format.short(optimizer.learningRate)), \(Format.short(optimizer.weightDecay))",
            ],
            ["Steps, of these warm-up", "\(Format.count(schedule.totalSteps)), \(Format.count(schedule.warmupSteps))"],
            ["λ NER, λ QA", "\(Format.short(weights.ner)), \(Format.short(weights.qa))"],
            ["Padding", plan.padding.rawValue],
        ]
        // Scores beside each other are compared: all of them are per cent.
        let figures = [
            ["NER F1", Format.percent(ner["ner.f1"])],
            [
                "NER precision, recall",
                "\(Format.percent(ner["ner.precision"])), \(Format.percent(ner["ner.recall"]))",
            ],
            [
                "QA exact match, F1 (text)",
                "\(Format.percent(qa["qa.exact-match"])), \(Format.percent(qa["qa.f1"]))",
            ],
            ["QA exact match (positions)", Format.percent(qa["qa.position-exact-match"])],
            ["Training loss, last epoch", Format.decimal(history.meanLoss(inEpoch: history.epochs.count - 1))],
        ]
        context.show(
            .table(
                Table(caption: "Settings", columns: ["Setting", "Value"], alignments: [.left, .left], rows: settings)))
        context.show(.table(Table(caption: "Figures", columns: ["Figure", "Value"], rows: figures)))
    }
}
