/// Offsets of every parameter that a pass uses, looked up by name once, and which layers are trained.
struct ParameterLayout {
    struct Layer {
        /// Query, key and value side by side: [3 · hidden, hidden].
        let queryKeyValue: DenseLayer
        /// [hidden, hidden].
        let attentionOutput: DenseLayer
        /// [intermediate, hidden].
        let intermediate: DenseLayer
        /// [hidden, intermediate].
        let output: DenseLayer
        let attentionNorm, outputNorm: Norm
        /// False for a frozen layer: its parameters get no gradient.
        let isTrained: Bool
    }

    /// γ and β of a LayerNorm: [hidden] each.
    struct Norm {
        let gamma, beta: Int

        init(_ table: ParameterTable, _ name: String) {
            gamma = table.offset("\(name).weight")
            beta = table.offset("\(name).bias")
        }
    }

    let words, positions: Int
    let types: Int?
    let embeddingNorm: Norm
    let layers: [Layer]
    let heads: [DenseLayer]
    let trainsEmbeddings: Bool
    /// The lowest layer that a gradient has to reach: 0 if the embeddings are trained, the number of layers if the encoder is frozen.
    let lowestTrainedLayer: Int

    init(table: ParameterTable, configuration: EncoderConfiguration, heads: [TaskHead], frozen: FrozenParts) {
        let (hidden, intermediate) = (configuration.hiddenSize, configuration.intermediateSize)
        let names = configuration.family.tensors
        words = table.offset("\(names.words).weight")
        positions = table.offset("\(names.positions).weight")
        types = names.tokenTypes.map { table.offset("\($0).weight") }
        embeddingNorm = Norm(table, names.embeddingNorm)
        layers = (0..<configuration.layerCount).map { layer in
            // The packed weights of a layer follow each other.
            var packed = 0
            func dense(_ part: String, outputs: Int, inputs: Int) -> DenseLayer {
                defer { packed += outputs * inputs }
                let name = names.name(part, layer: layer)
                return DenseLayer(
                    weight: table.offset("\(name).weight"), bias: table.offset("\(name).bias"), outputs: outputs,
                    inputs: inputs, packedOffset: packed)
            }
            return Layer(
                queryKeyValue: dense(names.query, outputs: 3 * hidden, inputs: hidden),
                attentionOutput: dense(names.attentionOutput, outputs: hidden, inputs: hidden),
                intermediate: dense(names.intermediate, outputs: intermediate, inputs: hidden),
                output: dense(names.output, outputs: hidden, inputs: intermediate),
                attentionNorm: Norm(table, names.name(names.attentionNorm, layer: layer)),
                outputNorm: Norm(table, names.name(names.outputNorm, layer: layer)),
                isTrained: table["\(names.name(names.query, layer: layer)).weight"].map(table.isTrainable) ?? false)
        }
        self.heads = heads.map { head in
            DenseLayer(
                weight: table.offset("\(head.parts[0].name).weight"), bias: table.offset("\(head.parts[0].name).bias"),
                outputs: head.outputs, inputs: hidden, packedOffset: 0)
        }
        trainsEmbeddings = table.wordEmbedding.map(table.isTrainable) ?? false
        lowestTrainedLayer = frozen.lowestTrainedLayer(layerCount: layers.count)
    }

    /// True if a gradient has to leave the heads.
    var trainsEncoder: Bool { trainsEmbeddings || lowestTrainedLayer < layers.count }

    /// True if the gradient of a layer's input is needed, because something below it is trained.
    func wantsInputGradient(layer: Int) -> Bool { trainsEmbeddings || layer > lowestTrainedLayer }
}
