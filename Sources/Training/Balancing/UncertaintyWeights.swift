import Foundation

/// Weights that follow from how uncertain each task is, which is learnt: Kendall, Gal and Cipolla, "Multi-Task Learning Using Uncertainty
/// to Weigh Losses for Scene Geometry and Semantics", CVPR 2018, equation 10.
///
/// The training minimizes the sum of exp(−s) · L + s / 2 over the tasks, where s = log σ² is a learnt number of each task. So a task's weight
/// is exp(−s), and the derivative with respect to s is 1/2 − exp(−s) · L. It needs the losses alone, and so works for any turns: a step
/// of one task changes that task's s only.
///
/// The paper learns s with the network's own optimizer and learning rate. A rate that is right for fine-tuning an encoder would leave s
/// where it starts, so s has an Adam of its own, without decay.
package struct UncertaintyWeights: WeightRule {
    package static let name = "uncertainty"
    package static let options = [learningRate]
    private static let learningRate = WeightOption.learningRate(0.01, of: "s")
    package static let page = WeightPage(
        title: "uncertainty weighting",
        paper:
            "Kendall, Gal and Cipolla, Multi-Task Learning Using Uncertainty to Weigh Losses for Scene Geometry and Semantics, CVPR 2018",
        text: """
            Each task has a learnt number s, the logarithm of its variance. Training minimizes the sum of exp(-s) times the loss plus s/2. A task whose \
            loss stays large is taken for a noisy one: its s grows, and its weight exp(-s) falls. All weights begin at 1.
            """,
        costs: "It needs the losses alone, with any turns, and costs nothing that can be measured.")

    private let taskCount: Int
    private let adam: SmallAdam

    package init(_ settings: WeightSettings, tasks: [String]) {
        taskCount = tasks.count
        adam = SmallAdam(
            name: "log-variance",
            learningRate: settings.value(Self.learningRate) ?? 0)
    }

    package func start() -> BalanceState { adam.start(Array(repeating: 0, count: taskCount)) }

    package func weights(step: Int, epoch: Int, state: BalanceState) -> [Double] {
        state.list(adam.name).map { exp(-$0) }
    }

    package func update(_ state: inout BalanceState, with observation: BalanceObservation) {
        for (task, loss) in zip(observation.tasks, observation.losses) {
            adam.step(&state, at: task, gradient: 0.5 - exp(-state.list(adam.name)[task]) * loss)
        }
    }
}
