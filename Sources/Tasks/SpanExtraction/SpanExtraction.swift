import Datasets
import Encoders
import Kernels
import Outputs
import Tokenization

/// A part of a context that answers a question: a start and an end position in each window of the context.
package struct SpanExtraction: TaskKind {
    package var name: String { "question-answering" }
    package var nouns: (examples: String, sequences: String) { (examples: "questions", sequences: "windows") }
    package var lengthBucket: Int { 16 }
    package var hasWindows: Bool { true }
    package var texts: (count: Int, names: String) { (count: 2, names: "a context and a question") }
    package var predictionOptions: Set<PredictionOptions.Name> { [.decode, .candidates] }
    package var scoreNames: [String] { ["exact-match", "f1", "position-exact-match"] }

    package init() {}

    // MARK: Data

    package func recognizes(_ path: String) -> Bool { QuestionFile.recognizes(path: path) }

    package func load(train: [String], validation: [String], order: [String]) throws -> TaskData<Question> {
        func read(_ paths: [String]) throws -> TaskData<Question>.File {
            let file = try QuestionFile.load(paths: paths)
            return .init(
                split: TaskSplit(examples: file.examples, labels: []), format: file.format,
                findings: DatasetFinding.all(in: file.examples))
        }
        let files = (train: try read(train), validation: try read(validation))
        let hasUnanswerable = [files.train, files.validation].contains { file in
            file.split.examples.contains { $0.answers.isEmpty }
        }
        return TaskData(
            train: files.train, validation: files.validation,
            columns: ["id", "title", "context", "question", "answers"], hasUnanswerable: hasUnanswerable)
    }

    package func encode(
        _ examples: [Question], tokenizer: any Tokenizer, recipe: EncodingRecipe
    ) throws -> QuestionWindows {
        try QuestionWindows(
            examples: examples, tokenizer: tokenizer, maxLength: recipe.maxLength, docStride: recipe.docStride)
    }

    package func findings(in features: QuestionWindows, of split: TaskSplit<Question>) -> [DatasetFinding] {
        DatasetFinding.all(in: features, examples: split.examples)
    }

    // MARK: Learning

    package func head(task: String, labels: [String]) -> TaskHead {
        TaskHead(
            task: task,
            parts: [.init(name: "\(task)_start_head", outputs: 1), .init(name: "\(task)_end_head", outputs: 1)],
            rows: .everyToken)
    }

    /// Both heads in one layer: start and end are its two outputs.
    package var stockHead: StockHead { StockHead(classSuffix: "ForQuestionAnswering", layer: "qa_outputs") }

    /// The mean of the start's and the end's cross-entropy over the positions of each sequence, averaged over sequences.
    package func loss(of batch: BatchLogits) -> Double {
        let count = batch.targets.count
        var total = 0.0
        for (index, target) in batch.targets.enumerated() {
            let (sequence, side) = (index / 2, index % 2)
            let first = Int(batch.input.sequenceOffsets[sequence])
            let length = Int(batch.input.sequenceOffsets[sequence + 1]) - first
            let place = 2 * first + side
            total += CrossEntropy.strided(
                batch.logits + place, count: length, step: 2, target: Int(target), d: batch.dLogits.map { $0 + place },
                scale: batch.weight / Float(count), smoothing: batch.labelSmoothing)
        }
        return total / Double(count)
    }
}
