import Foundation
import Kernels
import Testing

@Suite("products, sums of rows, tables")
struct MatrixProductTests {
    /// The stride is larger than the row's length, as for query, key and value in one buffer.
    private struct Matrix {
        let rows, columns, stride: Int
        var values: [Float]

        init(_ rows: Int, _ columns: Int, key: UInt64) {
            self.rows = rows
            self.columns = columns
            stride = columns + 3
            values = Floats.uniform(rows * stride, bound: 1, key: key)
        }

        func at(_ row: Int, _ column: Int) -> Double { Double(values[row * stride + column]) }
    }

    @Test("the three orientations with strides, alpha and beta", arguments: [(3, 5, 7), (17, 16, 9), (1, 33, 64)])
    func orientations(rows: Int, columns: Int, depth: Int) {
        check(rows: rows, columns: columns, depth: depth, alpha: 0.5, beta: 2)
    }

    /// The sizes give tiles of six rows and a rest, several panels, and depths of several blocks with a tail.
    @Test("products of whole panels", arguments: [(200, 64, 401), (67, 192, 101), (13, 128, 800)], [Float(0), 1])
    func panels(_ sizes: (Int, Int, Int), beta: Float) {
        check(rows: sizes.0, columns: sizes.1, depth: sizes.2, alpha: 1, beta: beta)
    }

    @Test("small products of whole tiles", arguments: [(9, 37, 20), (4, 64, 3)], [Float(0), 1])
    func tiles(_ sizes: (Int, Int, Int), beta: Float) {
        check(rows: sizes.0, columns: sizes.1, depth: sizes.2, alpha: 1, beta: beta)
    }

    @Test("a packed right side gives the same bits as one that is not packed", arguments: [false, true], [23, 301])
    func packed(isTransposed: Bool, rows: Int) {
        guard MatrixProduct.packs(columns: 128) else { return }
        let (columns, depth) = (128, 410)
        let a = Matrix(rows, depth, key: 8)
        let b = isTransposed ? Matrix(columns, depth, key: 9) : Matrix(depth, columns, key: 9)
        var panels = [Float](repeating: .nan, count: columns * depth)
        var (plain, packed) = (Matrix(rows, columns, key: 3), Matrix(rows, columns, key: 3))
        panels.withUnsafeMutableBufferPointer { panels in
            plain.values.withUnsafeMutableBufferPointer { plain in
                packed.values.withUnsafeMutableBufferPointer { packed in
                    b.values.withUnsafeBufferPointer { values in
                        guard let panels = panels.baseAddress, let plain = plain.baseAddress,
                            let packed = packed.baseAddress, let values = values.baseAddress
                        else { return }
                        for column in stride(from: 0, to: columns, by: MatrixProduct.panelColumns) {
                            MatrixProduct.packPanel(
                                values + (isTransposed ? column * b.stride : column), stride: b.stride,
                                isTransposed: isTransposed, depth: depth, into: panels + column * depth)
                        }
                        for beta: Float in [0, 1] {
                            MatrixProduct.times(
                                a.values, stride: a.stride, packed: panels, into: packed, stride: columns + 3,
                                rows: rows, columns: columns, depth: depth, beta: beta)
                            let product =
                                isTransposed ? MatrixProduct.timesTransposed : MatrixProduct.times
                            product(
                                a.values, a.stride, values, b.stride, plain, columns + 3, rows, columns, depth, 1, beta)
                        }
                    }
                }
            }
        }
        let isSame = plain.values == packed.values
        #expect(isSame)
    }

    @Test("a row's bits don't depend on the rows beside it")
    func rowsAlone() {
        let (a, b) = (Matrix(20, 400, key: 8), Matrix(192, 400, key: 9))
        func product(_ first: Int, _ rows: Int) -> [Float] {
            var c = [Float](repeating: .nan, count: rows * 192)
            c.withUnsafeMutableBufferPointer { c in
                a.values.withUnsafeBufferPointer { values in
                    guard let c = c.baseAddress, let values = values.baseAddress else { return }
                    MatrixProduct.timesTransposed(
                        values + first * a.stride, stride: a.stride, b.values, stride: b.stride, into: c, stride: 192,
                        rows: rows, columns: 192, depth: 400)
                }
            }
            return c
        }
        for (first, rows) in [(3, 16), (5, 15), (0, 19), (2, 17)] {
            let isSame = product(first, rows).elementsEqual(product(0, 20)[(first * 192)..<((first + rows) * 192)])
            #expect(isSame, "\(rows) rows from \(first)")
        }
    }

    private func check(rows: Int, columns: Int, depth: Int, alpha: Float, beta: Float) {
        MatrixProduct.useCallingThreadOnly()
        for orientation in 0..<3 {
            let a = orientation == 2 ? Matrix(depth, rows, key: 1) : Matrix(rows, depth, key: 1)
            let b = orientation == 0 ? Matrix(columns, depth, key: 2) : Matrix(depth, columns, key: 2)
            let before = Matrix(rows, columns, key: 3)
            var after = before
            let target = after.stride
            after.values.withUnsafeMutableBufferPointer {
                guard let c = $0.baseAddress else { return }
                switch orientation {
                case 0:
                    MatrixProduct.timesTransposed(
                        a.values, stride: a.stride, b.values, stride: b.stride, into: c, stride: target, rows: rows,
                        columns: columns, depth: depth, alpha: alpha, beta: beta)
                case 1:
                    MatrixProduct.times(
                        a.values, stride: a.stride, b.values, stride: b.stride, into: c, stride: target, rows: rows,
                        columns: columns, depth: depth, alpha: alpha, beta: beta)
                default:
                    MatrixProduct.transposedTimes(
                        a.values, stride: a.stride, b.values, stride: b.stride, into: c, stride: target, rows: rows,
                        columns: columns, depth: depth, alpha: alpha, beta: beta)
                }
            }
            for row in 0..<rows {
                for column in 0..<columns {
                    let sum = (0..<depth).reduce(0.0) { sum, k in
                        sum + (orientation == 2 ? a.at(k, row) : a.at(row, k))
                            * (orientation == 0 ? b.at(column, k) : b.at(k, column))
                    }
                    #expect(
                        abs(after.at(row, column) - (Double(alpha) * sum + Double(beta) * before.at(row, column)))
                            < 3e-5)
                }
                for gap in columns..<target { #expect(after.at(row, gap) == before.at(row, gap)) }
            }
        }
    }

    @Test("sums over rows, biases and partial sums", arguments: [5, 16, 37])
    func rowSums(width: Int) {
        let values = Floats.uniform(6 * width, bound: 1, key: 4)
        let bias = Floats.uniform(width, bound: 1, key: 5)
        var sums = bias
        var moved = values
        var combined = [Float](repeating: .nan, count: width)
        sums.withUnsafeMutableBufferPointer { sums in
            moved.withUnsafeMutableBufferPointer { moved in
                combined.withUnsafeMutableBufferPointer { combined in
                    guard let sums = sums.baseAddress, let moved = moved.baseAddress,
                        let combined = combined.baseAddress
                    else { return }
                    RowSums.add(rows: 1..<4, width: width, values: values, to: sums)
                    RowSums.addBias(rows: 2..<6, width: width, z: moved, bias: bias)
                    RowSums.combine(values, count: 3, stride: 2 * width, width: width, into: combined)
                }
            }
        }
        for i in 0..<width {
            #expect(sums[i] == ((bias[i] + values[width + i]) + values[2 * width + i]) + values[3 * width + i])
            #expect(combined[i] == (values[i] + values[2 * width + i]) + values[4 * width + i])
            for row in 0..<6 {
                let place = row * width + i
                #expect(moved[place] == (row < 2 ? values[place] : values[place] + bias[i]))
            }
        }
    }

    @Test("scatter-add: rows of the same word are added in order, and columns can be divided anywhere")
    func scatterAdd() {
        let (width, indices) = (37, [2, 0, 2, 3, 2] as [Int32])
        let dx = Floats.uniform(5 * width, bound: 1, key: 6)
        var table = [Float](repeating: 0.25, count: 4 * width)
        table.withUnsafeMutableBufferPointer {
            guard let table = $0.baseAddress else { return }
            for columns in [0..<20, 20..<21, 21..<37] {
                EmbeddingKernel.scatterAdd(
                    dx, rowCount: 5, width: width, indices: indices, columns: columns, into: table)
            }
        }
        var expected = [Float](repeating: 0.25, count: 4 * width)
        for row in 0..<5 {
            for i in 0..<width { expected[Int(indices[row]) * width + i] += dx[row * width + i] }
        }
        #expect(table == expected)
    }

    @Test("a buffer is aligned, filled with zeros and of the requested length", arguments: [0, 1, 17, 2_000_000])
    func buffer(count: Int) {
        let buffer = FloatBuffer(count: count)
        #expect(buffer.count == count && buffer.floats.count == count)
        #expect(Int(bitPattern: buffer.pointer) % 64 == 0)
        #expect(buffer.floats.allSatisfy { $0 == 0 })
        buffer.floats.update(repeating: 3)
        buffer.floats.update(repeating: 0)
        #expect(buffer.floats.allSatisfy { $0 == 0 })
    }

    @Test("OpenBLAS names its kernel")
    func configuration() {
        #expect(!MatrixProduct.coreName.isEmpty)
        #expect(MatrixProduct.configuration.contains("OpenBLAS"))
    }
}
