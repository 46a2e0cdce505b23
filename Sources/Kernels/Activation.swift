/// GELU by the error function: x · Φ(x), as PyTorch's default and BERT's `gelu`.
package enum GELU {
    /// pre = z + bias in place, and output = GELU(pre).
    ///
    /// - Parameters:
    ///   - z: [rows, width]; a dense layer's product without bias. Gets the bias added.
    ///   - output: [rows, width].
    package static func forward(
        rows: Range<Int>, width: Int, z: UnsafeMutablePointer<Float>, bias: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>
    ) {
        let vectorEnd = width / vectorWidth * vectorWidth
        for row in rows {
            let x = z + row * width
            let y = output + row * width
            for i in stride(from: 0, to: vectorEnd, by: vectorWidth) {
                let value = load(x, i) + load(bias, i)
                store(value, x, i)
                store(value * cumulative(value), y, i)
            }
            for i in vectorEnd..<width {
                let value = x[i] + bias[i]
                x[i] = value
                y[i] = (Vector(repeating: value) * cumulative(Vector(repeating: value)))[0]
            }
        }
    }

    /// d = d · GELU'(pre) in place, GELU'(x) = Φ(x) + x φ(x); adds the rows to `dBias`.
    package static func backward(
        rows: Range<Int>, width: Int, pre: UnsafePointer<Float>, d: UnsafeMutablePointer<Float>,
        dBias: UnsafeMutablePointer<Float>
    ) {
        let vectorEnd = width / vectorWidth * vectorWidth
        for row in rows {
            let x = pre + row * width
            let dy = d + row * width
            for i in stride(from: 0, to: vectorEnd, by: vectorWidth) {
                let value = load(dy, i) * derivative(load(x, i))
                store(value, dy, i)
                store(load(dBias, i) + value, dBias, i)
            }
            for i in vectorEnd..<width {
                dy[i] *= derivative(Vector(repeating: x[i]))[0]
                dBias[i] += dy[i]
            }
        }
    }

    @inline(__always)
    private static func cumulative(_ x: Vector) -> Vector {
        Vector(repeating: 0.5).addingProduct(errorFunction(x * 0.70710678118654752), Vector(repeating: 0.5))
    }

    @inline(__always)
    private static func derivative(_ x: Vector) -> Vector {
        let density = exponential(x * x * -0.5) * 0.3989422804014327
        return cumulative(x).addingProduct(x, density)
    }
}

/// Sums over rows and additions of a bias.
package enum RowSums {
    /// Adds `bias` [width] to each row of `z` [rows, width].
    package static func addBias(
        rows: Range<Int>, width: Int, z: UnsafeMutablePointer<Float>, bias: UnsafePointer<Float>
    ) {
        let vectorEnd = width / vectorWidth * vectorWidth
        for row in rows {
            let x = z + row * width
            for i in stride(from: 0, to: vectorEnd, by: vectorWidth) { store(load(x, i) + load(bias, i), x, i) }
            for i in vectorEnd..<width { x[i] += bias[i] }
        }
    }

    /// Adds the rows of `values` [rows, width] to `sums` [width], in order.
    package static func add(
        rows: Range<Int>, width: Int, values: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Float>
    ) {
        let vectorEnd = width / vectorWidth * vectorWidth
        for row in rows {
            let x = values + row * width
            for i in stride(from: 0, to: vectorEnd, by: vectorWidth) { store(load(sums, i) + load(x, i), sums, i) }
            for i in vectorEnd..<width { sums[i] += x[i] }
        }
    }

    /// target = the sum of `count` partial sums of `width` floats that stand `stride` apart, in order.
    package static func combine(
        _ partials: UnsafePointer<Float>, count: Int, stride step: Int, width: Int,
        into target: UnsafeMutablePointer<Float>
    ) {
        for i in 0..<width {
            var sum: Float = 0
            for piece in 0..<count { sum += partials[piece * step + i] }
            target[i] = sum
        }
    }
}
