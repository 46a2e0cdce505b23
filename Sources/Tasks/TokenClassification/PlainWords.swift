/// Splits a sentence into words as in CoNLL: at blanks, with punctuation around a word as words of its own, and abbreviations whole.
package struct PlainWords: Sendable, Equatable {
    package private(set) var words: [String] = []
    /// The range of each word in scalars of the text.
    package private(set) var ranges: [Range<Int>] = []

    private static let abbreviations: Set<String> = [
        "Inc", "Corp", "Ltd", "Co", "Mr", "Mrs", "Ms", "Dr", "St", "vs", "No", "Jr", "Sr", "Gov", "Sen", "Gen", "Rep",
        "Prof", "Bros", "Mt",
    ]

    package init(_ text: String) {
        let scalars = Array(text.unicodeScalars)
        var start = 0
        while start < scalars.count {
            if scalars[start].properties.isWhitespace {
                start += 1
                continue
            }
            var end = start
            while end < scalars.count && !scalars[end].properties.isWhitespace { end += 1 }
            let isLast = scalars[end...].allSatisfy { $0.properties.isWhitespace }
            split(scalars, start..<end, isLast: isLast)
            start = end
        }
    }

    private mutating func split(_ scalars: [Unicode.Scalar], _ chunk: Range<Int>, isLast: Bool) {
        var (start, end) = (chunk.lowerBound, chunk.upperBound)
        while start < end, PlainWords.isPunctuation(scalars[start]) {
            append(scalars, start..<start + 1)
            start += 1
        }
        var after: [Range<Int>] = []
        while end > start, PlainWords.isPunctuation(scalars[end - 1]) {
            if scalars[end - 1] == ".", keepsStop(scalars, start..<end - 1, isLast: isLast && after.isEmpty) { break }
            end -= 1
            after.append(end..<end + 1)
        }
        if end - start > 2, scalars[end - 1] == "s", ["'", "’"].contains(scalars[end - 2]) {
            after.append(end - 2..<end)
            end -= 2
        }
        if start < end { append(scalars, start..<end) }
        for range in after.reversed() { append(scalars, range) }
    }

    /// True for `U.S.`, `J.` and common abbreviations. The full stop after the last word ends the sentence instead.
    private func keepsStop(_ scalars: [Unicode.Scalar], _ word: Range<Int>, isLast: Bool) -> Bool {
        // `U.S.` keeps its full stop, but a full stop after 3.5 or example.com is a word of its own.
        let parts = scalars[word].split(separator: ".", omittingEmptySubsequences: false)
        if parts.count > 1 {
            return parts.allSatisfy { (1...2).contains($0.count) && $0.allSatisfy(\.properties.isAlphabetic) }
        }
        if isLast { return false }
        let text = String(String.UnicodeScalarView(scalars[word]))
        return (word.count == 1 && scalars[word.lowerBound].properties.isUppercase)
            || PlainWords.abbreviations.contains(text)
    }

    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            scalar != "%" && scalar != "&" && scalar != "#" && scalar != "@"
        default: false
        }
    }

    private mutating func append(_ scalars: [Unicode.Scalar], _ range: Range<Int>) {
        words.append(String(String.UnicodeScalarView(scalars[range])))
        ranges.append(range)
    }
}
