import Kernels

/// The turns of one task that is trained alone: as many in each epoch as it has in a training of several tasks.
package struct LoneTurns: TurnRule {
    package let name = "alone"
    /// Number of steps in an epoch.
    package let steps: Int

    /// - Parameters:
    ///   - task: the task's place in the training of several.
    ///   - rule: the rule of that training, which had these batch counts, epochs and stream of random numbers. If the number of turns varies
    ///     between epochs, each epoch gets the mean.
    package init(of task: Int, in rule: any TurnRule, batchCounts: [Int], epochs: Int, key: UInt64) {
        let key = RandomKey(key).stream("turns")
        let turns = (0..<epochs).reduce(0) { sum, epoch in
            sum + rule.turns(batchCounts: batchCounts, epoch: epoch, key: key).count { $0.tasks.contains(task) }
        }
        steps = max(1, Int((Double(turns) / Double(max(1, epochs))).rounded()))
    }

    package func stepCount(batchCounts: [Int]) -> Int { batchCounts.first ?? 0 > 0 ? steps : 0 }

    package func turnCounts(batchCounts: [Int]) -> [Double] { [Double(stepCount(batchCounts: batchCounts))] }

    package func turns(batchCounts: [Int], epoch: Int, key: RandomKey) -> [Turn] {
        [Turn](repeating: Turn([0]), count: stepCount(batchCounts: batchCounts))
    }
}
