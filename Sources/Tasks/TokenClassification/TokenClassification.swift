import Datasets
import Encoders
import Kernels
import Outputs
import Tokenization

/// One label for each word, predicted at the word's first token: named entities, phrases, parts of speech.
package struct TokenClassification: TaskKind {
    package var name: String { "token-classification" }
    package var nouns: (examples: String, sequences: String) { (examples: "sentences", sequences: "sequences") }
    package var lengthBucket: Int { 8 }
    package var hasWindows: Bool { false }
    package var texts: (count: Int, names: String) { (count: 1, names: "one text") }
    package var predictionOptions: Set<PredictionOptions.Name> { [] }
    package var scoreNames: [String] { ["f1", "precision", "recall"] }

    package init() {}

    // MARK: Data

    package func recognizes(_ path: String) -> Bool { LabelledSentenceFile.recognizes(path: path) }

    package func load(
        train: [String], validation: [String], order: [String]
    ) throws -> TaskData<LabelledSentence> {
        let files = [
            try LabelledSentenceFile.load(paths: train), try LabelledSentenceFile.load(paths: validation),
        ]
        let types = files[0].labels.types
        let unknown = files[1].labels.types.filter { !types.hasBytes(of: $0) }
        // An order of labels that the file itself gives comes before the known order of the data set.
        let train =
            files[0].hasPublishedLabels
            ? files[0].labels
            : TokenLabels(types: order.filter { types.hasBytes(of: $0) } + types.filter { !order.hasBytes(of: $0) })
        let all = TokenLabels(train.names + files[1].labels.names.filter { !train.names.hasBytes(of: $0) })
        func read(_ file: LabelledSentenceFile, _ labels: TokenLabels) -> TaskData<LabelledSentence>.File {
            .init(
                split: TaskSplit(examples: file.examples(with: labels), labels: labels.names),
                format: file.format, notes: file.notes, warnings: file.warnings, findings: file.findings)
        }
        var validation = read(files[1], all)
        validation.findings += DatasetFinding.unseen(types: unknown, in: validation.split.examples, labels: all)
        return TaskData(
            train: read(files[0], train), validation: validation, columns: ["words", "labels"])
    }

    package func encode(
        _ examples: [LabelledSentence], tokenizer: any Tokenizer, recipe: EncodingRecipe
    ) throws -> LabelledTokens {
        LabelledTokens(examples: examples, tokenizer: tokenizer, maxLength: recipe.maxLength)
    }

    package func findings(in features: LabelledTokens, of split: TaskSplit<LabelledSentence>) -> [DatasetFinding] {
        DatasetFinding.all(in: features, examples: split.examples, labels: TokenLabels(split.labels))
    }

    package func flaw(of split: TaskSplit<LabelledSentence>) -> String? {
        let outside = split.labels.firstIndex(of: "O").map { Int32($0) }
        let hasEntity = split.examples.contains { $0.labels.contains { $0 != outside && $0 != ignoreIndex } }
        return hasEntity ? nil : "there is no entity in it"
    }

    // MARK: Learning

    package func head(task: String, labels: [String]) -> TaskHead {
        TaskHead(
            task: task, parts: [.init(name: "\(task)_head", outputs: labels.count)], rows: .everyToken, labels: labels)
    }

    package var stockHead: StockHead {
        StockHead(classSuffix: "ForTokenClassification", layer: "classifier", readsWords: true)
    }

    /// Cross-entropy averaged over labelled tokens.
    package func loss(of batch: BatchLogits) -> Double { batch.meanCrossEntropy() }
}
