import Notebooks
import Outputs

extension NotebookMemory.RunMemory {
    init(_ record: RunRecord, isWhole: Bool) {
        self.init(
            header: record.header, outcome: record.outcome, seconds: record.seconds, warnings: record.warnings,
            metrics: record.steadyMetrics.reduce(into: [:]) { $0[$1.name] = $1.value }, comparison: record.comparison,
            isWhole: isWhole)
    }
}

extension RunRecord {
    /// The metrics that do not vary between equal runs, each once, in the order of the report.
    var steadyMetrics: [(name: String, value: Double)] {
        var seen: Set<String> = []
        var result: [(name: String, value: Double)] = []
        for output in cells.flatMap(\.outputs).reversed() where !output.isVolatile {
            guard case .metrics(let metrics) = output.output else { continue }
            // If a name occurs several times, its last value counts.
            for metric in metrics.reversed() where seen.insert(metric.name).inserted {
                result.append((metric.name, metric.value))
            }
        }
        return result.reversed()
    }
}

extension RunComparison {
    /// The differences between an earlier run and this one.
    init(before: NotebookMemory.RunMemory, now: RunRecord, edits: [String]) {
        let old = Dictionary(before.header.parameters.map { ($0.name, $0.value) }) { first, _ in first }
        let new = Dictionary(now.header.parameters.map { ($0.name, $0.value) }) { first, _ in first }
        var settings = now.header.parameters.filter { old[$0.name] != $0.value }.map {
            Setting(name: $0.name, before: old[$0.name], now: $0.value)
        }
        settings += before.header.parameters.filter { new[$0.name] == nil }.map {
            Setting(name: $0.name, before: $0.value, now: nil)
        }
        self.init(
            startedAt: before.header.startedAt, settings: settings, edits: edits,
            metrics: now.steadyMetrics.compactMap { metric in
                before.metrics[metric.name].map {
                    MetricChange(name: metric.name, before: $0, now: metric.value)
                }
            })
    }
}
