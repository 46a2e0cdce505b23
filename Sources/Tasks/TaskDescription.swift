import Encoders

/// A task of a notebook.
package struct TaskDescription: Sendable, Equatable, Codable {
    /// The name that the notebook gives it, e.g. `ner`. The names of its metrics and heads begin with it.
    package var name: String
    /// The name of its kind.
    package var kind: String
    /// The labels that its head predicts, by id. Empty for a kind without labels.
    package var labels: [String]
    /// True or nil, so that the file of a task without such examples does not mention them.
    private var unanswerable: Bool?
    /// Whether its data has questions without an answer. A prediction may then be empty.
    package var hasUnanswerable: Bool { unanswerable ?? false }

    package init(name: String, kind: String, labels: [String], hasUnanswerable: Bool = false) {
        self.name = name
        self.kind = kind
        self.labels = labels
        unanswerable = hasUnanswerable ? true : nil
    }

    /// The name for headings: `NER`, `Sentiment`.
    package var title: String { TaskDescription.title(name) }

    package static func title(_ name: String) -> String {
        name.count <= 4 ? name.uppercased() : name.prefix(1).uppercased() + name.dropFirst()
    }

    /// Throws if a file names a kind that this version does not know.
    package func resolvedKind() throws -> any TaskKind {
        guard let kind = TaskKinds.named(kind) else { throw TaskError.unknownKind(kind) }
        return kind
    }

    /// The head that its kind adds to the encoder.
    package func head() throws -> TaskHead { try resolvedKind().head(task: name, labels: labels) }
}
