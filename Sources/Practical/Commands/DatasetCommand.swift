import ArgumentParser
import Datasets
import Execution
import Notebooks
import Outputs
import Plotting

/// Applies a task's recipe to what was selected.
struct DatasetCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "dataset", abstract: "Encode the selected examples of a task.")

    static let revision = 2

    static let examples = ["dataset ner", "dataset qa"]

    @Argument(help: "ner or qa.") var task: Task

    var slots: SlotUse {
        SlotUse(
            reads: [task.corpus, task.selectionSlot.name, task.recipeSlot.name, Slots.tokenizer.name],
            writes: [task.dataset])
    }

    func execute(in context: any CommandContext) throws {
        let tokenizer = try context.read(Slots.tokenizer)
        let recipe = try context.read(task.recipeSlot)
        let selection = try context.read(task.selectionSlot)
        let splits: [(name: String, examples: Int, features: any SequenceFeatures)]
        switch task {
        case .ner:
            let corpus = try context.read(Slots.nerCorpus)
            let train = NERFeatures(
                examples: corpus.train, indices: 0..<selection.train, tokenizer: tokenizer, maxLength: recipe.maxLength)
            let validation = NERFeatures(
                examples: corpus.validation, indices: 0..<selection.validation, tokenizer: tokenizer,
                maxLength: recipe.maxLength)
            try context.write(Slots.nerDataset, SplitFeatures(train: train, validation: validation))
            splits = [("train", selection.train, train), ("validation", selection.validation, validation)]
            context.show(
                train: DatasetFinding.all(in: train, examples: corpus.train, labels: .conll2003),
                validation: DatasetFinding.all(in: validation, examples: corpus.validation, labels: .conll2003),
                of: task)
        case .qa:
            let corpus = try context.read(Slots.qaCorpus)
            let train = try QAFeatures(
                examples: corpus.train, indices: 0..<selection.train, tokenizer: tokenizer,
                maxLength: recipe.maxLength, docStride: recipe.docStride)
            let validation = try QAFeatures(
                examples: corpus.validation, indices: 0..<selection.validation, tokenizer: tokenizer,
                maxLength: recipe.maxLength, docStride: recipe.docStride)
            try context.write(Slots.qaDataset, SplitFeatures(train: train, validation: validation))
            context.show(
                train: DatasetFinding.all(in: train, examples: corpus.train),
                validation: DatasetFinding.all(in: validation, examples: corpus.validation), of: task)
            splits = [("train", selection.train, train), ("validation", selection.validation, validation)]
        }
        let rows = splits.map { name, examples, features in
            let histogram = LengthHistogram(lengths: features.lengths)
            return [
                name, Format.count(examples), Format.count(features.count), Format.count(features.tokenCount),
                Format.decimal(histogram.mean, 1), Format.count(histogram.maximum),
            ]
        }
        context.show(
            .table(
                Table(
                    columns: [
                        "\(task.title) split", task == .ner ? "Sentences" : "Questions",
                        task == .ner ? "Sequences" : "Windows",
                        "Tokens", "Mean length", "Longest",
                    ], rows: rows)))
        try showHistogram(splits[0].features, context)
    }

    private func showHistogram(_ features: any SequenceFeatures, _ context: any CommandContext) throws {
        let width = task == .ner ? 8 : 16
        let histogram = LengthHistogram(lengths: features.lengths, bucketWidth: width)
        let figure = PlotFigure(
            panels: [
                Panel(
                    title: "\(task.title) training sequences by length", xLabel: "Tokens", yLabel: "Sequences",
                    content: .histogram(
                        edges: (0...histogram.counts.count).map { Double($0 * width) }, counts: histogram.counts,
                        color: task == .ner ? .blue : .vermillion))
            ], width: context.options.figureWidth ?? 7, height: context.options.figureHeight ?? 2.8)
        try context.show(
            figure, name: "\(task.rawValue)-lengths",
            caption: "Lengths of the \(task.title) training sequences, in tokens")
    }
}
