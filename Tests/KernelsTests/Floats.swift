import Foundation
import Kernels

/// Float arrays for kernels that take plain pointers.
enum Floats {
    /// Numbers uniform in ±bound.
    static func uniform(_ count: Int, bound: Float = 1, key: UInt64) -> [Float] {
        var values = [Float](repeating: 0, count: count)
        values.withUnsafeMutableBufferPointer { RandomKey(key).fillUniform($0, bound: bound) }
        return values
    }

    /// Whether |a − b| ≤ absolute + relative · |b| in every element.
    static func areClose(_ a: [Float], _ b: [Double], relative: Double, absolute: Double) -> Bool {
        a.count == b.count
            && zip(a, b).allSatisfy { abs(Double($0) - $1) <= absolute + relative * abs($1) }
    }

    /// The largest |a − b|, for messages.
    static func distance(_ a: [Float], _ b: [Double]) -> Double {
        zip(a, b).map { abs(Double($0) - $1) }.max() ?? 0
    }
}

/// The example and the position of each row of a test's matrix.
struct Rows {
    var examples: [Int32]
    var positions: [Int32]

    init(examples: [Int32], positions: [Int32]) {
        self.examples = examples
        self.positions = positions
    }

    /// Rows of one example, from position 0 on.
    init(count: Int, example: Int32 = 0) {
        examples = [Int32](repeating: example, count: count)
        positions = (0..<Int32(count)).map { $0 }
    }

    var count: Int { examples.count }

    /// Calls `body` with the identity, which is valid only during the call.
    func withIdentity<Result>(_ body: (RowIdentity) -> Result) -> Result {
        examples.withUnsafeBufferPointer { examples in
            positions.withUnsafeBufferPointer { positions in
                guard let examples = examples.baseAddress, let positions = positions.baseAddress else {
                    preconditionFailure("a test without rows")
                }
                return body(RowIdentity(examples: examples, positions: positions))
            }
        }
    }

    /// The result of dropout on ones: [rows, width], 0 or 1 / (1 − rate).
    func factors(_ dropout: Dropout, width: Int) -> [Float] {
        let ones = [Float](repeating: 1, count: width)
        var result = [Float](repeating: .nan, count: count * width)
        withIdentity { identity in
            result.withUnsafeMutableBufferPointer { result in
                guard let base = result.baseAddress else { return }
                for row in 0..<count {
                    EmbeddingKernel.apply(
                        dropout, row: row, identity: identity, width: width, from: ones, to: base + row * width)
                }
            }
        }
        return result
    }
}
