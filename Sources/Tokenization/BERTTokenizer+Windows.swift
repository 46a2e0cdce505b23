extension BERTTokenizer {
    /// Encodes `[CLS] question [SEP] context [SEP]`, in as many windows over the context as necessary.
    ///
    /// This is what Hugging Face does with `truncation="only_second"`, `return_overflowing_tokens=True`. The question is never
    /// cut. Every window but the last has exactly `maxLength` tokens. `docStride` is the number of tokens that a
    /// window shares with the one before it.
    ///
    /// Throws ``TokenizationError/questionTooLong(question:tokens:maxLength:docStride:)`` if the context has to be cut and the question
    /// leaves no room for a window that is longer than the stride, and
    /// ``TokenizationError/impossibleWindows(maxLength:docStride:)`` if no question would leave enough room. In one case the
    /// reference behaves differently: with a `maxLength` of 3 it drops the question.
    package func encode(question: String, context: String, maxLength: Int, docStride: Int) throws -> [Encoding] {
        // The reference first compares the stride with the room left by two special tokens, and checks the rest later.
        guard docStride >= 0, maxLength >= 3, docStride <= maxLength - 2 else {
            throw TokenizationError.impossibleWindows(maxLength: maxLength, docStride: docStride)
        }
        var buffer = WordBuffer()
        var first = PieceSink(self, limit: Int.max, countsWords: true)
        _ = feed(question, into: &first, buffer: &buffer)
        var second = PieceSink(self, limit: Int.max, countsWords: true)
        second.reserve(context.utf8.count / 3 + 8)
        _ = feed(context, into: &second, buffer: &buffer)

        let total = second.ids.count
        let room = maxLength - 3 - first.ids.count
        if total > room, room <= docStride {
            throw TokenizationError.questionTooLong(
                question: question, tokens: first.ids.count, maxLength: maxLength, docStride: docStride)
        }
        var windows: [Encoding] = []
        var start = 0
        while true {
            let end = min(total, start + room)
            windows.append(pair(first, second, start..<end))
            if end == total { return windows }
            start += room - docStride
        }
    }

    private func pair(_ first: borrowing PieceSink, _ second: borrowing PieceSink, _ window: Range<Int>) -> Encoding {
        var encoding = Encoding(capacity: first.ids.count + window.count + 3)
        encoding.append(special: classificationID, type: 0)
        encoding.append(first, 0..<first.ids.count, sequence: 0)
        encoding.append(special: separatorID, type: 0)
        encoding.append(second, window, sequence: 1)
        encoding.append(special: separatorID, type: 1)
        return encoding
    }
}
