import Datasets

/// The examples of a split, and the names of their labels.
package struct TaskSplit<Example: ContentSource>: ContentSource {
    package var examples: [Example]
    /// Labels by id. A validation split may have more labels than the head: a label that is not in the training split can't be predicted.
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

/// Both splits of a task, as read from their files.
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
    /// The parts of an example, e.g. `words, labels`.
    package var columns: [String]
    /// Whether one of the splits has questions without an answer.
    package var hasUnanswerable = false
    /// The labels that a head predicts: those of the training split.
    package var labels: [String] { train.split.labels }
}

/// How a task's examples are converted to tokens.
package struct EncodingRecipe: Sendable, Equatable, Codable {
    /// The largest number of tokens in a sequence, including special tokens.
    package var maxLength: Int
    /// The number of tokens that neighbouring windows share, for kinds of task with windows.
    package var docStride: Int

    package init(maxLength: Int, docStride: Int = 128) {
        self.maxLength = maxLength
        self.docStride = docStride
    }
}
