import Datasets

/// Examples of a split, and the names of the labels that they have.
package struct TaskSplit<Example: ContentSource>: ContentSource {
    package var examples: [Example]
    /// By id. Those of a validation split may be more than the head tells apart: what training has never seen can't be predicted.
    package var labels: [String]

    package init(examples: [Example], labels: [String]) {
        self.examples = examples
        self.labels = labels
    }

    package func first(_ count: Int) -> TaskSplit { TaskSplit(examples: Array(examples.prefix(count)), labels: labels) }

    package func content(_ add: (UnsafeRawBufferPointer) -> Void) {
        examples.content(add)
        labels.content(add)
    }
}

/// Both splits of a task, as their files have them.
package struct TaskData<Example: ContentSource>: Sendable {
    package struct File: Sendable {
        package var split: TaskSplit<Example>
        /// E.g. `IOB2`, `SQuAD v1.1`.
        package var format: String
        package var notes: [String] = []
        package var warnings: [String] = []
        package var findings: [DatasetFinding] = []
    }

    package var train: File
    package var validation: File
    /// What an example consists of, e.g. `words, labels`.
    package var columns: [String]
    /// Whether one of the splits has questions without an answer.
    package var hasUnanswerable = false
    /// The labels that a head has to tell apart: those of the training split.
    package var labels: [String] { train.split.labels }
}

/// How a task's examples become tokens.
package struct EncodingRecipe: Sendable, Equatable, Codable {
    /// Tokens of a sequence at most, special tokens included.
    package var maxLength: Int
    /// Tokens that neighbouring windows share, where a kind has windows.
    package var docStride: Int

    package init(maxLength: Int, docStride: Int = 128) {
        self.maxLength = maxLength
        self.docStride = docStride
    }
}
