/// The range of numbers that an axis shows.
package struct AxisRange: Equatable, Sendable {
    package let lower: Double
    package let upper: Double

    package init(lower: Double, upper: Double) {
        self.lower = lower
        self.upper = upper
    }

    /// A range around all drawable `values`, with room at both ends.
    ///
    /// Values that are equal, or closer to each other than ten digits can tell, get a range around them: a tenth of
    /// their magnitude on each side, or 1 around 0. No value at all gives 0...1.
    /// - Parameters:
    ///   - padding: The room at each end as a share of the span; none is added at an end that `includesZero` put at 0.
    ///   - includesZero: Whether 0 is to lie in the range.
    package init(covering values: some Sequence<Double>, padding: Double, includesZero: Bool = false) {
        var lower = Double.infinity
        var upper = -Double.infinity
        for value in values where value.isDrawable {
            lower = min(lower, value)
            upper = max(upper, value)
        }
        guard lower <= upper else {
            self.init(lower: 0, upper: 1)
            return
        }
        if includesZero {
            lower = min(lower, 0)
            upper = max(upper, 0)
        }
        let magnitude = max(lower.magnitude, upper.magnitude)
        if magnitude < 1e-280 {
            self.init(lower: includesZero && lower >= 0 ? 0 : -1, upper: 1)
            return
        }
        if upper - lower < magnitude * 1e-10 {
            self.init(lower: lower - magnitude * 0.1, upper: upper + magnitude * 0.1)
            return
        }
        let room = (upper - lower) * padding
        self.init(
            lower: includesZero && lower == 0 ? 0 : lower - room, upper: includesZero && upper == 0 ? 0 : upper + room)
    }

    /// A range around all drawable `values` that holds at least one whole number: half a unit on each side of a single
    /// value (one epoch), otherwise `padding` of the span.
    package static func integers(covering values: some Sequence<Double>, padding: Double) -> AxisRange {
        let range = AxisRange(covering: values, padding: 0)
        let drawable = values.lazy.filter(\.isDrawable)
        guard let lower = drawable.min(), let upper = drawable.max() else { return range }
        if upper - lower < 1 {
            guard lower.magnitude < 1e9 else { return range }
            return AxisRange(lower: lower.rounded(.down) - 0.5, upper: upper.rounded(.up) + 0.5)
        }
        return AxisRange(covering: values, padding: padding)
    }

    package var closedRange: ClosedRange<Double> { lower...upper }

    /// The position of `value` in the range: 0 at the lower end, 1 at the upper.
    package func fraction(of value: Double) -> Double { (value - lower) / (upper - lower) }
}
