/// `dropout(LayerNorm(word + position + type))`, the first block of an encoder.
package enum EmbeddingKernel {
    /// - Parameters:
    ///   - words: [vocabulary, width]; positions: [maximum, width]; types: [types, width], or nil for a family without them.
    ///   - inputIDs, typeIDs: one per row; the rows of `positions` come from `identity`.
    ///   - normalized: [rows, width]. It is scratch memory when there is no backward pass.
    ///   - y: [rows, width].
    package static func forward(
        rows: Range<Int>, width: Int, words: UnsafePointer<Float>, positions: UnsafePointer<Float>,
        types: UnsafePointer<Float>?, inputIDs: UnsafePointer<Int32>, typeIDs: UnsafePointer<Int32>,
        identity: RowIdentity, gamma: UnsafePointer<Float>, beta: UnsafePointer<Float>, epsilon: Float,
        dropout: Dropout?, normalized: UnsafeMutablePointer<Float>,
        reciprocalDeviation: UnsafeMutablePointer<Float>, y: UnsafeMutablePointer<Float>
    ) {
        let vectorEnd = width / vectorWidth * vectorWidth
        for row in rows {
            let x = normalized + row * width
            let output = y + row * width
            let word = words + Int(inputIDs[row]) * width
            let position = positions + Int(identity.positionRows[row]) * width
            if let types {
                let type = types + Int(typeIDs[row]) * width
                for i in stride(from: 0, to: vectorEnd, by: vectorWidth) {
                    store(load(word, i) + load(type, i) + load(position, i), x, i)
                }
                for i in vectorEnd..<width { x[i] = word[i] + type[i] + position[i] }
            } else {
                for i in stride(from: 0, to: vectorEnd, by: vectorWidth) {
                    store(load(word, i) + load(position, i), x, i)
                }
                for i in vectorEnd..<width { x[i] = word[i] + position[i] }
            }
            LayerNorm.normalize(
                x, width: width, gamma: gamma, beta: beta, epsilon: epsilon, normalized: x,
                reciprocalDeviation: &reciprocalDeviation[row], y: output)
            if let dropout { apply(dropout, row: row, identity: identity, width: width, from: output, to: output) }
        }
    }

    /// output = scaled input where dropout keeps an element, and zero elsewhere. Handles one row, and is also its own backward pass.
    @inline(__always)
    package static func apply(
        _ dropout: Dropout, row: Int, identity: RowIdentity, width: Int, from input: UnsafePointer<Float>,
        to output: UnsafeMutablePointer<Float>
    ) {
        let vectorEnd = width / vectorWidth * vectorWidth
        let (threshold, scale) = (dropout.threshold, dropout.scale)
        let key = dropout.row(example: identity.examples[row], position: identity.positions[row])
        for i in stride(from: 0, to: vectorEnd, by: vectorWidth) {
            let factors = dropoutFactors(
                key, i, threshold: SIMD16(repeating: threshold), scale: Vector(repeating: scale))
            store(load(input, i) * factors, output, i)
        }
        for i in vectorEnd..<width {
            output[i] = input[i] * dropoutFactor(key, i, threshold: threshold, scale: scale)
        }
    }

    /// Adds each row of `dx` to the row of the table that it came from, for the features in `columns`, in row order.
    ///
    /// The work is split by features, so one thread computes each sum, and the order of additions does not depend on the number of threads.
    package static func scatterAdd(
        _ dx: UnsafePointer<Float>, rowCount: Int, width: Int, indices: UnsafePointer<Int32>, columns: Range<Int>,
        into table: UnsafeMutablePointer<Float>
    ) {
        let vectorEnd = columns.lowerBound + columns.count / vectorWidth * vectorWidth
        for row in 0..<rowCount {
            let source = dx + row * width
            let target = table + Int(indices[row]) * width
            for i in stride(from: columns.lowerBound, to: vectorEnd, by: vectorWidth) {
                store(load(target, i) + load(source, i), target, i)
            }
            for i in vectorEnd..<columns.upperBound { target[i] += source[i] }
        }
    }
}
