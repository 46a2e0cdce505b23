/// What training did, step by step and epoch by epoch; with the optimizer's state, all that going on needs.
package struct TrainingHistory: Sendable, Equatable, Codable {
    /// One optimization step.
    package struct Step: Sendable, Equatable, Codable {
        /// Index into `tasks`.
        package var task: Int
        /// The loss times its weight.
        package var loss: Float
        /// Before clipping.
        package var gradientNorm: Float
    }

    /// Means over an epoch's batches, each batch counting the same, losses times their weights: as the Python notebook averages.
    package struct Epoch: Sendable, Equatable, Codable {
        /// Over the batches of all tasks.
        package var total: Double
        /// By task; 0 for one that had no batch.
        package var losses: [Double]
        /// Steps done by its end.
        package var lastStep: Int
    }

    /// Names of the tasks, in their order.
    package var tasks: [String]
    /// The stream of random numbers that the first step began; going on keeps it.
    package var randomKey: UInt64
    package var steps: [Step] = []
    package var epochs: [Epoch] = []
    /// Batches without a single label, which were left out.
    package var skippedBatches = 0

    /// Batches taken in all, whether there was something to learn from them or not: the place in the order of the data.
    package var batchCount: Int { steps.count + skippedBatches }

    package init(tasks: [String], randomKey: UInt64) {
        self.tasks = tasks
        self.randomKey = randomKey
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
