import Execution
import Outputs

/// The metrics of a run: their values, and the labels and styles with which cells showed them.
struct MetricIndex {
    /// All metrics by name, in alphabetical order.
    let all: [Metric]
    private let byName: [String: Metric]

    init(_ run: RunRecord) {
        var shown: [String: Metric] = [:]
        for output in run.cells.flatMap(\.outputs) {
            guard case .metrics(let metrics) = output.output else { continue }
            for number in metrics.flatMap(\.numbers) { shown[number.name] = number }
        }
        all = run.metrics.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { name, value in
            var metric = shown[name] ?? Self.metric(named: name, value)
            metric.value = value
            return metric
        }
        byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
    }

    subscript(name: String) -> Metric? { byName[name] }

    /// A metric that no cell has shown, e.g. `run.seconds`. Its name determines its style.
    private static func metric(named name: String, _ value: Double) -> Metric {
        let style: Metric.Style =
            if name.hasSuffix("seconds") { .seconds } else if name.hasSuffix("bytes") { .bytes } else { .number }
        return Metric(name: name, label: name, value: value, style: style)
    }
}
