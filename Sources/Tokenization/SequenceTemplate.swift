/// Puts special tokens around a sequence, and around a pair: `start A end`, and `start A middle B end`.
struct SequenceTemplate: Sendable {
    let start: Int32
    let middle: [Int32]
    let end: Int32
    /// The token type of the second sequence and of the token after it.
    let secondType: Int32

    /// The number of special tokens in a pair.
    var pairSpecials: Int { middle.count + 2 }

    /// The number of tokens for which there is room beside the two special tokens of a single sequence.
    static func room(_ maxLength: Int?) -> Int {
        guard let maxLength else { return Int.max }
        return maxLength > 2 ? maxLength - 2 : 0
    }

    /// The first `limit` pieces between the two special tokens, which are always present.
    func single(_ pieces: Pieces, limit: Int) -> Encoding {
        let count = min(pieces.count, limit)
        var encoding = Encoding(capacity: count + 2)
        encoding.append(special: start, type: 0)
        encoding.append(pieces, 0..<count, sequence: 0, type: 0)
        encoding.append(special: end, type: 0)
        return encoding
    }

    /// Throws if no question leaves room for windows of this length and stride.
    func checkWindows(maxLength: Int, docStride: Int) throws {
        // The reference first compares the stride with the room left by two special tokens, and checks the rest later.
        guard docStride >= 0, maxLength >= pairSpecials, docStride <= maxLength - 2 else {
            throw TokenizationError.impossibleWindows(
                maxLength: maxLength, docStride: docStride, specials: pairSpecials)
        }
    }

    /// A pair in as many windows over the context as necessary.
    ///
    /// This is what Hugging Face does with `truncation="only_second"`, `return_overflowing_tokens=True`. The question is never
    /// cut. Every window but the last has exactly `maxLength` tokens. `docStride` is the number of tokens that a
    /// window shares with the one before it.
    ///
    /// Throws ``TokenizationError/questionTooLong(question:tokens:maxLength:docStride:specials:)`` if the context has to be cut and the
    /// question leaves no room for a window that is longer than the stride. In one case the reference behaves differently: if
    /// `maxLength` is the number of special tokens, it drops the question.
    func windows(
        _ first: Pieces, _ second: Pieces, question: String, maxLength: Int, docStride: Int
    ) throws -> [Encoding] {
        let total = second.count
        let room = maxLength - pairSpecials - first.count
        if total > room, room <= docStride {
            throw TokenizationError.questionTooLong(
                question: question, tokens: first.count, maxLength: maxLength, docStride: docStride,
                specials: pairSpecials)
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

    private func pair(_ first: Pieces, _ second: Pieces, _ window: Range<Int>) -> Encoding {
        var encoding = Encoding(capacity: first.count + window.count + pairSpecials)
        encoding.append(special: start, type: 0)
        encoding.append(first, 0..<first.count, sequence: 0, type: 0)
        for id in middle { encoding.append(special: id, type: 0) }
        encoding.append(second, window, sequence: 1, type: secondType)
        encoding.append(special: end, type: secondType)
        return encoding
    }
}
