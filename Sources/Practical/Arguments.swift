import ArgumentParser
import Outputs

extension Split: ExpressibleByArgument {}

/// The error for a value out of range, as the words after "The value … is invalid for …".
private func outside(_ noun: String, _ range: String) -> ValidationError {
    ValidationError("it takes \(noun) \(range)")
}

/// A fraction from 0 up to, but not including, 1: a dropout rate, or the fraction of warm-up steps.
struct Share: ExpressibleByArgument, Equatable, Sendable {
    var value: Double

    init(_ value: Double) { self.value = value }

    init?(argument: String) {
        // The value must be below 1 after rounding to float too: a dropout of 1 would leave nothing.
        guard let value = Double(argument), value >= 0, value < 1, Float(value) < 1 else { return nil }
        self.value = value
    }

    /// Returns a parser whose error says which values are allowed.
    static func of(_ noun: String) -> @Sendable (String) throws -> Share {
        { text in
            guard let share = Share(argument: text) else { throw outside(noun, "from 0 up to, not including, 1") }
            return share
        }
    }

    var defaultValueDescription: String { "\(value)" }
}

/// A number that is not negative.
struct NonNegative: ExpressibleByArgument, Equatable, Sendable {
    var value: Double

    init(_ value: Double) { self.value = value }

    init?(argument: String) {
        guard let value = Double(argument), value >= 0, value.isFinite else { return nil }
        self.value = value
    }

    /// Returns a parser for a range, whose error says which values are allowed.
    static func of(_ noun: String, in range: ClosedRange<Double>) -> @Sendable (String) throws -> NonNegative {
        { text in
            guard let number = NonNegative(argument: text), range.contains(number.value) else {
                throw outside(noun, "from \(Format.short(range.lowerBound)) to \(Format.short(range.upperBound))")
            }
            return number
        }
    }

    var defaultValueDescription: String { "\(value)" }
}

/// A whole number of at least 1.
struct PositiveCount: ExpressibleByArgument, Equatable, Sendable {
    var value: Int

    init(_ value: Int) { self.value = value }

    init?(argument: String) {
        guard let value = Int(argument), value > 0, value < 1 << 31 else { return nil }
        self.value = value
    }

    /// Returns a parser for counts in a range, whose error says which values are allowed.
    static func of(_ noun: String, in range: ClosedRange<Int>) -> @Sendable (String) throws -> PositiveCount {
        let read = wholeNumber(noun, in: range)
        return { PositiveCount(try read($0)) }
    }

    /// Returns a parser for counts up to a limit.
    static func of(_ noun: String, upTo limit: Int) -> @Sendable (String) throws -> PositiveCount {
        of(noun, in: 1...limit)
    }

    /// A number of epochs, for the schedule and for the training.
    static let epochs = of("an epoch count", upTo: 10_000_000)

    var defaultValueDescription: String { "\(value)" }
}

/// Returns a parser for whole numbers in a range, whose error says which values are allowed.
func wholeNumber(_ noun: String, in range: ClosedRange<Int>) -> @Sendable (String) throws -> Int {
    { text in
        guard let number = Int(text), range.contains(number) else {
            throw outside(noun, "from \(Format.count(range.lowerBound)) to \(Format.count(range.upperBound))")
        }
        return number
    }
}

extension Array where Element: Hashable & CustomStringConvertible {
    /// Throws if a name stands here twice.
    ///
    /// - Parameter noun: what is named, e.g. `task`.
    func checkEachIsNamedOnce(as noun: String) throws {
        guard let twice = first(where: { name in count { $0 == name } > 1 }) else { return }
        throw ValidationError("the \(noun) '\(twice)' is named twice")
    }
}

/// Reads a seed.
@Sendable func seedArgument(_ text: String) throws -> UInt64 {
    guard let seed = UInt64(text) else { throw outside("a whole number", "from 0 to 18,446,744,073,709,551,615") }
    return seed
}
