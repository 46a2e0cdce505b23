import Outputs
import Plotting
import Tasks
import Training

/// Figures of a training history.
enum LossFigures {
    /// Every step's loss by task, light, with a running mean over it.
    static func steps(_ history: TrainingHistory, width: Double, height: Double) -> PlotFigure {
        // Losses of runs with other weights can only be compared as they are.
        let panels =
            history.hasWeights
            ? [stepPanel(history, "Loss × weight") { Double($0.weighted) }, stepPanel(history, "Loss") { $0.loss }]
            : [stepPanel(history, "Loss") { Double($0.weighted) }]
        return PlotFigure(panels: panels, width: width, height: height)
    }

    /// The gradient's norm and the learning rate of every step.
    static func course(_ history: TrainingHistory, width: Double, height: Double) -> PlotFigure {
        let steps = history.steps.indices.map { Double($0 + 1) }
        let norms = Series(
            name: "", x: steps, y: history.steps.map { Double($0.gradientNorm) }, color: .ink, width: 0.8, opacity: 0.3)
        var smooth = norms.smoothed(window: max(1, min(25, steps.count / 4)))
        smooth.name = "gradient norm"
        (smooth.opacity, smooth.width) = (1, 2)
        return PlotFigure(
            panels: [
                Panel(
                    xLabel: "Step", yLabel: "Gradient norm", content: .lines([norms, smooth]),
                    yStartsAtZero: true),
                Panel(
                    xLabel: "Step", yLabel: "Learning rate × 10⁻⁵",
                    content: .lines([
                        Series(
                            name: "learning rate", x: steps,
                            y: history.steps.map { $0.learningRate.map { 1e5 * $0 } ?? .nan }, color: .blue)
                    ]), yStartsAtZero: true),
            ], width: width, height: height)
    }

    /// The weight of each task's loss in every step, where it is not the same in all.
    static func weights(_ history: TrainingHistory, width: Double, height: Double) -> PlotFigure? {
        let colors = PlotColor.colors(for: history.tasks)
        let series = history.tasks.indices.map { task in
            let weights = history.steps.enumerated().flatMap { step, content in
                content.parts.filter { $0.task == task }.map { (step: Double(step + 1), weight: Double($0.weight)) }
            }
            return Series(
                name: TaskDescription.title(history.tasks[task]), x: weights.map(\.step), y: weights.map(\.weight),
                color: colors[task])
        }
        guard series.contains(where: { Set($0.y).count > 1 }) else { return nil }
        return PlotFigure(
            panels: [Panel(xLabel: "Step", yLabel: "Weight of the loss", content: .lines(series), yStartsAtZero: true)],
            width: width, height: height)
    }

    /// The training loss by epoch beside the validation loss, for each task.
    static func validationLosses(_ history: TrainingHistory, width: Double, height: Double) -> PlotFigure {
        let colors = PlotColor.colors(for: history.tasks)
        let panels = history.tasks.enumerated().map { task, name in
            let training = history.epochs.indices.compactMap { epoch in
                history.meanUnweightedLoss(ofTask: task, inEpoch: epoch).map { (Double(epoch + 1), $0) }
            }
            let validation = history.validations.compactMap { found in
                found.losses[task].map { (history.epoch(at: found.step), $0) }
            }
            return Panel(
                title: TaskDescription.title(name), xLabel: "Epoch", yLabel: "Loss",
                content: .lines([
                    Series(
                        name: "training", x: training.map(\.0), y: training.map(\.1), color: colors[task],
                        style: .lineAndMarkers),
                    Series(
                        name: "validation", x: validation.map(\.0), y: validation.map(\.1), color: .ink,
                        style: .lineAndMarkers),
                ]), yStartsAtZero: true, integerXTicks: true)
        }
        return rows(of: panels, width: width, height: height)
    }

    /// The names of the scores that are shown of each validation: those that decide which model is kept, or each task's main one.
    static func shownScores(of history: TrainingHistory) -> [String] {
        let kept = history.plan?.validation?.keep ?? []
        let found = Set(history.validations.flatMap(\.scores.keys))
        return kept.isEmpty ? found.filter { $0.hasSuffix(".f1") || $0.hasSuffix(".accuracy") }.sorted() : kept
    }

    /// The scores of each validation. The one whose model was kept is marked.
    static func scores(_ history: TrainingHistory, width: Double, height: Double) -> PlotFigure {
        let names = shownScores(of: history)
        let colors = PlotColor.colors(for: names)
        var series = zip(names, colors).map { name, color in
            let points = history.validations.filter { $0.scores[name] != nil }
            return Series(
                name: name, x: points.map { history.epoch(at: $0.step) },
                y: points.map { 100 * ($0.scores[name] ?? 0) },
                color: color, style: .lineAndMarkers)
        }
        if let best = history.kept.map({ history.validations[$0] }) {
            let values = names.compactMap { best.scores[$0].map { 100 * $0 } }
            let place = history.epoch(at: best.step)
            // A line from the lowest to the highest score marks the time.
            let ends = [0, max(values.max() ?? 0, 1)]
            series.append(
                Series(
                    name: "kept, epoch \(Format.decimal(place, place == place.rounded() ? 0 : 1))", x: [place, place],
                    y: ends,
                    color: .ink, width: 1))
        }
        return PlotFigure(
            panels: [
                Panel(
                    xLabel: "Epoch", yLabel: "Score, %", content: .lines(series),
                    yStartsAtZero: true, integerXTicks: true)
            ], width: width, height: height)
    }

    private static func stepPanel(
        _ history: TrainingHistory, _ yLabel: String, _ value: (TrainingHistory.Part) -> Double
    ) -> Panel {
        var series: [Series] = []
        let colors = PlotColor.colors(for: history.tasks)
        for (task, name) in history.tasks.enumerated() {
            let losses = history.steps.enumerated().flatMap { step, content in
                content.parts.filter { $0.task == task }.map { (step: step + 1, loss: value($0)) }
            }
            let raw = Series(
                name: "", x: losses.map { Double($0.step) }, y: losses.map(\.loss),
                color: colors[task], width: 0.8, opacity: 0.3)
            var smooth = raw.smoothed(window: max(1, min(25, losses.count / 4)))
            smooth.name = TaskDescription.title(name)
            smooth.opacity = 1
            smooth.width = 2
            series += [raw, smooth]
        }
        return Panel(xLabel: "Step", yLabel: yLabel, content: .lines(series), yStartsAtZero: true)
    }

    /// The smallest size in inches of a panel with its axes.
    private static let smallestPanel = (width: 1.5, height: 1.8)

    /// The total loss and the loss of each task by epoch: one marker per epoch, and behind these, light, a running mean over the steps. The
    /// panels are side by side as far as the width allows.
    static func epochs(_ history: TrainingHistory, width: Double, height: Double) -> PlotFigure {
        func panel(_ title: String, _ task: Int?, _ color: PlotColor) -> Panel {
            let steps = history.steps.enumerated().compactMap { place, step -> (Double, Double)? in
                let parts = step.parts.filter { task == nil || $0.task == task }
                guard !parts.isEmpty else { return nil }
                return (history.epoch(at: place + 1), parts.reduce(0) { $0 + Double($1.weighted) })
            }
            var course = Series(
                name: "", x: steps.map(\.0), y: steps.map(\.1), color: color, width: 1, opacity: 0.4)
            course = course.smoothed(window: max(1, min(25, steps.count / 4)))
            // An epoch without a step of the task has no mean.
            let means = history.epochs.indices.compactMap { epoch in
                history.meanLoss(ofTask: task, inEpoch: epoch).map { (Double(epoch + 1), $0) }
            }
            return Panel(
                title: title, xLabel: "Epoch", yLabel: "Mean loss",
                content: .lines([
                    course,
                    Series(
                        name: title, x: means.map(\.0), y: means.map(\.1), color: color, style: .lineAndMarkers),
                ]), integerXTicks: true)
        }
        var panels = [panel("All tasks", nil, .ink)]
        for (task, color) in PlotColor.colors(for: history.tasks).enumerated() {
            panels.append(panel(TaskDescription.title(history.tasks[task]), task, color))
        }
        return rows(of: panels, width: width, height: height)
    }

    /// Panels side by side as far as the width allows.
    private static func rows(of panels: [Panel], width: Double, height: Double) -> PlotFigure {
        let columns = max(1, min(3, Int(width / smallestPanel.width)))
        let rows = (panels.count + columns - 1) / columns
        return PlotFigure(
            panels: panels, columns: columns, width: width,
            height: max(height, Double(rows) * smallestPanel.height))
    }
}
