/// Draws a laid-out panel.
struct PanelDrawing {
    private let layout: PanelLayout
    private let canvas: Canvas

    private static let markerRadius = 3.4

    init(_ layout: PanelLayout, on canvas: Canvas) {
        self.layout = layout
        self.canvas = canvas
    }

    func draw() {
        if layout.panel.grid { drawGrid() }
        switch layout.panel.content {
        case .lines(let series):
            drawAxes()
            // Markers at the edge of the area are drawn completely.
            canvas.clipped(to: layout.plotArea.insetBy(-6)) {
                for (index, series) in series.enumerated() { draw(series, marker: marker(index)) }
            }
        case .bars(_, let values, let color):
            canvas.clipped(to: layout.plotArea) {
                for (index, value) in values.enumerated() where value.isDrawable {
                    let center = Double(index)
                    drawBar(from: center - 0.36, to: center + 0.36, value: value, color: color, gap: 0)
                }
            }
            drawAxes()
        case .histogram(let edges, let counts, let color):
            let gap = layout.plotArea.width / Double(max(1, counts.count)) > 5 ? 0.5 : 0
            canvas.clipped(to: layout.plotArea) {
                for (index, count) in counts.enumerated() {
                    drawBar(
                        from: edges[index], to: edges[index + 1], value: Double(count), color: color, gap: gap)
                }
            }
            drawAxes()
        case .heatMap(let map): draw(map)
        }
        drawLegendSamples()
        for text in layout.texts { canvas.text(text) }
    }

    // MARK: Axes

    private func drawGrid() {
        let area = layout.plotArea
        for tick in layout.yTicks {
            let y = layout.position(PlotPoint(x: 0, y: tick)).y
            canvas.hairline(
                from: PlotPoint(x: area.minX, y: y), to: PlotPoint(x: area.maxX, y: y), color: .gridLine)
        }
        for tick in layout.xTicks {
            let x = layout.position(PlotPoint(x: tick, y: 0)).x
            canvas.hairline(
                from: PlotPoint(x: x, y: area.minY), to: PlotPoint(x: x, y: area.maxY), color: .gridLine)
        }
    }

    private func drawAxes() {
        let area = layout.plotArea
        let corner = PlotPoint(x: area.minX, y: area.maxY)
        canvas.hairline(from: corner, to: PlotPoint(x: area.maxX, y: area.maxY), color: .axis)
        canvas.hairline(from: corner, to: PlotPoint(x: area.minX, y: area.minY), color: .axis)
        for tick in layout.xTicks {
            let x = layout.position(PlotPoint(x: tick, y: 0)).x
            canvas.hairline(
                from: PlotPoint(x: x, y: area.maxY), to: PlotPoint(x: x, y: area.maxY + 3), color: .axis)
        }
        // If bars extend below 0, a line at 0 is needed.
        let range = layout.axes.y
        if layout.panel.content.isBars, range.lower < 0, range.upper > 0 {
            let y = layout.position(PlotPoint(x: 0, y: 0)).y
            canvas.hairline(from: PlotPoint(x: area.minX, y: y), to: PlotPoint(x: area.maxX, y: y), color: .axis)
        }
    }

    // MARK: Data

    private func marker(_ index: Int) -> Canvas.Marker {
        Canvas.Marker(rawValue: index % Canvas.Marker.allCases.count) ?? .circle
    }

    private func draw(_ series: Series, marker: Canvas.Marker) {
        let places = series.points.map { $0.map(layout.position) }
        let width = series.width.isFinite ? max(0, series.width) : 0
        let opacity = series.opacity.isNaN ? 1 : min(max(series.opacity, 0), 1)
        if series.style != .markers {
            canvas.polyline(Self.thinned(places), color: series.color, width: width, opacity: opacity)
        }
        if series.style == .line {
            // A point without a neighbour would not be visible as a line.
            for (index, place) in places.enumerated() {
                guard let place, index == 0 || places[index - 1] == nil,
                    index == places.count - 1 || places[index + 1] == nil
                else { continue }
                let radius = max(width, 2.4)
                canvas.marker(
                    .circle, at: place, radius: radius, color: series.color, opacity: opacity, rim: false)
            }
        } else {
            for place in Self.thinned(places) {
                guard let place else { continue }
                canvas.marker(
                    marker, at: place, radius: Self.markerRadius, color: series.color, opacity: opacity,
                    rim: series.style == .lineAndMarkers)
            }
        }
    }

    /// The points of a line or a cloud without those that would be invisible: of all successive points within one point's width, only the
    /// first, lowest, highest and last are kept. Cairo's time grows with the square of the number of overlapping points.
    private static func thinned(_ places: [PlotPoint?]) -> [PlotPoint?] {
        guard places.count > 3000 else { return places }
        var result: [PlotPoint?] = []
        var start = 0
        while start < places.count {
            guard let first = places[start] else {
                result.append(nil)
                start += 1
                continue
            }
            let column = first.x.rounded(.down)
            var (end, lowest, highest) = (start, start, start)
            var (least, most) = (first.y, first.y)
            while end + 1 < places.count, let next = places[end + 1], next.x.rounded(.down) == column {
                end += 1
                if next.y < least { (lowest, least) = (end, next.y) }
                if next.y > most { (highest, most) = (end, next.y) }
            }
            for index in Set([start, lowest, highest, end]).sorted() { result.append(places[index]) }
            start = end + 1
        }
        return result
    }

    private func drawBar(from start: Double, to end: Double, value: Double, color: PlotColor, gap: Double) {
        let base = layout.position(PlotPoint(x: start, y: 0))
        let tip = layout.position(PlotPoint(x: end, y: value))
        let rect = PlotRect(
            minX: base.x + gap, minY: min(base.y, tip.y), maxX: tip.x - gap, maxY: max(base.y, tip.y))
        canvas.fill(rect, color: color)
    }

    private func draw(_ map: any HeatTable) {
        for row in map.rowLabels.indices {
            for column in map.columnLabels.indices {
                guard let content = map.cell(row: row, column: column) else { continue }
                let start = layout.position(PlotPoint(x: Double(column) - 0.5, y: Double(row) - 0.5))
                let end = layout.position(PlotPoint(x: Double(column) + 0.5, y: Double(row) + 0.5))
                let cell = PlotRect(minX: start.x, minY: start.y, maxX: end.x, maxY: end.y).insetBy(0.75)
                canvas.fill(cell, color: .gridLine, opacity: 0.5)
                canvas.fill(cell, color: content.color, opacity: content.share)
            }
        }
    }

    private func drawLegendSamples() {
        guard case .lines(let series) = layout.panel.content else { return }
        for sample in layout.legend {
            let series = series[sample.seriesIndex]
            let half = PanelLayout.sampleWidth / 2
            if series.style != .markers {
                let ends = [-half, half].map { PlotPoint(x: sample.center.x + $0, y: sample.center.y) }
                canvas.polyline(ends, color: series.color, width: min(max(series.width, 1.5), 4), opacity: 1)
            }
            if series.style != .line {
                canvas.marker(
                    marker(sample.seriesIndex), at: sample.center, radius: Self.markerRadius, color: series.color,
                    opacity: 1, rim: series.style == .lineAndMarkers)
            }
        }
    }
}

extension Panel.Content {
    fileprivate var isBars: Bool {
        if case .bars = self { true } else { false }
    }
}
