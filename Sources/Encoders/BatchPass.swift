import Kernels

/// The values that every block needs in a pass over one batch. The blocks' forward and backward functions are extensions in `Blocks/`.
struct BatchPass {
    let model: MultiTaskModel
    let input: EncoderInput
    let identity: RowIdentity
    let arena: ActivationArena
    /// The dropouts of a training step; nil in evaluation.
    let dropout: DropoutPlan?
    let packing: WeightPacking
    /// The distance of the head's adapter from the offsets of the layers' terms.
    let adapterShift: Int

    var configuration: EncoderConfiguration { model.configuration }
    var hidden: Int { model.configuration.hiddenSize }
    var intermediate: Int { model.configuration.intermediateSize }
    var layerCount: Int { model.configuration.layerCount }

    func layout(_ layer: Int) -> ParameterLayout.Layer { model.layout.layers[layer] }
}

/// The offsets of the partial sums of one layer and one piece of rows: the gradients of biases and LayerNorms.
struct PartialSums {
    let outputGamma, outputBeta, outputBias: UnsafeMutablePointer<Float>
    let attentionGamma, attentionBeta, attentionOutputBias: UnsafeMutablePointer<Float>
    let queryKeyValueBias, intermediateBias: UnsafeMutablePointer<Float>

    init(_ base: UnsafeMutablePointer<Float>, hidden: Int) {
        outputGamma = base
        outputBeta = base + hidden
        outputBias = base + 2 * hidden
        attentionGamma = base + 3 * hidden
        attentionBeta = base + 4 * hidden
        attentionOutputBias = base + 5 * hidden
        queryKeyValueBias = base + 6 * hidden
        intermediateBias = base + 9 * hidden
    }

    /// Number of floats in the sums of one piece.
    static func width(_ configuration: EncoderConfiguration) -> Int {
        9 * configuration.hiddenSize + configuration.intermediateSize
    }
}

extension BatchPass {
    func sums(layer: Int, piece: Int) -> PartialSums {
        PartialSums(arena.partial(layer: layer, piece: piece), hidden: hidden)
    }

    /// Adds up a layer's partial sums in the order of the pieces. The layer after the last stands for the embedding.
    func combinePartials(layer: Int, gradients: GradientBuffer) {
        let sums = sums(layer: layer, piece: 0)
        func combine(_ partial: UnsafeMutablePointer<Float>, _ width: Int, _ offset: Int) {
            RowSums.combine(
                partial, count: arena.rows.count, stride: arena.partialWidth, width: width, into: gradients.at(offset))
        }
        guard layer < layerCount else {
            combine(sums.outputGamma, hidden, model.layout.embeddingNorm.gamma)
            combine(sums.outputBeta, hidden, model.layout.embeddingNorm.beta)
            return
        }
        let layout = layout(layer)
        guard layout.isTrained else { return }
        combine(sums.outputGamma, hidden, layout.outputNorm.gamma)
        combine(sums.outputBeta, hidden, layout.outputNorm.beta)
        combine(sums.outputBias, hidden, layout.output.bias)
        combine(sums.attentionGamma, hidden, layout.attentionNorm.gamma)
        combine(sums.attentionBeta, hidden, layout.attentionNorm.beta)
        combine(sums.attentionOutputBias, hidden, layout.attentionOutput.bias)
        combine(sums.queryKeyValueBias, 3 * hidden, layout.queryKeyValue.bias)
        combine(sums.intermediateBias, intermediate, layout.intermediate.bias)
    }
}
