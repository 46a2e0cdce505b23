import ArgumentParser

extension PositiveCount {
    /// Reads a count of a range, and says what it takes.
    static func of(_ noun: String, in range: ClosedRange<Int>) -> @Sendable (String) throws -> PositiveCount {
        { text in
            guard let count = PositiveCount(argument: text), range.contains(count.value) else {
                throw ValidationError(
                    "it takes \(noun) from \(Format.count(range.lowerBound)) to \(Format.count(range.upperBound))")
            }
            return count
        }
    }
}
