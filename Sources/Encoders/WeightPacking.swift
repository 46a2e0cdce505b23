import Kernels

/// A layer's four weights, packed once for all pieces of rows: their panels are packed beside other work in the loop before the one that
/// multiplies by them.
///
/// The memory holds one layer's weights, in the place that `Weight` gives each. What can't be packed is multiplied as it stands.
struct WeightPacking {
    enum Weight: CaseIterable { case queryKeyValue, attentionOutput, intermediate, output }

    let model: MultiTaskModel
    let memory: UnsafeMutablePointer<Float>
    /// True for x · Wᵀ, the forward pass's product; false for dy · W.
    let isForward: Bool
    private let isPacking: Bool

    init(model: MultiTaskModel, arena: ActivationArena, isForward: Bool) {
        self.model = model
        memory = arena.packedWeights
        self.isForward = isForward
        isPacking =
            MatrixProduct.packs(columns: model.configuration.hiddenSize)
            && MatrixProduct.packs(columns: model.configuration.intermediateSize)
    }

    /// Floats that packed weights take, in whatever precision.
    static func count(_ configuration: EncoderConfiguration) -> Int {
        let (hidden, intermediate) = (configuration.hiddenSize, configuration.intermediateSize)
        let mayPack = MatrixProduct.mayPack(columns: hidden) && MatrixProduct.mayPack(columns: intermediate)
        return mayPack ? 4 * hidden * hidden + 2 * hidden * intermediate : 0
    }

    /// Outputs and inputs of a weight, [outputs, inputs] in the parameters, and where its panels stand.
    private func shape(_ weight: Weight) -> (outputs: Int, inputs: Int, place: Int) {
        let (hidden, intermediate) = (model.configuration.hiddenSize, model.configuration.intermediateSize)
        return switch weight {
        case .queryKeyValue: (3 * hidden, hidden, 0)
        case .attentionOutput: (hidden, hidden, 3 * hidden * hidden)
        case .intermediate: (intermediate, hidden, 4 * hidden * hidden)
        case .output: (hidden, intermediate, 4 * hidden * hidden + hidden * intermediate)
        }
    }

    private func offset(_ weight: Weight, layer: Int) -> Int {
        let offsets = model.layout.layers[layer]
        return switch weight {
        case .queryKeyValue: offsets.qkvWeight
        case .attentionOutput: offsets.attentionOutputWeight
        case .intermediate: offsets.intermediateWeight
        case .output: offsets.outputWeight
        }
    }

    private func panels(_ weight: Weight) -> Int {
        let shape = shape(weight)
        return (isForward ? shape.outputs : shape.inputs) / MatrixProduct.panelColumns
    }

    /// Pieces of packing query, key and value of one layer and the other weights of another; nil for none.
    func pieceCount(queryKeyValue: Int?, others: Int?) -> Int {
        guard isPacking else { return 0 }
        return (queryKeyValue == nil ? 0 : panels(.queryKeyValue))
            + (others == nil ? 0 : panels(.attentionOutput) + panels(.intermediate) + panels(.output))
    }

    /// Packs one panel.
    func run(piece: Int, queryKeyValue: Int?, others: Int?) {
        var piece = piece
        for weight in [Weight.queryKeyValue, .attentionOutput, .intermediate, .output] {
            guard let layer = weight == .queryKeyValue ? queryKeyValue : others else { continue }
            guard piece >= panels(weight) else {
                pack(weight, layer: layer, panel: piece)
                return
            }
            piece -= panels(weight)
        }
    }

    private func pack(_ weight: Weight, layer: Int, panel: Int) {
        let (outputs, inputs, place) = shape(weight)
        let column = panel * MatrixProduct.panelColumns
        let depth = isForward ? inputs : outputs
        MatrixProduct.packPanel(
            model.at(offset(weight, layer: layer)) + (isForward ? column * inputs : column), stride: inputs,
            isTransposed: isForward, depth: depth, into: memory + place + column * depth)
    }

    /// output [rows, ·] = x · Wᵀ or dy · W, plus what is there if `adds`.
    func multiply(
        _ a: UnsafePointer<Float>, by weight: Weight, layer: Int, into output: UnsafeMutablePointer<Float>, rows: Int,
        adds: Bool = false
    ) {
        let (outputs, inputs, place) = shape(weight)
        let (columns, depth) = isForward ? (outputs, inputs) : (inputs, outputs)
        let beta: Float = adds ? 1 : 0
        if isPacking {
            MatrixProduct.times(
                a, stride: depth, packed: memory + place, into: output, stride: columns, rows: rows, columns: columns,
                depth: depth, beta: beta)
        } else if isForward {
            MatrixProduct.timesTransposed(
                a, stride: depth, model.at(offset(weight, layer: layer)), stride: inputs, into: output, stride: columns,
                rows: rows, columns: columns, depth: depth, beta: beta)
        } else {
            MatrixProduct.times(
                a, stride: depth, model.at(offset(weight, layer: layer)), stride: inputs, into: output, stride: columns,
                rows: rows, columns: columns, depth: depth, beta: beta)
        }
    }
}
