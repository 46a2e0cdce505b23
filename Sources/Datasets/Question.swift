/// One question of an extractive question answering data set.
package struct Question: Sendable, Equatable {
    package let id: String
    /// The article's title; empty if the file has none.
    package let title: String
    /// As in the file, not stripped.
    package let question: String
    package let context: String
    /// The reference answers. Training uses the first one. Empty for a question without an answer, as in SQuAD v2.
    package let answers: [ReferenceAnswer]

    package init(id: String, title: String = "", question: String, context: String, answers: [ReferenceAnswer] = []) {
        self.id = id
        self.title = title
        self.question = question
        self.context = context
        self.answers = answers
    }

    /// The part of the context between two offsets in Unicode scalars, as in `QuestionWindows.tokenOffsets`.
    ///
    /// Offsets beyond the context are clamped to it.
    package func contextText(_ range: Range<Int32>) -> String {
        let scalars = context.unicodeScalars.dropFirst(Int(max(range.lowerBound, 0))).prefix(range.count)
        return String(String.UnicodeScalarView(scalars))
    }
}

/// A reference answer: a span of the context.
package struct ReferenceAnswer: Sendable, Equatable {
    package let text: String
    /// Where it begins in the context, in Unicode scalars from 0.
    package let start: Int

    package init(text: String, start: Int) {
        self.text = text
        self.start = start
    }
}

extension Question: ContentSource {
    package func content(_ add: (UnsafeRawBufferPointer) -> Void) {
        for text in [id, title, question, context] { text.content(add) }
        answers.count.content(add)
        for answer in answers {
            answer.text.content(add)
            answer.start.content(add)
        }
    }
}
