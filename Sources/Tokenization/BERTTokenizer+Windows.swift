extension BERTTokenizer {
    /// Encodes `[CLS] question [SEP] context [SEP]`, in as many windows over the context as necessary: `SequenceTemplate.windows`.
    ///
    /// Throws ``TokenizationError/questionTooLong(question:tokens:maxLength:docStride:specials:)`` or
    /// ``TokenizationError/impossibleWindows(maxLength:docStride:specials:)`` if there is no room.
    package func encode(question: String, context: String, maxLength: Int, docStride: Int) throws -> [Encoding] {
        try template.checkWindows(maxLength: maxLength, docStride: docStride)
        var buffer = WordBuffer()
        var first = PieceSink(self, limit: Int.max, countsWords: true)
        _ = feed(question, into: &first, buffer: &buffer)
        var second = PieceSink(self, limit: Int.max, countsWords: true)
        second.pieces.reserve(context.utf8.count / 3 + 8)
        _ = feed(context, into: &second, buffer: &buffer)
        return try template.windows(
            first.pieces, second.pieces, question: question, maxLength: maxLength, docStride: docStride)
    }
}
