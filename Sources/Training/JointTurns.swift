import Kernels

/// Every step takes a batch of each task. An epoch is as long as the task with the most batches needs; the others begin anew meanwhile.
package struct JointTurns: TurnRule {
    package let name = "joint"
    package let isJoint = true

    package init() {}

    package func stepCount(batchCounts: [Int]) -> Int { max(0, batchCounts.max() ?? 0) }

    package func turnCounts(batchCounts: [Int]) -> [Double] {
        let steps = Double(stepCount(batchCounts: batchCounts))
        return batchCounts.map { $0 > 0 ? steps : 0 }
    }

    package func turns(batchCounts: [Int], epoch: Int, key: RandomKey) -> [Turn] {
        let all = Turn(batchCounts.indices.filter { batchCounts[$0] > 0 })
        return [Turn](repeating: all, count: stepCount(batchCounts: batchCounts))
    }
}
