/// Which task's batch each step of an epoch takes.
package protocol TurnRule: Sendable, CustomStringConvertible {
    /// As a notebook names it.
    var name: String { get }
    /// An epoch's turns, every batch once.
    ///
    /// - Parameter batchCounts: batches an epoch, per task.
    func turns(batchCounts: [Int]) -> [Turn]
}

extension TurnRule {
    package var description: String { name }
}

/// The batch that one training step takes.
package struct Turn: Sendable, Hashable {
    /// Index of the task, in the order of the batch counts.
    package let task: Int
    /// Which of the task's batches.
    package let batch: Int

    package init(task: Int, batch: Int) {
        self.task = task
        self.batch = batch
    }
}

/// The rules that there are.
package enum TurnRules {
    package static let all: [any TurnRule] = [RoundRobin()]

    package static func named(_ name: String) -> (any TurnRule)? { all.first { $0.name == name } }
}

/// The tasks in turn, and another one when a task has run dry.
///
/// Step `s` is the turn of task `s % taskCount`; when that task has no batch left, the next one that has takes its
/// place, going round. With two tasks this is the loader of the Python notebook: even steps the first, odd steps the second,
/// and the rest of the longer one.
package struct RoundRobin: TurnRule {
    package let name = "round-robin"

    package init() {}

    package func turns(batchCounts: [Int]) -> [Turn] {
        var taken = [Int](repeating: 0, count: batchCounts.count)
        var turns: [Turn] = []
        let count = batchCounts.reduce(0) { $0 + max($1, 0) }
        turns.reserveCapacity(count)
        while turns.count < count {
            var task = turns.count % batchCounts.count
            while taken[task] >= batchCounts[task] { task = (task + 1) % batchCounts.count }
            turns.append(Turn(task: task, batch: taken[task]))
            taken[task] += 1
        }
        return turns
    }
}
