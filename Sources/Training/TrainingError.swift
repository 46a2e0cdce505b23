/// What stopped a training run, and what to try.
package enum TrainingError: Error, Equatable {
    case lossNotFinite(task: String, loss: Double)
    case gradientNotFinite(task: String)
    case atStep(Int, epoch: Int, cause: String)
    case nothingToTrain
    case otherTasks(model: [String], history: [String], data: [String])
    case target(task: String, row: Int)
    case checkpoint(path: String, reason: String)
}

extension TrainingError: CustomStringConvertible {
    package var description: String {
        let remedy =
            "Lower --learning-rate, keep --clip 1.0, and check the data. Parameters are as they were before this step."
        switch self {
        case .lossNotFinite(let task, let loss): return "the \(task) loss became \(loss). \(remedy)"
        case .gradientNotFinite(let task): return "the gradient of the \(task) loss is not finite. \(remedy)"
        case .atStep(let step, let epoch, let cause): return "step \(step), epoch \(epoch): \(cause)"
        case .nothingToTrain: return "there is no example to train on. Select at least one with 'select'."
        case .otherTasks(let model, let history, let data):
            return
                "the model has heads for \(model.joined(separator: ", ")), its history is of \(history.joined(separator: ", ")), "
                + "the data is for \(data.joined(separator: ", ")). Build the model anew, or load the checkpoint that belongs to these tasks."
        case .target(let task, let row):
            return
                "sequence \(row) of the \(task) data has a label or position outside of what the model's head knows. "
                + "Run 'labels' and 'dataset' again before the model."
        case .checkpoint(let path, let reason):
            return "\(path): \(reason). Name the folder of a checkpoint that 'save checkpoint' wrote."
        }
    }
}
