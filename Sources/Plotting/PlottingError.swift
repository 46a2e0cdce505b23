/// Why a figure could not be made; `description` also says what to do.
package enum PlottingError: Error, Equatable, CustomStringConvertible {
    /// The font of figures is not installed, or another file has its name. `found` is the family that the system
    /// offers instead; nil if it offers none.
    case fontMissing(family: String, found: String?)
    /// The `x` and `y` of a panel's series have different lengths.
    case seriesLengthMismatch(panel: String, series: String, x: Int, y: Int)
    /// A bar chart has different numbers of labels and values.
    case barLengthMismatch(panel: String, labels: Int, values: Int)
    /// A histogram does not have exactly one more edge than counts.
    case histogramLengthMismatch(panel: String, edges: Int, counts: Int)
    /// A histogram's edges are not finite and strictly ascending; `index` is the first wrong edge.
    case histogramEdgesNotAscending(panel: String, index: Int)
    /// A heat map's counts do not have as many rows and columns as there are labels.
    case heatMapMismatch(panel: String, rows: Int, columns: Int)
    /// A figure has no panel, or fewer than one column.
    case emptyFigure(panels: Int, columns: Int)
    /// A size or resolution is not a positive number, or gives more pixels than are allowed.
    case figureSize(width: Double, height: Double, dpi: Double)
    /// A panel has too little space for its axes after titles, legend and labels are placed; sizes in inches.
    case panelTooSmall(panel: String, width: Double, height: Double)
    /// Cairo reported an error; this is its own message.
    case drawing(String)
    /// libpng reported an error; this is its own message.
    case encoding(String)

    package var description: String {
        switch self {
        case .fontMissing(let family, let found):
            let instead = found.map { "the system offers \"\($0)\" instead" } ?? "the system offers no font at all"
            return "The font \"\(family)\", which figures are set in, is not installed (\(instead)). Install it: "
                + "`apt-get install fonts-dejavu-core` on Debian, `brew install --cask font-dejavu` on macOS."
        case .seriesLengthMismatch(let panel, let series, let x, let y):
            return "In the panel \"\(panel)\", the series \"\(series)\" has \(x) x values and \(y) y values. "
                + "Give as many of one as of the other."
        case .barLengthMismatch(let panel, let labels, let values):
            return "In the panel \"\(panel)\", the bar chart has \(labels) labels and \(values) values. "
                + "Give one label for each value."
        case .histogramLengthMismatch(let panel, let edges, let counts):
            return "In the panel \"\(panel)\", the histogram has \(edges) edges and \(counts) counts. "
                + "Give exactly one edge more than counts, or none of both."
        case .histogramEdgesNotAscending(let panel, let index):
            return "In the panel \"\(panel)\", edge \(index) of the histogram is not finite, or not greater than the "
                + "edge before it. Give finite edges in ascending order."
        case .heatMapMismatch(let panel, let rows, let columns):
            return
                "In the panel \"\(panel)\", the heat map has labels for \(rows) rows and \(columns) columns, and its counts "
                + "are not as many. Give a count for each row and column."
        case .emptyFigure(let panels, let columns):
            return "A figure needs at least one panel and one column; this one has \(panels) panels and \(columns) "
                + "columns."
        case .figureSize(let width, let height, let dpi):
            return "A figure of \(width) by \(height) inches at \(dpi) dots per inch cannot be drawn. Give positive "
                + "sizes that come to between 1 and \(PlotFigure.maxSidePixels) pixels a side and to at most "
                + "\(PlotFigure.maxPixels / 1_000_000) million pixels."
        case .panelTooSmall(let panel, let width, let height):
            return "The panel \"\(panel)\" has \(PlotNumber.short(width)) by \(PlotNumber.short(height)) inches, which "
                + "leaves no room to plot in. Make the figure larger, use fewer columns, or shorten its labels."
        case .drawing(let message):
            return "Cairo could not draw the figure: \(message). Try a smaller figure or a lower resolution."
        case .encoding(let message):
            return "libpng could not encode the figure: \(message). Try a smaller figure or a lower resolution."
        }
    }
}
