import ArgumentParser
import Datasets
import Execution
import Outputs
import Plotting
import Tasks

/// Applies a task's recipe to the selected examples.
struct DatasetCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "dataset", abstract: "Encode the selected examples of a task.")

    static let revision = 5
    static let isCheap = true

    static let examples = ["dataset ner", "dataset qa"]

    @Argument(help: "The name of a task that was loaded.", transform: TaskName.of) var task: TaskName

    var slots: SlotUse {
        SlotUse(
            reads: [Slots.task(task).name, Slots.recipe(task).name, Slots.tokenizer.name]
                + Split.allCases.map { Slots.selectedName(task, $0) },
            writes: Split.allCases.map { Slots.dataset(task, $0).name })
    }

    func execute(in context: any CommandContext) throws {
        let (description, kind) = try context.task(task)
        try encode(description, kind, in: context)
    }

    private func encode(
        _ description: TaskDescription, _ kind: some TaskKind, in context: any CommandContext
    ) throws {
        let tokenizer = try context.read(Slots.tokenizer)
        let recipe = try context.read(Slots.recipe(task))
        var rows: [[String]] = []
        var findings: [Split: [DatasetFinding]] = [:]
        var lengths: [Int32] = []
        for split in Split.allCases {
            let selected = try context.read(Slots.selected(task, split, kind))
            let features = try kind.encode(selected.examples, tokenizer: tokenizer, recipe: recipe)
            try context.write(
                Slots.dataset(task, split),
                EncodedSplit(description, kind, features: features, split: selected, recipe: recipe))
            if split == .train { lengths = features.lengths }
            findings[split] = kind.findings(in: features, of: selected)
            let histogram = LengthHistogram(lengths: features.lengths)
            rows.append([
                split.rawValue, Format.count(selected.examples.count), Format.count(features.count),
                Format.count(features.tokenCount), Format.decimal(histogram.mean, 1), Format.count(histogram.maximum),
            ])
        }
        context.show(train: findings[.train] ?? [], validation: findings[.validation] ?? [], of: task)
        context.show(
            .table(
                Table(
                    columns: [
                        "\(task.title) split", kind.nouns.examples.capitalized, kind.nouns.sequences.capitalized,
                        "Tokens", "Mean length", "Longest",
                    ], rows: rows)))
        try showHistogram(lengths, bucket: kind.lengthBucket, context)
    }

    private func showHistogram(_ lengths: [Int32], bucket: Int, _ context: any CommandContext) throws {
        let histogram = LengthHistogram(lengths: lengths, bucketWidth: bucket)
        let figure = PlotFigure(
            panels: [
                Panel(
                    xLabel: "Tokens", yLabel: "Sequences",
                    content: .histogram(
                        edges: (0...histogram.counts.count).map { Double($0 * bucket) }, counts: histogram.counts,
                        color: PlotColor.colors(for: [task.description])[0]))
            ], width: context.figureWidth,
            height: context.options.figureHeight ?? 2.2)
        try context.show(
            figure, name: "\(task)-lengths", caption: "Lengths of the \(task.title) training sequences, in tokens")
    }
}
