import Foundation
import Kernels
import Testing

/// Compares products of factors rounded to bfloat16 with products in double. Precision belongs to the process, so each test has its own.
@Suite(.enabled(if: Precision.bf16.isAvailable, "this processor has no AVX512-BF16"))
struct BFloat16ProductTests {
    @Test func productsOfAnySizeAreRight() async {
        await #expect(processExitsWith: .success) {
            Precision.current = .bf16
            var random = SystemRandomNumberGenerator()
            for round in 0..<48 {
                let rows = Int.random(in: 60...130, using: &random)
                let columns = Int.random(in: 100...200, using: &random)
                // The sizes are above those of our own small products.
                let depth = Int.random(in: 170...260, using: &random)
                try check(
                    BFloat16Case(rows: rows, columns: columns, depth: depth, form: round % 3, adds: round % 2 == 1))
            }
        }
    }

    @Test func aRowsBitsDoNotDependOnTheOthers() async {
        await #expect(processExitsWith: .success) {
            Precision.current = .bf16
            let whole = BFloat16Case(rows: 400, columns: 130, depth: 177, form: 0, adds: false)
            let all = whole.product(0..<400)
            for cut in [64, 101, 200, 333] {
                try #require(whole.product(0..<cut) + whole.product(cut..<400) == all)
            }
        }
    }

    @Test func aPackedRightSideGivesTheBitsOfOneThatIsNot() async {
        await #expect(processExitsWith: .success) {
            Precision.current = .bf16
            for (form, adds) in [(0, false), (1, false), (0, true), (1, true)] {
                let sample = BFloat16Case(rows: 71, columns: 192, depth: 177, form: form, adds: adds)
                try #require(sample.packedProduct() == sample.product(0..<71))
            }
        }
    }

    @Test func itIsOffUnlessAskedFor() async {
        await #expect(processExitsWith: .success) {
            let sample = BFloat16Case(rows: 80, columns: 140, depth: 165, form: 0, adds: false)
            let exact = sample.product(0..<80)
            try #require(zip(exact, sample.reference(rounds: false)).allSatisfy { abs($0 - $1) < 1e-5 })
            Precision.current = .bf16
            try #require(sample.product(0..<80) != exact)
            Precision.current = .float32
            try #require(sample.product(0..<80) == exact)
        }
    }
}

private func check(_ sample: BFloat16Case) throws {
    let product = sample.product(0..<sample.rows)
    let worst = zip(product, sample.reference(rounds: true)).map { abs($0 - $1) }.max() ?? 0
    try #require(worst < 2e-5, "\(sample.rows) × \(sample.columns) × \(sample.depth), form \(sample.form): \(worst)")
    // Only the rounding of the factors differs from float32: a tenth of a per cent of products below 1.
    let far = zip(product, sample.reference(rounds: false)).map { abs($0 - $1) }.max() ?? 0
    try #require(far < 2e-2)
}

/// A product in one of the three orientations, with strides larger than the widths.
private struct BFloat16Case {
    let rows, columns, depth, form: Int
    let adds: Bool
    private let a, b, before: [Float]
    private var aStride: Int { (form == 2 ? rows : depth) + 3 }
    private var bStride: Int { (form == 0 ? depth : columns) + 5 }
    private var outputStride: Int { columns + 2 }

    init(rows: Int, columns: Int, depth: Int, form: Int, adds: Bool) {
        (self.rows, self.columns, self.depth, self.form, self.adds) = (rows, columns, depth, form, adds)
        let room = (max(rows, columns, depth) + 8) * (max(rows, columns, depth) + 8)
        var values = [Float](repeating: 0, count: room)
        func drawn(_ seed: UInt64) -> [Float] {
            values.withUnsafeMutableBufferPointer { RandomKey(seed).fillUniform($0, bound: 0.5) }
            return values
        }
        (a, b, before) = (drawn(1), drawn(2), drawn(3))
    }

    /// Computes some rows. The floats between the output's rows must not change.
    func product(_ range: Range<Int>) -> [Float] {
        var output = before
        output.withUnsafeMutableBufferPointer { output in
            a.withUnsafeBufferPointer { a in
                b.withUnsafeBufferPointer { b in
                    guard let a = a.baseAddress, let b = b.baseAddress, let place = output.baseAddress else { return }
                    let into = place + range.lowerBound * outputStride
                    let beta: Float = adds ? 1 : 0
                    switch form {
                    case 0:
                        MatrixProduct.timesTransposed(
                            a + range.lowerBound * aStride, stride: aStride, b, stride: bStride, into: into,
                            stride: outputStride, rows: range.count, columns: columns, depth: depth, beta: beta)
                    case 1:
                        MatrixProduct.times(
                            a + range.lowerBound * aStride, stride: aStride, b, stride: bStride, into: into,
                            stride: outputStride, rows: range.count, columns: columns, depth: depth, beta: beta)
                    default:
                        MatrixProduct.transposedTimes(
                            a + range.lowerBound, stride: aStride, b, stride: bStride, into: into,
                            stride: outputStride, rows: range.count, columns: columns, depth: depth, beta: beta)
                    }
                }
            }
        }
        for row in range {
            for gap in columns..<outputStride where row * outputStride + gap < output.count {
                precondition(output[row * outputStride + gap] == before[row * outputStride + gap])
            }
        }
        return range.flatMap { row in output[row * outputStride..<row * outputStride + columns] }
    }

    /// Computes all rows with panels of b that are packed in advance; b has whole panels.
    func packedProduct() -> [Float] {
        let panels = FloatBuffer(count: columns * depth)
        var output = before
        output.withUnsafeMutableBufferPointer { output in
            a.withUnsafeBufferPointer { a in
                b.withUnsafeBufferPointer { b in
                    guard let a = a.baseAddress, let b = b.baseAddress, let place = output.baseAddress else { return }
                    for column in stride(from: 0, to: columns, by: MatrixProduct.panelColumns) {
                        MatrixProduct.packPanel(
                            b + column * (form == 0 ? bStride : 1), stride: bStride, isTransposed: form == 0,
                            depth: depth, into: panels.pointer + column * depth)
                    }
                    MatrixProduct.times(
                        a, stride: aStride, packed: panels.pointer, into: place, stride: outputStride, rows: rows,
                        columns: columns, depth: depth, beta: adds ? 1 : 0)
                }
            }
        }
        return (0..<rows).flatMap { row in output[row * outputStride..<row * outputStride + columns] }
    }

    func reference(rounds: Bool) -> [Float] {
        func factor(_ value: Float) -> Double {
            guard rounds else { return Double(value) }
            let bits = value.bitPattern
            return Double(Float(bitPattern: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) & 0xFFFF_0000))
        }
        return (0..<rows).flatMap { row in
            (0..<columns).map { column in
                var sum = adds ? Double(before[row * outputStride + column]) : 0
                for d in 0..<depth {
                    let left = form == 2 ? a[d * aStride + row] : a[row * aStride + d]
                    let right = form == 0 ? b[column * bStride + d] : b[d * bStride + column]
                    sum += factor(left) * factor(right)
                }
                return Float(sum)
            }
        }
    }
}
