/// What a task puts on the shared encoder: one linear layer, cut into named parts, and its loss.
package struct TaskHead: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// One of the labels for each token; cross-entropy averaged over labelled tokens.
        case tokenClassification(labelCount: Int)
        /// A start and an end position; the mean of two cross-entropies over a sequence's positions.
        case spanExtraction
    }

    /// A linear layer's name in the checkpoint and its number of outputs.
    package struct Part: Sendable, Equatable {
        package var name: String
        package var outputs: Int
    }

    /// The task's name, e.g. `ner`.
    package var task: String
    package var kind: Kind

    package init(task: String, kind: Kind) {
        self.task = task
        self.kind = kind
    }

    package static func ner(labelCount: Int = 9) -> TaskHead {
        TaskHead(task: "ner", kind: .tokenClassification(labelCount: labelCount))
    }

    package static let qa = TaskHead(task: "qa", kind: .spanExtraction)

    package var parts: [Part] {
        switch kind {
        case .tokenClassification(let labelCount): [Part(name: "\(task)_head", outputs: labelCount)]
        case .spanExtraction:
            [Part(name: "\(task)_start_head", outputs: 1), Part(name: "\(task)_end_head", outputs: 1)]
        }
    }

    /// Logits a token.
    package var outputs: Int { parts.reduce(0) { $0 + $1.outputs } }
}
