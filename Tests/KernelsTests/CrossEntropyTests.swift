import Foundation
import Kernels
import Testing

@Suite("cross-entropy against double precision")
struct CrossEntropyTests {
    private func softmax(_ x: [Float]) -> [Double] {
        let maximum = Double(x.max() ?? 0)
        let sum = x.reduce(0) { $0 + exp(Double($1) - maximum) }
        return x.map { exp(Double($0) - maximum) / sum }
    }

    @Test("ignored tokens add no loss and get no gradient")
    func tokens() {
        let classes = 9
        let logits = Floats.uniform(6 * classes, bound: 5, key: 1)
        let labels: [Int32] = [3, -100, 0, 8, -100, 5]
        var d = [Float](repeating: .nan, count: logits.count)
        let total = d.withUnsafeMutableBufferPointer {
            CrossEntropy.tokens(
                rows: 6, classes: classes, logits: logits, labels: labels, ignoreIndex: -100, dLogits: $0.baseAddress,
                scale: 0.25)
        }
        var (expected, gradient) = (0.0, [Double]())
        for row in 0..<6 {
            let p = softmax(Array(logits[row * classes..<(row + 1) * classes]))
            let label = Int(labels[row])
            if label >= 0 { expected -= log(p[label]) }
            gradient += (0..<classes).map { label < 0 ? 0 : (p[$0] - ($0 == label ? 1 : 0)) / 4 }
        }
        #expect(abs(total - expected) < 1e-6 * expected)
        #expect(Floats.areClose(d, gradient, relative: 1e-6, absolute: 1e-7))
        let withoutGradient = CrossEntropy.tokens(
            rows: 6, classes: classes, logits: logits, labels: labels, ignoreIndex: -100, dLogits: nil, scale: 0.25)
        #expect(withoutGradient == total)
    }

    @Test("start and end logits lie side by side", arguments: [1, 2, 57])
    func strided(count: Int) {
        let logits = Floats.uniform(2 * count, bound: 4, key: 2)
        var d = [Float](repeating: 7, count: 2 * count)
        let target = count / 2
        let loss = d.withUnsafeMutableBufferPointer { d in
            logits.withUnsafeBufferPointer { logits in
                guard let x = logits.baseAddress, let base = d.baseAddress else { return Double.nan }
                return CrossEntropy.strided(x + 1, count: count, step: 2, target: target, d: base + 1, scale: 0.5)
            }
        }
        let p = softmax((0..<count).map { logits[2 * $0 + 1] })
        #expect(abs(loss + log(p[target])) < 1e-6)
        for i in 0..<count {
            #expect(abs(Double(d[2 * i + 1]) - (p[i] - (i == target ? 1 : 0)) / 2) < 1e-6)
            #expect(d[2 * i] == 7, "the other head's gradient is left alone")
        }
    }

    @Test("extreme logits give a finite loss, and a NaN stays visible")
    func extremes() {
        func loss(_ logits: [Float], _ target: Int) -> Double {
            CrossEntropy.strided(logits, count: logits.count, step: 1, target: target, d: nil, scale: 1)
        }
        #expect(loss([1e4, -1e4, 0], 0) == 0)
        #expect(abs(loss([1e4, -1e4, 0], 1) - 2e4) < 1e-9)
        #expect(abs(loss([0, -0.0, .leastNonzeroMagnitude], 1) - log(3)) < 1e-9)
        #expect(loss([0, .nan, 1], 0).isNaN)
    }
}
