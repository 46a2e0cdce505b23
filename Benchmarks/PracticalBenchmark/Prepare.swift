import ArgumentParser
import Datasets
import Tokenization

/// Reads a data set and converts it to tokens, on one thread. `load` and `dataset` do this before training.
struct Prepare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Time the reading of a training split, in any format, and its encoding.")

    enum Kind: String, ExpressibleByArgument { case ner, qa }

    @Option(help: ArgumentHelp("Folder of the tokenizer.", valueName: "folder")) var model: String
    @Option(help: "ner or qa.") var kind: Kind
    @Argument(help: "The files of the split, in their order.") var files: [String]

    private struct Pass: Encodable {
        var reading: Double
        var encoding = 0.0
        var examples: Int
        var sequences: Int
        var tokens: Int
    }

    func run() throws {
        let tokenizer = try BERTTokenizer.load(folder: model)
        switch kind {
        case .ner:
            var examples: [LabelledSentence] = []
            let reading = try seconds { examples = try LabelledSentenceFile.load(paths: files).examples }
            try encode(examples.count, reading: reading) { LabelledTokens(examples: examples, tokenizer: tokenizer) }
        case .qa:
            var examples: [Question] = []
            let reading = try seconds { examples = try QuestionFile.load(paths: files).examples }
            try encode(examples.count, reading: reading) {
                try QuestionWindows(examples: examples, tokenizer: tokenizer)
            }
        }
    }

    private func encode(_ count: Int, reading: Double, _ body: () throws -> any SequenceFeatures) throws {
        var pass = Pass(reading: reading, examples: count, sequences: 0, tokens: 0)
        pass.encoding = try seconds {
            let features = try body()
            (pass.sequences, pass.tokens) = (features.count, features.tokenCount)
        }
        try emit(pass)
    }
}
