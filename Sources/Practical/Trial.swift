import Metrics
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
    /// The predictions of each evaluated task.
    var predictions: [ScoredPredictions]
    /// The seed of the run, for the resamples of a comparison.
    var seed: UInt64
    /// The mean of each task's loss without weights, by epoch and task; nil for a task without a batch.
    var losses: [[Double?]]
    /// The mean weight of each task's loss in each epoch.
    var weights: [[Double?]]

    init(
        _ history: TrainingHistory, rule: String, metrics: [Metric], predictions: [ScoredPredictions], seed: UInt64
    ) {
        tasks = history.tasks
        self.rule = rule
        self.metrics = metrics
        self.predictions = predictions
        self.seed = seed
        func means(_ value: (_ task: Int, _ epoch: Int) -> Double?) -> [[Double?]] {
            history.epochs.indices.map { epoch in history.tasks.indices.map { value($0, epoch) } }
        }
        losses = means(history.meanUnweightedLoss)
        weights = means(history.meanWeight)
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

    /// A metric's value in a trial, with its interval.
    private func found(_ metric: Metric, in trial: Trial) -> Metric? {
        trial.metrics.first { $0.name == metric.name }
    }

    private func value(_ metric: Metric, of trial: Trial) -> Double? { found(metric, in: trial)?.value }

    /// The scores with their intervals, and each task's mean loss without weights in the last epoch.
    var table: Table {
        let tasks = trials.first?.tasks ?? []
        return Table(
            caption:
                "Trials side by side. In brackets is the 95 % interval of a score. Losses are without their weights, in the last epoch.",
            columns: ["Trial"] + metrics.map(\.label) + tasks.map { "\(TaskDescription.title($0)) loss" },
            rows: zip(names, trials).map { name, trial in
                [name]
                    + metrics.map { metric in
                        let found = found(metric, in: trial)
                        let interval = found?.interval.map { " (\(Format.interval($0)))" }
                        return Format.percent(found?.value) + (interval ?? "")
                    }
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

    /// How far the trials are apart in each metric, which is the highest, and whether the examples can tell the highest and the lowest apart.
    var sentences: [String] {
        metrics.compactMap { metric in
            let values = trials.map { value(metric, of: $0) ?? .nan }
            guard let least = values.min(), let most = values.max(), least < most,
                let lowest = values.firstIndex(of: least), let highest = values.firstIndex(of: most)
            else { return nil }
            let best = zip(names, values).filter { $1 == most }.map(\.0)
            let text =
                "\(metric.label) runs from \(Format.percent(least)) to \(Format.percent(most)), the highest with \(best.formatted)."
            guard let difference = difference(in: metric.name, from: trials[lowest], to: trials[highest]) else {
                return text
            }
            let pair = "\(names[highest]) and \(names[lowest])"
            return difference.isShown
                ? "\(text) The difference between \(pair) (95 %: \(difference.interval.points) points) is larger than other examples would explain."
                : "\(text) These examples can't tell \(pair) apart: the difference may lie anywhere from \(difference.interval.points) points."
        }
    }

    /// The difference of a metric, in pairs of examples. Nil where the trials were not scored on the same examples.
    private func difference(in metric: String, from before: Trial, to after: Trial) -> Bootstrap.Difference? {
        let bootstrap = Bootstrap(seed: before.seed)
        for (old, new) in zip(before.predictions, after.predictions)
        where old.statistics.scores.contains(where: { $0.metric == metric }) {
            return (try? old.differences(to: new, bootstrap))?.first { $0.metric == metric }
        }
        return nil
    }
}
