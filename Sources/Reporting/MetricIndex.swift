import Execution
import Notebooks

/// What is known of each of a run's metrics: its value, and the label and style that some cell showed it with.
struct MetricIndex {
    /// Names of the strip at the report's head, in order.
    static let keyNames = ["ner.f1", "qa.exact-match", "qa.f1", "train.seconds"]
    /// All metrics by name, in alphabetical order.
    let all: [Metric]
    private let byName: [String: Metric]

    init(_ run: RunRecord) {
        var seen: [String: Metric] = [:]
        for cell in run.cells {
            for output in cell.outputs {
                if case .metrics(let metrics) = output.output { for metric in metrics { seen[metric.name] = metric } }
            }
        }
        all = run.metrics.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { name, value in
            guard let known = seen[name] else { return Self.metric(named: name, value) }
            return Metric(name: name, label: known.label, value: value, style: known.style)
        }
        byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
    }

    subscript(name: String) -> Metric? { byName[name] }

    /// The few that a reader looks for first.
    var keyFigures: [Metric] {
        Self.keyNames.compactMap { self[$0] }
    }

    /// A metric that no cell has shown: the practical's own names are known, others are plain numbers.
    private static func metric(named name: String, _ value: Double) -> Metric {
        switch name {
        case "ner.f1": Metric(name: name, label: "NER F1", value: value)
        case "qa.exact-match": Metric(name: name, label: "QA exact match", value: value, style: .percent)
        case "qa.f1": Metric(name: name, label: "QA F1", value: value, style: .percent)
        case "train.seconds": Metric(name: name, label: "Training", value: value, style: .seconds)
        case _ where name.hasSuffix("seconds"): Metric(name: name, label: name, value: value, style: .seconds)
        case _ where name.hasSuffix("bytes"): Metric(name: name, label: name, value: value, style: .bytes)
        default: Metric(name: name, label: name, value: value, style: .number)
        }
    }
}
