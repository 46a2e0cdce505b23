extension BERTTokenizer {
    /// Encodes `[CLS] text [SEP]`, truncated on the right to a total of `maxLength` tokens.
    ///
    /// The two special tokens are always present, even if `maxLength` is less than 2.
    package func encode(_ text: String, maxLength: Int? = nil) -> Encoding {
        var sink = PieceSink(self, limit: SequenceTemplate.room(maxLength), countsWords: true)
        sink.pieces.reserve(min(sink.limit, text.utf8.count / 3 + 8))
        var buffer = WordBuffer()
        if sink.limit > 0 { _ = feed(text, into: &sink, buffer: &buffer) }
        return template.single(sink.pieces, limit: sink.limit)
    }

    /// Encodes `[CLS] words [SEP]` as Hugging Face does with `is_split_into_words=True`: each word is encoded on its
    /// own, offsets are relative to the word, and word ids are the words' indices.
    ///
    /// A word that normalises to nothing has no token. The two special tokens are always present.
    package func encode(words: [String], maxLength: Int? = nil) -> Encoding {
        var sink = PieceSink(self, limit: SequenceTemplate.room(maxLength), countsWords: false)
        sink.pieces.reserve(min(sink.limit, words.count * 2 + 8))
        var buffer = WordBuffer()
        for (index, word) in words.enumerated() {
            if sink.pieces.count >= sink.limit { break }
            sink.wordIndex = Int32(index)
            _ = feed(word, into: &sink, buffer: &buffer)
        }
        return template.single(sink.pieces, limit: sink.limit)
    }

    /// The words of a text after the pre-tokenizer: normalised, with their ranges of scalars in the original text.
    ///
    /// This does not search for added tokens.
    package func words(_ text: String) -> [(text: String, offsets: Range<Int32>)] {
        var sink = TextSink()
        var buffer = WordBuffer()
        var text = text
        text.withUTF8 { _ = split($0, origin: 0, buffer: &buffer, into: &sink) }
        return sink.words
    }

    /// Splits a text into added tokens and words, and gives them to a sink. Returns false if the sink wants no more.
    func feed<Sink: WordSink>(_ text: String, into sink: inout Sink, buffer: inout WordBuffer) -> Bool {
        var text = text
        return text.withUTF8 { utf8 in
            var scalars: Int32 = 0
            return rawMatcher.forEachPart(of: utf8) { range, token in
                let part = UnsafeBufferPointer(rebasing: utf8[range])
                guard let token else { return feed(segment: part, origin: &scalars, into: &sink, buffer: &buffer) }
                let start = scalars
                scalars += part.scalarCount
                return sink.accept(addedToken: token.id, at: start..<scalars)
            }
        }
    }

    /// Gives the sink the text between added tokens, and advances `origin` by the text's scalars.
    private func feed<Sink: WordSink>(
        segment: UnsafeBufferPointer<UInt8>, origin: inout Int32, into sink: inout Sink, buffer: inout WordBuffer
    ) -> Bool {
        if segment.isEmpty { return true }
        guard normalizedMatcher.isEmpty else {
            let start = origin
            origin += segment.scalarCount
            return feed(normalizer.normalize(segment, origin: start), into: &sink, buffer: &buffer)
        }
        guard let count = split(segment, origin: origin, buffer: &buffer, into: &sink) else { return false }
        origin += count
        return true
    }

    /// Splits text without added tokens. Returns its number of scalars, or nil if the sink wants no more.
    private func split<Sink: WordSink>(
        _ text: UnsafeBufferPointer<UInt8>, origin: Int32, buffer: inout WordBuffer, into sink: inout Sink
    ) -> Int32? {
        let mark = sink.mark
        switch normalizer.split(text, origin: origin, buffer: &buffer, into: &sink) {
        case .finished(let count):
            return count
        case .stopped:
            return nil
        case .needsReordering:
            sink.rewind(to: mark)
            let normalized = normalizer.normalize(text, origin: origin)
            let all = normalized.scalars.indices
            guard normalizer.split(normalized, all, buffer: &buffer, into: &sink) else { return nil }
            return text.scalarCount
        }
    }

    /// Searches normalised text for the normalised added tokens, and gives everything to the sink.
    private func feed<Sink: WordSink>(
        _ text: NormalizedText, into sink: inout Sink, buffer: inout WordBuffer
    ) -> Bool {
        let scalars = text.scalars
        return scalars.withUnsafeBufferPointer { units in
            var done = 0
            var search = 0
            while let found = normalizedMatcher.next(in: units, from: search) {
                search = found.end
                let settled = found.settled(earliest: done, count: units.count) { end in
                    (units[end - 1], 1)
                } after: { start in
                    (units[start], 1)
                }
                guard let match = settled, match.range.upperBound > done else { continue }
                let before = done..<match.range.lowerBound
                if !normalizer.split(text, before, buffer: &buffer, into: &sink) { return false }
                let offsets = text.origins[match.range.lowerBound]..<text.origins[match.range.upperBound - 1] + 1
                if !sink.accept(addedToken: match.token.id, at: offsets) { return false }
                done = match.range.upperBound
            }
            return normalizer.split(text, done..<units.count, buffer: &buffer, into: &sink)
        }
    }
}

/// Stores words as text.
private struct TextSink: WordSink {
    var words: [(text: String, offsets: Range<Int32>)] = []

    var mark: Int { words.count }

    mutating func rewind(to mark: Int) { words.removeLast(words.count - mark) }

    mutating func accept(_ word: borrowing WordBuffer) -> Bool {
        let bytes = UnsafeBufferPointer(start: word.bytes, count: word.count)
        words.append((String(decoding: bytes, as: UTF8.self), word.offsets(0, word.count)))
        return true
    }

    mutating func accept(addedToken id: Int32, at offsets: Range<Int32>) -> Bool { true }
}
