import ArgumentParser
import Execution
import Metrics
import Outputs
import Plotting
import Tasks

/// Shows where the model fails on a task's validation split.
struct ErrorsCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "errors", abstract: "Show where the model fails on a task's validation split.",
        discussion: """
            What 'evaluate' found is looked at again; the model does not run. Each number of mistakes leads to some of them, below its table.
            Labels of words: mistakes by kind, nervaluate's four ways to compare entities, F1 by type; recall by an entity's length, by \
            what the training data had of it, and by its word pieces.
            Questions: scores by question word, by length and place of the answer, by windows; how far the probabilities can be believed.
            Labels of texts: which label is taken for which; accuracy by length; how far the probabilities can be believed.
            """)

    static let examples = ["errors ner"]
    static let revision = 2

    @Argument(help: "The name of a task that was evaluated.", transform: TaskName.of) var task: TaskName
    @Option(
        name: .customLong("examples"),
        help: "How many mistakes to show of each number.",
        transform: wholeNumber("a number of examples", in: 0...100))
    var exampleCount = 3

    var slots: SlotUse {
        SlotUse(
            reads: [Slots.predictions(task).name] + Split.allCases.map { Slots.dataset(task, $0).name })
    }

    func execute(in context: any CommandContext) throws {
        try show(context.read(Slots.dataset(task, .validation)), in: context)
    }

    private func show<Examples: EncodedExamples>(_ validation: Examples, in context: any CommandContext) throws {
        let predictions = try context.read(Slots.predictions(task))
        let training = try context.read(Slots.dataset(task, .train))
        guard predictions.encoded == validation.digest, let known = training as? Examples else {
            throw CommandFailure(
                "'evaluate \(task)' scored other validation examples than 'dataset \(task)' gives now",
                remedy: "Write 'evaluate \(task)' again between 'dataset \(task)' and 'errors \(task)'.")
        }
        guard predictions.trainedOn == nil || predictions.trainedOn == training.features.digest else {
            throw CommandFailure(
                "the model was trained on other examples of '\(task)' than 'dataset \(task)' gives now, so that nothing can be said about what it has seen",
                remedy:
                    "Train and evaluate again after 'dataset \(task)', or move 'errors \(task)' above the new 'select \(task)'."
            )
        }
        let report = try validation.kind.errors(
            in: predictions, of: validation.features, split: validation.split, trainedOn: known.split,
            task: validation.task, ErrorOptions(examples: exampleCount))
        for part in report.parts {
            switch part {
            case .output(let output): context.show(output)
            case .figure(let figure): try show(figure, in: context)
            }
        }
    }

    private func show(_ figure: ErrorFigure, in context: any CommandContext) throws {
        let content: Panel.Content =
            switch figure.content {
            case .bars(let labels, let values): .bars(labels: labels, values: values)
            case .reliability(let calibration): Self.reliability(calibration)
            }
        try context.show(
            PlotFigure(
                panels: [Panel(xLabel: figure.xLabel, yLabel: figure.yLabel, content: content, yStartsAtZero: true)],
                width: context.figureWidth,
                height: context.options.figureHeight ?? 2.6),
            name: "\(task)-\(figure.name)", caption: figure.caption, isMain: false, table: figure.table)
    }

    /// A marker for each bin that has a prediction, and the diagonal on which they would lie if the probabilities could be believed.
    private static func reliability(_ calibration: Calibration) -> Panel.Content {
        let bins = calibration.bins.filter { !$0.members.isEmpty }
        return .lines([
            Series(name: "as probable as right", x: [0, 1], y: [0, 1], color: .faint, width: 1),
            Series(
                name: "the model", x: bins.map(\.confidence), y: bins.map(\.accuracy), style: .lineAndMarkers),
        ])
    }
}
