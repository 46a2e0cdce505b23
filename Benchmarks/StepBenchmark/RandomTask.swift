import Datasets
import Kernels
import Tokenization
import Training

extension RandomBatch {
    /// Examples of random words for the training loop, in batches with the lengths of this one.
    func trainingTask(batches: Int) throws -> TrainingTask {
        let words = (0..<20_000).map { "w\($0)" }
        let tokenizer = try BERTTokenizer(vocabulary: ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + words)
        let key = RandomKey(5)
        /// Words for a sequence, without its special tokens.
        func text(_ example: Int, count: Int) -> [String] {
            (0..<count).map { words[Int(key.stream(example).bits(at: $0) % 20_000)] }
        }
        let examples = (0..<batches * lengths.count).map { (place: $0, length: Int(lengths[$0 % lengths.count])) }
        let features: TaskFeatures
        if task == "ner" {
            let sentences = examples.map { text($0.place, count: $0.length - 2) }
            features = .tokenClassification(
                NERFeatures(
                    examples: sentences.map { NERExample(words: $0, labels: [Int32](repeating: 1, count: $0.count)) },
                    tokenizer: tokenizer))
        } else {
            let questions = examples.map { example in
                let all = text(example.place, count: example.length - 3)
                let context = all.dropFirst(10).joined(separator: " ")
                return QAExample(
                    id: "\(example.place)", question: all.prefix(10).joined(separator: " "), context: context,
                    answers: [QAAnswer(text: all[10], start: 0)])
            }
            features = .spanExtraction(try QAFeatures(examples: questions, tokenizer: tokenizer))
        }
        return TrainingTask(name: task, features: features, weight: 1, maxLength: task == "ner" ? 128 : 384)
    }
}
