import Foundation
import Kernels
import Testing

@Suite("the embedding block against double precision")
struct EmbeddingKernelTests {
    @Test("LayerNorm(word + position + type), with dropout", arguments: [16, 37], [Float(0), 0.3])
    func forward(width: Int, rate: Float) {
        let words = Floats.uniform(6 * width, bound: 1, key: 1)
        let positions = Floats.uniform(9 * width, bound: 1, key: 2)
        let types = Floats.uniform(2 * width, bound: 1, key: 3)
        let gamma = Floats.uniform(width, bound: 2, key: 4)
        let beta = Floats.uniform(width, bound: 1, key: 5)
        let (inputIDs, typeIDs) = ([5, 0, 2, 2] as [Int32], [0, 1, 1, 0] as [Int32])
        let rows = Rows(examples: [4, 4, 1, 1], positions: [0, 1, 0, 8])
        let dropout = rate > 0 ? Dropout(key: RandomKey(1), rate: rate) : nil
        var normalized = [Float](repeating: .nan, count: 4 * width)
        var (y, reciprocal) = (normalized, [Float](repeating: .nan, count: 4))
        rows.withIdentity { identity in
            normalized.withUnsafeMutableBufferPointer { normalized in
                y.withUnsafeMutableBufferPointer { y in
                    reciprocal.withUnsafeMutableBufferPointer { reciprocal in
                        guard let normalized = normalized.baseAddress, let y = y.baseAddress,
                            let reciprocal = reciprocal.baseAddress
                        else { return }
                        EmbeddingKernel.forward(
                            rows: 0..<4, width: width, words: words, positions: positions, types: types,
                            inputIDs: inputIDs, typeIDs: typeIDs, identity: identity, gamma: gamma, beta: beta,
                            epsilon: 1e-3, dropout: dropout, normalized: normalized, reciprocalDeviation: reciprocal,
                            y: y)
                    }
                }
            }
        }
        let factors = dropout.map { rows.factors($0, width: width) } ?? y.map { _ in 1 }
        for row in 0..<4 {
            let x = (0..<width).map { i -> Double in
                let word = Double(words[Int(inputIDs[row]) * width + i])
                let position = Double(positions[Int(rows.positions[row]) * width + i])
                return word + position + Double(types[Int(typeIDs[row]) * width + i])
            }
            let mean = x.reduce(0, +) / Double(width)
            let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
            let deviation = (variance + Double(Float(1e-3))).squareRoot()
            #expect(abs(Double(reciprocal[row]) * deviation - 1) < 2e-6)
            let expected = (0..<width).map { i -> Double in
                let value = (x[i] - mean) / deviation
                return (Double(gamma[i]) * value + Double(beta[i])) * Double(factors[row * width + i])
            }
            let ours = Array(y[row * width..<(row + 1) * width])
            #expect(Floats.areClose(ours, expected, relative: 3e-6, absolute: 5e-6))
        }
    }
}
