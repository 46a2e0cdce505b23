/// A sentence whose words have labels.
package struct LabelledSentence: Sendable, Equatable {
    /// The words as the file has them.
    package let words: [String]
    /// One label id per word.
    package let labels: [Int32]
    /// The line of the first word in its file, from 1; 0 when it comes from no text file.
    package let line: Int

    /// - Precondition: there are as many labels as words.
    package init(words: [String], labels: [Int32], line: Int = 0) {
        precondition(words.count == labels.count, "\(words.count) words, but \(labels.count) labels")
        self.words = words
        self.labels = labels
        self.line = line
    }
}

extension LabelledSentence: ContentSource {
    /// The line too: messages name it.
    package func content(_ add: (UnsafeRawBufferPointer) -> Void) {
        line.content(add)
        words.content(add)
        labels.bytes(add)
    }
}
