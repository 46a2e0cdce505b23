import Datasets
import Kernels

/// PCGrad, gradient surgery: Yu, Kumar, Gupta, Levine, Hausman and Finn, "Gradient Surgery for Multi-Task Learning", NeurIPS 2020,
/// algorithm 1.
///
/// Where the gradients of two tasks point against each other, each gives up its part along the other. A task's gradient looks at the others
/// one after the other, in a random order; what conflicts with one of them (a negative inner product) is projected onto the plane
/// across it. The sum of the projected gradients is the gradient of the shared parameters. The heads' gradients stay as they are.
///
/// Each projected gradient is a sum of multiples of the tasks' gradients, so that only their inner products are needed here: what comes
/// out is a weight of each task's gradient. It has no state: the order follows from the step's key.
package struct ProjectedGradients: WeightRule {
    package static let name = "pcgrad"
    package static let page = WeightPage(
        title: "projecting conflicting gradients",
        paper: "Yu, Kumar, Gupta, Levine, Hausman and Finn, Gradient Surgery for Multi-Task Learning, NeurIPS 2020",
        text: """
            Where the gradients of two tasks in the encoder point against each other, each gives up its part along the other; what is left is added. \
            With more than two tasks, the others are looked at in a random order. The heads' gradients stay as they are. The weights that are drawn say by how \
            much each task's gradient was multiplied in the sum: 1 where nothing conflicted, more where another task's was projected along it.
            """,
        costs:
            "It needs 'batches joint', and keeps the whole gradient of every task: memory for one more gradient a task."
    )
    package let needs: BalanceNeeds = [.jointTurns, .gradientProducts]

    private let taskCount: Int

    package init(_ settings: WeightSettings, tasks: [String]) { taskCount = tasks.count }

    package func weights(step: Int, epoch: Int, state: BalanceState) -> [Double] {
        Array(repeating: 1, count: taskCount)
    }

    package func weights(after observation: BalanceObservation, state: BalanceState) -> GradientWeights {
        let products = observation.gradientProducts
        let count = observation.tasks.count
        // Tasks that share nothing that is trained have no conflict.
        guard products.count == count else { return GradientWeights(Array(repeating: 1, count: count)) }
        var total = [Double](repeating: 0, count: count)
        for task in 0..<count {
            // The projected gradient is the sum of `parts[k]` times the gradient k.
            var parts = [Double](repeating: 0, count: count)
            parts[task] = 1
            let others = (0..<count).filter { $0 != task }
            for place in shuffledOrder(count: others.count, key: observation.key.stream(task).bits) {
                let other = others[Int(place)]
                let square = products[other][other]
                let product = (0..<count).reduce(0) { $0 + parts[$1] * products[$1][other] }
                if product < 0, square > 0 { parts[other] -= product / square }
            }
            for index in 0..<count { total[index] += parts[index] }
        }
        return GradientWeights(shared: total, heads: Array(repeating: 1, count: count))
    }
}
