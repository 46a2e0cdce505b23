import Foundation

/// Dynamic weight average: Liu, Johns and Davison, "End-to-End Multi-Task Learning with Attention", CVPR 2019, equation 7.
///
/// A task whose loss falls slowly gets more weight. With rₖ the ratio of task k's mean loss in the last period to that in the one before,
/// its weight is K · exp(rₖ / T) / Σ exp(rᵢ / T), for K tasks and a temperature T. In the first two periods all weights are 1. The paper's
/// period is an epoch. It needs the losses alone, and so works for any turns.
package struct AveragedWeights: WeightRule {
    package static let name = "dwa"
    package static let options = [temperature, every]
    private static let temperature = WeightOption(
        "temperature", standard: 2, in: 0.01...1000, "the temperature T: the larger, the more alike the weights")
    private static let every = WeightOption(
        "every", standard: nil, in: 1...1e9, "the number of steps in a period; an epoch by default")
    package static let page = WeightPage(
        title: "dynamic weight average",
        paper: "Liu, Johns and Davison, End-to-End Multi-Task Learning with Attention, CVPR 2019",
        text: """
            After each period, r is a task's mean loss in it, divided by that of the period before. The weights are the softmax of r / T over \
            the tasks, times the number of tasks: a task whose loss falls slowly gets more weight. In the first two periods all weights are 1: of three \
            epochs, only the last has other weights. A shorter period changes them earlier.
            """,
        costs: "It needs the losses alone, with any turns, and costs nothing that can be measured.")

    private let taskCount: Int
    private let temperature: Double
    /// Number of steps in a period; nil for an epoch.
    private let period: Int?

    package init(_ settings: WeightSettings, tasks: [String]) {
        taskCount = tasks.count
        temperature = settings.value(Self.temperature) ?? 1
        period = settings.value(Self.every).map { Int($0) }
    }

    /// A mean loss of 0 stands for one that is not known yet.
    package func start() -> BalanceState {
        let zeros = [Double](repeating: 0, count: taskCount)
        return BalanceState([
            "weight": Array(repeating: 1, count: taskCount), "mean": zeros, "sum": zeros, "count": zeros,
            // The steps in the current period, and its epoch.
            "steps": [0], "epoch": [0],
        ])
    }

    package func weights(step: Int, epoch: Int, state: BalanceState) -> [Double] {
        beginning(epoch: epoch, state).list("weight")
    }

    package func update(_ state: inout BalanceState, with observation: BalanceObservation) {
        state = beginning(epoch: observation.epoch, state)
        for (task, loss) in zip(observation.tasks, observation.losses) {
            state.values["sum"]?[task] += loss
            state.values["count"]?[task] += 1
        }
        state.values["steps"]?[0] += 1
    }

    /// The state at the beginning of a step: with a new period if the last one is over.
    private func beginning(epoch: Int, _ old: BalanceState) -> BalanceState {
        let isOver = period.map { old.list("steps")[0] >= Double($0) } ?? (old.list("epoch")[0] != Double(epoch))
        guard isOver else { return old }
        let before = old.list("mean")
        let means = before.indices.map { task in
            // A task without a batch in the period keeps the mean that it had.
            old.list("count")[task] > 0 ? old.list("sum")[task] / old.list("count")[task] : before[task]
        }
        var state = start()
        state["mean"] = means
        state["epoch"] = [Double(epoch)]
        state["weight"] = old.list("weight")
        if before.contains(where: { $0 > 0 }) {
            let ratios = zip(means, before).map { $1 > 0 ? $0 / $1 : 1 }
            let largest = ratios.max() ?? 0
            let exponentials = ratios.map { exp(($0 - largest) / temperature) }
            let total = exponentials.reduce(0, +)
            state["weight"] = exponentials.map { Double(taskCount) * $0 / total }
        }
        return state
    }
}
