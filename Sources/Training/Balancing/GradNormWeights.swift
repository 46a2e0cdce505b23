import Foundation

/// GradNorm: Chen, Badrinarayanan, Lee and Rabinovich, "GradNorm: Gradient Normalization for Adaptive Loss Balancing in Deep Multitask
/// Networks", ICML 2018, algorithm 1.
///
/// The weights w are learnt so that all tasks train at a similar rate. With gᵢ the norm of the gradient of task i's weighted loss in the last
/// shared layer, and rᵢ its inverse training rate (its loss as a share of its first loss, divided by the mean of these shares), the weights
/// minimize Σ |gᵢ − mean(g) · rᵢ^α|, where the second term counts as constant. After each step the weights are divided by their mean, so
/// that they sum to the number of tasks.
///
/// It needs the gradient of every task in every step, of one layer. The paper's learning rate of 0.025 is used with an Adam. A
/// weight that would fall below 0.001 stays there: the paper does not say what a negative weight would mean.
package struct GradNormWeights: WeightRule {
    package static let name = "gradnorm"
    package static let options = [alpha, learningRate]
    private static let alpha = WeightOption(
        "alpha", standard: 1.5, in: 0...100, "the power α of a task's rate: the larger, the more a slow task gets")
    private static let learningRate = WeightOption.learningRate(0.025, of: "the weights")
    package static let page = WeightPage(
        title: "gradient normalization",
        paper:
            "Chen, Badrinarayanan, Lee and Rabinovich, GradNorm: Gradient Normalization for Adaptive Loss Balancing in Deep Multitask Networks, ICML 2018",
        text: """
            The weights are learnt. Each task's weighted loss has a gradient in the last shared layer; its norm is to come close to the mean norm of \
            all tasks, times r to the power of α. Here r says how slowly the task learns: its loss as a share of its first loss, divided by the mean \
            of these shares. After each step the weights are divided by their mean, so that they sum to the number of tasks.
            """,
        costs:
            "It needs 'batches joint', and the norm of one layer's gradients for each task: under a tenth of a joint step."
    )
    package let needs: BalanceNeeds = [.jointTurns, .sharedGradientNorms]

    private static let smallestWeight = 1e-3
    /// The name of the first losses in the state.
    private static let firstLoss = "first-loss"
    private let taskCount: Int
    private let alpha: Double
    private let adam: SmallAdam

    package init(_ settings: WeightSettings, tasks: [String]) {
        taskCount = tasks.count
        alpha = settings.value(Self.alpha) ?? 0
        adam = SmallAdam(name: "weight", learningRate: settings.value(Self.learningRate) ?? 0)
    }

    /// A first loss of 0 stands for one that was not seen yet.
    package func start() -> BalanceState {
        var state = adam.start(Array(repeating: 1, count: taskCount))
        state[Self.firstLoss] = Array(repeating: 0, count: taskCount)
        return state
    }

    package func weights(step: Int, epoch: Int, state: BalanceState) -> [Double] { state.list(adam.name) }

    package func update(_ state: inout BalanceState, with observation: BalanceObservation) {
        let (tasks, norms) = (observation.tasks, observation.sharedGradientNorms)
        var firstLosses = state.list(Self.firstLoss)
        if tasks.contains(where: { firstLosses[$0] == 0 }) {
            for (task, loss) in zip(tasks, observation.losses) where firstLosses[task] == 0 { firstLosses[task] = loss }
            state[Self.firstLoss] = firstLosses
        }
        let shares = zip(tasks, observation.losses).map { firstLosses[$0] > 0 ? $1 / firstLosses[$0] : 1 }
        let meanShare = shares.reduce(0, +) / Double(shares.count)
        let meanNorm = norms.reduce(0, +) / Double(norms.count)
        for (place, task) in tasks.enumerated() {
            let rate = meanShare > 0 ? shares[place] / meanShare : 1
            let difference = norms[place] - meanNorm * pow(rate, alpha)
            let sign: Double = difference > 0 ? 1 : difference < 0 ? -1 : 0
            adam.step(&state, at: task, gradient: sign * norms[place] / observation.weights[place])
        }
        let weights = state.list(adam.name).map { max($0, Self.smallestWeight) }
        let mean = weights.reduce(0, +) / Double(weights.count)
        state[adam.name] = weights.map { $0 / mean }
    }
}
