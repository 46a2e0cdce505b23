/// Offsets of everything that a pass touches, looked up by name once.
struct ParameterLayout {
    struct Layer {
        /// [3 · hidden, hidden] and [3 · hidden]: query, key, value.
        let qkvWeight, qkvBias: Int
        /// [hidden, hidden], [hidden].
        let attentionOutputWeight, attentionOutputBias: Int
        /// [hidden] each.
        let attentionGamma, attentionBeta: Int
        /// [intermediate, hidden], [intermediate].
        let intermediateWeight, intermediateBias: Int
        /// [hidden, intermediate], [hidden].
        let outputWeight, outputBias: Int
        /// [hidden] each.
        let outputGamma, outputBeta: Int
    }

    struct Head {
        /// [outputs, hidden] and [outputs].
        let weight, bias: Int
        let outputs: Int
    }

    let words, positions, types, embeddingGamma, embeddingBeta: Int
    let layers: [Layer]
    let heads: [Head]

    init(table: ParameterTable, configuration: EncoderConfiguration, heads: [TaskHead]) {
        words = table.offset("embeddings.word_embeddings.weight")
        positions = table.offset("embeddings.position_embeddings.weight")
        types = table.offset("embeddings.token_type_embeddings.weight")
        embeddingGamma = table.offset("embeddings.LayerNorm.weight")
        embeddingBeta = table.offset("embeddings.LayerNorm.bias")
        layers = (0..<configuration.layerCount).map { layer in
            let prefix = "encoder.layer.\(layer)"
            return Layer(
                qkvWeight: table.offset("\(prefix).attention.self.query.weight"),
                qkvBias: table.offset("\(prefix).attention.self.query.bias"),
                attentionOutputWeight: table.offset("\(prefix).attention.output.dense.weight"),
                attentionOutputBias: table.offset("\(prefix).attention.output.dense.bias"),
                attentionGamma: table.offset("\(prefix).attention.output.LayerNorm.weight"),
                attentionBeta: table.offset("\(prefix).attention.output.LayerNorm.bias"),
                intermediateWeight: table.offset("\(prefix).intermediate.dense.weight"),
                intermediateBias: table.offset("\(prefix).intermediate.dense.bias"),
                outputWeight: table.offset("\(prefix).output.dense.weight"),
                outputBias: table.offset("\(prefix).output.dense.bias"),
                outputGamma: table.offset("\(prefix).output.LayerNorm.weight"),
                outputBeta: table.offset("\(prefix).output.LayerNorm.bias"))
        }
        self.heads = heads.map { head in
            Head(
                weight: table.offset("\(head.parts[0].name).weight"), bias: table.offset("\(head.parts[0].name).bias"),
                outputs: head.outputs)
        }
    }
}
