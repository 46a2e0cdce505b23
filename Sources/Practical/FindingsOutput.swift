import Datasets
import Execution
import Notebooks
import Outputs

extension CommandContext {
    /// Shows problems in the data that would silently change scores: a line for each finding, and its number in `metrics.json`.
    ///
    /// Shows nothing if there are no findings.
    func show(train: [DatasetFinding], validation: [DatasetFinding], of task: TaskName) {
        var metrics: [Metric] = []
        var names: [String] = []
        for finding in train + validation where !names.contains(finding.name) {
            names.append(finding.name)
            let found = [(Split.train, train), (.validation, validation)].compactMap { split, findings in
                findings.first { $0.name == finding.name }.map { (split, $0) }
            }
            let counts = found.map { "\(Format.count($1.count)) in \($0.rawValue)" }.joined(separator: " and ")
            show(
                .warning(
                    "\(task.title): \(finding.label): \(counts), first \(finding.first) of \(found[0].0.rawValue). \(finding.consequence)"
                ))
            metrics += found.map { split, finding in
                Metric(
                    name: "\(task).\(split.rawValue).\(finding.name)",
                    label: "\(finding.label), \(split.rawValue)", value: Double(finding.count), style: .count)
            }
        }
        if !metrics.isEmpty { show(.metrics(metrics)) }
    }
}
