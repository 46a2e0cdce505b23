/// The record of a training, step by step and epoch by epoch. Together with the optimizer's state it is enough to continue.
package struct TrainingHistory: Sendable, Equatable, Codable {
    /// One optimization step.
    package struct Step: Sendable, Equatable, Codable {
        /// Index into `tasks`.
        package var task: Int
        /// The loss times its weight.
        package var loss: Float
        /// The gradient's norm before clipping.
        package var gradientNorm: Float
    }

    /// Means over an epoch's batches of losses times their weights. Each batch counts the same, as in the Python notebook.
    package struct Epoch: Sendable, Equatable, Codable {
        /// The mean over the batches of all tasks.
        package var total: Double
        /// The mean of each task; 0 for a task without a batch.
        package var losses: [Double]
        /// Number of steps at the end of the epoch.
        package var lastStep: Int
    }

    /// Names of the tasks, in their order.
    package var tasks: [String]
    /// The stream of random numbers that the first step began. A continued training uses the same one.
    package var randomKey: UInt64
    package var steps: [Step] = []
    package var epochs: [Epoch] = []
    /// Number of batches that were left out because they have no label.
    package var skippedBatches = 0

    /// The plan of its steps. It is nil in a history that an earlier version of this program wrote.
    package var plan: TrainingPlan?

    /// The total number of batches, including those without a label: the position in the order of the data.
    package var batchCount: Int { steps.count + skippedBatches }

    package init(tasks: [String], randomKey: UInt64) {
        self.tasks = tasks
        self.randomKey = randomKey
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        tasks = try container.decode([String].self, forKey: .tasks)
        randomKey = try container.decode(UInt64.self, forKey: .randomKey)
        steps = try container.decode([Step].self, forKey: .steps)
        epochs = try container.decode([Epoch].self, forKey: .epochs)
        skippedBatches = try container.decode(Int.self, forKey: .skippedBatches)
        plan = try container.decodeIfPresent(TrainingPlan.self, forKey: .plan)
        if let flaw {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: flaw))
        }
    }

    /// A contradiction between steps and epochs, or nil when there is none.
    private var flaw: String? {
        if tasks.isEmpty || Set(tasks).count < tasks.count { return "its tasks do not have different names" }
        for (place, step) in steps.enumerated() {
            if !tasks.indices.contains(step.task) {
                return "step \(place + 1) is of task \(step.task), which does not exist"
            }
            if !step.loss.isFinite || !step.gradientNorm.isFinite {
                return "the loss of step \(place + 1) is not a number"
            }
        }
        var last = 0
        for (place, epoch) in epochs.enumerated() {
            if epoch.losses.count != tasks.count { return "epoch \(place + 1) has \(epoch.losses.count) losses" }
            if epoch.lastStep < last || epoch.lastStep > steps.count {
                return "epoch \(place + 1) ends with step \(epoch.lastStep), of \(steps.count)"
            }
            last = epoch.lastStep
        }
        return (0...1 << 40).contains(skippedBatches) ? nil : "it counts \(skippedBatches) batches that were left out"
    }

    /// The means of the steps from `first` on.
    func epoch(from first: Int) -> Epoch {
        var sums = [Double](repeating: 0, count: tasks.count)
        var counts = [Int](repeating: 0, count: tasks.count)
        for step in steps[first...] {
            sums[step.task] += Double(step.loss)
            counts[step.task] += 1
        }
        let count = steps.count - first
        return Epoch(
            total: count == 0 ? 0 : sums.reduce(0, +) / Double(count),
            losses: zip(sums, counts).map { $1 == 0 ? 0 : $0 / Double($1) }, lastStep: steps.count)
    }
}
