/// A figure: one or more panels on a transparent background, drawn with Cairo for a light or a dark page and encoded by libpng.
///
/// Equal figures give the same bytes if the same versions of the font, Cairo and zlib are installed: text is drawn in DejaVu Sans as
/// unhinted outlines, independent of desktop settings and locale.
package struct PlotFigure: Sendable {
    /// The largest number of pixels on one side.
    static let maxSidePixels = 20_000
    /// The largest total number of pixels.
    static let maxPixels = 64_000_000

    package var panels: [Panel]
    /// The number of panels side by side.
    package var columns: Int
    /// In inches.
    package var width: Double
    /// In inches.
    package var height: Double
    /// Pixels per inch.
    package var dpi: Double
    package var title: String?

    /// A figure of `panels`, row by row.
    /// - Parameters:
    ///   - columns: The number of panels side by side; by default all, up to three.
    ///   - width: In inches.
    ///   - height: In inches; by default 2.8 per row.
    ///   - dpi: Pixels per inch; by default `standardDPI`, and less for a figure that would be too large to draw.
    ///   - title: A line above all panels.
    package init(
        panels: [Panel], columns: Int? = nil, width: Double = standardWidth, height: Double? = nil,
        dpi: Double? = nil, title: String? = nil
    ) {
        self.panels = panels
        self.columns = columns ?? min(3, max(1, panels.count))
        self.width = width
        self.height = 0
        self.dpi = Self.standardDPI
        self.title = title
        self.height = height ?? 2.8 * Double(rows)
        self.dpi = dpi ?? largestDPI
    }

    /// The width of the text column on a printed A4 page, so that text has the same size there as on a screen.
    package static let standardWidth = 7.0
    /// Two pixels for each CSS pixel, of which an inch has 96. This suits common high-density screens.
    package static let standardDPI = 192.0
    /// The width of `narrow`, which fits a phone.
    static let narrowWidth = 3.75

    /// The same panels one below the other for a phone's screen; nil for a figure that is hardly wider than such a screen.
    package var narrow: PlotFigure? {
        guard width > Self.narrowWidth * 1.2 else { return nil }
        let panelHeight = min(max(height / Double(rows), 1.8), max(2.6, height / Double(rows) * 0.75))
        return PlotFigure(
            panels: panels, columns: 1, width: Self.narrowWidth, height: panelHeight * Double(panels.count),
            title: title)
    }

    /// Sizes that are not numbers are rejected later.
    private var largestDPI: Double {
        let fitting = min(
            Double(Self.maxSidePixels) / max(width, height), (Double(Self.maxPixels) / (width * height)).squareRoot())
        return fitting >= 72 ? min(Self.standardDPI, fitting.rounded(.down)) : Self.standardDPI
    }

    /// The figure as a PNG for a page of the given ground: a palette with transparency, its resolution in a pHYs chunk, no time.
    /// - Throws: `PlottingError` if the font is missing (see `PlotFont.problem`), if a panel's arrays have lengths that do not match, if
    ///   a size cannot be drawn, and if Cairo or libpng fails.
    package func png(on ground: PlotGround = .light) throws(PlottingError) -> [UInt8] {
        try PNGEncoder.encode(render(on: ground), dpi: dpi)
    }

    /// The figure's pixels; throws as `png(on:)` does.
    package func render(on ground: PlotGround = .light) throws(PlottingError) -> RasterImage {
        let (pixelWidth, pixelHeight) = try validatedPixelSize()
        let typeface = try Typeface.shared.get()
        let layout = try FigureLayout(self)
        let canvas = try Canvas(
            pixelWidth: pixelWidth, pixelHeight: pixelHeight, dpi: dpi, typeface: typeface, ground: ground)
        if let title = layout.title { canvas.text(title) }
        for panel in layout.panels { PanelDrawing(panel, on: canvas).draw() }
        return try canvas.finish()
    }

    /// The number of columns in use: at most one per panel.
    var usedColumns: Int { max(1, min(columns, panels.count)) }
    var rows: Int { max(1, (panels.count + usedColumns - 1) / usedColumns) }

    private func validatedPixelSize() throws(PlottingError) -> (width: Int, height: Int) {
        guard !panels.isEmpty, columns >= 1 else { throw .emptyFigure(panels: panels.count, columns: columns) }
        let (across, down) = ((width * dpi).rounded(), (height * dpi).rounded())
        let sides = 1...Double(Self.maxSidePixels)
        guard width > 0, height > 0, dpi > 0, sides.contains(across), sides.contains(down),
            across * down <= Double(Self.maxPixels)
        else { throw .figureSize(width: width, height: height, dpi: dpi) }
        for panel in panels { try panel.validate() }
        return (Int(across), Int(down))
    }
}
