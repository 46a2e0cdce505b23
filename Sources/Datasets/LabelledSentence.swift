/// A sentence whose words have labels.
package struct LabelledSentence: Sendable, Equatable {
    /// The words as the file has them.
    package let words: [String]
    /// One label id per word.
    package let labels: [Int32]
    /// The line of its first word, or its row.
    package let place: ExamplePlace

    /// - Precondition: there is one label per word.
    package init(words: [String], labels: [Int32], place: ExamplePlace = .none) {
        precondition(words.count == labels.count, "\(words.count) words, but \(labels.count) labels")
        self.words = words
        self.labels = labels
        self.place = place
    }
}

extension LabelledSentence: ContentSource {
    /// The place is part of the content because messages name it.
    package func content(_ add: (UnsafeRawBufferPointer) -> Void) {
        place.content(add)
        words.content(add)
        labels.bytes(add)
    }
}
