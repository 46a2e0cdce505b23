import Kernels

/// The weights of one layer of the encoder, packed once for all pieces of rows. Their panels are packed during the loop before the loop
/// that multiplies by them.
///
/// The memory holds one layer's weights, each at the offset that its `DenseLayer` gives. Weights of sizes that cannot be packed are read
/// directly from the parameters.
struct WeightPacking {
    /// The beginning of the model's parameters.
    let parameters: UnsafePointer<Float>
    let memory: UnsafeMutablePointer<Float>
    let isPacking: Bool
    /// True for x · Wᵀ, the forward pass's product; false for dz · W.
    private let isForward: Bool
    private let layers: [ParameterLayout.Layer]

    init(model: MultiTaskModel, arena: ActivationArena, isForward: Bool) {
        parameters = model.at(0)
        layers = model.layout.layers
        memory = arena.packedWeights
        self.isForward = isForward
        isPacking =
            MatrixProduct.packs(columns: model.configuration.hiddenSize)
            && MatrixProduct.packs(columns: model.configuration.intermediateSize)
    }

    /// Number of floats that the packed weights take, in any precision.
    static func count(_ configuration: EncoderConfiguration) -> Int {
        let (hidden, intermediate) = (configuration.hiddenSize, configuration.intermediateSize)
        let mayPack = MatrixProduct.mayPack(columns: hidden) && MatrixProduct.mayPack(columns: intermediate)
        return mayPack ? 4 * hidden * hidden + 2 * hidden * intermediate : 0
    }

    /// What a loop packs: query, key and value of one layer, and the other weights of another layer. Nil means none.
    struct Request {
        var queryKeyValue: Int?
        var others: Int?
    }

    private func panels(_ dense: DenseLayer) -> Int {
        (isForward ? dense.outputs : dense.inputs) / MatrixProduct.panelColumns
    }

    /// Number of pieces that a request takes.
    func pieceCount(_ request: Request) -> Int {
        guard isPacking else { return 0 }
        var count = 0
        if let layer = request.queryKeyValue { count += panels(layers[layer].queryKeyValue) }
        if let layer = request.others {
            count += panels(layers[layer].attentionOutput) + panels(layers[layer].intermediate)
            count += panels(layers[layer].output)
        }
        return count
    }

    /// Packs one panel.
    func run(piece: Int, _ request: Request) {
        var piece = piece
        if let layer = request.queryKeyValue {
            if piece < panels(layers[layer].queryKeyValue) {
                pack(layers[layer].queryKeyValue, panel: piece)
                return
            }
            piece -= panels(layers[layer].queryKeyValue)
        }
        guard let layer = request.others else { return }
        if piece < panels(layers[layer].attentionOutput) {
            pack(layers[layer].attentionOutput, panel: piece)
            return
        }
        piece -= panels(layers[layer].attentionOutput)
        if piece < panels(layers[layer].intermediate) {
            pack(layers[layer].intermediate, panel: piece)
            return
        }
        pack(layers[layer].output, panel: piece - panels(layers[layer].intermediate))
    }

    private func pack(_ dense: DenseLayer, panel: Int) {
        let column = panel * MatrixProduct.panelColumns
        let depth = isForward ? dense.inputs : dense.outputs
        MatrixProduct.packPanel(
            parameters + dense.weight + (isForward ? column * dense.inputs : column), stride: dense.inputs,
            isTransposed: isForward, depth: depth, into: memory + dense.packedOffset + column * depth)
    }
}
