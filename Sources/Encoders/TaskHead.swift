/// What a task puts on the shared encoder: one linear layer after dropout, cut into named parts.
///
/// With h the hidden size, the parts' weights [outputs, h] stand one after the other, so that one product gives all of their logits.
package struct TaskHead: Sendable, Equatable, Codable {
    /// Linear layers side by side in one product.
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
    /// What its logits stand for, in their order; empty where they have no names.
    package var labels: [String]

    package init(task: String, parts: [Part], rows: Rows, labels: [String] = []) {
        self.task = task
        self.parts = parts
        self.rows = rows
        self.labels = labels
    }

    /// Labels are told apart by their bytes: `String` would take canonically equivalent ones for the same.
    package static func == (left: TaskHead, right: TaskHead) -> Bool {
        left.task == right.task && left.parts == right.parts && left.rows == right.rows
            && left.labels.map { Array($0.utf8) } == right.labels.map { Array($0.utf8) }
    }

    /// Logits of one row.
    package var outputs: Int { parts.reduce(0) { $0 + $1.outputs } }

    /// How many rows of logits a batch gives: its tokens, or its sequences.
    package func rowCount(of input: EncoderInput) -> Int {
        switch rows {
        case .everyToken: input.tokenCount
        case .firstToken: input.sequenceCount
        }
    }
}
