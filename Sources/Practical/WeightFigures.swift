import Plotting
import Tasks
import Training

/// Figures of the weights of the losses.
enum WeightFigures {
    /// The weight of each task's loss in each step.
    static func course(_ history: TrainingHistory, width: Double, height: Double) -> PlotFigure {
        let colors = PlotColor.colors(for: history.tasks)
        let series = history.tasks.indices.map { task in
            let places = history.steps.enumerated().flatMap { step, content in
                content.parts.filter { $0.task == task }.map { (step: step + 1, weight: $0.weight) }
            }
            return Series(
                name: TaskDescription.title(history.tasks[task]), x: places.map { Double($0.step) },
                y: places.map { Double($0.weight) }, color: colors[task])
        }
        return PlotFigure(
            panels: [Panel(xLabel: "Step", yLabel: "Weight λ", content: .lines(series), yStartsAtZero: true)],
            width: width, height: height)
    }
}
