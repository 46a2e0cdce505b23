extension Sequence where Element == String {
    /// The name that was probably meant: the first of `allNearest(to:)`.
    package func nearest(to name: String) -> String? { allNearest(to: name).first }

    /// The names that a misspelled one probably means, in their order: those with the smallest edit distance, if that is at most a third of
    /// the length (and at least 1 or 2 for short names).
    ///
    /// Case counts only among names that are equally near without it. Only names of moderate length are compared, and only a limited
    /// number of them.
    package func allNearest(to name: String) -> [String] {
        let longest = 64
        guard name.unicodeScalars.dropFirst(longest).isEmpty else { return [] }
        let (exact, target) = (Array(name.unicodeScalars), Array(name.lowercased().unicodeScalars))
        var best = (distance: (Int.max, Int.max), names: [String]())
        for candidate in prefix(2000) where candidate.unicodeScalars.dropFirst(longest).isEmpty {
            let other = Array(candidate.lowercased().unicodeScalars)
            let limit = Swift.max(other.count <= 3 ? 1 : 2, other.count / 3)
            guard abs(other.count - target.count) <= limit else { continue }
            let distance = editDistance(target, other)
            guard distance <= limit, distance < target.count, distance <= best.distance.0 else { continue }
            let both = (distance, editDistance(exact, Array(candidate.unicodeScalars)))
            if both < best.distance { best = (both, []) }
            if both == best.distance { best.names.append(candidate) }
        }
        return best.names
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
