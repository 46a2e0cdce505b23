import ArgumentParser
import Datasets
import Execution
import Notebooks
import Outputs
import Tokenization

/// How a task's examples become tokens: a recipe that `dataset` applies, with a preview.
struct EncodeCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode", abstract: "Set how a task's examples become tokens, and preview the first ones.")

    static let revision = 2

    static let examples = ["encode ner --max-length 128", "encode qa --max-length 384 --stride 128"]

    @Argument(help: "ner or qa.") var task: Task
    @Option(
        help: "Tokens of a sequence at most, special tokens included.",
        transform: PositiveCount.of("a length", in: 8...100_000))
    var maxLength: PositiveCount
    @Option(
        help: "Tokens that neighbouring windows of a context share; qa only.",
        transform: PositiveCount.of("a number of tokens", in: 1...99_998))
    var stride: PositiveCount?
    @Option(help: "How many examples to preview.", transform: wholeNumber("a number of examples", in: 0...1_000))
    var preview = 2

    private static let standardStride = 128

    func validate() throws {
        if task == .ner, stride != nil { throw ValidationError("'--stride' belongs to 'encode qa'") }
        let share = stride?.value ?? Self.standardStride
        if task == .qa, share > maxLength.value - 2 {
            throw ValidationError(
                "'--stride \(share)'\(stride == nil ? ", the standard," : "") must be from 1 to \(maxLength.value - 2), which is two less than '--max-length \(maxLength.value)'"
            )
        }
    }

    var slots: SlotUse {
        var reads = [task.corpus, Slots.tokenizer.name]
        if task == .ner { reads.append(Slots.labels.name) }
        return SlotUse(reads: reads, writes: [task.recipeSlot.name])
    }

    func execute(in context: any CommandContext) throws {
        let tokenizer = try context.read(Slots.tokenizer)
        let recipe = EncodingRecipe(maxLength: maxLength.value, docStride: stride?.value ?? Self.standardStride)
        try context.write(task.recipeSlot, recipe)
        switch task {
        case .ner:
            let corpus = try context.read(Slots.nerCorpus)
            let labels = try context.read(Slots.labels)
            let count = min(preview, corpus.train.count)
            let features = NERFeatures(
                examples: corpus.train, indices: 0..<count, tokenizer: tokenizer, maxLength: recipe.maxLength)
            showShapes(features, recipe, "labels", context)
            for row in 0..<count {
                let range = features.tokenRange(row)
                context.show(
                    .tokens(
                        TokenRows(
                            caption: "train[\(row)]: \(range.count) tokens, a label on the first piece of each word",
                            tokens: range.map {
                                .init(
                                    tokenizer.token(features.inputIDs[$0]),
                                    iob: labels.name(of: features.labels[$0]) ?? "–")
                            })))
            }
            for finding in DatasetFinding.all(in: features, examples: corpus.train, labels: labels) {
                show(finding, context)
            }
        case .qa:
            let corpus = try context.read(Slots.qaCorpus)
            let count = min(preview, corpus.train.count)
            let features = try QAFeatures(
                examples: corpus.train, indices: 0..<count, tokenizer: tokenizer, maxLength: recipe.maxLength,
                docStride: recipe.docStride)
            showShapes(features, recipe, "start and end positions", context)
            for row in 0..<features.count {
                let range = features.tokenRange(row)
                let start = Int(features.startPositions[row])
                let end = Int(features.endPositions[row])
                let example = Int(features.exampleIndices[row])
                let answer =
                    start > 0
                    ? "answer at tokens \(start) to \(end)"
                    : corpus.train[example].answers.isEmpty
                        ? "there is no answer: [CLS]" : "the answer is outside of this window: [CLS]"
                context.show(
                    .tokens(
                        TokenRows(
                            caption: "train[\(example)], window \(row) of \(range.count) tokens: \(answer)",
                            tokens: features.inputIDs[range].map { .init(tokenizer.token($0)) },
                            highlighted: min(start, end)..<max(start, end) + 1)))
            }
            for finding in DatasetFinding.all(in: features, examples: corpus.train) { show(finding, context) }
        }
    }

    private func show(_ finding: DatasetFinding, _ context: any CommandContext) {
        context.show(
            .text(
                "\(finding.label): \(Format.count(finding.count)) here, first \(finding.first). \(finding.consequence)")
        )
    }

    private func showShapes(
        _ features: some SequenceFeatures, _ recipe: EncodingRecipe, _ targets: String, _ context: any CommandContext
    ) {
        let lengths = features.lengths.map { "\($0)" }.joined(separator: ", ")
        context.show(
            .text(
                "\(features.count) sequences, at most \(recipe.maxLength) tokens each; padded they would be [\(features.count), \(recipe.maxLength)] input ids and \(targets). Packed they are \(features.tokenCount) tokens (lengths \(lengths))."
            ))
    }
}
