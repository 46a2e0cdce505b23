import ArgumentParser

extension Task: ExpressibleByArgument {}
extension Split: ExpressibleByArgument {}

/// A share from 0 up to, not including, 1: a dropout rate, a share of warm-up.
struct Share: ExpressibleByArgument, Equatable, Sendable {
    var value: Double

    init(_ value: Double) { self.value = value }

    init?(argument: String) {
        guard let value = Double(argument), value >= 0, value < 1 else { return nil }
        self.value = value
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

    var defaultValueDescription: String { "\(value)" }
}
