import Foundation

/// Numbers in a form that does not depend on the system's language.
package enum Format {
    /// `109,490,699`.
    package static func count(_ value: Int) -> String {
        DisplayedNumber.grouped(String(value))
    }

    /// `1 step`, `2 steps`.
    package static func count(_ value: Int, _ noun: String, plural: String? = nil) -> String {
        "\(count(value)) \(value == 1 ? noun : plural ?? noun + "s")"
    }

    /// The number with this many digits after the point; `–` for a nil value or not-a-number, such as the mean of no values.
    package static func decimal(_ value: Double?, _ digits: Int = 4) -> String {
        guard let value, !value.isNaN else { return "–" }
        return String(format: "%.\(digits)f", value)
    }

    /// A fraction as a percentage: `46.80 %` for 0.468; `–` for a nil value or not-a-number.
    package static func percent(_ value: Double?, _ digits: Int = 2) -> String {
        guard let value, !value.isNaN else { return "–" }
        return decimal(100 * value, digits) + " %"
    }

    /// `87 MB`, as `DisplayedNumber` writes it.
    package static func bytes(_ value: Int) -> String {
        DisplayedNumber.bytes(Double(value))
    }

    /// `45 s`, `12 min`, `1 h 20 min`.
    package static func duration(_ seconds: Double) -> String {
        if seconds < 10 { return decimal(seconds, 1) + " s" }
        if seconds < 90 { return decimal(seconds, 0) + " s" }
        guard seconds < 1e12 else { return "more than 30,000 years" }
        let minutes = Int((seconds / 60).rounded())
        return minutes < 90 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
    }

    /// `0.00005` as `5e-05`, `0.01` as `0.01`.
    package static func short(_ value: Double) -> String { String(format: "%g", value) }
}
