import Datasets
import Kernels

/// Which batches of each task come next. A task's batches go on across epochs; after the last one the task begins anew, in a new order of
/// its examples.
struct TaskOrders {
    private let tasks: [TrainingTask]
    private let plan: BatchPlan
    private let key: RandomKey
    /// Number of turns that each task has had.
    private var taken: [Int]
    /// Number of turns in which each task takes all its batches.
    private let counts: [Int]
    /// The order of each task's examples in the pass that it is in.
    private var rows: [(pass: Int, order: [Int32])]

    /// - Parameter key: the training's stream of random numbers.
    init(tasks: [TrainingTask], plan: BatchPlan, key: RandomKey) {
        self.tasks = tasks
        self.plan = plan
        self.key = key
        taken = [Int](repeating: 0, count: tasks.count)
        counts = plan.stepCounts(tasks)
        rows = [(Int, [Int32])](repeating: (-1, []), count: tasks.count)
    }

    /// Passes over some turns without taking their batches.
    mutating func skip(_ turns: some Sequence<Turn>) {
        for turn in turns { for task in turn.tasks { taken[task] += 1 } }
    }

    /// The examples of each batch that a task's next turn takes: several where gradients are accumulated.
    mutating func next(_ task: Int) -> [ArraySlice<Int32>] {
        let (pass, turn) = taken[task].quotientAndRemainder(dividingBy: counts[task])
        taken[task] += 1
        if rows[task].pass != pass { rows[task] = (pass, order(of: tasks[task], pass: pass)) }
        let sequences = tasks[task].features.count
        let first = turn * plan.accumulation
        let last = min(first + plan.accumulation, plan.batchCount(sequences: sequences))
        return (first..<last).map { rows[task].order[plan.places(batch: $0, sequences: sequences)] }
    }

    /// The order of a task's examples in a pass over them. It depends only on (key, task, pass).
    private func order(of task: TrainingTask, pass: Int) -> [Int32] {
        plan.shuffles
            ? shuffledOrder(count: task.features.count, key: key.stream("order").stream(task.name).stream(pass).bits)
            : (0..<Int32(task.features.count)).map { $0 }
    }
}
