/// The same weights in every step.
package struct FixedWeights: WeightRule, Equatable {
    package static let name = "fixed"
    package static let page = WeightPage(
        title: "weights that stay", paper: "",
        text:
            "Each task's loss is multiplied by its λ in every step: 'weights fixed ner=1 qa=0.5'. A task that is not named has 1.",
        costs: "It needs nothing and costs nothing.")

    /// λ by task, in the order of the tasks.
    private let weights: [Double]

    package init(_ settings: WeightSettings, tasks: [String]) { weights = settings.weights(of: tasks) }

    package func weights(step: Int, epoch: Int, state: BalanceState) -> [Double] { weights }
}
