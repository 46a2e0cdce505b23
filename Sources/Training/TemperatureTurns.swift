import Foundation
import Kernels

/// Each step draws its task. With `n` batches, a task has the chance `n^(1/t)`, divided by the sum over all tasks.
///
/// Temperature 1 is proportional to the size, and a high one treats all tasks the same: small tasks then come several times in an epoch, and
/// large ones only in part (Raffel et al. 2020, https://arxiv.org/abs/1910.10683, section 3.5.2). An epoch has as many steps as there are batches.
package struct TemperatureTurns: TurnRule {
    package let name = "temperature"
    package let temperature: Double

    package var description: String { "\(name) --t \(temperature)" }

    /// - Parameter temperature: above 0.
    package init(_ temperature: Double) { self.temperature = temperature }

    /// The chance of each task. It is 0 for a task without batches.
    package func chances(batchCounts: [Int]) -> [Double] {
        let largest = Double(max(1, batchCounts.max() ?? 1))
        let shares = batchCounts.map { $0 <= 0 ? 0 : pow(Double($0) / largest, 1 / temperature) }
        let sum = shares.reduce(0, +)
        return sum > 0 ? shares.map { $0 / sum } : shares
    }

    package func turnCounts(batchCounts: [Int]) -> [Double] {
        let steps = Double(stepCount(batchCounts: batchCounts))
        return chances(batchCounts: batchCounts).map { $0 * steps }
    }

    package func turns(batchCounts: [Int], epoch: Int, key: RandomKey) -> [Turn] {
        let chances = chances(batchCounts: batchCounts)
        guard let last = chances.lastIndex(where: { $0 > 0 }) else { return [] }
        let key = key.stream(name).stream(epoch)
        let each = batchCounts.indices.map { Turn([$0]) }
        return (0..<stepCount(batchCounts: batchCounts)).map { step in
            // 53 random bits.
            var place = Double(key.bits(at: step) >> 11) * 0x1p-53
            for task in 0..<last {
                if place < chances[task] { return each[task] }
                place -= chances[task]
            }
            return each[last]
        }
    }
}
