extension PlotFigure {
    /// A description of the figure from its data: for each panel its kind, its axes, and what it shows, e.g. the direction of a line and
    /// its turning points, where most values of a histogram are, and which cells of a heat map are large.
    ///
    /// Points that are omitted because they are not finite are counted. Plain text, not escaped for HTML.
    package func altText() -> String {
        var sentences: [String] = []
        if let title, !title.isEmpty { sentences.append(Self.sentence(title)) }
        if panels.count == 1 {
            sentences.append(panels[0].altText)
        } else {
            sentences.append("\(panels.count) panels.")
            for (index, panel) in panels.enumerated() { sentences.append("\(index + 1): \(panel.altText)") }
        }
        return sentences.joined(separator: " ")
    }

    static func sentence(_ text: String) -> String {
        guard let last = text.last, !".!?…".contains(last) else { return text }
        return text + "."
    }
}

extension Panel {
    /// The description of the panel.
    fileprivate var altText: String {
        var parts: [String] = []
        if !title.isEmpty { parts.append(PlotFigure.sentence(title)) }
        parts.append(head + ".")
        switch content {
        case .lines(let series):
            let named = series.filter { !$0.name.isEmpty }
            for series in named.isEmpty ? series : named { parts.append(series.altText) }
        case .bars(let labels, let values, _):
            let bars = zip(labels, values).map { "\($0) \(PlotNumber.short($1))" }
            let shown = bars.prefix(20).joined(separator: ", ")
            let rest = bars.count > 20 ? ", and \(bars.count - 20) more" : ""
            parts.append(bars.isEmpty ? "No data." : "\(shown)\(rest).")
            let left = values.count { !$0.isDrawable }
            if left > 0 { parts.append(Self.leftOut(left, "bar")) }
        case .histogram(let edges, let counts, _):
            parts.append(Self.describe(edges: edges, counts: counts))
        case .heatMap(let map): parts.append(map.finding)
        }
        return parts.joined(separator: " ")
    }

    private var head: String {
        switch content {
        case .lines(let series):
            let kind = series.allSatisfy { $0.style == .markers } && !series.isEmpty ? "Scatter plot" : "Line chart"
            return kind + of(y: yLabel, x: xLabel, joint: "against")
        case .bars: return "Bar chart" + of(y: yLabel, x: xLabel, joint: "by")
        case .histogram: return "Histogram" + (xLabel.isEmpty ? "" : " of \(xLabel)")
        case .heatMap:
            return "Heat map" + (yLabel.isEmpty ? "" : ", rows: \(yLabel)")
                + (xLabel.isEmpty ? "" : ", columns: \(xLabel)")
        }
    }

    private func of(y: String, x: String, joint: String) -> String {
        (y.isEmpty ? "" : " of \(y)") + (x.isEmpty ? "" : " \(joint) \(x)")
    }

    private static func describe(edges: [Double], counts: [Int]) -> String {
        guard let first = edges.first, let last = edges.last, edges.count == counts.count + 1,
            let peak = counts.indices.max(by: { counts[$0] < counts[$1] })
        else { return "No data." }
        let total = counts.reduce(0.0) { $0 + Double($1) }
        let number = PlotNumber.short
        let head =
            "\(number(total)) values in \(counts.count) \(counts.count == 1 ? "bucket" : "buckets") from "
            + "\(number(first)) to \(number(last)); "
        var (seen, middle) = (0.0, 0)
        for (index, count) in counts.enumerated() where seen < total / 2 {
            seen += Double(count)
            middle = index
        }
        let half = counts.count > 1 && total > 0 ? "half of them lie below \(number(edges[middle + 1])), and " : ""
        return head + half
            + "the fullest, from \(number(edges[peak])) to \(number(edges[peak + 1])), has \(counts[peak])."
    }

    fileprivate static func leftOut(_ count: Int, _ noun: String) -> String {
        count == 1
            ? "1 \(noun) that is not finite is left out." : "\(count) \(noun)s that are not finite are left out."
    }
}

extension Series {
    /// The description of the series: its direction from the first value to the last, and its turning points.
    fileprivate var altText: String {
        let points = drawablePoints
        let number = PlotNumber.short
        let start = name.isEmpty ? "" : "\(name): "
        let left = min(x.count, y.count) - points.count
        let leftOut = left > 0 ? " " + Panel.leftOut(left, "point") : ""
        guard let first = points.first, let last = points.last else { return start + "no data." + leftOut }
        guard points.count > 1 else {
            return start + "1 point, \(number(first.y)) at \(number(first.x))." + leftOut
        }
        guard style != .markers, let lowest = points.min(by: { $0.y < $1.y }),
            let highest = points.max(by: { $0.y < $1.y })
        else {
            return start + "\(points.count) points, from \(number(first.y)) at \(number(first.x)) "
                + "to \(number(last.y)) at \(number(last.x))." + leftOut
        }
        // A change of less than a hundredth of the range counts as none.
        let change = last.y / 2 - first.y / 2
        let isLevel = change.magnitude <= (highest.y / 2 - lowest.y / 2) / 100
        let way = isLevel ? "ends where it began," : change < 0 ? "falls" : "rises"
        var text =
            "\(way) from \(number(first.y)) at \(number(first.x)) to \(number(last.y)) at \(number(last.x)), "
            + "\(points.count) points"
        let turns = [("lowest", lowest), ("highest", highest)].filter { $0.1.y != first.y && $0.1.y != last.y }
        if !turns.isEmpty {
            text += "; " + turns.map { "\($0) \(number($1.y)) at \(number($1.x))" }.joined(separator: ", ")
        }
        return start + text + "." + leftOut
    }
}
