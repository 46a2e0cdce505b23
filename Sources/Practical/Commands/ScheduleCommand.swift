import ArgumentParser
import Execution
import Notebooks
import Outputs
import Plotting
import Training

/// Sets the learning rate over the steps: it rises during the warm-up, then falls to 0.
struct ScheduleCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule", abstract: "Set the learning-rate schedule.",
        discussion:
            "linear: from 0 up over the warm-up, then down to 0 at the last step. The first step's learning rate is 0.")

    static let revision = 2

    static let examples = ["schedule linear --epochs 3"]

    enum Kind: String, ExpressibleByArgument, CaseIterable { case linear }

    @Argument(help: "linear.") var kind: Kind
    @Option(help: "Share of all steps that warm up.", transform: Share.of("a share")) var warmup = Share(0.1)
    @Option(help: "Epochs that the schedule spans.", transform: PositiveCount.epochs) var epochs: PositiveCount

    var slots: SlotUse {
        SlotUse(reads: [Slots.batches.name, Slots.epoch.name, Slots.optimizer.name], writes: [Slots.schedule.name])
    }

    func execute(in context: any CommandContext) throws {
        let plan = try context.read(Slots.batches)
        let settings = try context.read(Slots.optimizer).settings
        let perEpoch = try context.read(Slots.epoch).steps
        let total = perEpoch * epochs.value
        let schedule = LinearSchedule(warmupSteps: Int(warmup.value * Double(total)), totalSteps: total)
        try context.write(Slots.schedule, schedule)
        context.show(
            .table(
                Table(
                    columns: ["Training configuration", ""],
                    rows: [
                        ["Epochs", "\(epochs.value)"], ["Batch size", "\(plan.batchSize)"],
                        ["Steps an epoch", Format.count(perEpoch)], ["Steps in all", Format.count(total)],
                        ["Warm-up steps", Format.count(schedule.warmupSteps)],
                        ["Largest learning rate", Format.short(settings.learningRate)],
                    ])))
        // The curve bends at the end of the warm-up and at the last step. More points than a figure has pixels would show no more.
        let stride = max(1, total / 2_000)
        let places = Set(Swift.stride(from: 0, through: total, by: stride)).union([schedule.warmupSteps, max(1, total)])
        let steps = places.sorted().map { Double($0) }
        let figure = PlotFigure(
            panels: [
                Panel(
                    xLabel: "Step", yLabel: "Learning rate × 10⁻⁵",
                    content: .lines([
                        Series(
                            name: "learning rate", x: steps,
                            y: steps.map { 1e5 * settings.learningRate * schedule.factor(step: Int($0)) }, color: .blue)
                    ]), yStartsAtZero: true)
            ], width: context.options.figureWidth ?? PlotFigure.standardWidth,
            height: context.options.figureHeight ?? 2.2)
        try context.show(figure, name: "schedule", caption: "The learning rate over the steps")
    }
}
