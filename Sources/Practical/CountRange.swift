import ArgumentParser
import Outputs

/// Returns a parser for whole numbers in a range, whose error says which values are allowed.
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
    /// Returns a parser for counts in a range, whose error says which values are allowed.
    static func of(_ noun: String, in range: ClosedRange<Int>) -> @Sendable (String) throws -> PositiveCount {
        let read = wholeNumber(noun, in: range)
        return { PositiveCount(try read($0)) }
    }
}
