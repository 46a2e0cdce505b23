extension Sequence where Element == String {
    /// The name that was probably meant: the one with the smallest edit distance, if that is at most a third of the length (and at least
    /// 1 or 2 for short names). The first of equals wins.
    ///
    /// Only names of moderate length are compared, and only a limited number of them.
    package func nearest(to name: String) -> String? {
        let longest = 64
        guard name.unicodeScalars.dropFirst(longest).isEmpty else { return nil }
        let target = Array(name.lowercased().unicodeScalars)
        var best: (name: String, distance: Int)?
        for candidate in prefix(2000) where candidate.unicodeScalars.dropFirst(longest).isEmpty {
            let other = Array(candidate.lowercased().unicodeScalars)
            let limit = Swift.max(other.count <= 3 ? 1 : 2, other.count / 3)
            guard abs(other.count - target.count) <= limit else { continue }
            let distance = editDistance(target, other)
            if distance <= limit, distance < target.count, distance < best?.distance ?? .max {
                best = (candidate, distance)
            }
        }
        return best?.name
    }

    /// A remedy for an unknown name: the nearest known one, followed by as many of the others as fit.
    package func suggestion(for name: String, noun: String) -> String {
        let all = Array(self)
        guard !all.isEmpty else { return "There are no \(noun)s." }
        let most = 30
        let names = all.prefix(most).map { "`\($0.brief())`" }.joined(separator: ", ")
        let list = "Known \(noun)s: \(names)" + (all.count > most ? " and \(all.count - most) more." : ".")
        guard let nearest = all.nearest(to: name) else { return list }
        return "Did you mean `\(nearest)`?\(name.foreignLetter) \(list)"
    }
}

extension StringProtocol {
    /// A sentence about a letter that looks like an ASCII letter but is not one; empty if there is none.
    package var foreignLetter: String {
        guard let letter = unicodeScalars.first(where: { !$0.isASCII }) else { return "" }
        return " The name here contains \(letter.codePointAndName)."
    }
}

/// The Damerau–Levenshtein distance in its restricted form: insertions, deletions, substitutions, and swaps of adjacent elements.
///
/// - Complexity: O(`a.count` · `b.count`).
package func editDistance<Element: Equatable>(_ a: [Element], _ b: [Element]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
        var current = [i] + [Int](repeating: 0, count: b.count)
        for j in 1...b.count {
            let substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
            current[j] = Swift.min(last[j] + 1, current[j - 1] + 1, substitution)
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                current[j] = Swift.min(current[j], beforeLast[j - 2] + 1)
            }
        }
        (beforeLast, last) = (last, current)
    }
    return last[b.count]
}
