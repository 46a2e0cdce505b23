/// A named number, e.g. `train.loss`; fractions run from 0 to 1.
package struct Metric: Sendable, Equatable, Codable {
    package enum Style: String, Sendable, Codable { case fraction, percent, number, count, seconds, bytes }

    /// A 95 % confidence interval, in the unit of the value.
    package struct Interval: Sendable, Hashable, Codable {
        package var low: Double
        package var high: Double

        package init(low: Double, high: Double) {
            self.low = low
            self.high = high
        }
    }

    /// The flat name in `metrics.json`.
    package var name: String
    /// What the reader sees.
    package var label: String
    package var value: Double
    package var style: Style
    /// True for one of the few that a reader looks for first: it stands at the report's head, with its difference from the run
    /// before.
    package var isKeyFigure: Bool
    /// How sure the value is; nil where nothing is known of that, as for a duration or a score of one example.
    package var interval: Interval?

    package init(
        name: String, label: String, value: Double, style: Style = .fraction, isKeyFigure: Bool = false,
        interval: Interval? = nil
    ) {
        self.name = name
        self.label = label
        self.value = value
        self.style = style
        self.isKeyFigure = isKeyFigure
        self.interval = interval
    }

    /// What `metrics.json` has of it: the metric itself, and the ends of its interval under `NAME.low` and `NAME.high`.
    package var numbers: [Metric] {
        guard let interval else { return [self] }
        return [
            self, Metric(name: "\(name).low", label: "\(label), 95 % from", value: interval.low, style: style),
            Metric(name: "\(name).high", label: "\(label), 95 % to", value: interval.high, style: style),
        ]
    }
}
