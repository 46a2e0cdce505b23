import Foundation

/// The ticks of an axis: multiples of 1, 2 or 5 times a power of ten.
///
/// A tick is kept as a whole number times `10^exponent`, so that its value is the nearest Double to the decimal that
/// its label shows, and labels never read `0.30000000000000004`.
package struct AxisTicks: Equatable, Sendable {
    /// The ticks in ascending order, in units of `10^exponent`.
    package let significands: [Int64]
    package let exponent: Int

    /// The ticks inside `range`.
    /// - Parameters:
    ///   - range: Wide enough for its ends to differ, as those from `AxisRange.init(covering:)` do.
    ///   - count: About how many intervals are wanted at most; the number of ticks is at most one more.
    ///   - integersOnly: Whether ticks must be at whole numbers.
    package init(in range: ClosedRange<Double>, intervals count: Int, integersOnly: Bool = false) {
        let span = range.upperBound - range.lowerBound
        let raw = span / Double(max(1, count))
        var exponent = Int(log10(raw).rounded(.down))
        // The logarithm of a power of ten may be slightly too small; the tolerance corrects this.
        let fraction = raw / pow(10, Double(exponent))
        var mantissa: Int64
        switch fraction {
        case ...(1 + 1e-9): mantissa = 1
        case ...(2 + 1e-9): mantissa = 2
        case ...(5 + 1e-9): mantissa = 5
        default:
            mantissa = 1
            exponent += 1
        }
        if integersOnly, exponent < 0 {
            mantissa = 1
            exponent = 0
        }
        let step = Self.value(mantissa, exponent: exponent)
        // A tick at an end of the range counts as inside, despite rounding errors of the division.
        let (start, end) = (range.lowerBound / step, range.upperBound / step)
        let first = (start - max(1e-9, start.magnitude * 1e-15)).rounded(.up)
        let last = (end + max(1e-9, end.magnitude * 1e-15)).rounded(.down)
        guard first.magnitude < 1e15, last.magnitude < 1e15, first <= last else {
            significands = []
            self.exponent = exponent
            return
        }
        significands = (Int64(first)...Int64(last)).map { $0 * mantissa }
        self.exponent = exponent
    }

    /// The ticks' values, each the Double nearest to its label.
    package var values: [Double] { significands.map { Self.value($0, exponent: exponent) } }

    /// One label a tick, all with the same number of decimals and the same power of ten.
    ///
    /// Uses plain decimals if the largest magnitude is from 0.001 to below ten million. Otherwise it uses the shorter one of plain
    /// decimals and an exponent (`5e-5`). The minus is U+2212, which is as wide as the plus.
    package var labels: [String] {
        guard let largest = significands.map(\.magnitude).max(), largest > 0 else {
            return significands.map { _ in "0" }
        }
        let leading = exponent + String(largest).count - 1
        let plain = significands.map(plainLabel)
        guard (-3..<7).contains(leading) else {
            let scientific = significands.map { significand in
                significand == 0
                    ? "0" : PlotNumber.decimal(significand, decimals: leading - exponent) + "e\(leading)"
            }
            return (Self.longest(scientific) < Self.longest(plain) ? scientific : plain).map(PlotNumber.typeset)
        }
        return plain.map(PlotNumber.typeset)
    }

    private func plainLabel(_ significand: Int64) -> String {
        if significand == 0 { return "0" }
        if exponent < 0 { return PlotNumber.decimal(significand, decimals: -exponent) }
        return PlotNumber.grouped(String(significand) + String(repeating: "0", count: exponent))
    }

    private static func longest(_ labels: [String]) -> Int { labels.map(\.count).max() ?? 0 }

    private static func value(_ significand: Int64, exponent: Int) -> Double {
        exponent < 0
            ? Double(significand) / pow(10, Double(-exponent)) : Double(significand) * pow(10, Double(exponent))
    }
}
