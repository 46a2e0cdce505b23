import Datasets
import Encoders
import Foundation
import Kernels
import Outputs
import Tokenization

/// One of several labels for a whole text, predicted from its first token: sentiment, topic, intent.
package struct SequenceClassification: TaskKind {
    package var name: String { "text-classification" }
    package var nouns: (examples: String, sequences: String) { ("texts", "sequences") }
    package var lengthBucket: Int { 8 }
    package var hasWindows: Bool { false }
    package var texts: (count: Int, names: String) { (1, "one text") }
    package var predictionOptions: Set<PredictionOptions.Name> { [.candidates] }
    package var scoreNames: [String] { ["accuracy", "macro-f1", "weighted-f1"] }

    package init() {}

    // MARK: Data

    package func recognizes(_ path: String) -> Bool { LabelledTextFile.recognizes(path: path) }

    package func load(train: [String], validation: [String], order: [String]) throws -> TaskData<LabelledText> {
        let files = [
            try LabelledTextFile.load(paths: train),
            try LabelledTextFile.load(paths: validation, needsSeveralLabels: false),
        ]
        let unknown = files[1].labels.filter { !files[0].labels.hasBytes(of: $0) }
        let labels = files[0].labels + unknown
        func read(_ file: LabelledTextFile, _ labels: [String]) -> TaskData<LabelledText>.File {
            .init(
                split: TaskSplit(examples: file.examples(with: labels), labels: labels), format: file.format,
                notes: file.notes, warnings: file.warnings, findings: file.findings)
        }
        var validation = read(files[1], labels)
        validation.findings += DatasetFinding.unseen(
            in: validation.split.examples, labels: labels, from: files[0].labels.count)
        return TaskData(train: read(files[0], files[0].labels), validation: validation, columns: ["text", "label"])
    }

    package func encode(
        _ examples: [LabelledText], tokenizer: any Tokenizer, recipe: EncodingRecipe
    ) throws -> LabelledSequences {
        LabelledSequences(examples: examples, tokenizer: tokenizer, maxLength: recipe.maxLength)
    }

    package func findings(in features: LabelledSequences, of split: TaskSplit<LabelledText>) -> [DatasetFinding] {
        DatasetFinding.all(in: features, examples: split.examples)
    }

    // MARK: Learning

    package func head(task: String, labels: [String]) -> TaskHead {
        TaskHead(
            task: task, parts: [.init(name: "\(task)_head", outputs: labels.count)], rows: .firstToken, labels: labels)
    }

    package var stockHead: StockHead { StockHead(classSuffix: "ForSequenceClassification", layer: "classifier") }

    /// Cross-entropy averaged over sequences.
    package func loss(of batch: BatchLogits) -> Double { batch.meanCrossEntropy() }
}

extension TrainedTask {
    /// The probability of every label, for each sequence.
    func probabilities(
        _ features: LabelledSequences, progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
    ) throws -> [[Double]] {
        let classes = task.labels.count
        var result = [[Double]](repeating: [], count: features.count)
        try run(features, progress: progress) { row, _, logits in
            let largest = (0..<classes).map { Double(logits[$0]) }.max() ?? 0
            let weights = (0..<classes).map { exp(Double(logits[$0]) - largest) }
            let sum = weights.reduce(0, +)
            result[row] = weights.map { $0 / sum }
        }
        return result
    }
}
