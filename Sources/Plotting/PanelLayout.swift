import Foundation

/// The positions of all parts of one panel: the axes' rectangle, ticks, and every piece of text.
///
/// The margins depend on the labels, the labels on the ticks, and the ticks on the space that the margins leave. So the horizontal and
/// vertical margins are computed one after the other, twice, which is enough for them to settle.
package struct PanelLayout {
    /// One entry of the legend: the series' index in the panel, and the middle of its sample.
    struct LegendSample {
        var seriesIndex: Int
        var center: PlotPoint
    }

    static let padding = 6.0
    static let sampleWidth = 22.0
    private static let tickGap = 5.0
    /// Enough to separate a label at the bottom of the y axis from one at the start of the x axis.
    private static let xTickGap = 6.0
    private static let smallestSide = 36.0

    let panel: Panel
    package let axes: PanelAxes
    package let cell: PlotRect
    private let typeface: Typeface

    /// Whether the labels under bars are slanted.
    private var isSlanted = false
    /// The rectangle between the axes.
    package private(set) var plotArea: PlotRect
    /// The ticks in data coordinates; none under bars.
    package private(set) var xTicks: [Double] = []
    private(set) var yTicks: [Double] = []
    /// The labels at the ticks and under bars.
    package private(set) var tickLabels: [PlacedText] = []
    /// Title, legend, axis labels, values over bars, and the notice in an empty panel.
    package private(set) var otherTexts: [PlacedText] = []
    private(set) var legend: [LegendSample] = []

    /// Every piece of text of the panel.
    package var texts: [PlacedText] { tickLabels + otherTexts }

    init(_ panel: Panel, cell: PlotRect, typeface: Typeface) {
        self.panel = panel
        self.cell = cell
        self.typeface = typeface
        axes = PanelAxes(panel)
        plotArea = cell.insetBy(Self.padding)
        for _ in 0..<2 {
            plotArea.minY = cell.minY + topMargin
            plotArea.maxY = cell.maxY - bottomMargin
            (plotArea.minX, plotArea.maxX) = horizontalExtent()
            // Once slanted, labels stay slanted: upright labels would leave more width, in which they would fit, and so on without end.
            isSlanted = isSlanted || hasWideBarLabels
        }
        plotArea.maxY = cell.maxY - bottomMargin
    }

    /// Sets the vertical extent that all panels of a row share, and places ticks and texts.
    mutating func place(top: Double, bottom: Double) throws(PlottingError) {
        plotArea.minY = top
        plotArea.maxY = bottom
        guard plotArea.height >= Self.smallestSide, plotArea.width >= Self.smallestSide else {
            throw .panelTooSmall(panel: panel.title, width: cell.width / 72, height: cell.height / 72)
        }
        (plotArea.minX, plotArea.maxX) = horizontalExtent()
        guard plotArea.width >= Self.smallestSide else {
            throw .panelTooSmall(panel: panel.title, width: cell.width / 72, height: cell.height / 72)
        }
        placeTitleAndLegend()
        placeAxisLabels()
        if panel.isEmpty {
            let text = "no data"
            let width = typeface.width(text, style: .notice)
            let origin = PlotPoint(
                x: plotArea.midX - width / 2, y: plotArea.midY + TextStyle.notice.capHeight / 2)
            otherTexts.append(PlacedText(text, style: .notice, width: width, origin: origin))
        } else {
            placeYTicks()
            placeXTicks()
            placeBarValues()
            placeHeatValues()
        }
    }

    /// The position in the figure of a point in data coordinates.
    package func position(_ point: PlotPoint) -> PlotPoint {
        PlotPoint(
            x: plotArea.minX + axes.x.fraction(of: point.x) * plotArea.width,
            y: plotArea.maxY - axes.y.fraction(of: point.y) * plotArea.height)
    }

    // MARK: Margins

    private var topMargin: Double {
        let rows = legendRows().count
        return Self.padding + (panel.title.isEmpty ? 0 : TextStyle.panelTitle.lineHeight + 4)
            + (rows == 0 ? 0 : Double(rows) * TextStyle.legend.lineHeight + 4) + 4
    }

    private var bottomMargin: Double {
        let label = panel.xLabel.isEmpty ? 0 : TextStyle.axisLabel.lineHeight + 3
        guard !panel.isEmpty else { return Self.padding + label }
        let style = TextStyle.tickLabel
        guard isSlanted else { return Self.padding + label + Self.xTickGap + style.capHeight + style.descent }
        let longest = (axes.barLabels ?? []).map { typeface.width(barText($0), style: style) }.max() ?? 0
        return Self.padding + label + Self.xTickGap + (longest + style.capHeight) * Self.slantSine + 2
    }

    private func horizontalExtent() -> (minX: Double, maxX: Double) {
        let style = TextStyle.tickLabel
        var left = cell.minX + Self.padding
        if !panel.yLabel.isEmpty { left += TextStyle.axisLabel.lineHeight + 3 }
        var right = cell.maxX - Self.padding
        guard !panel.isEmpty else { return (left, right) }
        let widest = yAxisTicks().map { typeface.width($0.label, style: style) }.max() ?? 0
        left += widest + Self.tickGap
        if axes.barLabels == nil {
            // Half of the last label may extend past the end of the axis.
            let (ticks, widths) = xAxisTicks(width: right - left)
            if let last = ticks.last, let width = widths.last {
                let x = left + axes.x.fraction(of: last.value) * (right - left)
                right -= max(0, x + width / 2 - right)
            }
        } else if isSlanted {
            // A slanted label extends to the left of its bar.
            let outside = barTexts.map { index, text in
                let x = left + axes.x.fraction(of: Double(index)) * (right - left)
                return cell.minX + Self.padding - (x - typeface.width(text, style: style) * Self.slantCosine)
            }
            left += max(0, outside.max() ?? 0)
        }
        return (left, right)
    }

    // MARK: Title, legend, axis labels

    private mutating func placeTitleAndLegend() {
        var y = cell.minY + Self.padding
        if !panel.title.isEmpty {
            let style = TextStyle.panelTitle
            y += style.lineHeight
            let room = cell.maxX - Self.padding - plotArea.minX
            addText(panel.title, style: style, room: room, x: plotArea.minX, baseline: y - 4)
            y += 4
        }
        let style = TextStyle.legend
        for row in legendRows() {
            y += style.lineHeight
            for entry in row {
                let x = plotArea.minX + entry.x
                legend.append(
                    LegendSample(
                        seriesIndex: entry.index,
                        center: PlotPoint(x: x + Self.sampleWidth / 2, y: y - 4 - style.capHeight / 2)))
                addText(
                    entry.text, style: style, room: .infinity, x: x + Self.sampleWidth + 6, baseline: y - 4)
            }
        }
    }

    /// The legend's entries broken into rows, each with its distance from the plot area's left edge.
    private func legendRows() -> [[(index: Int, text: String, x: Double)]] {
        let style = TextStyle.legend
        let room = plotArea.width - Self.sampleWidth - 18
        var rows: [[(index: Int, text: String, x: Double)]] = []
        var next = 0.0
        for entry in panel.legendEntries {
            let name = typeface.drawable(entry.series.name, style: style)
            let text = typeface.shortened(name, style: style, width: max(room, 30))
            let width = typeface.width(text, style: style)
            if rows.isEmpty || next + width > room {
                rows.append([])
                next = 0
            }
            rows[rows.count - 1].append((entry.index, text, next))
            next += Self.sampleWidth + 6 + width + 16
        }
        return rows
    }

    private mutating func placeAxisLabels() {
        let style = TextStyle.axisLabel
        if !panel.xLabel.isEmpty {
            let (text, width) = fitted(panel.xLabel, style: style, room: plotArea.width)
            let origin = PlotPoint(x: plotArea.midX - width / 2, y: cell.maxY - Self.padding - style.descent)
            otherTexts.append(PlacedText(text, style: style, width: width, origin: origin))
        }
        if !panel.yLabel.isEmpty {
            let (text, width) = fitted(panel.yLabel, style: style, room: plotArea.height)
            let origin = PlotPoint(x: cell.minX + Self.padding + style.capHeight, y: plotArea.midY + width / 2)
            otherTexts.append(PlacedText(text, style: style, width: width, origin: origin, angle: -.pi / 2))
        }
    }

    private mutating func addText(_ text: String, style: TextStyle, room: Double, x: Double, baseline: Double) {
        let (text, width) = fitted(text, style: style, room: room)
        otherTexts.append(PlacedText(text, style: style, width: width, origin: PlotPoint(x: x, y: baseline)))
    }

    private func fitted(_ text: String, style: TextStyle, room: Double) -> (text: String, width: Double) {
        let text = typeface.shortened(typeface.drawable(text, style: style), style: style, width: room)
        return (text, typeface.width(text, style: style))
    }

    // MARK: Ticks

    private func yAxisTicks() -> [Tick] {
        if let rows = axes.rowLabels {
            return rows.enumerated().map { Tick(value: Double($0), label: barText($1)) }
        }
        let intervals = min(8, max(1, Int(plotArea.height / 20)))
        let integersOnly = PanelAxes.hasIntegerYTicks(panel)
        return Tick.all(AxisTicks(in: axes.y.closedRange, intervals: intervals, integersOnly: integersOnly))
    }

    /// As many ticks as fit side by side without touching, and the widths of their labels.
    private func xAxisTicks(width: Double) -> (ticks: [Tick], widths: [Double]) {
        for ticks in xTickChoices {
            let widths = ticks.map { typeface.width($0.label, style: .tickLabel) }
            let places = ticks.map { axes.x.fraction(of: $0.value) * width }
            let fits = widths.indices.dropFirst().allSatisfy {
                places[$0] - places[$0 - 1] >= (widths[$0] + widths[$0 - 1]) / 2 + 14
            }
            if fits { return (ticks, widths) }
        }
        return (Tick.all(AxisTicks(in: axes.x.closedRange, intervals: 1, integersOnly: false)), [])
    }

    /// The possible sets of ticks of the x axis, those with most ticks first. Histograms have ticks at the buckets' edges.
    private var xTickChoices: [[Tick]] {
        if case .histogram(let edges, _, _) = panel.content {
            let shown = edges.indices.filter { axes.x.closedRange.contains(edges[$0]) }
            return [1, 2, 4, 5, 8, 10, 20, 25, 50, 100, 200, 500, 1000, 10_000, Int.max / 2].compactMap { every in
                guard shown.count / every <= 16 else { return nil }
                return shown.filter { $0.isMultiple(of: every) }.map {
                    Tick(value: edges[$0], label: PlotNumber.display(edges[$0]))
                }
            }
        }
        return stride(from: 10, through: 1, by: -1).map {
            Tick.all(AxisTicks(in: axes.x.closedRange, intervals: $0, integersOnly: panel.integerXTicks))
        }
    }

    private mutating func placeYTicks() {
        let style = TextStyle.tickLabel
        let ticks = yAxisTicks()
        if axes.rowLabels == nil { yTicks = ticks.map(\.value) }
        for tick in ticks {
            let width = typeface.width(tick.label, style: style)
            let y = position(PlotPoint(x: axes.x.lower, y: tick.value)).y
            let origin = PlotPoint(x: plotArea.minX - Self.tickGap - width, y: y + style.capHeight / 2)
            tickLabels.append(PlacedText(tick.label, style: style, width: width, origin: origin))
        }
    }

    private mutating func placeXTicks() {
        let style = TextStyle.tickLabel
        let top = plotArea.maxY + Self.xTickGap
        guard axes.barLabels == nil else {
            placeBarLabels(top: top)
            return
        }
        let (ticks, widths) = xAxisTicks(width: plotArea.width)
        xTicks = ticks.map(\.value)
        for (tick, width) in zip(ticks, widths) {
            let x = position(PlotPoint(x: tick.value, y: axes.y.lower)).x
            let origin = PlotPoint(x: x - width / 2, y: top + style.capHeight)
            tickLabels.append(PlacedText(tick.label, style: style, width: width, origin: origin))
        }
    }

    // MARK: Bars

    private static let slant = -0.7
    private static let slantSine = sin(0.7)
    private static let slantCosine = cos(0.7)

    /// The width of one bar and the gap beside it.
    var slotWidth: Double { plotArea.width / (axes.x.upper - axes.x.lower) }

    /// The labels under bars: all, or every second, third … if there are more than fit side by side.
    private var barTexts: [(index: Int, text: String)] {
        let labels = axes.barLabels ?? []
        let every = max(1, Int((TextStyle.tickLabel.lineHeight / max(slotWidth, 0.01)).rounded(.up)))
        return stride(from: 0, to: labels.count, by: every).map { index in
            (index, barText(labels[index]))
        }
    }

    private func barText(_ label: String) -> String {
        typeface.shortened(typeface.drawable(label, style: .tickLabel), style: .tickLabel, width: 110)
    }

    /// Whether labels under bars are too wide to fit side by side without slanting.
    private var hasWideBarLabels: Bool {
        guard let labels = axes.barLabels else { return false }
        let texts = barTexts
        let room = slotWidth * Double(labels.count / max(1, texts.count)) - 8
        return texts.contains { typeface.width($0.text, style: .tickLabel) > room }
    }

    private mutating func placeBarLabels(top: Double) {
        let style = TextStyle.tickLabel
        for (index, text) in barTexts {
            let width = typeface.width(text, style: style)
            let x = position(PlotPoint(x: Double(index), y: axes.y.lower)).x
            let origin =
                isSlanted
                ? PlotPoint(
                    x: x + 3 - width * Self.slantCosine, y: top + style.capHeight + width * Self.slantSine)
                : PlotPoint(x: x - width / 2, y: top + style.capHeight)
            let angle = isSlanted ? Self.slant : 0
            tickLabels.append(PlacedText(text, style: style, width: width, origin: origin, angle: angle))
        }
    }

    /// Places the values over the bars if all of them fit.
    private mutating func placeBarValues() {
        guard case .bars(_, let values, _) = panel.content else { return }
        let style = TextStyle.barValue
        var placed: [PlacedText] = []
        for (index, value) in values.enumerated() where value.isDrawable {
            let text = PlotNumber.display(value)
            let width = typeface.width(text, style: style)
            guard width <= slotWidth - 1 else { return }
            let end = position(PlotPoint(x: Double(index), y: value))
            let baseline = value < 0 ? end.y + 4 + style.capHeight : end.y - 4
            let origin = PlotPoint(x: end.x - width / 2, y: baseline)
            let placedText = PlacedText(text, style: style, width: width, origin: origin)
            guard plotArea.contains(placedText.bounds) else { return }
            placed.append(placedText)
        }
        otherTexts += placed
    }

    /// Places the texts in the middle of their cells if they fit.
    private mutating func placeHeatValues() {
        guard case .heatMap(let map) = panel.content else { return }
        guard plotArea.height / Double(map.rowLabels.count) >= TextStyle.heat.capHeight + 4 else { return }
        for row in map.rowLabels.indices {
            for column in map.columnLabels.indices {
                guard let cell = map.cell(row: row, column: column) else { continue }
                let style = cell.share == 0 ? TextStyle.faintHeat : .heat
                let text = cell.text
                let width = typeface.width(text, style: style)
                guard width <= slotWidth - 3 else { continue }
                let middle = position(PlotPoint(x: Double(column), y: Double(row)))
                let origin = PlotPoint(x: middle.x - width / 2, y: middle.y + style.capHeight / 2)
                otherTexts.append(PlacedText(text, style: style, width: width, origin: origin))
            }
        }
    }
}

/// A tick of an axis.
private struct Tick {
    var value: Double
    var label: String

    static func all(_ ticks: AxisTicks) -> [Tick] {
        zip(ticks.values, ticks.labels).map { Tick(value: $0, label: $1) }
    }
}
