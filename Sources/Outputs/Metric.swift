/// A named number, e.g. `train.loss`; fractions run from 0 to 1.
package struct Metric: Sendable, Equatable, Codable {
    package enum Style: String, Sendable, Codable { case fraction, percent, number, count, seconds, bytes }

    /// The flat name in `metrics.json`.
    package var name: String
    /// What the reader sees.
    package var label: String
    package var value: Double
    package var style: Style
    /// True for one of the few that a reader looks for first: it stands at the report's head, with its difference from the run
    /// before.
    package var isKeyFigure: Bool

    package init(name: String, label: String, value: Double, style: Style = .fraction, isKeyFigure: Bool = false) {
        self.name = name
        self.label = label
        self.value = value
        self.style = style
        self.isKeyFigure = isKeyFigure
    }
}
