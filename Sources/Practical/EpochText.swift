import Outputs
import Tasks
import Training

/// One line about an epoch, for the terminal and the cell's output.
enum EpochText {
    static func line(_ history: TrainingHistory, epoch: Int) -> String {
        let parts = history.tasks.indices.map { task in
            "\(TaskDescription.title(history.tasks[task])) \(Format.decimal(history.meanLoss(ofTask: task, inEpoch: epoch)))"
        }
        return
            "Epoch \(epoch + 1): mean loss \(Format.decimal(history.meanLoss(inEpoch: epoch))) (\(parts.joined(separator: ", ")))."
    }
}

extension TrainingHistory {
    /// The mean loss of one task or of all tasks in an epoch. It is nil without a step, because a mean of no numbers is undefined.
    func meanLoss(ofTask task: Int? = nil, inEpoch place: Int) -> Double? {
        guard epochs.indices.contains(place) else { return nil }
        let epoch = epochs[place]
        let first = place == 0 ? 0 : epochs[place - 1].lastStep
        let count = steps.dropFirst(first).prefix(max(0, epoch.lastStep - first)).count {
            task == nil || $0.task == task
        }
        guard count > 0 else { return nil }
        return task.map { epoch.losses[$0] } ?? epoch.total
    }
}
