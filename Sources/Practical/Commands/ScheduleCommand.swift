import ArgumentParser
import Execution
import Notebooks
import Outputs
import Plotting
import Training

/// Sets the learning rate over the steps.
struct ScheduleCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule", abstract: "Set the learning-rate schedule.",
        discussion:
            """
            schedule linear --epochs 3                  from 0 up over the warm-up, then down to 0 at the last step
            schedule cosine --epochs 3                  the same, down along half a wave of a cosine
            schedule constant --epochs 3                the largest learning rate in every step, without a warm-up
            schedule constant-with-warmup --epochs 3    up over the warm-up, and from there on the same

            With a warm-up, the first step's learning rate is 0.
            """)

    static let revision = 2

    static let examples = ["schedule linear --epochs 3"]

    @Argument(
        help: "The shape: \(ScheduleShape.all.map(\.name).joined(separator: ", ")).", transform: ScheduleCommand.shape)
    var shape: ScheduleShape
    @Option(help: "Share of all steps that warm up; constant has none.", transform: Share.of("a share")) var warmup =
        Share(0.1)
    @Option(help: "Epochs that the schedule spans.", transform: PositiveCount.epochs) var epochs: PositiveCount

    @Sendable private static func shape(_ text: String) throws -> ScheduleShape {
        guard let shape = ScheduleShape.named(text) else {
            throw ValidationError("it takes a schedule: \(ScheduleShape.all.map(\.name).joined(separator: ", "))")
        }
        return shape
    }

    var slots: SlotUse {
        SlotUse(reads: [Slots.batches.name, Slots.epoch.name, Slots.optimizer.name], writes: [Slots.schedule.name])
    }

    func execute(in context: any CommandContext) throws {
        let plan = try context.read(Slots.batches)
        let settings = try context.read(Slots.optimizer).settings
        let perEpoch = try context.read(Slots.epoch).steps()
        let total = perEpoch * epochs.value
        let schedule = LearningRateSchedule(
            shape, warmupSteps: Int(warmup.value * Double(total)), totalSteps: total)
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
            ], width: context.figureWidth,
            height: context.options.figureHeight ?? 2.2)
        try context.show(figure, name: "schedule", caption: "The learning rate over the steps")
    }
}
