import Encoders

/// A task of a notebook.
package struct TaskDescription: Sendable, Equatable, Codable {
    /// As the notebook calls it, e.g. `ner`: also the beginning of its metrics' and its heads' names.
    package var name: String
    /// The name of its kind.
    package var kind: String
    /// The labels that its head tells apart, by id; empty where it has none.
    package var labels: [String]
    /// True or nothing, so that the file of a task without such examples does not speak of them.
    private var unanswerable: Bool?
    /// Whether its data has questions without an answer, so that a prediction may be empty.
    package var hasUnanswerable: Bool { unanswerable ?? false }

    package init(name: String, kind: String, labels: [String], hasUnanswerable: Bool = false) {
        self.name = name
        self.kind = kind
        self.labels = labels
        unanswerable = hasUnanswerable ? true : nil
    }

    /// As a heading writes it: `NER`, `Sentiment`.
    package var title: String { TaskDescription.title(name) }

    package static func title(_ name: String) -> String {
        name.count <= 4 ? name.uppercased() : name.prefix(1).uppercased() + name.dropFirst()
    }

    /// Throws where a file names a kind that this version does not know.
    package func resolvedKind() throws -> any TaskKind {
        guard let kind = TaskKinds.named(kind) else { throw TaskError.unknownKind(kind) }
        return kind
    }

    /// The head that its kind puts on the encoder.
    package func head() throws -> TaskHead { try resolvedKind().head(task: name, labels: labels) }
}
