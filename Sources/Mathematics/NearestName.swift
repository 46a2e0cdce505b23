extension Sequence where Element == String {
    /// The known names, at most three, that a misspelled name most likely means: those with the smallest edit distance.
    func nearest(to name: String) -> [String] {
        let target = Array(name.unicodeScalars)
        guard target.count <= 32 else { return [] }
        let limit = target.count < 4 ? 1 : 2
        var found: [(distance: Int, name: String)] = []
        for candidate in self where abs(candidate.unicodeScalars.count - target.count) <= limit {
            let distance = editDistance(target, Array(candidate.unicodeScalars))
            if distance <= limit, distance < target.count { found.append((distance, candidate)) }
        }
        let least = found.map(\.distance).min()
        return found.filter { $0.distance == least }.map(\.name).sorted().prefix(3).map(\.self)
    }
}

/// The number of insertions, deletions, substitutions and swaps of adjacent characters that change one text into another.
///
/// - Complexity: O(`a.count` · `b.count`).
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
        var row = [i + 1]
        for j in b.indices {
            row.append(Swift.min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1)))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                row[j + 1] = Swift.min(row[j + 1], beforeLast[j - 1] + 1)
            }
        }
        (beforeLast, last) = (last, row)
    }
    return last[b.count]
}
