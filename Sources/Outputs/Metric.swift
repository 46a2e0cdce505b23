/// A named number, e.g. `train.loss`. Fractions range from 0 to 1.
package struct Metric: Sendable, Equatable, Codable {
    package enum Style: String, Sendable, Codable { case fraction, percent, number, count, seconds, bytes }

    /// The flat name in `metrics.json`.
    package var name: String
    /// The name that the reader sees.
    package var label: String
    package var value: Double
    package var style: Style
    /// True for one of the few most important metrics: it is shown at the report's head, with its difference from the previous run.
    package var isKeyFigure: Bool

    package init(name: String, label: String, value: Double, style: Style = .fraction, isKeyFigure: Bool = false) {
        self.name = name
        self.label = label
        self.value = value
        self.style = style
        self.isKeyFigure = isKeyFigure
    }
}
