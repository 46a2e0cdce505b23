import Plotting
import Tasks
import Training

/// Figures of a training history.
enum LossFigures {
    /// Every step's loss by task, light, with a running mean over it.
    static func steps(_ history: TrainingHistory, width: Double, height: Double) -> PlotFigure {
        PlotFigure(panels: [stepPanel(history)], width: width, height: height)
    }

    private static func stepPanel(_ history: TrainingHistory) -> Panel {
        var series: [Series] = []
        let colors = PlotColor.colors(for: history.tasks)
        for (task, name) in history.tasks.enumerated() {
            let places = history.steps.indices.filter { history.steps[$0].task == task }
            let raw = Series(
                name: "", x: places.map { Double($0 + 1) }, y: places.map { Double(history.steps[$0].loss) },
                color: colors[task], width: 0.8, opacity: 0.3)
            var smooth = raw.smoothed(window: max(1, min(25, places.count / 4)))
            smooth.name = TaskDescription.title(name)
            smooth.opacity = 1
            smooth.width = 2
            series += [raw, smooth]
        }
        return Panel(xLabel: "Step", yLabel: "Loss", content: .lines(series), yStartsAtZero: true)
    }

    /// The smallest size in inches of a panel with its axes.
    private static let smallestPanel = (width: 1.5, height: 1.8)

    /// The total loss and the loss of each task by epoch, with one marker per epoch. The panels are side
    /// by side as far as the width allows.
    static func epochs(_ history: TrainingHistory, width: Double, height: Double) -> PlotFigure {
        func panel(_ title: String, _ task: Int?, _ color: PlotColor) -> Panel {
            // An epoch without a step of the task has no mean.
            let means = history.epochs.indices.compactMap { epoch in
                history.meanLoss(ofTask: task, inEpoch: epoch).map { (Double(epoch + 1), $0) }
            }
            return Panel(
                title: title, xLabel: "Epoch", yLabel: "Mean loss",
                content: .lines([
                    Series(
                        name: title, x: means.map(\.0), y: means.map(\.1), color: color, style: .lineAndMarkers)
                ]), integerXTicks: true)
        }
        var panels = [panel("All tasks", nil, .ink)]
        for (task, color) in PlotColor.colors(for: history.tasks).enumerated() {
            panels.append(panel(TaskDescription.title(history.tasks[task]), task, color))
        }
        let columns = max(1, min(3, Int(width / smallestPanel.width)))
        let rows = (panels.count + columns - 1) / columns
        return PlotFigure(
            panels: panels, columns: columns, width: width,
            height: max(height, Double(rows) * smallestPanel.height))
    }
}
