import ArgumentParser
import Outputs

extension Split: ExpressibleByArgument {}

/// A value that is out of its range, in the words that stand after "The value … is invalid for …".
private func outside(_ noun: String, _ range: String) -> ValidationError {
    ValidationError("it takes \(noun) \(range)")
}

/// A share from 0 up to, not including, 1: a dropout rate, a share of warm-up.
struct Share: ExpressibleByArgument, Equatable, Sendable {
    var value: Double

    init(_ value: Double) { self.value = value }

    init?(argument: String) {
        // Rounded to a float it must be below 1 too: a dropout of 1 leaves nothing.
        guard let value = Double(argument), value >= 0, value < 1, Float(value) < 1 else { return nil }
        self.value = value
    }

    /// Reads one, and says what it takes.
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

    /// Reads one of a range, and says what it takes.
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

/// A whole number from 1 on.
struct PositiveCount: ExpressibleByArgument, Equatable, Sendable {
    var value: Int

    init(_ value: Int) { self.value = value }

    init?(argument: String) {
        guard let value = Int(argument), value > 0, value < 1 << 31 else { return nil }
        self.value = value
    }

    /// Reads one up to a limit, and says what it takes.
    static func of(_ noun: String, upTo limit: Int) -> @Sendable (String) throws -> PositiveCount {
        { text in
            guard let count = PositiveCount(argument: text), count.value <= limit else {
                throw outside(noun, "from 1 to \(Format.count(limit))")
            }
            return count
        }
    }

    /// How many epochs: the schedule's and the training's.
    static let epochs = of("an epoch count", upTo: 10_000_000)

    var defaultValueDescription: String { "\(value)" }
}

/// Reads a seed.
@Sendable func seedArgument(_ text: String) throws -> UInt64 {
    guard let seed = UInt64(text) else { throw outside("a whole number", "from 0 to 18,446,744,073,709,551,615") }
    return seed
}
