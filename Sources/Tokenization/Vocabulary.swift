/// The tokens by id, and two hash tables over their UTF-8: one for tokens at the beginning of words, one for continuing pieces.
///
/// Tokens are compared by their bytes; `String` would consider canonically equivalent tokens equal.
struct Vocabulary: Sendable {
    let count: Int
    /// Tokens at the beginning of words: all of them, spelled in full.
    let beginnings: TokenTable
    /// Tokens that continue words, spelled without the prefix.
    let continuations: TokenTable
    /// The first two ids with the same token, if there is such a pair.
    let duplicate: (first: Int32, second: Int32)?
    private let bytes: FrozenTable<UInt8>
    private let starts: FrozenTable<UInt32>

    /// A vocabulary from tokens that follow each other in `bytes`. The end of the token with id `i` is `ends[i]`.
    ///
    /// - Parameter continuingPrefix: what marks a piece that continues a word; nil if there are no such pieces.
    init(bytes tokens: [UInt8], ends: [Int], continuingPrefix: String?) {
        let prefix = Array((continuingPrefix ?? "").utf8)
        let bytes = FrozenTable(tokens + [UInt8](repeating: 0, count: WordBuffer.slack))
        let starts = [0] + ends
        count = ends.count
        self.bytes = bytes
        self.starts = FrozenTable(starts.map { UInt32($0) })

        func continues(_ token: Range<Int>) -> Bool {
            guard continuingPrefix != nil, token.count > prefix.count else { return false }
            for at in prefix.indices where prefix[at] != bytes[token.lowerBound + at] { return false }
            return true
        }
        var continuingCount = 0
        var whole = TokenTable.Builder(capacity: count)
        for id in 0..<count {
            let token = starts[id]..<starts[id + 1]
            if token.isEmpty { continue }
            whole.insert(token, id: Int32(id), bytes: bytes)
            if continues(token) { continuingCount += 1 }
        }
        var continuing = TokenTable.Builder(capacity: continuingCount)
        for id in 0..<count where continues(starts[id]..<starts[id + 1]) {
            continuing.insert(starts[id] + prefix.count..<starts[id + 1], id: Int32(id), bytes: bytes)
        }
        duplicate = whole.duplicate
        beginnings = TokenTable(whole, bytes: bytes)
        continuations = TokenTable(continuing, bytes: bytes)
    }

    /// A vocabulary of these tokens. The id of a token is its index.
    init(_ tokens: [String], continuingPrefix: String? = "##") {
        var bytes: [UInt8] = []
        var ends: [Int] = []
        for token in tokens {
            bytes.append(contentsOf: token.utf8)
            ends.append(bytes.count)
        }
        self.init(bytes: bytes, ends: ends, continuingPrefix: continuingPrefix)
    }

    /// The token's text. Empty for an id without a token.
    func token(_ id: Int32) -> String {
        guard id >= 0, id < count else { return "" }
        let start = Int(starts[Int(id)])
        let end = Int(starts[Int(id) + 1])
        return String(decoding: UnsafeBufferPointer(start: bytes.base + start, count: end - start), as: UTF8.self)
    }

    func id(of token: String) -> Int32? {
        // The look-up reads a few bytes past the end.
        var utf8 = Array(token.utf8)
        let length = utf8.count
        utf8.append(contentsOf: repeatElement(0, count: WordBuffer.slack))
        let id = utf8.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { beginnings.find($0, length) } ?? -1
        }
        return id < 0 ? nil : id
    }
}
