import ArgumentParser
import Outputs

/// Reads a whole number of a range, and says what it takes.
func wholeNumber(_ noun: String, in range: ClosedRange<Int>) -> @Sendable (String) throws -> Int {
    { text in
        guard let number = Int(text), range.contains(number) else {
            throw ValidationError(
                "it takes \(noun) from \(Format.count(range.lowerBound)) to \(Format.count(range.upperBound))")
        }
        return number
    }
}

extension PositiveCount {
    /// Reads a count of a range, and says what it takes.
    static func of(_ noun: String, in range: ClosedRange<Int>) -> @Sendable (String) throws -> PositiveCount {
        let read = wholeNumber(noun, in: range)
        return { PositiveCount(try read($0)) }
    }
}
