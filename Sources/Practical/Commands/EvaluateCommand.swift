import ArgumentParser
import Execution
import Metrics
import Outputs
import Plotting
import Tasks

/// Scores the model on a task's validation split.
struct EvaluateCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Score the model on a task's validation split.",
        discussion: """
            Labels of words: seqeval's F1 and classification report, confusion of entity types, the worst sentences.
            Questions: exact match of token positions as the Python notebook counts it, SQuAD's exact match and F1 of the answers' texts, \
            the worst answers.
            Each score has a 95 % interval: a bootstrap over sentences, questions or texts.
            """)

    static let revision = 6

    static let examples = ["evaluate ner", "evaluate qa"]

    @Argument(help: "The name of a task that the model has a head for.", transform: TaskName.of) var task: TaskName
    @Option(
        help: "Digits of the classification report, where there is one.",
        transform: wholeNumber("a number of digits", in: 0...10)
    )
    var digits = 4
    @Option(
        help: "How many of the worst examples to show.", transform: wholeNumber("a number of examples", in: 0...1_000))
    var worst = 5

    var slots: SlotUse {
        SlotUse(
            reads: [
                Slots.model.name, Slots.tokenizer.name, Slots.batches.name, Slots.dataset(task, .validation).name,
                Slots.session.name,
            ], writes: [Slots.metrics(task).name, Slots.predictions(task).name])
    }

    /// A model whose heads were trained elsewhere has no history.
    func reads(after writers: [SlotName: any NotebookCommand]) -> [SlotName] {
        writers[Slots.history.name] == nil ? [] : [Slots.history.name]
    }

    func execute(in context: any CommandContext) throws {
        let validation = try context.read(Slots.dataset(task, .validation))
        let nouns = validation.kind.nouns
        var (_, scores) = try validation.evaluate(
            try context.read(Slots.model), tokenizer: try context.read(Slots.tokenizer),
            plan: try context.read(Slots.batches), EvaluationOptions(digits: digits, worst: worst)
        ) { done, total in
            context.report(
                WorkProgress(done: done, total: total, unit: nouns.sequences, task: task.description))
            try context.checkCancellation()
        }
        scores.addIntervals(Bootstrap(seed: try context.read(Slots.session).seed), examples: nouns.examples)
        context.show(scores.outputs)
        if let confusion = scores.confusion { try show(confusion, in: context) }
        context.show(scores.worst)
        try context.write(Slots.metrics(task), scores.metrics)
        var predictions = scores.predictions(of: validation)
        predictions.trainedOn = (try? context.read(Slots.history))?.dataDigest(of: task.description)
        try context.write(Slots.predictions(task), predictions)
    }

    /// A heat map, and a table where there are more labels than can be read in one.
    private func show(_ confusion: ConfusionMatrix, in context: any CommandContext) throws {
        guard max(confusion.rows.count, confusion.columns.count) <= 24 else {
            return context.show(.table(confusion.table))
        }
        let map = HeatMap(rowLabels: confusion.rows, columnLabels: confusion.columns, counts: confusion.counts)
        let figure = PlotFigure(
            panels: [Panel(xLabel: "Predicted", yLabel: "True", content: .heatMap(map))],
            width: context.figureWidth,
            height: context.options.figureHeight ?? 0.8 + 0.3 * Double(confusion.rows.count))
        try context.show(
            figure, name: "\(task)-confusion", caption: "\(confusion.caption). The colour is the share of the row.",
            table: confusion.table)
    }
}
