/// The same weights in every step.
package struct FixedWeights: WeightRule, Equatable {
    package static let name = "fixed"

    /// λ by task, in the order of the tasks.
    private let weights: [Double]

    package init(_ settings: WeightSettings, tasks: [String]) { weights = settings.weights(of: tasks) }

    package func weights(step: Int, epoch: Int, state: BalanceState) -> [Double] { weights }
}
