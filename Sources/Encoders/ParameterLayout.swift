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

        /// The adapters of the layer.
        var terms: [LowRankTerm] { [queryKeyValue, attentionOutput, intermediate, output].flatMap(\.terms) }
        /// The pieces of the gradients of adapters: those of query, key and value, and those of the three dense layers after attention.
        let queryKeyValuePieces, laterPieces: [LowRankPiece]
        /// True if the inputs of the dense layers are needed for gradients.
        var keepsInputs: Bool { isTrained || !queryKeyValuePieces.isEmpty || !laterPieces.isEmpty }
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
    /// For each head, the distance of its adapter from that of the first head: 0 if all have the same one.
    let adapterShifts: [Int]
    let trainsEmbeddings: Bool
    /// The lowest layer that a gradient has to reach: 0 if the embeddings are trained, the number of layers if the encoder is frozen.
    let lowestTrainedLayer: Int

    init(
        table: ParameterTable, configuration: EncoderConfiguration, heads: [TaskHead], frozen: FrozenParts, lora: LoRA?
    ) {
        let (hidden, intermediate) = (configuration.hiddenSize, configuration.intermediateSize)
        let names = configuration.family.tensors
        words = table.offset("\(names.words).weight")
        positions = table.offset("\(names.positions).weight")
        types = names.tokenTypes.map { table.offset("\($0).weight") }
        embeddingNorm = Norm(table, names.embeddingNorm)
        let task = lora?.isPerTask == true ? heads.first?.task : nil
        let layers = (0..<configuration.layerCount).map { layer in
            // The packed weights of a layer follow each other.
            var packed = 0
            let terms = (frozen.contains(layer: layer) ? [] : lora?.targets ?? []).enumerated().map { index, target in
                let name = target.adapterName(names, layer: layer, task: task)
                let (outputs, inputs) = target.shape(configuration)
                return LowRankTerm(
                    target: target, a: table.offset("\(name).lora_A"), b: table.offset("\(name).lora_B"),
                    firstOutput: target == .key ? hidden : target == .value ? 2 * hidden : 0, outputs: outputs,
                    inputs: inputs, index: index)
            }
            func dense(_ part: String, _ targets: LoRA.Target..., outputs: Int, inputs: Int) -> DenseLayer {
                defer { packed += outputs * inputs }
                let name = names.name(part, layer: layer)
                return DenseLayer(
                    weight: table.offset("\(name).weight"), bias: table.offset("\(name).bias"), outputs: outputs,
                    inputs: inputs, packedOffset: packed, terms: terms.filter { targets.contains($0.target) })
            }
            let pieces = terms.flatMap(LowRankPiece.pieces)
            return Layer(
                queryKeyValue: dense(names.query, .query, .key, .value, outputs: 3 * hidden, inputs: hidden),
                attentionOutput: dense(names.attentionOutput, .attentionOutput, outputs: hidden, inputs: hidden),
                intermediate: dense(names.intermediate, .intermediate, outputs: intermediate, inputs: hidden),
                output: dense(names.output, .output, outputs: hidden, inputs: intermediate),
                attentionNorm: Norm(table, names.name(names.attentionNorm, layer: layer)),
                outputNorm: Norm(table, names.name(names.outputNorm, layer: layer)),
                isTrained: table["\(names.name(names.query, layer: layer)).weight"].map(table.isTrainable) ?? false,
                queryKeyValuePieces: pieces.filter { $0.term.target.isQueryKeyValue },
                laterPieces: pieces.filter { !$0.term.target.isQueryKeyValue })
        }
        self.layers = layers
        self.heads = heads.map { head in
            DenseLayer(
                weight: table.offset("\(head.parts[0].name).weight"), bias: table.offset("\(head.parts[0].name).bias"),
                outputs: head.outputs, inputs: hidden, packedOffset: 0)
        }
        trainsEmbeddings = table.wordEmbedding.map(table.isTrainable) ?? false
        let lowest =
            lora == nil
            ? frozen.lowestTrainedLayer(layerCount: layers.count)
            : layers.indices.first { !frozen.contains(layer: $0) } ?? layers.count
        lowestTrainedLayer = lowest
        let first = layers.lazy.flatMap(\.terms).first
        adapterShifts = heads.map { head in
            guard let lora, lora.isPerTask, let first else { return 0 }
            return table.offset("\(first.target.adapterName(names, layer: lowest, task: head.task)).lora_A") - first.a
        }
    }

    /// True if a gradient has to leave the heads.
    var trainsEncoder: Bool { trainsEmbeddings || lowestTrainedLayer < layers.count }

    /// True if the gradient of a layer's input is needed, because something below it is trained.
    func wantsInputGradient(layer: Int) -> Bool { trainsEmbeddings || layer > lowestTrainedLayer }
}
