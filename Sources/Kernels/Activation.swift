/// GELU with the error function, x · Φ(x): PyTorch's default, and BERT's `gelu`.
package enum GELU {
    /// Computes pre = z + bias in place, and output = GELU(pre).
    ///
    /// - Parameters:
    ///   - z: [rows, width], a dense layer's product without bias. The bias is added to it.
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

    /// Computes d = upstream · GELU'(pre) and writes it over `pre`, with GELU'(x) = Φ(x) + x φ(x). Adds the rows of d to `dBias`, and
    /// recomputes GELU(pre) with the same bits.
    ///
    /// - Parameters:
    ///   - pre, upstream, activated: [rows, width].
    package static func backward(
        rows: Range<Int>, width: Int, pre: UnsafeMutablePointer<Float>, upstream: UnsafePointer<Float>,
        activated: UnsafeMutablePointer<Float>, dBias: UnsafeMutablePointer<Float>
    ) {
        let vectorEnd = width / vectorWidth * vectorWidth
        for row in rows {
            let (x, dy, y) = (pre + row * width, upstream + row * width, activated + row * width)
            for i in stride(from: 0, to: vectorEnd, by: vectorWidth) {
                let value = load(x, i)
                let cumulative = cumulative(value)
                let d = load(dy, i) * derivative(value, cumulative)
                store(value * cumulative, y, i)
                store(d, x, i)
                store(load(dBias, i) + d, dBias, i)
            }
            for i in vectorEnd..<width {
                let value = Vector(repeating: x[i])
                let cumulative = cumulative(value)
                y[i] = (value * cumulative)[0]
                x[i] = dy[i] * derivative(value, cumulative)[0]
                dBias[i] += x[i]
            }
        }
    }

    @inline(__always)
    private static func cumulative(_ x: Vector) -> Vector {
        Vector(repeating: 0.5).addingProduct(errorFunction(x * 0.70710678118654752), Vector(repeating: 0.5))
    }

    @inline(__always)
    private static func derivative(_ x: Vector, _ cumulative: Vector) -> Vector {
        let density = exponential(x * x * -0.5) * 0.3989422804014327
        return cumulative.addingProduct(x, density)
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

    /// Computes target = the sum of `count` partial sums of `width` floats that lie `stride` floats apart, in order.
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
