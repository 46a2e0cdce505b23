/// Products of row-major matrices. Each runs on the calling thread alone. Our own kernels compute small products and those with whole
/// panels; OpenBLAS computes the others.
///
/// Callers do the parallel work: they cut a product into pieces with fixed bounds and give each piece to one thread. OpenBLAS's own
/// threading would choose the bounds by the number of threads, and the results would have other bits.
package enum MatrixProduct {
    /// Loads OpenBLAS, which then computes on the calling thread only.
    package static func useCallingThreadOnly() { _ = OpenBLAS.coreName }

    /// The name of the kernel that OpenBLAS chose for this processor, e.g. `SkylakeX`.
    package static var coreName: String { OpenBLAS.coreName }

    /// OpenBLAS's version and build options.
    package static var configuration: String { OpenBLAS.configuration }

    /// Loads OpenBLAS. Where memory is limited, also reserves the memory in which this many threads multiply.
    package static func prepare(threads: Int) throws { try OpenBLAS.prepare(threads: threads) }

    /// output[rows, columns] = alpha · a[rows, depth] · b[columns, depth]ᵀ + beta · output. Strides count floats from row to row.
    package static func timesTransposed(
        _ a: UnsafePointer<Float>, stride aStride: Int, _ b: UnsafePointer<Float>, stride bStride: Int,
        into output: UnsafeMutablePointer<Float>, stride outputStride: Int,
        rows: Int, columns: Int, depth: Int, alpha: Float = 1, beta: Float = 0
    ) {
        if rows * columns * depth <= SmallProduct.limit {
            SmallProduct.timesTransposed(
                a, aStride, b, bStride, output, outputStride, rows: rows, columns: columns, depth: depth, alpha, beta)
            return
        }
        if BFloat16Product.suits(alpha: alpha, beta: beta) {
            BFloat16Product.multiply(
                a, aStride, .depthInner, b, bStride, .depthInner, into: output, outputStride, rows: rows,
                columns: columns,
                depth: depth, adds: beta == 1)
            return
        }
        if PanelProduct.suits(columns: columns, alpha: alpha, beta: beta) {
            PanelProduct.timesTransposed(
                a, aStride, b, bStride, output, outputStride, rows: rows, columns: columns, depth: depth,
                adds: beta == 1)
            return
        }
        OpenBLAS.multiply(
            a, aStride, b, bStride, into: output, outputStride, rows: rows, columns: columns, depth: depth,
            transposesB: true, alpha: alpha, beta: beta)
    }

    /// output[rows, columns] = alpha · a[rows, depth] · b[depth, columns] + beta · output.
    package static func times(
        _ a: UnsafePointer<Float>, stride aStride: Int, _ b: UnsafePointer<Float>, stride bStride: Int,
        into output: UnsafeMutablePointer<Float>, stride outputStride: Int,
        rows: Int, columns: Int, depth: Int, alpha: Float = 1, beta: Float = 0
    ) {
        if rows * columns * depth <= SmallProduct.limit {
            SmallProduct.times(
                a, row: aStride, depth: 1, b, bStride, output, outputStride, rows: rows, columns: columns,
                depth: depth, alpha, beta)
            return
        }
        if BFloat16Product.suits(alpha: alpha, beta: beta) {
            BFloat16Product.multiply(
                a, aStride, .depthInner, b, bStride, .depthOuter, into: output, outputStride, rows: rows,
                columns: columns,
                depth: depth, adds: beta == 1)
            return
        }
        if PanelProduct.suits(columns: columns, alpha: alpha, beta: beta) {
            PanelProduct.times(
                a, aStride, b, bStride, output, outputStride, rows: rows, columns: columns, depth: depth,
                adds: beta == 1)
            return
        }
        OpenBLAS.multiply(
            a, aStride, b, bStride, into: output, outputStride, rows: rows, columns: columns, depth: depth,
            alpha: alpha, beta: beta)
    }

    /// output[rows, columns] = alpha · a[depth, rows]ᵀ · b[depth, columns] + beta · output.
    package static func transposedTimes(
        _ a: UnsafePointer<Float>, stride aStride: Int, _ b: UnsafePointer<Float>, stride bStride: Int,
        into output: UnsafeMutablePointer<Float>, stride outputStride: Int,
        rows: Int, columns: Int, depth: Int, alpha: Float = 1, beta: Float = 0
    ) {
        if rows * columns * depth <= SmallProduct.limit {
            SmallProduct.times(
                a, row: 1, depth: aStride, b, bStride, output, outputStride, rows: rows, columns: columns,
                depth: depth, alpha, beta)
            return
        }
        if BFloat16Product.suits(alpha: alpha, beta: beta) {
            BFloat16Product.multiply(
                a, aStride, .depthOuter, b, bStride, .depthOuter, into: output, outputStride, rows: rows,
                columns: columns,
                depth: depth, adds: beta == 1)
            return
        }
        if PanelProduct.suits(columns: columns, alpha: alpha, beta: beta) {
            PanelProduct.transposedTimes(
                a, aStride, b, bStride, output, outputStride, rows: rows, columns: columns, depth: depth,
                adds: beta == 1)
            return
        }
        OpenBLAS.multiply(
            a, aStride, b, bStride, into: output, outputStride, rows: rows, columns: columns, depth: depth,
            transposesA: true, alpha: alpha, beta: beta)
    }

    /// Billions of float operations per second in a typical product of a training step, on all threads of the pool. Estimates of time are
    /// based on it. The measurement takes about half a second.
    /// - Parameter library: true measures OpenBLAS in the same product.
    package static func measureRate(library: Bool = false) -> Double {
        let rows = 256
        let columns = 1536
        let depth = 384
        let pieces = max(8, 4 * WorkerPool.shared.threadCount)
        let a = FloatBuffer(count: rows * depth)
        let b = FloatBuffer(count: columns * depth)
        let c = FloatBuffer(count: pieces * rows * columns)
        RandomKey(1).fillUniform(a.floats, bound: 1)
        RandomKey(2).fillUniform(b.floats, bound: 1)
        let (left, right, output) = (a.pointer, b.pointer, c.pointer)
        var best = Duration.seconds(1_000)
        let clock = ContinuousClock()
        // Takes the best of many runs: the first ones find sleeping threads and cold caches, and other programs disturb some.
        for _ in 0..<16 {
            let elapsed = clock.measure {
                WorkerPool.shared.forEach(pieces) { piece, _ in
                    let place = output + piece * rows * columns
                    if library {
                        OpenBLAS.multiply(
                            left, depth, right, depth, into: place, columns, rows: rows, columns: columns, depth: depth,
                            transposesB: true, alpha: 1, beta: 0)
                    } else {
                        timesTransposed(
                            left, stride: depth, right, stride: depth, into: place, stride: columns, rows: rows,
                            columns: columns, depth: depth)
                    }
                }
            }
            best = min(best, elapsed)
        }
        let seconds = Double(best.components.attoseconds) * 1e-18 + Double(best.components.seconds)
        return 2 * Double(pieces * rows * columns * depth) / seconds / 1e9
    }
}
