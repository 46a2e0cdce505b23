/// Watches how the gradients of the tasks' losses stand to each other, and leaves the weights as they are: 1, or those of a notebook.
///
/// It is no rule that a notebook can name. Every so many steps it writes the inner products of the gradients in each part of the encoder
/// into its state.
package struct ConflictProbe: WeightRule {
    package static let name = "conflict"
    package static let page = WeightPage(
        title: "watching gradients", paper: "", text: "The weights stay as they are.",
        costs: "It needs the whole gradient of every task.")
    package let needs: BalanceNeeds = [.jointTurns, .gradientProducts]

    private let lambdas: [Double]
    /// Looks at every step whose number, counted from 0, is a multiple of this.
    private let every: Int

    package init(_ settings: WeightSettings, tasks: [String]) {
        self.init(settings, tasks: tasks, every: 1)
    }

    package init(_ settings: WeightSettings, tasks: [String], every: Int) {
        lambdas = settings.weights(of: tasks)
        self.every = every
    }

    package func start() -> BalanceState { BalanceState(["step": [], "product": []]) }

    package func weights(step: Int, epoch: Int, state: BalanceState) -> [Double] { lambdas }

    package func weights(after observation: BalanceObservation, state: BalanceState) -> GradientWeights {
        GradientWeights(observation.tasks.map { lambdas[$0] })
    }

    package func update(_ state: inout BalanceState, with observation: BalanceObservation) {
        guard observation.step % every == 0, observation.tasks.count == lambdas.count else { return }
        state.values["step"]?.append(Double(observation.step))
        state.values["product"]? += observation.partProducts.flatMap { $0.flatMap(\.self) }
    }

    /// The cosines that were seen: for each look its step, counted from 0, and by part of the encoder and pair of tasks (0 and 1, 0 and 2,
    /// 1 and 2 …) the cosine of the angle between their gradients. Nil where one of the two is zero.
    package static func cosines(
        _ state: BalanceState, taskCount: Int, partCount: Int
    ) -> [(step: Int, cosines: [[Double?]])] {
        let (steps, products) = (state.list("step"), state.list("product"))
        let size = taskCount * taskCount
        guard products.count == steps.count * partCount * size else { return [] }
        return steps.enumerated().map { look, step in
            let parts = (0..<partCount).map { part in
                let start = (look * partCount + part) * size
                func product(_ a: Int, _ b: Int) -> Double { products[start + a * taskCount + b] }
                return (0..<taskCount).flatMap { a in
                    (a + 1..<max(a + 1, taskCount)).map { b -> Double? in
                        let norms = (product(a, a) * product(b, b)).squareRoot()
                        return norms > 0 ? max(-1, min(1, product(a, b) / norms)) : nil
                    }
                }
            }
            return (Int(step), parts)
        }
    }
}
