import Training

/// Means over the steps of an epoch, and what they stand for.
extension TrainingHistory {
    /// The mean weighted loss of one task or of all tasks in an epoch. It is nil without a step, because a mean of no numbers is undefined.
    func meanLoss(ofTask task: Int? = nil, inEpoch place: Int) -> Double? {
        guard epochs.indices.contains(place) else { return nil }
        let hasSteps = steps[steps(ofEpoch: place)].contains { step in
            task == nil || step.parts.contains { $0.task == task }
        }
        return hasSteps ? task.map { epochs[place].losses[$0] } ?? epochs[place].total : nil
    }

    /// The mean of a task's losses without weights in an epoch. Nil without a step of the task.
    func meanUnweightedLoss(ofTask task: Int, inEpoch epoch: Int) -> Double? {
        mean(ofTask: task, inEpoch: epoch, \.loss)
    }

    /// The mean of the weights of a task's losses in an epoch. Nil without a step of the task.
    func meanWeight(ofTask task: Int, inEpoch epoch: Int) -> Double? {
        mean(ofTask: task, inEpoch: epoch) { Double($0.weight) }
    }

    private func mean(ofTask task: Int, inEpoch epoch: Int, _ value: (Part) -> Double) -> Double? {
        let values = steps[steps(ofEpoch: epoch)].flatMap { $0.parts.filter { $0.task == task }.map(value) }
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// Whether a weight of a loss is not 1.
    var hasWeights: Bool { steps.contains { $0.parts.contains { $0.weight != 1 } } }

    /// The epochs that are over after some turns, with a fraction in the middle of one.
    func epoch(at step: Int) -> Double {
        Double(step) / Double(max(1, plan?.stepsPerEpoch ?? batchCount / max(1, epochs.count)))
    }

    /// `epoch 2`, or `step 40` in the middle of an epoch.
    func place(after step: Int) -> String {
        let epoch = epoch(at: step)
        return epoch == epoch.rounded() ? "epoch \(Int(epoch))" : "step \(step)"
    }
}
