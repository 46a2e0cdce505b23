/// Products that are too small for a library, whose preparations cost time and may allocate. They take any sizes and no scratch memory.
enum SmallProduct {
    /// A product with at most this many multiply-adds counts as small.
    static let limit = 1_000_000

    /// output [rows, columns] = alpha · A · B + beta · output. A's floats are at `a + row * aRow + k * aDepth`; B is [depth, columns].
    static func times(
        _ a: UnsafePointer<Float>, row aRow: Int, depth aDepth: Int, _ b: UnsafePointer<Float>, _ bStride: Int,
        _ output: UnsafeMutablePointer<Float>, _ stride: Int, rows: Int, columns: Int, depth: Int, _ alpha: Float,
        _ beta: Float
    ) {
        let vectorEnd = columns / vectorWidth * vectorWidth
        let isPlain = alpha == 1 && (beta == 0 || beta == 1)
        let tiled = isPlain && vectorEnd > 0 ? rows / 4 * 4 : 0
        for row in Swift.stride(from: 0, to: tiled, by: 4) {
            Tile.fourRows(
                a: a + row * aRow, aRow: aRow, aDepth: aDepth, b: b, bStride: bStride, c: output + row * stride,
                cStride: stride, columns: vectorEnd, depth: depth, adds: beta == 1)
        }
        for row in 0..<rows {
            let (from, to) = (a + row * aRow, output + row * stride)
            for i in Swift.stride(from: row < tiled ? vectorEnd : 0, to: vectorEnd, by: vectorWidth) {
                var sum = Vector(repeating: 0)
                for k in 0..<depth {
                    sum = sum.addingProduct(Vector(repeating: from[k * aDepth]), load(b, k * bStride + i))
                }
                store(
                    beta == 0 ? sum * alpha : (load(to, i) * beta).addingProduct(sum, Vector(repeating: alpha)), to, i)
            }
            for i in vectorEnd..<columns {
                var sum: Float = 0
                for k in 0..<depth { sum = sum.addingProduct(from[k * aDepth], b[k * bStride + i]) }
                to[i] = beta == 0 ? alpha * sum : beta * to[i] + alpha * sum
            }
        }
    }

    /// output [rows, columns] = alpha · A [rows, depth] · B [columns, depth]ᵀ + beta · output.
    static func timesTransposed(
        _ a: UnsafePointer<Float>, _ aStride: Int, _ b: UnsafePointer<Float>, _ bStride: Int,
        _ output: UnsafeMutablePointer<Float>, _ stride: Int, rows: Int, columns: Int, depth: Int, _ alpha: Float,
        _ beta: Float
    ) {
        let vectorEnd = depth / vectorWidth * vectorWidth
        for row in 0..<rows {
            let (x, to) = (a + row * aStride, output + row * stride)
            for column in 0..<columns {
                let y = b + column * bStride
                var sums = Vector(repeating: 0)
                for k in Swift.stride(from: 0, to: vectorEnd, by: vectorWidth) {
                    sums = sums.addingProduct(load(x, k), load(y, k))
                }
                var sum = horizontalSum(sums)
                for k in vectorEnd..<depth { sum = sum.addingProduct(x[k], y[k]) }
                to[column] = beta == 0 ? alpha * sum : beta * to[column] + alpha * sum
            }
        }
    }
}
