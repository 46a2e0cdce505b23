/// The tokens of one sequence, without the special tokens around it. Every array has one entry per token.
struct Pieces {
    private(set) var ids: [Int32] = []
    private(set) var offsets: [Range<Int32>] = []
    private(set) var words: [Int32] = []
    /// The offsets that each token has as the first one of a window. Empty if a window makes no difference.
    private(set) var firstOffsets: [Range<Int32>] = []

    var count: Int { ids.count }

    mutating func reserve(_ capacity: Int) {
        ids.reserveCapacity(capacity)
        offsets.reserveCapacity(capacity)
        words.reserveCapacity(capacity)
    }

    @inline(__always)
    mutating func append(_ id: Int32, _ range: Range<Int32>, word: Int32) {
        ids.append(id)
        offsets.append(range)
        words.append(word)
    }

    /// Appends a token whose offsets are others if it is the first one of a window.
    mutating func append(_ id: Int32, _ range: Range<Int32>, first: Range<Int32>, word: Int32) {
        append(id, range, word: word)
        firstOffsets.append(first)
    }

    /// Removes everything from the token with this index on.
    mutating func cut(to mark: Int) {
        ids.removeLast(ids.count - mark)
        offsets.removeLast(offsets.count - mark)
        words.removeLast(words.count - mark)
    }
}

extension Encoding {
    init(capacity: Int) {
        self.init(inputIDs: [], tokenTypeIDs: [], offsets: [], wordIDs: [], sequenceIDs: [])
        inputIDs.reserveCapacity(capacity)
        tokenTypeIDs.reserveCapacity(capacity)
        offsets.reserveCapacity(capacity)
        wordIDs.reserveCapacity(capacity)
        sequenceIDs.reserveCapacity(capacity)
    }

    mutating func append(special id: Int32, type: Int32) {
        inputIDs.append(id)
        tokenTypeIDs.append(type)
        offsets.append(0..<0)
        wordIDs.append(-1)
        sequenceIDs.append(-1)
    }

    mutating func append(_ pieces: Pieces, _ part: Range<Int>, sequence: Int8, type: Int32) {
        inputIDs.append(contentsOf: pieces.ids[part])
        tokenTypeIDs.append(contentsOf: repeatElement(type, count: part.count))
        offsets.append(contentsOf: pieces.offsets[part])
        if !part.isEmpty, !pieces.firstOffsets.isEmpty {
            offsets[offsets.count - part.count] = pieces.firstOffsets[part.lowerBound]
        }
        wordIDs.append(contentsOf: pieces.words[part])
        sequenceIDs.append(contentsOf: repeatElement(sequence, count: part.count))
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The number of scalars in valid UTF-8.
    var scalarCount: Int32 {
        var count: Int32 = 0
        for byte in self where byte & 0xC0 != 0x80 { count += 1 }
        return count
    }
}
