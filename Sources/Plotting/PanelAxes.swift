/// What a panel's axes show: their ranges, and the labels of bars.
package struct PanelAxes {
    /// The x range. Bars are at 0, 1, 2 ….
    package let x: AxisRange
    package let y: AxisRange
    /// The labels under bars and columns; nil if the x axis has numbers.
    let barLabels: [String]?
    /// The labels of rows, from the top; nil if the y axis has numbers.
    let rowLabels: [String]?

    init(_ panel: Panel) {
        switch panel.content {
        case .lines(let series):
            let points = series.flatMap(\.drawablePoints)
            // Markers need space around them; a line without markers may nearly touch the ends.
            let padding = series.contains { $0.style != .line } ? 0.07 : 0.025
            if panel.integerXTicks {
                x = .integers(covering: points.map(\.x), padding: padding)
            } else {
                x = AxisRange(covering: points.map(\.x), padding: padding)
            }
            y = AxisRange(covering: points.map(\.y), padding: 0.08, includesZero: panel.yStartsAtZero)
            (barLabels, rowLabels) = (nil, nil)
        case .bars(let labels, let values, _):
            x = AxisRange(lower: -0.6, upper: Double(max(1, values.count)) - 0.4)
            y = AxisRange(covering: values, padding: 0.12, includesZero: true)
            (barLabels, rowLabels) = (labels, nil)
        case .histogram(let edges, let counts, _):
            // Empty buckets at the ends show nothing that the axis does not show.
            let filled = counts.indices.filter { counts[$0] > 0 }
            let shown = filled.first.flatMap { first in filled.last.map { edges[first...$0 + 1] } } ?? edges[...]
            x = AxisRange(covering: shown, padding: 0.02)
            y = AxisRange(covering: counts.map(Double.init), padding: 0.08, includesZero: true)
            (barLabels, rowLabels) = (nil, nil)
        case .heatMap(let map):
            x = AxisRange(lower: -0.5, upper: Double(max(1, map.columnLabels.count)) - 0.5)
            // Rows are counted from the top.
            y = AxisRange(lower: Double(max(1, map.rowLabels.count)) - 0.5, upper: -0.5)
            (barLabels, rowLabels) = (map.columnLabels, map.rowLabels)
        }
    }

    /// Whether the y axis has ticks only at whole numbers, as for counts.
    static func hasIntegerYTicks(_ panel: Panel) -> Bool {
        switch panel.content {
        case .lines: false
        case .bars(_, let values, _): values.allSatisfy { $0 == $0.rounded() && $0.magnitude < 1e15 }
        case .histogram, .heatMap: true
        }
    }
}
