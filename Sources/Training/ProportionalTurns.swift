import Datasets
import Kernels

/// The batches of all tasks in an order that is drawn anew for each epoch, every order being equally likely. So at each step the chance of a
/// task is proportional to the batches that it has left, and an epoch takes every batch once.
package struct ProportionalTurns: TurnRule {
    package let name = "proportional"

    package init() {}

    package func turns(batchCounts: [Int], epoch: Int, key: RandomKey) -> [Turn] {
        let all = batchCounts.indices.flatMap { [Turn](repeating: Turn([$0]), count: max(0, batchCounts[$0])) }
        return shuffledOrder(count: all.count, key: key.stream(name).stream(epoch).bits).map { all[Int($0)] }
    }
}
