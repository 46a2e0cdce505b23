import Foundation
import Kernels
import Testing

@Suite("attention's softmax against double precision")
struct AttentionSoftmaxTests {
    /// Scores with meaningless values after the columns, as in a buffer that was used before.
    private func padded(_ scores: [[Float]]) -> [Float] {
        let step = AttentionSoftmax.stride(for: scores[0].count)
        return scores.flatMap { $0 + [Float](repeating: .nan, count: step - $0.count) }
    }

    private func forward(
        _ scores: [[Float]], dropout: Dropout? = nil, firstRow: Int = 0, head: Int = 0, headCount: Int = 1,
        example: Int32 = 0
    ) -> (probabilities: [Float], dropped: [Float]) {
        var probabilities = padded(scores)
        var dropped = [Float](repeating: -1, count: probabilities.count)
        probabilities.withUnsafeMutableBufferPointer { probabilities in
            dropped.withUnsafeMutableBufferPointer { dropped in
                guard let p = probabilities.baseAddress, let y = dropped.baseAddress else { return }
                AttentionSoftmax.forward(
                    rows: scores.count, columns: scores[0].count, scores: p, dropped: y, dropout: dropout,
                    firstRow: firstRow, head: head, headCount: headCount, example: example)
            }
        }
        return (probabilities, dropped)
    }

    private func softmax(_ scores: [Float]) -> [Double] {
        let maximum = Double(scores.max() ?? 0)
        let exponentials = scores.map { exp(Double($0) - maximum) }
        let sum = exponentials.reduce(0, +)
        return exponentials.map { $0 / sum }
    }

    @Test("any number of columns", arguments: [1, 2, 15, 16, 17, 31, 32, 33, 50, 384])
    func columns(count: Int) {
        let step = AttentionSoftmax.stride(for: count)
        #expect(step % 16 == 0 && step >= count && step < count + 16)
        let scores = (0..<3).map { Floats.uniform(count, bound: 8, key: UInt64(10 * count + $0)) }
        let (probabilities, dropped) = forward(scores)
        for (row, scores) in scores.enumerated() {
            let ours = Array(probabilities[row * step..<row * step + count])
            #expect(Floats.areClose(ours, softmax(scores), relative: 3e-6, absolute: 0))
            #expect(probabilities[row * step + count..<(row + 1) * step].allSatisfy { $0 == 0 })
            #expect(abs(ours.reduce(0, +) - 1) < 1e-5)
        }
        #expect(dropped.allSatisfy { $0 == -1 }, "nothing is written without a dropout")
    }

    @Test("the exponential over its whole range")
    func exponential() {
        // With a maximum of 0, every probability is proportional to the exponential of its score.
        for start in stride(from: Float(-87), to: 0, by: 1) {
            let scores = [0] + (0..<40).map { start + Float($0) / 41 }
            let probabilities = forward([scores]).probabilities
            let expected = softmax(scores)
            // The difference from the maximum is first rounded to a float.
            #expect(Floats.areClose(Array(probabilities.prefix(41)), expected, relative: 1e-6, absolute: 1e-37))
        }
    }

    @Test("extreme scores give no NaN, the largest score wins, and equal scores share")
    func extremes() {
        let wins = forward([[-1e4, 1e4, 0, .leastNonzeroMagnitude, -3e38]]).probabilities
        #expect(wins[1] == 1)
        #expect(wins.indices.allSatisfy { $0 == 1 || wins[$0] < 1e-37 })
        for value: Float in [0, -0.0, 1e4, -1e4, 1e30, -1e30, .leastNonzeroMagnitude] {
            let shared = forward([[Float](repeating: value, count: 19)]).probabilities
            #expect(shared.prefix(19).allSatisfy { abs($0 - 1 / 19) < 1e-8 }, "\(value)")
        }
    }

    @Test("dropout scales the kept elements, and the probabilities stay for the backward pass")
    func dropout() {
        let dropout = Dropout(key: RandomKey(3), rate: 0.25)
        let scores = (0..<40).map { Floats.uniform(21, bound: 2, key: UInt64($0)) }
        let plain = forward(scores).probabilities
        let (probabilities, dropped) = forward(scores, dropout: dropout, head: 1, headCount: 2, example: 5)
        #expect(probabilities == plain)
        let kept = dropped.indices.filter { dropped[$0] != 0 }
        #expect(kept.allSatisfy { abs(dropped[$0] / probabilities[$0] - 4 / 3) < 1e-6 })
        // 840 draws, with a tolerance of six standard deviations.
        #expect(abs(Double(kept.count) - 630) < 76)

        let sameRows = forward(Array(scores.prefix(7)), dropout: dropout, head: 1, headCount: 2, example: 5).dropped
        #expect(sameRows.elementsEqual(dropped.prefix(7 * 32)))
        let otherHead = forward(scores, dropout: dropout, head: 0, headCount: 2, example: 5).dropped
        let otherExample = forward(scores, dropout: dropout, head: 1, headCount: 2, example: 6).dropped
        for other in [otherHead, otherExample] {
            let agreeing = other.indices.filter { (other[$0] == 0) == (dropped[$0] == 0) && plain[$0] != 0 }
            // Independent masks agree with probability 0.75² + 0.25².
            #expect(abs(Double(agreeing.count) - 840 * 0.625) < 85)
        }
    }

    @Test("dropout of a block depends on the rows' positions in the sequence")
    func blocks() {
        let dropout = Dropout(key: RandomKey(4), rate: 0.4)
        let scores = (0..<9).map { Floats.uniform(20, bound: 2, key: UInt64($0)) }
        let whole = forward(scores, dropout: dropout, head: 1, headCount: 2).dropped
        let rest = forward(Array(scores[5...]), dropout: dropout, firstRow: 5, head: 1, headCount: 2).dropped
        #expect(rest.elementsEqual(whole[(5 * 32)...]))
    }

    @Test("backward with and without dropout", arguments: [5, 16, 23], [Float(0), 0.3])
    func backward(columns: Int, rate: Float) {
        let step = AttentionSoftmax.stride(for: columns)
        let rows = 4
        let scores = (0..<rows).map { Floats.uniform(columns, bound: 3, key: UInt64($0 + 1)) }
        let dropout = rate > 0 ? Dropout(key: RandomKey(9), rate: rate) : nil
        let (probabilities, dropped) = forward(scores, dropout: dropout, head: 1, headCount: 3, example: 2)
        let upstream = (0..<rows).map { Floats.uniform(columns, bound: 1, key: UInt64($0 + 77)) }
        var d = padded(upstream)
        d.withUnsafeMutableBufferPointer { d in
            guard let d = d.baseAddress else { return }
            AttentionSoftmax.backward(
                rows: rows, columns: columns, probabilities: probabilities,
                dropped: dropout == nil ? probabilities : dropped, d: d, dropout: dropout)
        }
        for row in 0..<rows {
            let p = (0..<columns).map { Double(probabilities[row * step + $0]) }
            let dP = (0..<columns).map { column -> Double in
                let isKept = dropped[row * step + column] != 0 || dropout == nil
                return isKept ? Double(upstream[row][column]) / (1 - Double(rate)) : 0
            }
            let total = zip(p, dP).map(*).reduce(0, +)
            let expected = zip(p, dP).map { $0 * ($1 - total) }
            #expect(
                Floats.areClose(Array(d[row * step..<row * step + columns]), expected, relative: 1e-5, absolute: 1e-7))
            #expect(d[row * step + columns..<(row + 1) * step].allSatisfy { $0 == 0 })
        }
    }
}
