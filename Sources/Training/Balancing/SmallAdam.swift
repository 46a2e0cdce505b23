import Foundation

/// PyTorch's Adam for a few numbers of a `BalanceState`, in double. Rules that learn their weights use it.
///
/// Each number has a step count of its own, as a parameter of its own has in PyTorch: a step of one task changes that task's number only.
struct SmallAdam: Sendable, Equatable {
    /// The name of the numbers in the state. Moments and step counts have it as the beginning of theirs.
    let name: String
    private let firstName, secondName, stepsName: String
    private let learningRate: Double
    /// Added to the gradient, times the value: Adam's own decay, not AdamW's.
    private let weightDecay: Double

    init(name: String, learningRate: Double, weightDecay: Double = 0) {
        self.name = name
        (firstName, secondName, stepsName) = ("\(name).first-moment", "\(name).second-moment", "\(name).steps")
        self.learningRate = learningRate
        self.weightDecay = weightDecay
    }

    private static let beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8

    /// The state before the first step.
    func start(_ values: [Double]) -> BalanceState {
        let zeros = [Double](repeating: 0, count: values.count)
        return BalanceState([
            name: values, firstName: zeros, secondName: zeros, stepsName: zeros,
        ])
    }

    /// Makes a step for the number at an index.
    func step(_ state: inout BalanceState, at index: Int, gradient: Double) {
        guard let value = state[name]?[index], let steps = state[stepsName]?[index],
            let oldFirst = state[firstName]?[index], let oldSecond = state[secondName]?[index]
        else { return }
        let gradient = gradient + weightDecay * value
        let count = steps + 1
        let first = oldFirst + (gradient - oldFirst) * (1 - Self.beta1)
        let second = Self.beta2 * oldSecond + (1 - Self.beta2) * gradient * gradient
        let denominator = second.squareRoot() / (1 - pow(Self.beta2, count)).squareRoot() + Self.epsilon
        // In the dictionary itself: `BalanceState`'s subscript would copy each list.
        state.values[name]?[index] = value - learningRate / (1 - pow(Self.beta1, count)) * first / denominator
        state.values[stepsName]?[index] = count
        state.values[firstName]?[index] = first
        state.values[secondName]?[index] = second
    }
}
