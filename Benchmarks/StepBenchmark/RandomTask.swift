import Datasets
import Kernels
import Tasks
import Tokenization
import Training

extension RandomBatch {
    /// The labels of both the model's head and the data.
    static let labels = TokenLabels(types: ["PER", "ORG", "LOC", "MISC"]).names

    /// Examples of random words for the training loop, in batches with the same lengths as this one.
    func trainingTask(batches: Int) throws -> TrainingTask {
        let words = (0..<20_000).map { "w\($0)" }
        let tokenizer = try BERTTokenizer(vocabulary: ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + words)
        let key = RandomKey(5)
        /// Words for a sequence, without its special tokens.
        func text(_ example: Int, count: Int) -> [String] {
            (0..<count).map { words[Int(key.stream(example).bits(at: $0) % 20_000)] }
        }
        let examples = (0..<batches * lengths.count).map { (place: $0, length: Int(lengths[$0 % lengths.count])) }
        if task == "ner" {
            let sentences = examples.map { text($0.place, count: $0.length - 2) }
            let features = LabelledTokens(
                examples: sentences.map { LabelledSentence(words: $0, labels: [Int32](repeating: 1, count: $0.count)) },
                tokenizer: tokenizer)
            let description = TaskDescription(name: task, kind: "token-classification", labels: Self.labels)
            return TrainingTask(description, TokenClassification(), features: features, maxLength: 128)
        } else {
            let questions = examples.map { example in
                let all = text(example.place, count: example.length - 3)
                let context = all.dropFirst(10).joined(separator: " ")
                return Question(
                    id: "\(example.place)", question: all.prefix(10).joined(separator: " "), context: context,
                    answers: [ReferenceAnswer(text: all[10], start: 0)])
            }
            let features = try QuestionWindows(examples: questions, tokenizer: tokenizer)
            let description = TaskDescription(name: task, kind: "question-answering", labels: [])
            return TrainingTask(description, SpanExtraction(), features: features, maxLength: 384)
        }
    }
}
