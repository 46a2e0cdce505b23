/// The weight of each task's loss in each step.
package protocol WeightRule: Sendable {
    /// The weight λ of a task's loss in a step. Steps are counted from 0 over all epochs.
    func weight(task: String, step: Int) -> Double
}

/// The same weights in every step.
package struct FixedWeights: WeightRule, Equatable, Codable {
    /// λ by task. A task without an entry has weight 1.
    package var weights: [String: Double]

    package init(_ weights: [String: Double] = [:]) { self.weights = weights }

    package func weight(task: String, step: Int) -> Double { weights[task] ?? 1 }
}
