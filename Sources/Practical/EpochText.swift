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

extension EpochText {
    /// One line about a validation.
    ///
    /// - Parameter step: the last step before it; nil where an epoch's line stands above.
    static func line(_ validation: TrainingHistory.Validation, of tasks: [String], step: Int?) -> String {
        let losses = zip(tasks, validation.losses).map { "\(TaskDescription.title($0)) \(Format.decimal($1))" }
        let scores = validation.scores.sorted { $0.key < $1.key }.filter {
            $0.key.hasSuffix("f1") || $0.key.hasSuffix("accuracy")
        }
        .map { "\($0.key) \(Format.percent($0.value))" }
        return
            "Validation\(step.map { " after step \(Format.count($0))" } ?? ""): loss \(losses.joined(separator: ", ")); "
            + scores.joined(separator: ", ") + "."
    }
}

extension TrainingHistory {
    /// The mean of a task's losses without weights in an epoch. Nil without a step of the task.
    func meanUnweightedLoss(ofTask task: Int, inEpoch epoch: Int) -> Double? {
        let losses = steps[steps(ofEpoch: epoch)].flatMap { $0.parts.filter { $0.task == task }.map(\.loss) }
        return losses.isEmpty ? nil : losses.reduce(0, +) / Double(losses.count)
    }

    /// Whether a weight of a loss is not 1.
    var hasWeights: Bool { steps.contains { $0.parts.contains { $0.weight != 1 } } }

    /// The epochs that are over after some turns, with a fraction in the middle of one.
    func epoch(at step: Int) -> Double {
        Double(step) / Double(max(1, plan?.stepsPerEpoch ?? batchCount / max(1, epochs.count)))
    }

    /// The mean loss of one task or of all tasks in an epoch. It is nil without a step, because a mean of no numbers is undefined.
    func meanLoss(ofTask task: Int? = nil, inEpoch place: Int) -> Double? {
        guard epochs.indices.contains(place) else { return nil }
        let hasSteps = steps[steps(ofEpoch: place)].contains { step in
            task == nil || step.parts.contains { $0.task == task }
        }
        return hasSteps ? task.map { epochs[place].losses[$0] } ?? epochs[place].total : nil
    }
}
