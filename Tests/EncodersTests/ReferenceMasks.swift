import Encoders
import Kernels

/// Dropout's factors for one sequence, from the kernels' own generator: 0 or 1 / (1 − rate) for each element.
///
/// The kernels are applied to ones to find them, so that a reference uses the masks of the forward pass.
struct ReferenceMasks {
    /// [length, hidden] each.
    var embedding: [Double]
    var head: [Double]
    /// One per layer: [length, hidden].
    var attentionOutput: [[Double]]
    var output: [[Double]]
    /// One per layer: [heads, length, keys].
    var attention: [[Double]]
    /// One per layer: factors [length, inputs] for each adapted dense layer.
    var adapters: [[LoRA.Target: [Double]]]

    /// Without a plan every factor is one.
    init(_ plan: DropoutPlan?, example: Int32, length: Int, keys: Int, model: MultiTaskModel) {
        let configuration = model.configuration
        let (hidden, heads) = (configuration.hiddenSize, configuration.headCount)
        let layers = 0..<configuration.layerCount
        func rows(_ stream: Int, _ rate: Float, width: Int? = nil) -> [Double] {
            ReferenceMasks.rows(
                plan.map { Dropout(key: $0.key.stream(stream), rate: rate) }, example: example, length: length,
                width: width ?? hidden)
        }
        // These are the streams that DropoutPlan assigns to the places of the model.
        embedding = rows(0, configuration.hiddenDropout)
        head = rows(1, model.headDropout)
        attention = layers.map { layer in
            ReferenceMasks.attention(
                plan.map { Dropout(key: $0.key.stream(16 * layer + 16), rate: configuration.attentionDropout) },
                example: example, length: length, keys: keys, heads: heads)
        }
        attentionOutput = layers.map { rows(16 * $0 + 17, configuration.hiddenDropout) }
        output = layers.map { rows(16 * $0 + 18, configuration.hiddenDropout) }
        adapters = layers.map { layer in
            Dictionary(
                uniqueKeysWithValues: LoRA.Target.allCases.enumerated().map { index, target in
                    let width = target == .output ? configuration.intermediateSize : hidden
                    return (target, rows(16 * layer + 19 + index, model.lora?.dropout ?? 0, width: width))
                })
        }
    }

    /// Factors [length, width] of rows.
    static func rows(_ dropout: Dropout?, example: Int32, length: Int, width: Int) -> [Double] {
        guard let dropout else { return [Double](repeating: 1, count: length * width) }
        let examples = [Int32](repeating: example, count: length)
        let positions = (0..<Int32(length)).map { $0 }
        let ones = [Float](repeating: 1, count: length * width)
        var factors = ones
        examples.withUnsafeBufferPointer { examples in
            positions.withUnsafeBufferPointer { positions in
                guard let examples = examples.baseAddress, let positions = positions.baseAddress else { return }
                let identity = RowIdentity(examples: examples, positions: positions)
                ones.withUnsafeBufferPointer { ones in
                    factors.withUnsafeMutableBufferPointer { factors in
                        guard let from = ones.baseAddress, let to = factors.baseAddress else { return }
                        for row in 0..<length {
                            EmbeddingKernel.apply(
                                dropout, row: row, identity: identity, width: width, from: from + row * width,
                                to: to + row * width)
                        }
                    }
                }
            }
        }
        return factors.map(Double.init)
    }

    /// Factors [heads, length, keys] of attention's probabilities.
    static func attention(_ dropout: Dropout?, example: Int32, length: Int, keys: Int, heads: Int) -> [Double] {
        guard let dropout else { return [Double](repeating: 1, count: heads * length * keys) }
        let step = AttentionSoftmax.stride(for: keys)
        var factors: [Double] = []
        for head in 0..<heads {
            var scores = [Float](repeating: 0, count: length * step)
            var dropped = scores
            scores.withUnsafeMutableBufferPointer { scores in
                dropped.withUnsafeMutableBufferPointer { dropped in
                    guard let scores = scores.baseAddress, let dropped = dropped.baseAddress else { return }
                    AttentionSoftmax.forward(
                        rows: length, columns: keys, scores: scores, dropped: dropped, dropout: dropout, head: head,
                        headCount: heads, example: example)
                }
            }
            for row in 0..<length {
                for key in 0..<keys {
                    factors.append(dropped[row * step + key] == 0 ? 0 : 1 / (1 - Double(dropout.rate)))
                }
            }
        }
        return factors
    }
}
