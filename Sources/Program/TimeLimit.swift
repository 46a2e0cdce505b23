import ArgumentParser

/// A time in the form `10min`, `90s`, `1h30min`.
struct TimeLimit: Sendable {
    var seconds: Double
    /// As it was typed.
    var text: String

    @Sendable static func of(_ text: String) throws -> TimeLimit {
        guard let match = text.wholeMatch(of: /(?:([0-9]{1,4})h)?(?:([0-9]{1,6})min)?(?:([0-9]{1,8})s)?/) else {
            throw ValidationError("'\(text)' is not a time. Write it as 10min, 90s or 1h30min.")
        }
        let parts = zip([match.1, match.2, match.3], [3_600.0, 60, 1])
        let seconds = parts.reduce(0) { $0 + ($1.0.flatMap { Double($0) } ?? 0) * $1.1 }
        guard seconds > 0 else { throw ValidationError("'\(text)' is not a time. Write it as 10min, 90s or 1h30min.") }
        return TimeLimit(seconds: seconds, text: text)
    }
}
