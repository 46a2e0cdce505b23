/// Splits words into word pieces by greedy longest match, and stores the pieces.
///
/// It follows `WordPiece::tokenize` in huggingface/tokenizers, `models/wordpiece/mod.rs`.
struct PieceSink: WordSink {
    let vocabulary: Vocabulary
    let unknownID: Int32
    /// Words with more scalars become the unknown token.
    let maxWordScalars: Int
    /// The largest number of pieces that are needed.
    let limit: Int
    /// Whether each word increments `wordIndex`. Otherwise the caller sets it.
    let countsWords: Bool

    var wordIndex: Int32 = 0
    var pieces = Pieces()

    init(_ tokenizer: BERTTokenizer, limit: Int, countsWords: Bool) {
        vocabulary = tokenizer.vocabulary
        unknownID = tokenizer.unknownID
        maxWordScalars = tokenizer.maxWordScalars
        self.limit = limit
        self.countsWords = countsWords
    }

    var mark: Int { pieces.count }

    mutating func rewind(to mark: Int) {
        if countsWords, mark < pieces.count { wordIndex = pieces.words[mark] }
        pieces.cut(to: mark)
    }

    mutating func accept(addedToken id: Int32, at offsets: Range<Int32>) -> Bool {
        append(id, offsets)
        return endWord()
    }

    mutating func accept(_ word: borrowing WordBuffer) -> Bool {
        let bytes = UnsafePointer(word.bytes)
        let count = word.count
        if word.scalarCount > maxWordScalars {
            append(unknownID, word.offsets(0, count))
            return endWord()
        }
        let whole = count <= vocabulary.beginnings.longest ? vocabulary.beginnings.find(bytes, count) : -1
        if whole >= 0 {
            append(whole, word.offsets(0, count))
            return endWord()
        }

        let before = pieces.count
        var start = 0
        while start < count {
            var end = min(count, start + vocabulary.continuations.longest)
            if start == 0 { end = min(count - 1, vocabulary.beginnings.longest) }
            var id: Int32 = -1
            while end > start {
                // A piece can only end at the end of a scalar.
                if end == count || bytes[end] & 0xC0 != 0x80 {
                    id =
                        start == 0
                        ? vocabulary.beginnings.find(bytes, end)
                        : vocabulary.continuations.find(bytes + start, end - start)
                    if id >= 0 { break }
                }
                end -= 1
            }
            guard id >= 0 else {
                pieces.cut(to: before)
                append(unknownID, word.offsets(0, count))
                break
            }
            append(id, word.offsets(start, end))
            start = end
        }
        return endWord()
    }

    @inline(__always)
    private mutating func append(_ id: Int32, _ range: Range<Int32>) {
        pieces.append(id, range, word: wordIndex)
    }

    @inline(__always)
    private mutating func endWord() -> Bool {
        if countsWords { wordIndex += 1 }
        return pieces.count < limit
    }
}
