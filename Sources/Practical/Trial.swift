import Outputs
import Plotting
import Tasks
import Training

/// What is kept of a training, to be compared with others: its scores, and the course of its losses and weights.
struct Trial: Sendable, Equatable, Codable {
    var tasks: [String]
    /// The rule for the weights.
    var rule: String
    /// The metrics of each evaluated task, one after the other.
    var metrics: [Metric]
    /// The mean of each task's loss without weights, by epoch and task; nil for a task without a batch.
    var losses: [[Double?]]
    /// The mean weight of each task's loss in each epoch.
    var weights: [[Double?]]

    init(_ history: TrainingHistory, rule: String, metrics: [Metric]) {
        tasks = history.tasks
        self.rule = rule
        self.metrics = metrics
        func means(_ value: (TrainingHistory.Part) -> Double) -> [[Double?]] {
            history.epochs.indices.map { epoch in
                let parts = history.steps[history.steps(ofEpoch: epoch)].flatMap(\.parts)
                return history.tasks.indices.map { task in
                    let values = parts.filter { $0.task == task }.map(value)
                    return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
                }
            }
        }
        losses = means(\.loss)
        weights = means { Double($0.weight) }
    }
}

/// Several trials side by side.
struct TrialComparison {
    let names: [String]
    let trials: [Trial]

    /// The metrics that all trials have, in the order of the first: the key figures, or all where there are none of these.
    var metrics: [Metric] {
        let common = (trials.first?.metrics ?? []).filter { metric in
            trials.allSatisfy { $0.metrics.contains { $0.name == metric.name } }
        }
        let keys = common.filter(\.isKeyFigure)
        return keys.isEmpty ? common : keys
    }

    func value(_ metric: Metric, of trial: Trial) -> Double? {
        trial.metrics.first { $0.name == metric.name }?.value
    }

    /// The scores, and each task's mean loss without weights in the last epoch.
    var table: Table {
        let tasks = trials.first?.tasks ?? []
        return Table(
            caption: "Trials side by side. Losses are without their weights, in the last epoch.",
            columns: ["Trial"] + metrics.map(\.label) + tasks.map { "\(TaskDescription.title($0)) loss" },
            rows: zip(names, trials).map { name, trial in
                [name] + metrics.map { Format.percent(value($0, of: trial)) }
                    + tasks.map { task in
                        Format.decimal(trial.tasks.firstIndex(of: task).flatMap { trial.losses.last?[$0] }, 3)
                    }
            })
    }

    /// A panel for each of some metrics, with a bar for each trial.
    func figure(width: Double, height: Double?) -> PlotFigure {
        let panels = metrics.prefix(6).enumerated().map { place, metric in
            Panel(
                title: metric.label, yLabel: "%",
                content: .bars(
                    labels: names,
                    values: trials.map { (1000 * (value(metric, of: $0) ?? .nan)).rounded() / 10 },
                    color: PlotColor.palette[place % PlotColor.palette.count]))
        }
        let columns = max(1, min(2, panels.count))
        let rows = (panels.count + columns - 1) / columns
        return PlotFigure(panels: panels, columns: columns, width: width, height: height ?? 2.4 * Double(max(1, rows)))
    }

    /// How far the trials are apart in each metric, and which is the highest.
    var sentences: [String] {
        metrics.compactMap { metric in
            let values = trials.map { value(metric, of: $0) ?? .nan }
            guard let least = values.min(), let most = values.max(), least < most else { return nil }
            let best = zip(names, values).filter { $1 == most }.map(\.0)
            return
                "\(metric.label) runs from \(Format.percent(least)) to \(Format.percent(most)), the highest with \(best.formatted)."
        }
    }
}
