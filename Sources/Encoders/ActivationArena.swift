import Kernels

/// All memory of a forward and backward pass, in one allocation that grows to the largest batch and is then reused.
///
/// With T tokens, h the hidden size, i the intermediate size. A layer keeps what is costly to compute again; the backward pass makes
/// the rest from it: attention's probabilities, GELU's output, and what LayerNorms gave. Layers below the lowest that is trained keep
/// nothing, and share the memory of one.
package final class ActivationArena {
    /// What one layer leaves for its backward pass.
    struct Layer {
        /// [T, 3h]: query, key and value side by side; in the backward pass their gradients.
        var qkv: UnsafeMutablePointer<Float>
        /// [T, h]: attention's weighted values.
        var context: UnsafeMutablePointer<Float>
        /// [T, h] and [T]: normalised rows and 1/σ of the first LayerNorm.
        var normalized1: UnsafeMutablePointer<Float>
        var deviation1: UnsafeMutablePointer<Float>
        /// [T, i]: before GELU; in the backward pass the gradient.
        var pre: UnsafeMutablePointer<Float>
        /// [T, h] and [T]: the second LayerNorm.
        var normalized2: UnsafeMutablePointer<Float>
        var deviation2: UnsafeMutablePointer<Float>
    }

    /// Per-worker scratch memory for one piece of rows, from the piece's first row on. It shares its storage with attention's.
    struct RowScratch {
        /// [rows, h]: a dense layer's product on its way to LayerNorm.
        var dense: UnsafeMutablePointer<Float>
        /// [rows, h]: the first LayerNorm's output.
        var attended: UnsafeMutablePointer<Float>
        /// [rows, i]: GELU's output; in the backward pass its gradient.
        var activated: UnsafeMutablePointer<Float>
        /// [rows, i]: before GELU, for layers that don't keep it.
        var pre: UnsafeMutablePointer<Float>
    }

    /// True when layers keep what the backward pass needs; otherwise all layers share one layer's memory.
    package let isForTraining: Bool
    private let configuration: EncoderConfiguration
    /// The lowest layer that keeps what the backward pass needs: the lowest that is trained, or none at all.
    private let lowestKeptLayer: Int
    private let outputs: Int
    private var buffer = FloatBuffer(count: 0)
    private var exampleIDs = [Int32]()
    private var tokenCapacity = 0
    private var scratchCapacity = 0
    private var workerCapacity = 0

    private var layers: [Layer] = []
    // The embedding block: normalised rows [T, h], 1/σ [T].
    private(set) var embeddedNormalized: UnsafeMutablePointer<Float>
    private(set) var embeddedDeviation: UnsafeMutablePointer<Float>
    // Inputs of layers [T, h], by turns.
    private var evenHidden: UnsafeMutablePointer<Float>
    private var oddHidden: UnsafeMutablePointer<Float>
    // Logits and their gradient [rows, outputs], the head's rows being the batch's tokens or its sequences.
    package private(set) var logits: UnsafeMutablePointer<Float>
    package private(set) var dLogits: UnsafeMutablePointer<Float>
    // Of the layer that the backward pass is at: gradients [T, h]; the first LayerNorm's output [T, h] and GELU's [T, i] again.
    private(set) var dHidden: UnsafeMutablePointer<Float>
    private(set) var dOutput: UnsafeMutablePointer<Float>
    private(set) var dAttentionOutput: UnsafeMutablePointer<Float>
    private(set) var dContext: UnsafeMutablePointer<Float>
    private(set) var attended: UnsafeMutablePointer<Float>
    private(set) var activated: UnsafeMutablePointer<Float>
    // A layer's weights packed for the products: `WeightPacking` knows how.
    private(set) var packedWeights: UnsafeMutablePointer<Float>
    // Each worker's own memory.
    private var scratch: UnsafeMutablePointer<Float>
    // Partial sums of biases and LayerNorms: [layer, piece, partialWidth].
    private var partials: UnsafeMutablePointer<Float>
    private var pieceCapacity = 0

    /// How the rows of the batch last loaded are cut.
    private(set) var rows = RowPieces(rowCount: 0)
    /// How the rows of the head's logits are cut.
    private(set) var headRows = RowPieces(rowCount: 0)

    /// - Parameters:
    ///   - outputs: of the widest head.
    ///   - lowestTrainedLayer: the lowest layer that the backward pass reaches.
    init(configuration: EncoderConfiguration, outputs: Int, isForTraining: Bool, lowestTrainedLayer: Int) {
        self.configuration = configuration
        self.outputs = outputs
        self.isForTraining = isForTraining
        lowestKeptLayer = isForTraining ? lowestTrainedLayer : configuration.layerCount
        let start = buffer.pointer
        embeddedNormalized = start
        embeddedDeviation = start
        evenHidden = start
        oddHidden = start
        logits = start
        dLogits = start
        dHidden = start
        dOutput = start
        dAttentionOutput = start
        dContext = start
        attended = start
        activated = start
        packedWeights = start
        scratch = start
        partials = start
    }

    /// Floats of one piece's partial sums.
    var partialWidth: Int { PartialSums.width(configuration) }

    /// Bytes that the largest batch takes. Smaller ones leave a part of them untouched, which takes no memory.
    package var byteCount: Int { buffer.count * 4 }

    /// Makes room for batches of at most `tokens` tokens, whose longest sequence has `longest` tokens. Grows only; a training run
    /// calls it once with its largest batch.
    package func reserve(tokens: Int, longest: Int) {
        guard grow(tokens: tokens, longest: longest) else { return }
        let count = lay(commit: false)
        // The old memory goes before the new comes.
        buffer = FloatBuffer(count: 0)
        buffer = FloatBuffer(count: count)
        _ = lay(commit: true)
        exampleIDs.reserveCapacity(tokenCapacity)
    }

    /// Bytes that `reserve` would take in a new arena like this one; takes none.
    package func byteCount(tokens: Int, longest: Int) -> Int {
        let arena = ActivationArena(
            configuration: configuration, outputs: outputs, isForTraining: isForTraining,
            lowestTrainedLayer: lowestKeptLayer)
        _ = arena.grow(tokens: tokens, longest: longest)
        return 4 * arena.lay(commit: false)
    }

    /// Sets the capacities; false when all of it fits already.
    private func grow(tokens: Int, longest: Int) -> Bool {
        let pieceRows = min(RowPieces.maximumRows, tokens)
        let width = 2 * configuration.hiddenSize + (keepsEveryLayer ? 1 : 2) * configuration.intermediateSize
        let scratchSize = max(
            pieceRows * width, Attention.scratchCount(longest: longest, size: configuration.headSize))
        let workers = WorkerPool.shared.threadCount
        guard tokens > tokenCapacity || scratchSize > scratchCapacity || workers > workerCapacity else { return false }
        tokenCapacity = max(tokens, tokenCapacity)
        scratchCapacity = (max(scratchSize, scratchCapacity) + 31) / 32 * 32
        workerCapacity = max(workers, workerCapacity)
        pieceCapacity = RowPieces.maximumCount(rowCount: tokenCapacity)
        return true
    }

    /// Gives every part its place; without `commit` only measures. Returns how many floats that takes.
    private func lay(commit: Bool) -> Int {
        let (tokens, hidden, intermediate) = (tokenCapacity, configuration.hiddenSize, configuration.intermediateSize)
        let base = buffer.pointer
        var offset = 0
        func take(_ count: Int) -> UnsafeMutablePointer<Float> {
            let place = offset
            offset += (count + 31) / 32 * 32
            return commit ? base + place : base
        }
        evenHidden = take(tokens * hidden)
        oddHidden = isForTraining ? take(tokens * hidden) : evenHidden
        // Without a backward pass through the first layer nobody reads it.
        embeddedNormalized = isForTraining && lowestKeptLayer == 0 ? take(tokens * hidden) : evenHidden
        embeddedDeviation = take(tokens)
        logits = take(tokens * outputs)
        layers.removeAll(keepingCapacity: true)
        func takeLayer(kept: Int) -> Layer {
            Layer(
                qkv: take(tokens * 3 * hidden), context: take(tokens * hidden), normalized1: take(kept * hidden),
                deviation1: take(tokens), pre: take(kept * intermediate), normalized2: take(kept * hidden),
                deviation2: take(tokens))
        }
        if lowestKeptLayer > 0 {
            let shared = takeLayer(kept: 0)
            for layer in 0..<lowestKeptLayer {
                layers.append(shared)
                if keepsOutput(layer: layer) { layers[layer].normalized2 = take(tokens * hidden) }
            }
        }
        for _ in lowestKeptLayer..<configuration.layerCount { layers.append(takeLayer(kept: tokens)) }
        packedWeights = take(WeightPacking.count(configuration))
        scratch = take(scratchCapacity * workerCapacity)
        if isForTraining {
            dLogits = take(tokens * outputs)
            dHidden = take(tokens * hidden)
            dOutput = take(tokens * hidden)
            dAttentionOutput = take(tokens * hidden)
            dContext = take(tokens * hidden)
            attended = take(tokens * hidden)
            activated = take(tokens * intermediate)
            partials = take((configuration.layerCount - lowestKeptLayer + 1) * pieceCapacity * partialWidth)
        }
        return offset
    }

    /// The layer's memory: its own where it keeps it, the shared one otherwise.
    func layer(_ index: Int) -> Layer { layers[index] }

    /// Whether a layer keeps what its backward pass needs.
    func keeps(layer: Int) -> Bool { layer >= lowestKeptLayer }

    /// Whether a layer keeps its normalised output, from which the layer above makes its input again.
    func keepsOutput(layer: Int) -> Bool { layer >= lowestKeptLayer - 1 && isForTraining }

    private var keepsEveryLayer: Bool { lowestKeptLayer == 0 && isForTraining }

    /// A layer's input [T, h], the last layer's output being the input of one more. The next layer's stands elsewhere in training.
    func hidden(layer: Int) -> UnsafeMutablePointer<Float> { layer % 2 == 0 ? evenHidden : oddHidden }

    /// A worker's memory for attention.
    func scratch(worker: Int) -> UnsafeMutablePointer<Float> { scratch + worker * scratchCapacity }

    /// A worker's scratch memory for a piece of rows.
    func rowScratch(worker: Int) -> RowScratch {
        let rows = min(RowPieces.maximumRows, tokenCapacity)
        let dense = scratch(worker: worker)
        let attended = dense + rows * configuration.hiddenSize
        let activated = attended + rows * configuration.hiddenSize
        return RowScratch(
            dense: dense, attended: attended, activated: activated,
            pre: activated + (keepsEveryLayer ? 0 : rows * configuration.intermediateSize))
    }

    /// The head's input after dropout, from a row on: kept for the backward pass where there is one, before attention's gradient
    /// takes its place.
    func headInput(worker: Int, firstRow: Int) -> UnsafeMutablePointer<Float> {
        isForTraining ? dContext + firstRow * configuration.hiddenSize : rowScratch(worker: worker).dense
    }

    /// Partial sums of one layer that keeps its memory, or of the embedding as the layer after the last, and one piece.
    func partial(layer: Int, piece: Int) -> UnsafeMutablePointer<Float> {
        partials + ((layer - lowestKeptLayer) * pieceCapacity + piece) * partialWidth
    }

    /// Prepares for a batch and the head that it will go through: reserves memory and records the example of each row.
    func load(_ input: EncoderInput, head: TaskHead) {
        var longest = 0
        exampleIDs.removeAll(keepingCapacity: true)
        for sequence in 0..<input.sequenceCount {
            let length = Int(input.sequenceOffsets[sequence + 1] - input.sequenceOffsets[sequence])
            longest = max(longest, length)
            for _ in 0..<length { exampleIDs.append(input.exampleIDs[sequence]) }
        }
        reserve(tokens: input.tokenCount, longest: longest)
        rows = RowPieces(rowCount: input.tokenCount)
        headRows = RowPieces(rowCount: head.rowCount(of: input))
    }

    /// Calls `body` with the example and the position of each row of the loaded batch.
    func withIdentity(_ input: EncoderInput, _ body: (RowIdentity) -> Void) {
        guard let positions = input.positionIDs.baseAddress else { preconditionFailure("an empty batch") }
        exampleIDs.withUnsafeBufferPointer { examples in
            guard let examples = examples.baseAddress else { preconditionFailure("an empty batch") }
            body(RowIdentity(examples: examples, positions: positions))
        }
    }
}
