/// Why a training run stopped, and what to try.
package enum TrainingError: Error, Equatable {
    case lossNotFinite(task: String, loss: Double)
    case gradientNotFinite(task: String)
    /// After a step: the new parameters are not finite.
    case parametersNotFinite(learningRate: Double)
    /// A parameter or moment is not finite, so the model or optimizer can't be used or stored.
    case stateNotFinite(name: String)
    case atStep(Int, epoch: Int, cause: String)
    case nothingToTrain
    /// The optimizer's moments belong to another model's parameters.
    case otherOptimizer
    /// The history has `batches` batches in and after `epochs` whole epochs. This does not fit epochs of `perEpoch` batches.
    case otherBatches(epochs: Int, batches: Int, perEpoch: Int)
    case otherPlan([TrainingPlan.Difference])
    case scheduleTooShort(steps: Int, needed: Int, perEpoch: Int, shape: String = ScheduleShape.linear.name)
    case otherTasks(model: [String], history: [String], data: [String])
    case target(task: String, row: Int)
    /// A file names a rule that this version does not have.
    case unknownRule(String)
    /// The rule that weighs the losses needs every task in every step.
    case needsJointTurns(rule: String, turns: String)
    case checkpoint(path: String, reason: String)
}

extension TrainingError: CustomStringConvertible {
    package var description: String {
        let remedy =
            "Lower --learning-rate, keep --clip 1.0, and check the data. Parameters are as they were before this step."
        switch self {
        case .lossNotFinite(let task, let loss): return "the \(task) loss became \(loss). \(remedy)"
        case .gradientNotFinite(let task): return "the gradient of the \(task) loss is not finite. \(remedy)"
        case .parametersNotFinite(let learningRate):
            return
                "after this step there are parameters that are not finite: its learning rate of \(learningRate) is too large. Lower --learning-rate "
                + "or --weight-decay. The model of this step is discarded."
        case .stateNotFinite(let name):
            return
                "'\(name)' contains numbers that are not finite, so nothing can be computed from it. "
                + "Train again with a lower --learning-rate, or load a checkpoint or an encoder with finite numbers."
        case .otherOptimizer:
            return
                "the optimizer belongs to another model: its moments are of other parameters. "
                + "Write 'optimizer' again after 'model' or 'load checkpoint'."
        case .otherBatches(let epochs, let batches, let perEpoch):
            return
                "the history has \(batches) batches in \(epochs) whole epochs and a part of the next, but the batches here give "
                + "\(perEpoch) per epoch: the history is from other data or another batch size. Continue with the batches that it was trained with, "
                + "or start a new training without --resume."
        case .otherPlan(let differences):
            return
                "the history was made with other batches (\(differences.map(\.description).joined(separator: "; "))). "
                + "Continue with the same batches, or start a new training without --resume."
        case .scheduleTooShort(let steps, let needed, let perEpoch, let shape):
            let epochs = perEpoch > 0 ? (needed + perEpoch - 1) / perEpoch : 0
            return
                "the schedule ends after \(steps) steps, but the training continues to step \(needed), where it would learn nothing at a "
                + "learning rate of 0. Write 'schedule \(shape) --epochs \(epochs)', which spans the whole training."
        case .atStep(let step, let epoch, let cause): return "step \(step), epoch \(epoch): \(cause)"
        case .nothingToTrain: return "there is no example to train on. Select at least one with 'select'."
        case .otherTasks(let model, let history, let data):
            return
                "the model has heads for \(model.joined(separator: ", ")), "
                + (history.isEmpty ? "" : "its history is of \(history.joined(separator: ", ")), ")
                + "the data is for \(data.joined(separator: ", ")). Build the model again, or load the checkpoint that belongs to these tasks."
        case .target(let task, let row):
            return
                "sequence \(row) of the \(task) data has a label or position that the model's head does not have. "
                + "Write 'dataset', 'batches' and 'model' again after 'load'."
        case .unknownRule(let name):
            return "there is no way to weigh the losses called '\(name)'. Write 'weights' with one of "
                + WeightRules.all.map { $0.name }.joined(separator: ", ") + "."
        case .needsJointTurns(let rule, let turns):
            return "'weights \(rule)' compares the tasks within a step, and 'batches \(turns)' takes one task a step. "
                + "Write 'batches joint', or weights that need no joint turns."
        case .checkpoint(let path, let reason):
            return "\(path): \(reason). Name the folder of a checkpoint that 'save checkpoint' wrote."
        }
    }
}
