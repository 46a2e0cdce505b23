/// Softmax of each row of attention scores, with dropout of the probabilities.
///
/// Rows are `stride` floats apart: a multiple of 16 with room for `columns`. The floats after `columns` are set to zero.
package enum AttentionSoftmax {
    /// The distance in floats between rows of `columns` scores.
    @inline(__always)
    package static func stride(for columns: Int) -> Int { (columns + vectorWidth - 1) / vectorWidth * vectorWidth }

    /// Turns scores into probabilities in place. With dropout it also writes `dropped`: the scaled probabilities that are kept, else zero.
    ///
    /// - Parameters:
    ///   - scores: [rows, stride], already multiplied by 1/√d.
    ///   - dropped: [rows, stride], written only with a dropout.
    ///   - firstRow: the first row's position in its sequence. The dropout depends on it and on `head`, the index of the attention head.
    package static func forward(
        rows: Int, columns: Int, scores: UnsafeMutablePointer<Float>, dropped: UnsafeMutablePointer<Float>,
        dropout: Dropout?, firstRow: Int = 0, head: Int, headCount: Int, example: Int32
    ) {
        let step = stride(for: columns)
        let lastVector = step - vectorWidth
        let outside = featureOffsets .>= SIMD16<UInt32>(repeating: UInt32(columns - lastVector))
        let lowest = Vector(repeating: -.infinity)
        for row in 0..<rows {
            let x = scores + row * step
            store(load(x, lastVector).replacing(with: lowest, where: outside), x, lastVector)
            var maxima = load(x, 0)
            var i = vectorWidth
            while i < step {
                maxima = larger(maxima, load(x, i))
                i += vectorWidth
            }
            let maximum = Vector(repeating: horizontalMaximum(maxima))
            var sums = Vector(repeating: 0)
            i = 0
            while i < step {
                var value = exponential(load(x, i) - maximum)
                if i == lastVector { value = value.replacing(with: Vector(repeating: 0), where: outside) }
                sums += value
                store(value, x, i)
                i += vectorWidth
            }
            let reciprocal = 1 / horizontalSum(sums)
            if let dropout {
                let key = dropout.row(example: example, position: Int32((firstRow + row) * headCount + head))
                let threshold = SIMD16<UInt32>(repeating: dropout.threshold)
                let scale = Vector(repeating: dropout.scale)
                let y = dropped + row * step
                i = 0
                while i < step {
                    let value = load(x, i) * reciprocal
                    store(value, x, i)
                    store(value * dropoutFactors(key, i, threshold: threshold, scale: scale), y, i)
                    i += vectorWidth
                }
            } else {
                i = 0
                while i < step {
                    store(load(x, i) * reciprocal, x, i)
                    i += vectorWidth
                }
            }
        }
    }

    /// Backward pass: turns d(dropped) into d(scores) in place.
    ///
    /// With P the probabilities, D the factors of dropout, and P' = P · D: dS = P · (D · dP' − Σ P' dP').
    ///
    /// - Parameters:
    ///   - probabilities, dropped: [rows, stride] as `forward` left them. Without a dropout both are the same memory.
    package static func backward(
        rows: Int, columns: Int, probabilities: UnsafePointer<Float>, dropped: UnsafePointer<Float>,
        d: UnsafeMutablePointer<Float>, dropout: Dropout?
    ) {
        let step = stride(for: columns)
        let lastVector = step - vectorWidth
        let outside = featureOffsets .>= SIMD16<UInt32>(repeating: UInt32(columns - lastVector))
        let zero = Vector(repeating: 0)
        let scale = Vector(repeating: dropout?.scale ?? 1)
        for row in 0..<rows {
            let p = probabilities + row * step
            let y = dropped + row * step
            let dp = d + row * step
            // The product wrote nothing useful after `columns`. The old content there must not become a NaN.
            store(load(dp, lastVector).replacing(with: zero, where: outside), dp, lastVector)
            var sums = zero
            var i = 0
            while i < step {
                sums = sums.addingProduct(load(y, i), load(dp, i))
                i += vectorWidth
            }
            let total = Vector(repeating: horizontalSum(sums))
            i = 0
            while i < step {
                // Where P is zero, dS is zero too, whatever the factor was.
                let factors = scale.replacing(with: zero, where: load(y, i) .== zero)
                store(load(p, i) * (load(dp, i) * factors - total), dp, i)
                i += vectorWidth
            }
        }
    }
}
