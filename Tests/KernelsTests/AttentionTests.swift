import Foundation
import Kernels
import Testing

@Suite("attention against double precision")
struct AttentionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var length, keys, size: Int
        var rate: Float
        var testDescription: String { "\(length) queries, \(keys) keys, \(size) features, rate \(rate)" }
    }

    /// Full and partial blocks of sixteen queries, full and partial tiles of four rows, whole vectors and tails, and padding.
    static let cases = [
        Case(length: 1, keys: 1, size: 32, rate: 0), Case(length: 5, keys: 5, size: 10, rate: 0),
        Case(length: 16, keys: 16, size: 16, rate: 0.2), Case(length: 20, keys: 20, size: 32, rate: 0.1),
        Case(length: 37, keys: 33, size: 64, rate: 0.1), Case(length: 67, keys: 67, size: 48, rate: 0),
        Case(length: 130, keys: 130, size: 80, rate: 0.3),
    ]

    @Test(arguments: cases)
    func forwardAndBackward(example: Case) {
        let (length, keys, size) = (example.length, example.keys, example.size)
        let (hidden, head, headCount) = (2 * size + 3, 1, 2)
        let attention = Attention(
            length: length, keys: keys, size: size, hidden: hidden, head: head, headCount: headCount, example: 7,
            dropout: example.rate > 0 ? Dropout(key: RandomKey(5), rate: example.rate) : nil)
        let qkv = Floats.uniform(length * 3 * hidden, bound: 1, key: 1)
        let upstream = Floats.uniform(length * hidden, bound: 1, key: 2)
        var context = [Float](repeating: 9, count: length * hidden)
        var dQKV = qkv
        // The old content must not matter.
        var scratch = [Float](repeating: .nan, count: Attention.scratchCount(longest: length, size: size))
        scratch.withUnsafeMutableBufferPointer { scratch in
            guard let scratch = scratch.baseAddress else { return }
            qkv.withUnsafeBufferPointer { qkv in
                context.withUnsafeMutableBufferPointer { context in
                    guard let qkv = qkv.baseAddress, let context = context.baseAddress else { return }
                    attention.forward(qkv: qkv + head * size, context: context + head * size, scratch: scratch)
                }
            }
            dQKV.withUnsafeMutableBufferPointer { dQKV in
                upstream.withUnsafeBufferPointer { upstream in
                    guard let dQKV = dQKV.baseAddress, let upstream = upstream.baseAddress else { return }
                    attention.backward(qkv: dQKV + head * size, dContext: upstream + head * size, scratch: scratch)
                }
            }
        }

        // The reference, with the factors of the same dropout.
        func at(_ values: [Float], _ row: Int, _ part: Int, _ i: Int) -> Double {
            Double(values[row * 3 * hidden + part * hidden + head * size + i])
        }
        let factors = factors(attention)
        let scale = 1 / Double(size).squareRoot()
        var expectedContext = [[Double]](repeating: [Double](repeating: 0, count: size), count: length)
        var (dQ, dK, dV) = (expectedContext, expectedContext, expectedContext)
        for row in 0..<length {
            let scores = (0..<keys).map { key in
                (0..<size).reduce(0) { $0 + at(qkv, row, 0, $1) * at(qkv, key, 1, $1) } * scale
            }
            let maximum = scores.max() ?? 0
            let exponentials = scores.map { exp($0 - maximum) }
            let sum = exponentials.reduce(0, +)
            let p = exponentials.map { $0 / sum }
            let dOutput = (0..<size).map { Double(upstream[row * hidden + head * size + $0]) }
            var dP = [Double](repeating: 0, count: keys)
            for key in 0..<keys {
                let kept = p[key] * factors[row][key]
                for i in 0..<size {
                    expectedContext[row][i] += kept * at(qkv, key, 2, i)
                    dV[key][i] += kept * dOutput[i]
                    dP[key] += factors[row][key] * dOutput[i] * at(qkv, key, 2, i)
                }
            }
            let total = zip(p, dP).map(*).reduce(0, +)
            for key in 0..<keys {
                let dScore = p[key] * (dP[key] - total) * scale
                for i in 0..<size {
                    dQ[row][i] += dScore * at(qkv, key, 1, i)
                    dK[key][i] += dScore * at(qkv, row, 0, i)
                }
            }
        }
        for row in 0..<length {
            let ours = Array(context[row * hidden + head * size..<row * hidden + (head + 1) * size])
            #expect(Floats.areClose(ours, expectedContext[row], relative: 1e-5, absolute: 2e-6))
            for (part, expected) in [dQ, dK, dV].enumerated() {
                let ours = (0..<size).map { Float(at(dQKV, row, part, $0)) }
                #expect(Floats.areClose(ours, expected[row], relative: 1e-5, absolute: 1e-5), "row \(row), \(part)")
            }
        }
        // The features of other heads must not change.
        #expect((0..<length).allSatisfy { row in context[row * hidden..<row * hidden + size].allSatisfy { $0 == 9 } })
        #expect(
            (0..<length).allSatisfy { row in
                (0..<size).allSatisfy { dQKV[row * 3 * hidden + $0] == qkv[row * 3 * hidden + $0] }
            })
    }

    /// 0 or 1 / (1 − rate), [length][keys], read from the result of the softmax kernel.
    private func factors(_ attention: Attention) -> [[Double]] {
        let (length, keys) = (attention.length, attention.keys)
        guard let dropout = attention.dropout else {
            return [[Double]](repeating: [Double](repeating: 1, count: keys), count: length)
        }
        let step = AttentionSoftmax.stride(for: keys)
        var scores = [Float](repeating: 0, count: length * step)
        var dropped = scores
        scores.withUnsafeMutableBufferPointer { scores in
            dropped.withUnsafeMutableBufferPointer { dropped in
                guard let scores = scores.baseAddress, let dropped = dropped.baseAddress else { return }
                AttentionSoftmax.forward(
                    rows: length, columns: keys, scores: scores, dropped: dropped, dropout: dropout,
                    head: attention.head, headCount: attention.headCount, example: attention.example)
            }
        }
        return (0..<length).map { row in
            (0..<keys).map { dropped[row * step + $0] == 0 ? 0 : 1 / (1 - Double(dropout.rate)) }
        }
    }
}
