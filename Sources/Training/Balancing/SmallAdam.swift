import Foundation

/// PyTorch's Adam for a few numbers of a `BalanceState`, in double. Rules that learn their weights use it.
///
/// Each number has a step count of its own, as a parameter of its own has in PyTorch: a step of one task changes that task's number only.
struct SmallAdam: Sendable, Equatable {
    /// The name of the numbers in the state. Moments and step counts have it as the beginning of theirs.
    let name: String
    let learningRate: Double
    /// Added to the gradient, times the value: Adam's own decay, not AdamW's.
    var weightDecay = 0.0

    private static let beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8

    /// The state before the first step.
    func start(_ values: [Double]) -> BalanceState {
        let zeros = [Double](repeating: 0, count: values.count)
        return BalanceState([
            name: values, "\(name).first-moment": zeros, "\(name).second-moment": zeros, "\(name).steps": zeros,
        ])
    }

    /// Makes a step for the number at an index.
    func step(_ state: inout BalanceState, at index: Int, gradient: Double) {
        guard let value = state[name]?[index], let steps = state["\(name).steps"]?[index],
            let oldFirst = state["\(name).first-moment"]?[index],
            let oldSecond = state["\(name).second-moment"]?[index]
        else { return }
        let gradient = gradient + weightDecay * value
        let count = steps + 1
        let first = oldFirst + (gradient - oldFirst) * (1 - Self.beta1)
        let second = Self.beta2 * oldSecond + (1 - Self.beta2) * gradient * gradient
        let denominator = second.squareRoot() / (1 - pow(Self.beta2, count)).squareRoot() + Self.epsilon
        state[name]?[index] = value - learningRate / (1 - pow(Self.beta1, count)) * first / denominator
        state["\(name).steps"]?[index] = count
        state["\(name).first-moment"]?[index] = first
        state["\(name).second-moment"]?[index] = second
    }
}
