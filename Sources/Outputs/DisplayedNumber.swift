import Foundation

/// Numbers and times as a reader of English sees them, in the terminal and in the report; the same on every machine, whatever
/// its locale.
package enum DisplayedNumber {
    /// A metric in its style: fractions with four digits, percentages of fractions with two.
    package static func metric(_ value: Double, style: Metric.Style) -> String {
        guard value.isFinite else { return notFinite(value) }
        return switch style {
        case .fraction: fixed(value, digits: 4)
        case .percent: fixed(value * 100, digits: 2) + " %"
        case .number: plain(value)
        case .count: grouped(fixed(value, digits: 0))
        case .seconds: duration(value)
        case .bytes: bytes(value)
        }
    }

    /// The ends of an interval in a metric's style: `0.4012 to 0.5230`, `40.12 to 52.30 %`.
    package static func interval(_ interval: Metric.Interval, style: Metric.Style) -> String {
        let (low, high) = (metric(interval.low, style: style), metric(interval.high, style: style))
        let unit = " %"
        return "\(style == .percent && low.hasSuffix(unit) ? String(low.dropLast(unit.count)) : low) to \(high)"
    }

    /// Numbers that stand side by side, in one style: those of unknown kind have the same form and as many digits.
    package static func together(_ values: [Double], style: Metric.Style) -> [String] {
        let finite = values.filter(\.isFinite)
        let isWhole = finite.allSatisfy { $0 == $0.rounded() && abs($0) < 1e15 }
        guard style == .number, !isWhole else { return values.map { minus(metric($0, style: style)) } }
        let largest = finite.map(abs).max() ?? 0
        return values.map { value in
            guard value.isFinite else { return notFinite(value) }
            if largest < 0.001 { return minus(scientific(value)) }
            return minus(grouped(fixed(value, digits: largest >= 1000 ? 2 : 4)))
        }
    }

    /// `digits` digits after the point.
    package static func fixed(_ value: Double, digits: Int) -> String {
        guard value.isFinite else { return notFinite(value) }
        return String(format: "%.\(min(max(digits, 0), 17))f", value)
    }

    private static func scientific(_ value: Double) -> String { String(format: "%.3e", value) }

    /// With the minus sign that is as wide as a plus.
    package static func minus(_ text: String) -> String { text.hasPrefix("-") ? "−" + text.dropFirst() : text }

    /// A number of unknown kind: whole ones with groups, others with four significant digits or more.
    package static func plain(_ value: Double) -> String {
        guard value.isFinite else { return notFinite(value) }
        if value == value.rounded(), abs(value) < 1e15 { return grouped(fixed(value, digits: 0)) }
        if abs(value) >= 1000 { return grouped(fixed(value, digits: 2)) }
        if abs(value) >= 0.001 { return fixed(value, digits: 4) }
        return scientific(value)
    }

    /// `240 ms`, `12.3 s`, `34 min 12 s`, `2 h 05 min`.
    package static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite else { return notFinite(seconds) }
        if seconds < 0 { return "−" + duration(-seconds) }
        if seconds < 0.9995 { return fixed(seconds * 1000, digits: 0) + " ms" }
        if seconds < 59.95 { return fixed(seconds, digits: 1) + " s" }
        if seconds >= 1e12 { return String(format: "%.3e s", seconds) }
        let whole = Int(seconds.rounded())
        if whole < 3600 { return "\(whole / 60) min \(twoDigits(whole % 60)) s" }
        let minutes = (whole + 30) / 60
        return "\(minutes / 60) h \(twoDigits(minutes % 60)) min"
    }

    /// `512 bytes`, `231 kB`, `1.2 MB`, `91 MB`, `25.3 GB`, in units of a thousand.
    package static func bytes(_ count: Double) -> String {
        guard count.isFinite else { return notFinite(count) }
        let size = abs(count)
        if size >= 1e9 { return grouped(fixed(count / 1e9, digits: 1)) + " GB" }
        if size >= 1e6 { return fixed(count / 1e6, digits: size < 1e7 ? 1 : 0) + " MB" }
        if size >= 1e3 { return fixed((count / 1e3).rounded(.towardZero), digits: 0) + " kB" }
        return fixed(count, digits: 0) + " bytes"
    }

    /// `2026-07-04 14:02 UTC`, and the form for a `datetime` attribute.
    package static func time(_ date: Date) -> (shown: String, machine: String) {
        let machine = date.formatted(.iso8601)
        guard machine.count >= 16 else { return (machine, machine) }
        return (machine.prefix(10) + " " + machine.dropFirst(11).prefix(5) + " UTC", machine)
    }

    /// The same; on the day of another time without the date.
    package static func time(_ date: Date, shortAt other: Date) -> (shown: String, machine: String) {
        let (time, today) = (time(date), self.time(other))
        guard time.machine.prefix(10) == today.machine.prefix(10) else { return time }
        return (String(time.shown.dropFirst(11)), time.machine)
    }

    /// Commas between groups of three digits of the whole part.
    package static func grouped(_ digits: String) -> String {
        let whole = digits.prefix { $0 != "." }
        let sign = whole.hasPrefix("-") ? "-" : ""
        var result = ""
        for (place, digit) in whole.dropFirst(sign.count).reversed().enumerated() {
            if place > 0, place % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return sign + String(result.reversed()) + digits.dropFirst(whole.count)
    }

    /// `1 cell`, `2 cells`.
    package static func count(_ number: Int, _ noun: String) -> String {
        "\(grouped(String(number))) \(noun)\(number == 1 ? "" : "s")"
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

    private static func notFinite(_ value: Double) -> String {
        value.isNaN ? "not a number" : value < 0 ? "−∞" : "∞"
    }
}
