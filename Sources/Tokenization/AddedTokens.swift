/// A token, such as `[SEP]`, that is searched in the unchanged text before any word is split.
struct AddedToken: Sendable, Equatable {
    var id: Int32
    var content: String
    /// The text that `decode` returns for it: the normalised form if the normalised form is searched.
    var spelling: String
    /// Omitted by `decode` when special tokens are skipped.
    var isSpecial = true
    /// Searched in the normalised text, in its own normalised form.
    var isNormalized = false
    /// The match includes the white space before it.
    var stripsLeft = false
    /// The match includes the white space after it.
    var stripsRight = false
    /// Found only where it has no word character as a neighbour.
    var isSingleWord = false

    init(id: Int32, content: String) {
        self.id = id
        self.content = content
        spelling = content
    }
}

/// Finds added tokens: the leftmost one, and of several at the same place the longest. Matches never overlap.
struct AddedTokenMatcher<Unit: BinaryInteger & Sendable>: Sendable {
    struct Match {
        var token: AddedToken
        var range: Range<Int>
        /// The place at which the search continues.
        var end: Int
    }

    private struct Pattern: Sendable {
        var units: [Unit]
        var token: AddedToken
    }

    private let patterns: [Pattern]
    /// Whether a pattern starts with a unit whose low eight bits are the index.
    private let starts: [Bool]

    init(_ tokens: [(units: [Unit], token: AddedToken)]) {
        patterns = tokens.filter { !$0.units.isEmpty }
            .map { Pattern(units: $0.units, token: $0.token) }
            .sorted { $0.units.count > $1.units.count }
        var starts = [Bool](repeating: false, count: 256)
        for pattern in patterns { starts[Int(truncatingIfNeeded: pattern.units[0] & 255)] = true }
        self.starts = starts
    }

    var isEmpty: Bool { patterns.isEmpty }

    /// The first match that starts at `from` or later, before the rules for white space and words are applied.
    func next(in text: UnsafeBufferPointer<Unit>, from: Int) -> Match? {
        starts.withUnsafeBufferPointer { starts in
            var at = from
            while at < text.count {
                if starts[Int(truncatingIfNeeded: text[at] & 255)] {
                    for pattern in patterns where matches(pattern.units, text, at) {
                        let end = at + pattern.units.count
                        return Match(token: pattern.token, range: at..<end, end: end)
                    }
                }
                at += 1
            }
            return nil
        }
    }

    private func matches(_ units: [Unit], _ text: UnsafeBufferPointer<Unit>, _ at: Int) -> Bool {
        guard units.count <= text.count - at else { return false }
        for offset in units.indices where units[offset] != text[at + offset] { return false }
        return true
    }
}

extension AddedTokenMatcher.Match {
    /// The match including the white space that belongs to it, but not before `earliest`. Nil if its rule for words forbids it.
    ///
    /// `before` and `after` return the scalar that ends or starts at a place, and its length in units.
    func settled(
        earliest: Int, count: Int,
        before: (_ end: Int) -> (scalar: UInt32, length: Int),
        after: (_ start: Int) -> (scalar: UInt32, length: Int)
    ) -> Self? {
        let data = UnicodeData.frozen
        var start = range.lowerBound
        var stop = range.upperBound
        if token.isSingleWord {
            if start > 0, data.properties(before(start).scalar).contains(.wordCharacter) { return nil }
            if stop < count, data.properties(after(stop).scalar).contains(.wordCharacter) { return nil }
        }
        if token.stripsLeft {
            while start > earliest {
                let (scalar, length) = before(start)
                guard data.properties(scalar).contains(.whitespace) else { break }
                start -= length
            }
        }
        if token.stripsRight {
            while stop < count {
                let (scalar, length) = after(stop)
                guard data.properties(scalar).contains(.whitespace) else { break }
                stop += length
            }
        }
        var result = self
        result.range = max(start, earliest)..<stop
        return result
    }
}

extension AddedTokenMatcher<UInt8> {
    /// Calls `body` with the parts of a text in their order: added tokens, and the text between them, which may be empty. Stops and
    /// returns false as soon as `body` does.
    func forEachPart(
        of utf8: UnsafeBufferPointer<UInt8>, _ body: (_ range: Range<Int>, _ token: AddedToken?) -> Bool
    ) -> Bool {
        func scalar(at start: Int) -> (scalar: UInt32, length: Int) {
            guard let base = utf8.baseAddress else { return (0, 1) }
            return BERTNormalizer.decode(base + start)
        }
        var done = 0
        var search = 0
        while let found = next(in: utf8, from: search) {
            search = found.end
            let settled = found.settled(earliest: done, count: utf8.count) { end in
                var start = end - 1
                while start > 0, utf8[start] & 0xC0 == 0x80 { start -= 1 }
                return scalar(at: start)
            } after: { start in
                scalar(at: start)
            }
            guard let match = settled, match.range.upperBound > done else { continue }
            if !body(done..<match.range.lowerBound, nil) || !body(match.range, match.token) { return false }
            done = match.range.upperBound
        }
        return body(done..<utf8.count, nil)
    }
}
