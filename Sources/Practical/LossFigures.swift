import Plotting
import Tasks
import Training

/// Figures of a training history.
enum LossFigures {
    private static let colors: [PlotColor] = [.green, .orange, .purple, .vermillion, .skyBlue]

    private static func color(_ task: Int) -> PlotColor { colors[task % colors.count] }

    /// The loss of every step by task in a light colour, with a running mean over it.
    static func steps(_ history: TrainingHistory, width: Double, height: Double) -> PlotFigure {
        PlotFigure(panels: [stepPanel(history)], width: width, height: height)
    }

    private static func stepPanel(_ history: TrainingHistory) -> Panel {
        var series: [Series] = []
        for (task, name) in history.tasks.enumerated() {
            let places = history.steps.indices.filter { history.steps[$0].task == task }
            let raw = Series(
                name: "", x: places.map { Double($0 + 1) }, y: places.map { Double(history.steps[$0].loss) },
                color: color(task), width: 1, opacity: 0.3)
            var smooth = raw.smoothed(window: max(1, min(25, places.count / 4)))
            smooth.name = TaskDescription.title(name)
            smooth.opacity = 1
            smooth.width = 2
            series += [raw, smooth]
        }
        return Panel(
            title: "Loss per step", xLabel: "Step", yLabel: "Loss", content: .lines(series), yStartsAtZero: true)
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
        var panels = [panel("Total training loss", nil, .blue)]
        for (task, name) in history.tasks.enumerated() {
            panels.append(panel("\(TaskDescription.title(name)) loss", task, color(task)))
        }
        let columns = max(1, min(3, Int(width / smallestPanel.width)))
        let rows = (panels.count + columns - 1) / columns
        return PlotFigure(
            panels: panels, columns: columns, width: width,
            height: max(height, Double(rows) * smallestPanel.height))
    }
}
