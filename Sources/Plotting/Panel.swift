/// One pair of axes of a figure, with what is drawn on them.
package struct Panel: Sendable {
    /// What a panel shows.
    package enum Content: Sendable {
        /// Lines or clouds of points; a legend appears when more than one of them has a name.
        case lines([Series])
        /// One bar per label, starting at 0; there are as many labels as values.
        case bars(labels: [String], values: [Double], color: PlotColor = .blue)
        /// Adjacent bars: bucket `i` covers `edges[i]` to `edges[i + 1]`. Edges ascend, and there is one
        /// more edge than counts, or none of both.
        case histogram(edges: [Double], counts: [Int], color: PlotColor = .blue)
        /// A coloured table.
        case heatMap(any HeatTable)
    }

    package var title: String
    package var xLabel: String
    package var yLabel: String
    package var content: Content
    /// Whether grid lines are drawn behind the data at the ticks.
    package var grid: Bool
    /// Whether the y axis of lines includes 0 even if the data don't; bars and histograms always include it.
    package var yStartsAtZero: Bool
    /// Whether the x axis has ticks only at whole numbers (epochs).
    package var integerXTicks: Bool

    package init(
        title: String = "", xLabel: String = "", yLabel: String = "", content: Content, grid: Bool = true,
        yStartsAtZero: Bool = false, integerXTicks: Bool = false
    ) {
        self.title = title
        self.xLabel = xLabel
        self.yLabel = yLabel
        self.content = content
        self.grid = grid
        self.yStartsAtZero = yStartsAtZero
        self.integerXTicks = integerXTicks
    }

    /// Whether there is nothing to draw: the panel then says "no data".
    var isEmpty: Bool {
        switch content {
        case .lines(let series): series.allSatisfy { $0.drawablePoints.isEmpty }
        case .bars(_, let values, _): !values.contains(where: \.isDrawable)
        case .histogram(_, let counts, _): counts.isEmpty
        case .heatMap(let map): map.isEmpty
        }
    }

    /// The series in the legend, each with its index among all series.
    var legendEntries: [(index: Int, series: Series)] {
        guard case .lines(let series) = content else { return [] }
        let named = series.enumerated().filter { !$0.element.name.isEmpty }
        return named.count > 1 ? named.map { ($0.offset, $0.element) } : []
    }

    /// Checks that the content's arrays have matching lengths.
    func validate() throws(PlottingError) {
        switch content {
        case .lines(let series):
            for series in series where series.x.count != series.y.count {
                throw .seriesLengthMismatch(
                    panel: title, series: series.name, x: series.x.count, y: series.y.count)
            }
        case .bars(let labels, let values, _):
            guard labels.count == values.count else {
                throw .barLengthMismatch(panel: title, labels: labels.count, values: values.count)
            }
        case .histogram(let edges, let counts, _):
            guard edges.count == counts.count + 1 || (edges.isEmpty && counts.isEmpty) else {
                throw .histogramLengthMismatch(panel: title, edges: edges.count, counts: counts.count)
            }
            for index in edges.indices {
                guard edges[index].isDrawable, index == 0 || edges[index] > edges[index - 1] else {
                    throw .histogramEdgesNotAscending(panel: title, index: index)
                }
            }
        case .heatMap(let map):
            guard map.fits else {
                throw .heatMapMismatch(panel: title, rows: map.rowLabels.count, columns: map.columnLabels.count)
            }
        }
    }
}
