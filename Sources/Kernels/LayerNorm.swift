/// The example and the position of each packed row. Dropout derives its random numbers from these, never from the row's place in the batch.
package struct RowIdentity {
    /// Index of the example in its data set, one per row.
    package var examples: UnsafePointer<Int32>
    /// Position in the example's sequence, one per row.
    package var positions: UnsafePointer<Int32>
    /// Row of the position table, one per row.
    package var positionRows: UnsafePointer<Int32>

    /// - Parameter positionRows: nil if they are the positions.
    package init(
        examples: UnsafePointer<Int32>, positions: UnsafePointer<Int32>, positionRows: UnsafePointer<Int32>? = nil
    ) {
        self.examples = examples
        self.positions = positions
        self.positionRows = positionRows ?? positions
    }
}

/// y = γ · (x − mean) / √(variance + ε) + β for each row, together with the operations that an encoder does just before it.
package enum LayerNorm {
    /// Forward pass of `LayerNorm(dropout(z + bias) + residual)`, which ends the attention half and the feed-forward half of each layer.
    ///
    /// - Parameters:
    ///   - z: [rows, width], a dense layer's product without bias. It is overwritten.
    ///   - bias: [width].
    ///   - residual: [rows, width]. May be the same memory as `y`.
    ///   - gamma, beta: [width].
    ///   - normalized: [rows, width], receives (x − mean) / σ for the backward pass, or nil when there is no backward pass.
    ///   - reciprocalDeviation: [rows], receives 1 / σ.
    ///   - y: [rows, width].
    package static func afterDense(
        rows: Range<Int>, width: Int, z: UnsafeMutablePointer<Float>, bias: UnsafePointer<Float>,
        residual: UnsafePointer<Float>, dropout: Dropout?, identity: RowIdentity,
        gamma: UnsafePointer<Float>, beta: UnsafePointer<Float>, epsilon: Float,
        normalized: UnsafeMutablePointer<Float>?, reciprocalDeviation: UnsafeMutablePointer<Float>,
        y: UnsafeMutablePointer<Float>
    ) {
        let vectorEnd = width / vectorWidth * vectorWidth
        let threshold = dropout?.threshold ?? 0
        let scale = dropout?.scale ?? 1
        for row in rows {
            let x = z + row * width
            let skip = residual + row * width
            if let dropout {
                let key = dropout.row(example: identity.examples[row], position: identity.positions[row])
                for i in stride(from: 0, to: vectorEnd, by: vectorWidth) {
                    let factors = dropoutFactors(
                        key, i, threshold: SIMD16(repeating: threshold), scale: Vector(repeating: scale))
                    store(load(skip, i).addingProduct(load(x, i) + load(bias, i), factors), x, i)
                }
                for i in vectorEnd..<width {
                    x[i] = (x[i] + bias[i]) * dropoutFactor(key, i, threshold: threshold, scale: scale) + skip[i]
                }
            } else {
                for i in stride(from: 0, to: vectorEnd, by: vectorWidth) {
                    store(load(x, i) + load(bias, i) + load(skip, i), x, i)
                }
                for i in vectorEnd..<width { x[i] += bias[i] + skip[i] }
            }
            normalize(
                x, width: width, gamma: gamma, beta: beta, epsilon: epsilon,
                normalized: normalized.map { $0 + row * width },
                reciprocalDeviation: &reciprocalDeviation[row], y: y + row * width)
        }
    }

    /// Computes the normalised values, 1 / σ and y of one row.
    @inline(__always)
    static func normalize(
        _ x: UnsafeMutablePointer<Float>, width: Int, gamma: UnsafePointer<Float>, beta: UnsafePointer<Float>,
        epsilon: Float, normalized: UnsafeMutablePointer<Float>?, reciprocalDeviation: inout Float,
        y: UnsafeMutablePointer<Float>
    ) {
        let vectorEnd = width / vectorWidth * vectorWidth
        var sums = Vector(repeating: 0)
        for i in stride(from: 0, to: vectorEnd, by: vectorWidth) { sums += load(x, i) }
        var sum = horizontalSum(sums)
        for i in vectorEnd..<width { sum += x[i] }
        let mean = sum / Float(width)

        var squares = Vector(repeating: 0)
        for i in stride(from: 0, to: vectorEnd, by: vectorWidth) {
            let difference = load(x, i) - mean
            squares = squares.addingProduct(difference, difference)
        }
        var square = horizontalSum(squares)
        for i in vectorEnd..<width { square += (x[i] - mean) * (x[i] - mean) }
        let reciprocal = 1 / (square / Float(width) + epsilon).squareRoot()
        reciprocalDeviation = reciprocal

        let target = normalized ?? x
        for i in stride(from: 0, to: vectorEnd, by: vectorWidth) {
            let value = (load(x, i) - mean) * reciprocal
            store(value, target, i)
            store(load(beta, i).addingProduct(load(gamma, i), value), y, i)
        }
        for i in vectorEnd..<width {
            let value = (x[i] - mean) * reciprocal
            target[i] = value
            y[i] = beta[i] + gamma[i] * value
        }
    }

    /// Recomputes y = γ · x̂ + β, with the same bits, from the normalised rows of a forward pass.
    ///
    /// - Parameters:
    ///   - normalized, y: [rows, width].
    package static func affine(
        rows: Range<Int>, width: Int, normalized: UnsafePointer<Float>, gamma: UnsafePointer<Float>,
        beta: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>
    ) {
        let vectorEnd = width / vectorWidth * vectorWidth
        for row in rows {
            let (x, output) = (normalized + row * width, y + row * width)
            for i in stride(from: 0, to: vectorEnd, by: vectorWidth) {
                store(load(beta, i).addingProduct(load(gamma, i), load(x, i)), output, i)
            }
            for i in vectorEnd..<width { output[i] = beta[i] + gamma[i] * x[i] }
        }
    }

    /// Backward pass of `afterDense`.
    ///
    /// With d = dy · γ and x̂ the normalised row: dx = (d − mean(d) − x̂ · mean(d · x̂)) / σ. dx is the gradient of the residual. The dense
    /// layer gets the same gradient where dropout kept an element.
    ///
    /// - Parameters:
    ///   - dy: [rows, width].
    ///   - dResidual: [rows, width], receives dx. May be the same memory as `dy`.
    ///   - dDense: [rows, width], receives dx after the backward pass of the dropout.
    ///   - dGamma, dBeta, dBias: [width]. The partial sums of this piece of rows are added to them.
    package static func backwardAfterDense(
        rows: Range<Int>, width: Int, dy: UnsafePointer<Float>, normalized: UnsafePointer<Float>,
        reciprocalDeviation: UnsafePointer<Float>, gamma: UnsafePointer<Float>,
        dropout: Dropout?, identity: RowIdentity,
        dResidual: UnsafeMutablePointer<Float>, dDense: UnsafeMutablePointer<Float>,
        dGamma: UnsafeMutablePointer<Float>, dBeta: UnsafeMutablePointer<Float>, dBias: UnsafeMutablePointer<Float>
    ) {
        let vectorEnd = width / vectorWidth * vectorWidth
        let threshold = dropout?.threshold ?? 0
        let scale = dropout?.scale ?? 1
        for row in rows {
            let upstream = dy + row * width
            let x = normalized + row * width
            let dx = dResidual + row * width
            let dz = dDense + row * width
            let (mean, product) = backwardMeans(
                upstream, x, width: width, gamma: gamma, dGamma: dGamma, dBeta: dBeta)
            let reciprocal = reciprocalDeviation[row]
            let key = dropout?.row(example: identity.examples[row], position: identity.positions[row]) ?? (0, 0)
            for i in stride(from: 0, to: vectorEnd, by: vectorWidth) {
                let d = load(upstream, i) * load(gamma, i) - mean
                let value = d.addingProduct(load(x, i), Vector(repeating: -product)) * reciprocal
                store(value, dx, i)
                var dense = value
                if threshold > 0 {
                    dense *= dropoutFactors(
                        key, i, threshold: SIMD16(repeating: threshold), scale: Vector(repeating: scale))
                }
                store(dense, dz, i)
                store(load(dBias, i) + dense, dBias, i)
            }
            for i in vectorEnd..<width {
                let value = (upstream[i] * gamma[i] - mean - x[i] * product) * reciprocal
                dx[i] = value
                let factor = threshold > 0 ? dropoutFactor(key, i, threshold: threshold, scale: scale) : 1
                dz[i] = value * factor
                dBias[i] += value * factor
            }
        }
    }

    /// Computes mean(dy · γ) and mean(dy · γ · x̂) of one row, and adds the row's part to dγ and dβ.
    @inline(__always)
    private static func backwardMeans(
        _ upstream: UnsafePointer<Float>, _ x: UnsafePointer<Float>, width: Int, gamma: UnsafePointer<Float>,
        dGamma: UnsafeMutablePointer<Float>, dBeta: UnsafeMutablePointer<Float>
    ) -> (mean: Float, product: Float) {
        let vectorEnd = width / vectorWidth * vectorWidth
        var sums = Vector(repeating: 0)
        var products = Vector(repeating: 0)
        for i in stride(from: 0, to: vectorEnd, by: vectorWidth) {
            let dy = load(upstream, i)
            let value = load(x, i)
            let d = dy * load(gamma, i)
            sums += d
            products = products.addingProduct(d, value)
            store(load(dGamma, i).addingProduct(dy, value), dGamma, i)
            store(load(dBeta, i) + dy, dBeta, i)
        }
        var sum = horizontalSum(sums)
        var product = horizontalSum(products)
        for i in vectorEnd..<width {
            let d = upstream[i] * gamma[i]
            sum += d
            product += d * x[i]
            dGamma[i] += upstream[i] * x[i]
            dBeta[i] += upstream[i]
        }
        return (sum / Float(width), product / Float(width))
    }
}
