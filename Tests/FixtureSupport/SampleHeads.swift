import Encoders

/// The heads of the reference models with which the fixtures were made.
extension TaskHead {
    /// One row of label logits per token.
    package static func ner(labelCount: Int = 9) -> TaskHead {
        TaskHead(task: "ner", parts: [.init(name: "ner_head", outputs: labelCount)], rows: .everyToken)
    }

    /// The logits of an answer's start and end, per token.
    package static let qa = TaskHead(
        task: "qa", parts: [.init(name: "qa_start_head", outputs: 1), .init(name: "qa_end_head", outputs: 1)],
        rows: .everyToken)

    /// One row of class logits per sequence.
    package static func classification(classCount: Int = 3) -> TaskHead {
        TaskHead(
            task: "classification", parts: [.init(name: "classification_head", outputs: classCount)], rows: .firstToken)
    }
}
