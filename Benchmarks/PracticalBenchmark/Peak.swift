import ArgumentParser
import Kernels

/// The rate of matrix products. The highest rate in f32 is the peak to which other rates are compared.
struct Peak: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Measure the machine's rate of matrix products.")

    @OptionGroup var threads: ThreadOption

    private struct Rate: Encodable {
        var kind = "peak"
        var product: String
        var gigaflops: Double
    }

    func run() throws {
        threads.apply()
        try emit(Facts())
        try emit(Rate(product: "256 × 1536 × 384, several a thread", gigaflops: MatrixProduct.measureRate()))
        try emit(Rate(product: "2048 × 768 × 3072", gigaflops: try rate(rows: 2_048, columns: 768, depth: 3_072)))
        guard Precision.bf16.isAvailable else { return }
        Precision.current = .bf16
        try emit(Rate(product: "ours, bf16", gigaflops: try rate(rows: 2_048, columns: 768, depth: 3_072)))
    }

    /// GFLOP/s of the best of 16 products. Each is divided by rows, with one piece per thread.
    private func rate(rows: Int, columns: Int, depth: Int) throws -> Double {
        let a = FloatBuffer(count: rows * depth)
        let b = FloatBuffer(count: columns * depth)
        let c = FloatBuffer(count: rows * columns)
        RandomKey(1).fillUniform(a.floats, bound: 1)
        RandomKey(2).fillUniform(b.floats, bound: 1)
        let (left, right, output) = (a.pointer, b.pointer, c.pointer)
        let pieces = WorkerPool.shared.threadCount
        var best = Double.infinity
        for _ in 0..<16 {
            let elapsed = try seconds {
                WorkerPool.shared.forEach(pieces) { piece, _ in
                    let (first, end) = (piece * rows / pieces, (piece + 1) * rows / pieces)
                    MatrixProduct.timesTransposed(
                        left + first * depth, stride: depth, right, stride: depth, into: output + first * columns,
                        stride: columns, rows: end - first, columns: columns, depth: depth)
                }
            }
            best = min(best, elapsed)
        }
        return 2 * Double(rows * columns * depth) / best / 1e9
    }
}
