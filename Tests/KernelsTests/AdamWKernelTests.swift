import Foundation
import Kernels
import Testing

@Suite("AdamW's update and the gradient's norm")
struct AdamWKernelTests {
    /// PyTorch's AdamW (torch/optim/adamw.py, _single_tensor_adamw) in double.
    private struct Reference {
        var parameters, first, second: [Double]

        mutating func step(
            _ gradients: [Float], number: Int, learningRate: Double, decay: Double, scale: Double
        ) {
            let (beta1, beta2, epsilon) = (0.9, 0.999, 1e-8)
            for i in parameters.indices {
                let g = Double(gradients[i]) * scale
                parameters[i] *= 1 - learningRate * decay
                first[i] += (g - first[i]) * (1 - beta1)
                second[i] = beta2 * second[i] + (1 - beta2) * g * g
                let correction = (1 - pow(beta2, Double(number))).squareRoot()
                let stepSize = learningRate / (1 - pow(beta1, Double(number)))
                parameters[i] -= stepSize * first[i] / (second[i].squareRoot() / correction + epsilon)
            }
        }
    }

    @Test("twenty steps, with tails", arguments: [1, 15, 16, 17, 64, 103])
    func update(count: Int) {
        var parameters = Floats.uniform(count, bound: 1, key: 1)
        var first = [Float](repeating: 0, count: count)
        var second = first
        var reference = Reference(
            parameters: parameters.map(Double.init), first: first.map(Double.init), second: second.map(Double.init))
        let (learningRate, decay) = (5e-3, 0.1)
        for number in 1...20 {
            var gradients = Floats.uniform(count, bound: 0.5, key: UInt64(100 + number))
            // One gradient is zero and one almost zero, so that the denominator is epsilon or close to it.
            gradients[0] = 0
            if count > 2 { gradients[1] = 1e-12 }
            let step = AdamWKernel.Step(
                decay: Float(1 - learningRate * decay), firstWeight: Float(1 - 0.9), secondDecay: 0.999,
                secondWeight: Float(1 - 0.999),
                secondCorrection: Float((1 - pow(0.999, Double(number))).squareRoot()), epsilon: 1e-8,
                stepSize: Float(learningRate / (1 - pow(0.9, Double(number)))), gradientScale: 0.75)
            parameters.withUnsafeMutableBufferPointer { p in
                first.withUnsafeMutableBufferPointer { m in
                    second.withUnsafeMutableBufferPointer { v in
                        guard let p = p.baseAddress, let m = m.baseAddress, let v = v.baseAddress else { return }
                        AdamWKernel.update(
                            count: count, parameters: p, gradients: gradients, first: m, second: v, step)
                    }
                }
            }
            reference.step(gradients, number: number, learningRate: learningRate, decay: decay, scale: 0.75)
        }
        #expect(Floats.areClose(parameters, reference.parameters, relative: 1e-5, absolute: 1e-6))
        #expect(Floats.areClose(first, reference.first, relative: 1e-5, absolute: 1e-7))
        #expect(Floats.areClose(second, reference.second, relative: 1e-5, absolute: 1e-12))
        #expect(parameters[0] < 0 ? parameters[0] > -1 : parameters[0] < 1)
    }

    @Test("the sum of squares is right", arguments: [0, 1, 15, 16, 4_095, 4_096, 4_097, 20_003])
    func sumOfSquares(count: Int) {
        let values = Floats.uniform(max(1, count), bound: 3, key: 5)
        let expected = values.prefix(count).reduce(0.0) { $0 + Double($1) * Double($1) }
        #expect(abs(AdamWKernel.sumOfSquares(values, count: count) - expected) <= 1e-6 * expected)
    }

    @Test("a sum of squares is not finite when a value is not")
    func notFinite() {
        for position in [0, 17, 32] {
            for value in [Float.nan, .infinity] {
                var values = [Float](repeating: 1, count: 33)
                values[position] = value
                #expect(!AdamWKernel.sumOfSquares(values, count: 33).isFinite)
            }
        }
    }
}
