/// Decides which task's batch each step of an epoch takes.
package protocol TurnRule: Sendable, CustomStringConvertible {
    /// The rule's name in a notebook.
    var name: String { get }
    /// The turns of an epoch, with every batch once.
    ///
    /// - Parameter batchCounts: number of batches in an epoch, for each task.
    func turns(batchCounts: [Int]) -> [Turn]
}

extension TurnRule {
    package var description: String { name }
}

/// The batch that one training step takes.
package struct Turn: Sendable, Hashable {
    /// The task's index in the order of the batch counts.
    package let task: Int
    /// The index of the batch among the task's batches.
    package let batch: Int

    package init(task: Int, batch: Int) {
        self.task = task
        self.batch = batch
    }
}

/// All rules.
package enum TurnRules {
    package static let all: [any TurnRule] = [RoundRobin()]

    package static func named(_ name: String) -> (any TurnRule)? { all.first { $0.name == name } }
}

/// The tasks take turns. When a task has no batch left, another one takes its place.
///
/// Step `s` is the turn of task `s % taskCount`. When that task has no batch left, the next task in the cycle that has one takes its
/// place. With two tasks this is the loader of the Python notebook: even steps take the first task, odd steps the second, and
/// the rest of the longer one comes at the end.
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
