import Kernels

/// Decides which tasks' batches each step of an epoch takes.
///
/// A rule only says whose turn it is. Each task's batches come in their own order, one after the other, also across epochs; after the last
/// one the task begins anew, with a new order of its examples.
package protocol TurnRule: Sendable, CustomStringConvertible {
    /// The rule's name in a notebook.
    var name: String { get }
    /// Whether every step takes a batch of every task.
    var isJoint: Bool { get }
    /// Number of steps in each epoch.
    ///
    /// - Parameter batchCounts: number of batches of each task's data.
    func stepCount(batchCounts: [Int]) -> Int
    /// The number of turns that each task has in an epoch. Where turns are drawn it is the mean over all draws.
    func turnCounts(batchCounts: [Int]) -> [Double]
    /// The turns of an epoch. It depends on the arguments only.
    ///
    /// - Parameter key: the training's stream of random numbers for turns.
    func turns(batchCounts: [Int], epoch: Int, key: RandomKey) -> [Turn]
}

extension TurnRule {
    package var description: String { name }
    package var isJoint: Bool { false }

    /// One batch a step, and every batch once in an epoch.
    package func stepCount(batchCounts: [Int]) -> Int { batchCounts.reduce(0) { $0 + max($1, 0) } }

    package func turnCounts(batchCounts: [Int]) -> [Double] { batchCounts.map { Double(max($0, 0)) } }

    /// What an epoch takes of something, such as operations or tokens.
    ///
    /// - Parameter amounts: what all batches of a task together take of it, for each task.
    package func amountPerEpoch(_ amounts: [Double], batchCounts: [Int]) -> Double {
        zip(zip(amounts, batchCounts), turnCounts(batchCounts: batchCounts)).reduce(0) { sum, task in
            let ((amount, batches), turns) = task
            return batches > 0 ? sum + amount / Double(batches) * turns : sum
        }
    }
}

/// The tasks of which one training step takes a batch each, as ascending indices in the order of the batch counts.
package struct Turn: Sendable, Hashable {
    package let tasks: [Int]

    package init(_ tasks: [Int]) { self.tasks = tasks }
}

/// The tasks take turns. When a task has no batch left, another one takes its place.
///
/// Step `s` is the turn of task `s % taskCount`. When that task has no batch left, the next task in the cycle that has one takes its
/// place. With two tasks this is the loader of the Python notebook: even steps take the first task, odd steps the second, and
/// the rest of the longer one comes at the end.
package struct RoundRobin: TurnRule {
    package let name = "round-robin"

    package init() {}

    package func turns(batchCounts: [Int], epoch: Int, key: RandomKey) -> [Turn] {
        var taken = [Int](repeating: 0, count: batchCounts.count)
        let each = batchCounts.indices.map { Turn([$0]) }
        var turns: [Turn] = []
        let count = stepCount(batchCounts: batchCounts)
        turns.reserveCapacity(count)
        while turns.count < count {
            var task = turns.count % batchCounts.count
            while taken[task] >= batchCounts[task] { task = (task + 1) % batchCounts.count }
            turns.append(each[task])
            taken[task] += 1
        }
        return turns
    }
}
