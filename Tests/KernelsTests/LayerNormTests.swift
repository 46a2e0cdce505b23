import Foundation
import Kernels
import Testing

@Suite("LayerNorm after a dense layer, against double precision")
struct LayerNormTests {
    private struct Sample {
        let width: Int
        let rows = Rows(count: 5, example: 3)
        var z, residual, bias, gamma, beta: [Float]
        var epsilon: Float = 1e-3
        var dropout: Dropout?

        init(width: Int, dropout: Dropout?) {
            self.width = width
            self.dropout = dropout
            z = Floats.uniform(5 * width, bound: 2, key: 1)
            residual = Floats.uniform(5 * width, bound: 1, key: 2)
            bias = Floats.uniform(width, bound: 1, key: 3)
            gamma = Floats.uniform(width, bound: 2, key: 4)
            beta = Floats.uniform(width, bound: 1, key: 5)
        }

        var factors: [Float] { dropout.map { rows.factors($0, width: width) } ?? z.map { _ in 1 } }

        func forward(keepsNormalized: Bool = true) -> (y: [Float], normalized: [Float], reciprocal: [Float]) {
            var z = z
            var y = [Float](repeating: .nan, count: z.count)
            var normalized = y
            var reciprocal = [Float](repeating: .nan, count: rows.count)
            rows.withIdentity { identity in
                z.withUnsafeMutableBufferPointer { z in
                    y.withUnsafeMutableBufferPointer { y in
                        normalized.withUnsafeMutableBufferPointer { normalized in
                            reciprocal.withUnsafeMutableBufferPointer { reciprocal in
                                guard let z = z.baseAddress, let y = y.baseAddress,
                                    let reciprocal = reciprocal.baseAddress
                                else { return }
                                LayerNorm.afterDense(
                                    rows: 0..<rows.count, width: width, z: z, bias: bias, residual: residual,
                                    dropout: dropout, identity: identity, gamma: gamma, beta: beta, epsilon: epsilon,
                                    normalized: keepsNormalized ? normalized.baseAddress : nil,
                                    reciprocalDeviation: reciprocal, y: y)
                            }
                        }
                    }
                }
            }
            return (y, normalized, reciprocal)
        }

        /// dropout(z + bias) + residual, then the normalised values, and 1 / σ of each row.
        func reference() -> (y: [Double], normalized: [Double], reciprocal: [Double]) {
            let factors = self.factors
            var (y, normalized, reciprocals) = ([Double](), [Double](), [Double]())
            for row in 0..<rows.count {
                let x = (0..<width).map { i -> Double in
                    let place = row * width + i
                    return (Double(z[place]) + Double(bias[i])) * Double(factors[place]) + Double(residual[place])
                }
                let mean = x.reduce(0, +) / Double(width)
                let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
                let reciprocal = 1 / (variance + Double(epsilon)).squareRoot()
                reciprocals.append(reciprocal)
                normalized += x.map { ($0 - mean) * reciprocal }
                y += (0..<width).map { Double(gamma[$0]) * (x[$0] - mean) * reciprocal + Double(beta[$0]) }
            }
            return (y, normalized, reciprocals)
        }
    }

    private static let dropouts = [nil, Dropout(key: RandomKey(6), rate: 0.3)]

    @Test("forward", arguments: [1, 5, 16, 31, 48, 100], 0...1)
    func forward(width: Int, dropout: Int) {
        let sample = Sample(width: width, dropout: LayerNormTests.dropouts[dropout])
        let ours = sample.forward()
        let expected = sample.reference()
        #expect(Floats.areClose(ours.y, expected.y, relative: 2e-6, absolute: 4e-6))
        #expect(Floats.areClose(ours.normalized, expected.normalized, relative: 2e-6, absolute: 4e-6))
        #expect(Floats.areClose(ours.reciprocal, expected.reciprocal, relative: 2e-6, absolute: 0))
        #expect(sample.forward(keepsNormalized: false).y == ours.y)
    }

    @Test("backward", arguments: [5, 16, 31, 100], 0...1)
    func backward(width: Int, dropout: Int) {
        let sample = Sample(width: width, dropout: LayerNormTests.dropouts[dropout])
        let kept = sample.forward()
        let dy = Floats.uniform(5 * width, bound: 1, key: 9)
        // The residual's gradient overwrites dy, as in the model.
        var dResidual = dy
        var dDense = [Float](repeating: .nan, count: dy.count)
        var sums = [Float](repeating: 0.5, count: 3 * width)
        sample.rows.withIdentity { identity in
            dResidual.withUnsafeMutableBufferPointer { dResidual in
                dDense.withUnsafeMutableBufferPointer { dDense in
                    sums.withUnsafeMutableBufferPointer { sums in
                        guard let dx = dResidual.baseAddress, let dz = dDense.baseAddress,
                            let sums = sums.baseAddress
                        else { return }
                        LayerNorm.backwardAfterDense(
                            rows: 0..<5, width: width, dy: dx, normalized: kept.normalized,
                            reciprocalDeviation: kept.reciprocal, gamma: sample.gamma, dropout: sample.dropout,
                            identity: identity, dResidual: dx, dDense: dz, dGamma: sums, dBeta: sums + width,
                            dBias: sums + 2 * width)
                    }
                }
            }
        }
        let reference = sample.reference()
        let factors = sample.factors
        var expected = [Double](repeating: 0, count: dy.count)
        // The kernel adds to the old content.
        var expectedSums = [Double](repeating: 0.5, count: 3 * width)
        for row in 0..<5 {
            let places = row * width..<(row + 1) * width
            let d = places.map { Double(dy[$0]) * Double(sample.gamma[$0 - row * width]) }
            let mean = d.reduce(0, +) / Double(width)
            let product = zip(d, reference.normalized[places]).map(*).reduce(0, +) / Double(width)
            for i in 0..<width {
                let place = row * width + i
                let x = reference.normalized[place]
                expected[place] = (d[i] - mean - x * product) * reference.reciprocal[row]
                expectedSums[i] += Double(dy[place]) * x
                expectedSums[width + i] += Double(dy[place])
                expectedSums[2 * width + i] += expected[place] * Double(factors[place])
            }
        }
        #expect(Floats.areClose(dResidual, expected, relative: 1e-5, absolute: 1e-5))
        #expect(Floats.areClose(dDense, zip(expected, factors).map { $0 * Double($1) }, relative: 1e-5, absolute: 1e-5))
        #expect(Floats.areClose(sums, expectedSums, relative: 1e-5, absolute: 2e-5))
    }

    @Test("epsilon prevents a NaN in a constant row, which has no deviation", arguments: [16, 21])
    func constantRow(width: Int) {
        for value: Float in [0, 1e4, -1e4, .leastNonzeroMagnitude] {
            var sample = Sample(width: width, dropout: nil)
            sample.epsilon = 1e-12
            sample.z = [Float](repeating: value, count: 5 * width)
            sample.bias = [Float](repeating: 0, count: width)
            sample.residual = [Float](repeating: 0, count: 5 * width)
            let (y, normalized, reciprocal) = sample.forward()
            #expect(normalized.allSatisfy { $0 == 0 }, "\(value)")
            #expect(reciprocal.allSatisfy { abs($0 - 1e6) < 1 })
            #expect(y == (0..<5).flatMap { _ in sample.beta })
        }
    }

    @Test("large and small magnitudes are handled")
    func magnitudes() {
        for scale: Float in [1e-30, 1e-4, 1e4, 1e9] {
            var sample = Sample(width: 37, dropout: nil)
            sample.epsilon = 1e-12
            sample.z = sample.z.map { $0 * scale }
            sample.residual = sample.residual.map { $0 * scale }
            sample.bias = sample.bias.map { $0 * scale }
            let ours = sample.forward()
            let expected = sample.reference()
            #expect(Floats.areClose(ours.y, expected.y, relative: 1e-5, absolute: 1e-5), "\(scale)")
        }
    }
}
