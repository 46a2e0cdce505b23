import Foundation

/// The positions of all parts of a figure, in points (1/72 inch).
package struct FigureLayout {
    /// The whole figure.
    package let size: PlotRect
    package private(set) var panels: [PanelLayout] = []
    private(set) var title: PlacedText?

    /// Lays out a figure whose size and panels have been checked.
    /// - Throws: `PlottingError.fontMissing`, and `.panelTooSmall` if labels leave no room for a panel's axes.
    package init(_ figure: PlotFigure) throws(PlottingError) {
        let typeface = try Typeface.shared.get()
        size = PlotRect(minX: 0, minY: 0, maxX: figure.width * 72, maxY: figure.height * 72)
        var top = 0.0
        if let text = figure.title, !text.isEmpty {
            let style = TextStyle.figureTitle
            let room = size.width - 2 * PanelLayout.padding
            let fitted = typeface.shortened(typeface.drawable(text, style: style), style: style, width: room)
            let width = typeface.width(fitted, style: style)
            let origin = PlotPoint(
                x: (size.width - width) / 2, y: PanelLayout.padding + style.lineHeight * 0.8)
            title = PlacedText(fitted, style: style, width: width, origin: origin)
            top = PanelLayout.padding + style.lineHeight
        }
        let columns = figure.usedColumns
        let rows = figure.rows
        let width = size.width / Double(columns)
        let height = (size.height - top) / Double(rows)
        for row in 0..<rows {
            var layouts: [PanelLayout] = []
            for (column, panel) in figure.panels.dropFirst(row * columns).prefix(columns).enumerated() {
                let cell = PlotRect(
                    minX: Double(column) * width, minY: top + Double(row) * height,
                    maxX: Double(column + 1) * width, maxY: top + Double(row + 1) * height)
                layouts.append(PanelLayout(panel, cell: cell, typeface: typeface))
            }
            // Plots side by side are compared, so their axes begin and end at the same height.
            let highest = layouts.map(\.plotArea.minY).max() ?? 0
            let lowest = layouts.map(\.plotArea.maxY).min() ?? 0
            for index in layouts.indices { try layouts[index].place(top: highest, bottom: lowest) }
            panels += layouts
        }
    }

    /// Every piece of text of the figure.
    package var texts: [PlacedText] { (title.map { [$0] } ?? []) + panels.flatMap(\.texts) }
}
