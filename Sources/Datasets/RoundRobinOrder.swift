/// Which task's batch each training step takes: the tasks in turn, and another one when a task has run dry.
///
/// Step `s` is the turn of task `s % taskCount`; when that task has no batch left, the next one that has takes its
/// place, going round. With two tasks this is the loader of the Python notebook: even steps NER, odd steps QA, and the
/// rest of the longer one.
package struct RoundRobinOrder: Sendable, Equatable, RandomAccessCollection {
    /// One training step.
    package struct Step: Sendable, Hashable {
        /// Index of the task, in the order of the batch counts.
        package let task: Int
        /// Which of the task's batches.
        package let batch: Int

        package init(task: Int, batch: Int) {
            self.task = task
            self.batch = batch
        }
    }

    private let steps: [Step]

    /// - Parameter batchCounts: batches an epoch, per task.
    package init(batchCounts: [Int]) {
        var taken = [Int](repeating: 0, count: batchCounts.count)
        var steps: [Step] = []
        let stepCount = batchCounts.reduce(0) { $0 + Swift.max($1, 0) }
        steps.reserveCapacity(stepCount)
        while steps.count < stepCount {
            var task = steps.count % batchCounts.count
            while taken[task] >= batchCounts[task] { task = (task + 1) % batchCounts.count }
            steps.append(Step(task: task, batch: taken[task]))
            taken[task] += 1
        }
        self.steps = steps
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { steps.count }
    package subscript(step: Int) -> Step { steps[step] }

    /// Batches of `batchSize` that so many examples make, the last one smaller where it has to be.
    package static func batchCount(exampleCount: Int, batchSize: Int) -> Int {
        (exampleCount + batchSize - 1) / batchSize
    }

    /// The places in the order of the examples that a batch takes.
    package static func places(batch: Int, batchSize: Int, exampleCount: Int) -> Range<Int> {
        Swift.min(batch * batchSize, exampleCount)..<Swift.min((batch + 1) * batchSize, exampleCount)
    }
}
