import Foundation

/// Numbers as text, the same in every locale.
package enum PlotNumber {
    /// A value with four significant digits and no trailing zeros: `0.8731`, `12.5`, `109490699`, `5e-5`.
    ///
    /// Whole numbers below 1e12 keep all of their digits; other magnitudes outside 1e-4..<1e7 are written with an
    /// exponent. Values that are not finite are named `NaN`, `inf` and `-inf`.
    package static func short(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-inf" : "inf" }
        if value.magnitude < 1e12, value == value.rounded() { return String(Int64(value)) }
        let exponent = Int(log10(value.magnitude).rounded(.down))
        if exponent >= -4, exponent < 7 {
            let decimals = max(0, 3 - exponent)
            let significand = Int64((value * pow(10, Double(decimals))).rounded())
            return trimmed(decimal(significand, decimals: decimals))
        }
        // 10^309 and more overflow, so the smallest values are scaled in two steps.
        let scaled =
            exponent < -300 ? value * 1e300 * pow(10, Double(-exponent - 300)) : value / pow(10, Double(exponent))
        let significand = Int64((scaled * 1000).rounded())
        if significand.magnitude >= 10_000 {
            return trimmed(decimal(significand / 10, decimals: 3)) + "e\(exponent + 1)"
        }
        return trimmed(decimal(significand, decimals: 3)) + "e\(exponent)"
    }

    /// A value as `short` writes it, formatted for display: whole numbers with commas, and U+2212 as the minus.
    static func display(_ value: Double) -> String {
        let text = short(value)
        let isWhole = text.allSatisfy { $0.isNumber || $0 == "-" }
        return typeset(isWhole ? grouped(text) : text)
    }

    /// `significand` · 10^−`decimals` in plain decimal notation with all decimals.
    static func decimal(_ significand: Int64, decimals: Int) -> String {
        let sign = significand < 0 ? "-" : ""
        let digits = String(significand.magnitude)
        guard decimals > 0 else { return sign + digits }
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    /// A whole number's decimal digits with a comma before every third from the right.
    static func grouped(_ digits: String) -> String {
        let sign = digits.hasPrefix("-") ? "-" : ""
        let digits = digits.dropFirst(sign.count)
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { result.append(",") }
            result.append(digit)
        }
        return sign + result
    }

    /// A number's text with its leading hyphen replaced by U+2212, which is as wide as a plus.
    static func typeset(_ text: String) -> String {
        text.hasPrefix("-") ? "\u{2212}" + text.dropFirst() : text
    }

    private static func trimmed(_ text: String) -> String {
        guard text.contains(".") else { return text }
        var text = Substring(text)
        while text.hasSuffix("0") { text.removeLast() }
        return String(text.hasSuffix(".") ? text.dropLast() : text)
    }
}
