/// What a task adds to the shared encoder: one linear layer after dropout, divided into named parts.
///
/// With h the hidden size, the weights [outputs, h] of the parts follow each other, so that one product computes all their logits.
package struct TaskHead: Sendable, Equatable, Codable {
    /// One of the linear layers that are computed together in one product.
    package struct Part: Sendable, Equatable, Codable {
        /// Its name in the checkpoint, which holds `name.weight` [outputs, h] and `name.bias` [outputs].
        package var name: String
        package var outputs: Int

        package init(name: String, outputs: Int) {
            self.name = name
            self.outputs = outputs
        }
    }

    /// Which rows of the last layer's output a head reads.
    package enum Rows: String, Sendable, Codable {
        /// One row of logits per token.
        case everyToken = "every-token"
        /// One row of logits per sequence, from the sequence's first token.
        case firstToken = "first-token"
    }

    /// The task's name, e.g. `ner`.
    package var task: String
    package var parts: [Part]
    package var rows: Rows
    /// The meaning of the logits, in their order. It is empty if they have no names.
    package var labels: [String]

    package init(task: String, parts: [Part], rows: Rows, labels: [String] = []) {
        self.task = task
        self.parts = parts
        self.rows = rows
        self.labels = labels
    }

    /// Labels are compared by their bytes: `String` would consider canonically equivalent labels equal.
    package static func == (left: TaskHead, right: TaskHead) -> Bool {
        left.task == right.task && left.parts == right.parts && left.rows == right.rows
            && left.labels.map { Array($0.utf8) } == right.labels.map { Array($0.utf8) }
    }

    /// Number of logits in one row.
    package var outputs: Int { parts.reduce(0) { $0 + $1.outputs } }

    /// The number of rows of logits that a batch gives: its tokens, or its sequences.
    package func rowCount(of input: EncoderInput) -> Int {
        switch rows {
        case .everyToken: input.tokenCount
        case .firstToken: input.sequenceCount
        }
    }
}
