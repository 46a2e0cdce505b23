/// A figure: one or more panels on a white ground, drawn with Cairo and encoded by libpng.
///
/// Equal figures give the same bytes wherever the same versions of the font, Cairo and zlib are installed: type is set
/// from DejaVu Sans as unhinted outlines, independent of a desktop's settings and of the locale.
package struct PlotFigure: Sendable {
    /// The largest number of pixels on a side.
    static let maxSidePixels = 20_000
    /// The largest number of pixels in all.
    static let maxPixels = 64_000_000

    package var panels: [Panel]
    /// How many panels stand side by side.
    package var columns: Int
    /// In inches.
    package var width: Double
    /// In inches.
    package var height: Double
    /// Pixels an inch.
    package var dpi: Double
    package var title: String?

    /// A figure of `panels`, row by row.
    /// - Parameters:
    ///   - columns: How many panels stand side by side; by default all, up to three.
    ///   - width: In inches.
    ///   - height: In inches; by default 4 a row.
    ///   - dpi: Pixels an inch.
    ///   - title: A line over all panels.
    package init(
        panels: [Panel], columns: Int? = nil, width: Double = 12, height: Double? = nil, dpi: Double = 144,
        title: String? = nil
    ) {
        self.panels = panels
        self.columns = columns ?? min(3, max(1, panels.count))
        self.width = width
        self.height = 0
        self.dpi = dpi
        self.title = title
        self.height = height ?? 4 * Double(rows)
    }

    /// The figure as a PNG: 8-bit RGB without alpha, its resolution in a pHYs chunk, no time.
    /// - Throws: `PlottingError` when the font is missing (see `PlotFont.problem`), when a panel's arrays don't fit each
    ///   other, when a size cannot be drawn, and when Cairo or libpng fails.
    package func png() throws(PlottingError) -> [UInt8] {
        try PNGEncoder.encode(render(), dpi: dpi)
    }

    /// The figure's pixels; throws as `png()` does.
    package func render() throws(PlottingError) -> RasterImage {
        let (pixelWidth, pixelHeight) = try validatedPixelSize()
        let typeface = try Typeface.shared.get()
        let layout = try FigureLayout(self)
        let canvas = try Canvas(pixelWidth: pixelWidth, pixelHeight: pixelHeight, dpi: dpi, typeface: typeface)
        if let title = layout.title { canvas.text(title) }
        for panel in layout.panels { PanelDrawing(panel, on: canvas).draw() }
        return try canvas.finish()
    }

    /// As many columns as are needed: no more than panels.
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
