extension Sequence where Element == String {
    /// The name that a misspelled one most likely stands for: the one with the smallest edit distance, when that is
    /// at most a third of its length (and at least 1 or 2 for short names); the first of equals.
    package func nearest(to name: String) -> String? {
        let target = Array(name.lowercased())
        var best: (name: String, distance: Int)?
        for candidate in self {
            let distance = editDistance(target, Array(candidate.lowercased()))
            let limit = Swift.max(candidate.count <= 3 ? 1 : 2, candidate.count / 3)
            if distance <= limit, distance < name.count, distance < best?.distance ?? .max {
                best = (candidate, distance)
            }
        }
        return best?.name
    }

    /// A remedy for an unknown name: the nearest known one, then all of them.
    package func suggestion(for name: String, noun: String) -> String {
        let all = Array(self)
        guard !all.isEmpty else { return "There are no \(noun)s." }
        let list = "Known \(noun)s: \(all.map { "`\($0)`" }.joined(separator: ", "))."
        guard let nearest = all.nearest(to: name) else { return list }
        return "Did you mean `\(nearest)`? \(list)"
    }
}

/// Damerau's distance in its restricted form: insertions, deletions, substitutions, and swaps of neighbours.
///
/// - Complexity: O(`a.count` · `b.count`).
package func editDistance(_ a: [Character], _ b: [Character]) -> Int {
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
