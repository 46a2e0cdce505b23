import Outputs

extension RunRecord {
    /// The figures that a reader looks for first, each once, in the order in which the cells show them. Those that differ between equal
    /// runs stand last.
    ///
    /// They have one scale: where some are percentages, fractions are percentages too.
    package var keyFigures: [Metric] {
        var steady: [Metric] = []
        var varying: [Metric] = []
        for output in cells.flatMap(\.outputs) {
            guard case .metrics(let shown) = output.output else { continue }
            for var metric in shown where metric.isKeyFigure {
                metric.value = metrics[metric.name] ?? metric.value
                if let place = steady.firstIndex(where: { $0.name == metric.name }) {
                    steady[place] = metric
                } else if let place = varying.firstIndex(where: { $0.name == metric.name }) {
                    varying[place] = metric
                } else if output.isVolatile {
                    varying.append(metric)
                } else {
                    steady.append(metric)
                }
            }
        }
        var figures = steady + varying
        guard figures.contains(where: { $0.style == .percent }) else { return figures }
        for place in figures.indices where figures[place].style == .fraction { figures[place].style = .percent }
        return figures
    }
}

extension [CellRecord] {
    /// The numbers that the cells show by the names that they have in `metrics.json`. The last value of a name counts.
    var metrics: [String: Double] {
        var metrics: [String: Double] = [:]
        for case .metrics(let shown) in flatMap({ $0.outputs.map(\.output) }) {
            for number in shown.flatMap(\.numbers) { metrics[number.name] = number.value }
        }
        return metrics
    }
}
