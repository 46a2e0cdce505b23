import ArgumentParser
import Datasets
import Tokenization

/// The practical's preprocessing on one thread.
struct Tokenize: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Time the tokenizing of the training data, alone and with labels and answer spans.")

    @Option(help: ArgumentHelp("Folder of the tokenizer.", valueName: "folder")) var model: String
    @Option(help: ArgumentHelp("CoNLL columns.", valueName: "file")) var nerTrain: String
    @Option(help: ArgumentHelp("SQuAD JSON.", valueName: "file")) var qaTrain: String
    @Option(help: "Sentences, and questions.") var trainCount = 2_000
    @Option(help: "How often.") var passes = 3

    private struct Pass: Encodable {
        var kind = "tokenize"
        var task: String
        /// Seconds for ids, offsets and words only.
        var tokenizing: Double
        /// Seconds including labels or answer spans, as training needs them.
        var preprocessing: Double
        var sequences: Int
        var tokens: Int
    }

    func run() throws {
        let tokenizer = try BERTTokenizer.load(folder: model)
        let sentences = Array(try LabelledSentenceFile.load(path: nerTrain).examples.prefix(trainCount))
        let questions = Array(try SQuADFile.load(path: qaTrain).prefix(trainCount))
        for _ in 0..<passes {
            var tokens = 0
            let alone = try seconds {
                for sentence in sentences {
                    tokens += tokenizer.encode(words: sentence.words, maxLength: 128).inputIDs.count
                }
            }
            let whole = try seconds { _ = LabelledTokens(examples: sentences, tokenizer: tokenizer) }
            try emit(
                Pass(
                    task: "ner", tokenizing: alone, preprocessing: whole, sequences: sentences.count, tokens: tokens))
        }
        for _ in 0..<passes {
            var (windows, tokens) = (0, 0)
            let alone = try seconds {
                for question in questions {
                    for window in try tokenizer.encode(
                        question: question.question, context: question.context, maxLength: 384, docStride: 128)
                    {
                        windows += 1
                        tokens += window.inputIDs.count
                    }
                }
            }
            let whole = try seconds { _ = try QuestionWindows(examples: questions, tokenizer: tokenizer) }
            try emit(
                Pass(task: "qa", tokenizing: alone, preprocessing: whole, sequences: windows, tokens: tokens))
        }
    }
}
