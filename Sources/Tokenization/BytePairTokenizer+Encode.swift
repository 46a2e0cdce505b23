extension BytePairTokenizer {
    /// Encodes `<s> text </s>`, truncated on the right to a total of `maxLength` tokens.
    ///
    /// The two special tokens are always present, even if `maxLength` is less than 2.
    package func encode(_ text: String, maxLength: Int? = nil) -> Encoding {
        var sink = BytePairSink(self, limit: SequenceTemplate.room(maxLength), addsPrefixSpace: addsPrefixSpace)
        sink.pieces.reserve(min(sink.limit, text.utf8.count / 3 + 8))
        if sink.limit > 0 { _ = sink.feed(text) }
        return template.single(sink.pieces, limit: sink.limit)
    }

    /// Encodes `<s> words </s>` as Hugging Face does with `is_split_into_words=True`: each word is encoded on its
    /// own, offsets are relative to the word, and word ids are the words' indices.
    ///
    /// Each word gets a space before it, whatever `add_prefix_space` says: without that, transformers refuses to encode words.
    /// An empty word has no token. The two special tokens are always present.
    package func encode(words: [String], maxLength: Int? = nil) -> Encoding {
        var sink = BytePairSink(self, limit: SequenceTemplate.room(maxLength), addsPrefixSpace: true)
        sink.pieces.reserve(min(sink.limit, words.count * 2 + 8))
        for (index, word) in words.enumerated() {
            if sink.pieces.count >= sink.limit { break }
            sink.fixedWord = Int32(index)
            _ = sink.feed(word)
        }
        return template.single(sink.pieces, limit: sink.limit)
    }

    /// Encodes `<s> question </s></s> context </s>`, in as many windows over the context as necessary: `SequenceTemplate.windows`.
    ///
    /// Throws ``TokenizationError/questionTooLong(question:tokens:maxLength:docStride:specials:)`` or
    /// ``TokenizationError/impossibleWindows(maxLength:docStride:specials:)`` if there is no room.
    package func encode(question: String, context: String, maxLength: Int, docStride: Int) throws -> [Encoding] {
        try template.checkWindows(maxLength: maxLength, docStride: docStride)
        var first = BytePairSink(self, limit: Int.max, addsPrefixSpace: addsPrefixSpace)
        _ = first.feed(question)
        var second = BytePairSink(self, limit: Int.max, addsPrefixSpace: addsPrefixSpace)
        second.pieces.reserve(context.utf8.count / 3 + 8)
        _ = second.feed(context)
        return try template.windows(
            first.pieces, second.pieces, question: question, maxLength: maxLength, docStride: docStride)
    }

    /// The words inside which tokens are merged, with their ranges of scalars.
    ///
    /// This does not search for added tokens, and adds no space.
    package func words(_ text: String) -> [(text: String, offsets: Range<Int32>)] {
        var words: [(text: String, offsets: Range<Int32>)] = []
        var text = text
        text.withUTF8 { utf8 in
            guard let base = utf8.baseAddress else { return }
            var (start, scalars) = (0, Int32(0))
            while start < utf8.count {
                let end = ByteLevelSplitter.frozen.endOfWord(base, from: start, count: utf8.count)
                let word = UnsafeBufferPointer(rebasing: utf8[start..<end])
                words.append((String(decoding: word, as: UTF8.self), scalars..<scalars + word.scalarCount))
                scalars += word.scalarCount
                start = end
            }
        }
        return words
    }
}

/// Splits text into words, merges their bytes to tokens, and stores these.
struct BytePairSink {
    private let tokenizer: BytePairTokenizer
    /// The largest number of pieces that are needed.
    let limit: Int
    /// Whether text that does not begin with a space gets one.
    private let addsPrefixSpace: Bool
    /// The index of the word that is given in parts. Nil if the words of the text are counted.
    var fixedWord: Int32?
    var pieces = Pieces()

    private var wordIndex: Int32 = 0
    private var word = MergedWord()
    /// The bytes of a part of the text, with a space before it if need be, and a few bytes after it that may be read.
    private var buffer: [UInt8] = []

    init(_ tokenizer: BytePairTokenizer, limit: Int, addsPrefixSpace: Bool) {
        self.tokenizer = tokenizer
        self.limit = limit
        self.addsPrefixSpace = addsPrefixSpace
    }

    /// Takes a text, with the added tokens in it. Returns false if no more pieces are needed.
    mutating func feed(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { utf8 in
            var scalars: Int32 = 0
            return feed(utf8, matchers: tokenizer.matchers[...], origin: &scalars)
        }
    }

    /// Takes a text in which the first of the matchers has not searched yet, and advances `origin` by its scalars.
    private mutating func feed(
        _ utf8: UnsafeBufferPointer<UInt8>, matchers: ArraySlice<AddedTokenMatcher<UInt8>>, origin: inout Int32
    ) -> Bool {
        guard let matcher = matchers.first else {
            let start = origin
            origin += utf8.scalarCount
            return feed(text: utf8, origin: start)
        }
        return matcher.forEachPart(of: utf8) { range, token in
            let part = UnsafeBufferPointer(rebasing: utf8[range])
            guard let token else {
                return feed(part, matchers: matchers.dropFirst(), origin: &origin)
            }
            let start = origin
            origin += part.scalarCount
            // The blanks that belong to the match count, not those of the token's name.
            let blanks = BytePairTokenizer.blanks(String(decoding: part, as: UTF8.self))
            append(token.id, start..<origin, blanks: blanks)
            wordIndex += 1
            return pieces.count < limit
        }
    }

    /// Takes text without added tokens.
    private mutating func feed(text: UnsafeBufferPointer<UInt8>, origin: Int32) -> Bool {
        if text.isEmpty { return true }
        let isPrefixed = addsPrefixSpace && text[0] != UInt8(ascii: " ")
        buffer.removeAll(keepingCapacity: true)
        if isPrefixed { buffer.append(UInt8(ascii: " ")) }
        buffer.append(contentsOf: text)
        let count = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: WordBuffer.slack))
        return buffer.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return true }
            // The last scalar before the place that was reached. The added space has the place of the first scalar.
            var scalar = origin - (isPrefixed ? 2 : 1)
            var start = 0
            while start < count {
                let end = ByteLevelSplitter.frozen.endOfWord(base, from: start, count: count)
                accept(base + start, end - start, scalar: &scalar, first: origin)
                if pieces.count >= limit { return false }
                start = end
            }
            return true
        }
    }

    /// - Parameters:
    ///   - scalar: the index of the last scalar before the word; afterwards, of its last one.
    ///   - first: the index of the first scalar of the text.
    private mutating func accept(
        _ bytes: UnsafePointer<UInt8>, _ count: Int, scalar: inout Int32, first: Int32
    ) {
        func append(_ id: Int32, from start: Int, to end: Int) {
            if bytes[start] & 0xC0 != 0x80 { scalar += 1 }
            let lower = max(scalar, first)
            for at in start + 1..<max(start + 1, end) where bytes[at] & 0xC0 != 0x80 { scalar += 1 }
            self.append(id, lower..<max(scalar, first) + 1, blanks: tokenizer.blanks[Int(id)])
        }
        let whole = count <= tokenizer.wholeWords.longest ? tokenizer.wholeWords.find(bytes, count) : -1
        if whole >= 0 {
            append(whole, from: 0, to: count)
        } else {
            word.merge(bytes, count: count, byteIDs: tokenizer.byteIDs, merges: tokenizer.pairs)
            var at = 0
            while at < count {
                let symbol = word.symbols[at]
                append(symbol.id, from: at, to: at + Int(symbol.length))
                at += Int(symbol.length)
            }
        }
        wordIndex += 1
    }

    /// Appends a token, without its blanks in its offsets: `process_offsets` in huggingface/tokenizers, `pre_tokenizers/byte_level.rs`.
    ///
    /// The first token of a sequence keeps a space, because it may be the added one. The reference does this after cutting, so that the
    /// first token of each window keeps one.
    ///
    /// - Parameter blanks: as in `BytePairTokenizer.blanks`.
    private mutating func append(_ id: Int32, _ range: Range<Int32>, blanks: UInt32) {
        let (leading, trailing) = tokenizer.trimsOffsets ? (Int32(blanks & 0xFFFF), Int32(blanks >> 16)) : (0, 0)
        func trimmed(isFirst: Bool) -> Range<Int32> {
            let keepsSpace = isFirst && addsPrefixSpace && leading == 1
            let start = keepsSpace ? range.lowerBound : min(range.lowerBound + leading, range.upperBound)
            return start..<(range.upperBound >= trailing ? max(range.upperBound - trailing, start) : range.upperBound)
        }
        pieces.append(
            id, trimmed(isFirst: range.lowerBound == 0), first: trimmed(isFirst: true), word: fixedWord ?? wordIndex)
    }
}
