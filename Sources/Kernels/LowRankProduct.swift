/// The products of a low-rank term, dropout(x) · Aᵀ · B, where A [rank, inputs] and B [rank, outputs] have few rows.
///
/// Such products are too narrow for the kernels of whole panels. Every element is one sum in a fixed order, so a row has the same bits
/// whatever other rows are in the product. Sums are float32 in any precision.
package enum LowRankProduct {
    /// Number of rows that a group of rows has at most. Masked rows of one group fit in the first-level cache.
    private static let groupRows = 4
    /// Number of rows whose products are added to a gradient together.
    private static let blockRows = 64
    /// Number of columns of a gradient that one piece of work computes.
    package static let pieceColumns = 192

    /// Number of floats of scratch memory that each function takes for layers with at most this many inputs, if there is dropout.
    package static func scratchCount(inputs: Int) -> Int { max(groupRows * inputs, blockRows * pieceColumns) }

    /// The dropout of a product's left side.
    package struct Mask {
        let dropout: Dropout
        let identity: RowIdentity
        let firstRow: Int
        let scratch: UnsafeMutablePointer<Float>

        /// - Parameters:
        ///   - firstRow: the number in the batch of the product's first row.
        ///   - scratch: `scratchCount` floats.
        package init(_ dropout: Dropout, identity: RowIdentity, firstRow: Int, scratch: UnsafeMutablePointer<Float>) {
            self.dropout = dropout
            self.identity = identity
            self.firstRow = firstRow
            self.scratch = scratch
        }

        /// Applies dropout to some columns of one row. Both pointers are to the first of the columns.
        func apply(
            row: Int, columns: Range<Int>, from source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>
        ) {
            let place = firstRow + row
            let key = dropout.row(example: identity.examples[place], position: identity.positions[place])
            let (threshold, scale) = (dropout.threshold, dropout.scale)
            let vectorEnd = columns.count / vectorWidth * vectorWidth
            for i in stride(from: 0, to: vectorEnd, by: vectorWidth) {
                let factors = dropoutFactors(
                    key, columns.lowerBound + i, threshold: SIMD16(repeating: threshold),
                    scale: Vector(repeating: scale))
                store(load(source, i) * factors, target, i)
            }
            for i in vectorEnd..<columns.count {
                target[i] = source[i] * dropoutFactor(key, columns.lowerBound + i, threshold: threshold, scale: scale)
            }
        }
    }

    /// u [rows, rank] = scale · dropout(x) · Aᵀ.
    ///
    /// - Parameters:
    ///   - x: [rows, width], with `stride` floats from row to row.
    ///   - a: [rank, width].
    package static func down(
        _ x: UnsafePointer<Float>, stride: Int, _ a: UnsafePointer<Float>, into u: UnsafeMutablePointer<Float>,
        rows: Int, width: Int, rank: Int, scale: Float, mask: Mask? = nil
    ) {
        for first in Swift.stride(from: 0, to: rows, by: groupRows) {
            let count = min(groupRows, rows - first)
            var (source, step) = (x + first * stride, stride)
            if let mask {
                for row in 0..<count {
                    mask.apply(
                        row: first + row, columns: 0..<width, from: source + row * stride,
                        to: mask.scratch + row * width)
                }
                (source, step) = (UnsafePointer(mask.scratch), width)
            }
            let target = u + first * rank
            var k = 0
            if count == groupRows {
                while k + 2 <= rank {
                    fourByTwo(source, step, a + k * width, target + k, width: width, rank: rank, scale)
                    k += 2
                }
            }
            while k < rank {
                for row in 0..<count {
                    target[row * rank + k] = scale * product(source + row * step, a + k * width, width)
                }
                k += 1
            }
        }
    }

    /// y [rows, width] += u [rows, rank] · B [rank, width]. With dropout, the product is masked before it is added.
    ///
    /// - Parameter stride: floats from row to row of y.
    package static func addUp(
        _ u: UnsafePointer<Float>, _ b: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, stride: Int,
        rows: Int, width: Int, rank: Int, mask: Mask? = nil
    ) {
        for first in Swift.stride(from: 0, to: rows, by: groupRows) {
            let count = min(groupRows, rows - first)
            let (source, target) = (u + first * rank, y + first * stride)
            guard let mask else {
                multiply(
                    source, row: rank, depth: 1, b, width, target, stride, rows: count, columns: width, length: rank,
                    adds: true)
                continue
            }
            multiply(
                source, row: rank, depth: 1, b, width, mask.scratch, width, rows: count, columns: width, length: rank,
                adds: false)
            for row in 0..<count {
                let masked = mask.scratch + row * width
                mask.apply(row: first + row, columns: 0..<width, from: masked, to: masked)
                GradientKernel.add(masked, to: target + row * stride, count: width)
            }
        }
    }

    /// Some columns of g [rank, width] = or += uᵀ · dropout(x).
    ///
    /// - Parameters:
    ///   - u: [rows, rank].
    ///   - x: [rows, width], with `stride` floats from row to row.
    ///   - columns: at most `pieceColumns` if there is dropout.
    ///   - g: its rows follow each other with `width` floats each.
    package static func outer(
        _ u: UnsafePointer<Float>, _ x: UnsafePointer<Float>, stride: Int, columns: Range<Int>,
        into g: UnsafeMutablePointer<Float>, rows: Int, width: Int, rank: Int, adds: Bool = false, mask: Mask? = nil
    ) {
        for first in Swift.stride(from: 0, to: rows, by: blockRows) {
            let count = min(blockRows, rows - first)
            var (source, step) = (x + first * stride + columns.lowerBound, stride)
            if let mask {
                for row in 0..<count {
                    mask.apply(
                        row: first + row, columns: columns, from: source + row * stride,
                        to: mask.scratch + row * columns.count)
                }
                (source, step) = (UnsafePointer(mask.scratch), columns.count)
            }
            multiply(
                u + first * rank, row: 1, depth: rank, source, step, g + columns.lowerBound, width, rows: rank,
                columns: columns.count, length: count, adds: adds || first > 0)
        }
    }

    /// C [rows, columns] = or += A · B [length, columns]. A's floats are at `a + row * aRow + k * aDepth`.
    private static func multiply(
        _ a: UnsafePointer<Float>, row aRow: Int, depth aDepth: Int, _ b: UnsafePointer<Float>, _ bStride: Int,
        _ c: UnsafeMutablePointer<Float>, _ cStride: Int, rows: Int, columns: Int, length: Int, adds: Bool
    ) {
        let vectorEnd = columns / vectorWidth * vectorWidth
        let tiled = vectorEnd > 0 ? rows / 4 * 4 : 0
        for row in stride(from: 0, to: tiled, by: 4) {
            Tile.fourRows(
                a: a + row * aRow, aRow: aRow, aDepth: aDepth, b: b, bStride: bStride, c: c + row * cStride,
                cStride: cStride, columns: vectorEnd, depth: length, adds: adds)
        }
        for row in 0..<rows {
            let (from, to) = (a + row * aRow, c + row * cStride)
            // The remaining rows have the same sums as the tiles: they begin with the content of C.
            for i in stride(from: row < tiled ? vectorEnd : 0, to: vectorEnd, by: vectorWidth) {
                var sum = adds ? load(to, i) : Vector(repeating: 0)
                for k in 0..<length {
                    sum = sum.addingProduct(Vector(repeating: from[k * aDepth]), load(b, k * bStride + i))
                }
                store(sum, to, i)
            }
            for i in vectorEnd..<columns {
                var sum = adds ? to[i] : 0
                for k in 0..<length { sum = sum.addingProduct(from[k * aDepth], b[k * bStride + i]) }
                to[i] = sum
            }
        }
    }

    /// The inner products of four rows of x with two rows of A.
    private static func fourByTwo(
        _ x: UnsafePointer<Float>, _ step: Int, _ a: UnsafePointer<Float>, _ u: UnsafeMutablePointer<Float>,
        width: Int, rank: Int, _ scale: Float
    ) {
        let zero = Vector(repeating: 0)
        let (x1, x2, x3, a1) = (x + step, x + 2 * step, x + 3 * step, a + width)
        var (s00, s01, s10, s11) = (zero, zero, zero, zero)
        var (s20, s21, s30, s31) = (zero, zero, zero, zero)
        let vectorEnd = width / vectorWidth * vectorWidth
        for i in stride(from: 0, to: vectorEnd, by: vectorWidth) {
            let (p, q) = (load(a, i), load(a1, i))
            let (v0, v1) = (load(x, i), load(x1, i))
            s00 = s00.addingProduct(v0, p)
            s01 = s01.addingProduct(v0, q)
            s10 = s10.addingProduct(v1, p)
            s11 = s11.addingProduct(v1, q)
            let (v2, v3) = (load(x2, i), load(x3, i))
            s20 = s20.addingProduct(v2, p)
            s21 = s21.addingProduct(v2, q)
            s30 = s30.addingProduct(v3, p)
            s31 = s31.addingProduct(v3, q)
        }
        func finish(_ sums: Vector, _ x: UnsafePointer<Float>, _ a: UnsafePointer<Float>) -> Float {
            var sum = horizontalSum(sums)
            for i in vectorEnd..<width { sum = sum.addingProduct(x[i], a[i]) }
            return scale * sum
        }
        u[0] = finish(s00, x, a)
        u[1] = finish(s01, x, a1)
        u[rank] = finish(s10, x1, a)
        u[rank + 1] = finish(s11, x1, a1)
        u[2 * rank] = finish(s20, x2, a)
        u[2 * rank + 1] = finish(s21, x2, a1)
        u[3 * rank] = finish(s30, x3, a)
        u[3 * rank + 1] = finish(s31, x3, a1)
    }

    /// One inner product, with the bits of `fourByTwo`.
    private static func product(_ x: UnsafePointer<Float>, _ a: UnsafePointer<Float>, _ width: Int) -> Float {
        var sums = Vector(repeating: 0)
        let vectorEnd = width / vectorWidth * vectorWidth
        for i in stride(from: 0, to: vectorEnd, by: vectorWidth) { sums = sums.addingProduct(load(x, i), load(a, i)) }
        var sum = horizontalSum(sums)
        for i in vectorEnd..<width { sum = sum.addingProduct(x[i], a[i]) }
        return sum
    }
}
