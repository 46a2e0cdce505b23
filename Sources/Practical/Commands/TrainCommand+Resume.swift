import Encoders
import Execution
import Kernels
import Outputs
import Tasks
import Training

/// How a training begins, and what a continued one is compared with.
extension TrainCommand {
    /// The state before the first step: a new history, or that of the loaded checkpoint.
    func start(
        _ plan: TrainingPlan, _ tasks: [TrainingTask], _ context: any CommandContext
    ) throws -> TrainingState {
        let seed = try context.read(Slots.session).seed
        let key = RandomKey(seed).stream(context.randomStream).stream("train")
        var progress = TrainingState(
            model: try context.read(Slots.model), optimizer: try context.read(Slots.optimizer),
            history: TrainingHistory(tasks: tasks.map(\.name), randomKey: key.bits), seconds: 0)
        if resume {
            progress.history = try context.read(Slots.history)
            try compare(progress, with: plan, context)
        }
        progress.history.plan = plan
        return progress
    }

    /// Throws if the history of a continued training belongs to other batches. Reports the other differences.
    private func compare(_ loaded: TrainingState, with plan: TrainingPlan, _ context: any CommandContext) throws {
        let history = loaded.history
        let steps = loaded.optimizer.stepsTaken
        let taken =
            loaded.optimizer.table.groups[0].isTrainable
            ? history.steps.count : history.steps.reduce(0) { $0 + $1.parts.count }
        if let kept = history.kept, history.validations[kept].step != history.batchCount {
            context.show(
                .warning(
                    "The model is the best one, after step \(Format.count(history.validations[kept].step)), and the optimizer's moments are those after step \(Format.count(history.batchCount)): training goes on from the best model."
                ))
        }
        if steps != taken {
            context.show(
                .warning(
                    "The optimizer has taken \(Format.count(steps)) steps and the history has \(Format.count(history.steps.count)): its moments are not those of this training."
                ))
        }
        guard let before = history.plan else {
            context.show(
                .warning(
                    "The history was written by an earlier version and does not say with which settings its steps were made. Nobody can check that they are the same here."
                ))
            return
        }
        let batches = plan.otherBatches(than: before, tasks: history.tasks)
        guard batches.isEmpty else { throw TrainingError.otherPlan(batches) }
        let settings = plan.otherSettings(than: before, tasks: history.tasks)
        guard !settings.isEmpty else { return }
        context.show(
            .warning(
                "The steps before were made with other settings (\(settings.map(\.description).joined(separator: "; "))): training goes on with those of this notebook, so its result differs from that of a training that was not stopped."
            ))
    }
}
