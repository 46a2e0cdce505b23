import Kernels

/// All memory of a forward and backward pass, in one allocation that grows to the largest batch and is then reused.
///
/// T is the number of tokens, h the hidden size, i the intermediate size. A layer keeps what is costly to recompute. From this the backward
/// pass recomputes the rest: attention's probabilities, GELU's output, and the outputs of the LayerNorms. Layers below the lowest trained
/// layer keep nothing, and share the memory of one layer.
package final class ActivationArena {
    /// What one layer leaves for its backward pass.
    struct Layer {
        /// [T, 3h]: query, key and value side by side, and in the backward pass their gradients.
        var qkv: UnsafeMutablePointer<Float>
        /// [T, h]: attention's weighted values.
        var context: UnsafeMutablePointer<Float>
        /// [T, h] and [T]: normalised rows and 1/σ of the first LayerNorm.
        var normalized1: UnsafeMutablePointer<Float>
        var deviation1: UnsafeMutablePointer<Float>
        /// [T, i]: the input of GELU, and in the backward pass its gradient.
        var pre: UnsafeMutablePointer<Float>
        /// [T, h] and [T]: normalised rows and 1/σ of the second LayerNorm.
        var normalized2: UnsafeMutablePointer<Float>
        var deviation2: UnsafeMutablePointer<Float>
        /// [terms, T, rank]: the inputs' products with A in each adapter.
        var projected: UnsafeMutablePointer<Float>
    }

    /// Per-worker scratch memory for one piece of rows, beginning with the piece's first row. It shares
    /// its storage with the attention scratch.
    struct RowScratch {
        /// [rows, h]: the product of a dense layer before LayerNorm.
        var dense: UnsafeMutablePointer<Float>
        /// [rows, h]: the first LayerNorm's output.
        var attended: UnsafeMutablePointer<Float>
        /// [rows, i]: GELU's output, and in the backward pass its gradient.
        var activated: UnsafeMutablePointer<Float>
        /// [rows, i]: the input of GELU, for layers that don't keep it.
        var pre: UnsafeMutablePointer<Float>
    }

    /// True when layers keep what the backward pass needs; otherwise all layers share one layer's memory.
    package let isForTraining: Bool
    private let configuration: EncoderConfiguration
    /// The lowest layer that keeps what the backward pass needs: the lowest trained layer, or the layer count where no layer keeps it.
    private let lowestKeptLayer: Int
    private let outputs: Int
    private let lora: LoRA?
    private var buffer = FloatBuffer(count: 0)
    private var exampleIDs = [Int32]()
    /// Row of the position table of each token, for a family that counts positions otherwise than from 0.
    private var positionRows = [Int32]()
    private var tokenCapacity = 0
    private var scratchCapacity = 0
    private var workerCapacity = 0

    private var layers: [Layer] = []
    // The embedding block: normalised rows [T, h], 1/σ [T].
    private(set) var embeddedNormalized: UnsafeMutablePointer<Float>
    private(set) var embeddedDeviation: UnsafeMutablePointer<Float>
    // Inputs of even and odd layers [T, h].
    private var evenHidden: UnsafeMutablePointer<Float>
    private var oddHidden: UnsafeMutablePointer<Float>
    // Logits and their gradient [rows, outputs]. The head's rows are the tokens or the sequences of the batch.
    package private(set) var logits: UnsafeMutablePointer<Float>
    package private(set) var dLogits: UnsafeMutablePointer<Float>
    // For the current layer of the backward pass: gradients [T, h], and the recomputed outputs of the
    // first LayerNorm [T, h] and of GELU [T, i].
    private(set) var dHidden: UnsafeMutablePointer<Float>
    private(set) var dOutput: UnsafeMutablePointer<Float>
    private(set) var dAttentionOutput: UnsafeMutablePointer<Float>
    private(set) var dContext: UnsafeMutablePointer<Float>
    private(set) var attended: UnsafeMutablePointer<Float>
    private(set) var activated: UnsafeMutablePointer<Float>
    // For the current layer of the backward pass, the gradients of `Layer.projected`.
    private var dProjected: UnsafeMutablePointer<Float>
    // Scratch memory of all workers for masked rows of adapters.
    private var maskScratch: UnsafeMutablePointer<Float>
    // The packed weights of one layer, laid out by `WeightPacking`.
    private(set) var packedWeights: UnsafeMutablePointer<Float>
    // Scratch memory of all workers.
    private var scratch: UnsafeMutablePointer<Float>
    // Partial sums of biases and LayerNorms: [layer, piece, partialWidth].
    private var partials: UnsafeMutablePointer<Float>
    private var pieceCapacity = 0

    /// How the rows of the last loaded batch are divided.
    private(set) var rows = RowPieces(rowCount: 0)
    /// How the rows of the head's logits are divided.
    private(set) var headRows = RowPieces(rowCount: 0)

    /// - Parameters:
    ///   - outputs: the number of logits per row of the widest head.
    ///   - lowestTrainedLayer: the lowest layer that the backward pass reaches.
    init(
        configuration: EncoderConfiguration, outputs: Int, isForTraining: Bool, lowestTrainedLayer: Int, lora: LoRA?
    ) {
        self.configuration = configuration
        self.outputs = outputs
        self.lora = lora
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
        dProjected = start
        maskScratch = start
        packedWeights = start
        scratch = start
        partials = start
    }

    /// Number of floats in the partial sums of one piece.
    var partialWidth: Int { PartialSums.width(configuration) }

    /// Bytes that the largest batch takes. Smaller batches leave a part of them untouched, and untouched memory takes no space.
    package var byteCount: Int { buffer.count * 4 }

    /// Makes room for batches of at most `tokens` tokens, whose longest sequence has `longest` tokens. The memory only grows. A training
    /// run calls this once with its largest batch.
    package func reserve(tokens: Int, longest: Int) {
        guard grow(tokens: tokens, longest: longest) else { return }
        let count = lay(commit: false)
        // The old memory is freed before the new memory is allocated.
        buffer = FloatBuffer(count: 0)
        buffer = FloatBuffer(count: count)
        _ = lay(commit: true)
        exampleIDs.reserveCapacity(tokenCapacity)
        if configuration.family.positionsFollowPadding { positionRows.reserveCapacity(tokenCapacity) }
    }

    /// Bytes that `reserve` would take in a new arena like this one. Allocates nothing.
    package func byteCount(tokens: Int, longest: Int) -> Int {
        let arena = ActivationArena(
            configuration: configuration, outputs: outputs, isForTraining: isForTraining,
            lowestTrainedLayer: lowestKeptLayer, lora: lora)
        _ = arena.grow(tokens: tokens, longest: longest)
        return 4 * arena.lay(commit: false)
    }

    /// Raises the capacities. Returns false when they are already large enough.
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

    /// Assigns an address to every part. Without `commit` it only measures. Returns the number of floats that all parts take.
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
        // Only a backward pass through the first layer reads it.
        embeddedNormalized = isForTraining && lowestKeptLayer == 0 ? take(tokens * hidden) : evenHidden
        embeddedDeviation = take(tokens)
        logits = take(tokens * outputs)
        layers.removeAll(keepingCapacity: true)
        // Only the gradient of the dense layer after attention reads the context again.
        let readsContextAgain = lora?.targets.contains(.attentionOutput) ?? true
        let sharedContext = readsContextAgain ? nil : take(tokens * hidden)
        func takeLayer(kept: Int) -> Layer {
            Layer(
                qkv: take(tokens * 3 * hidden), context: sharedContext ?? take(tokens * hidden),
                normalized1: take(kept * hidden),
                deviation1: take(tokens), pre: take(kept * intermediate), normalized2: take(kept * hidden),
                deviation2: take(tokens), projected: take(projectedCount))
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
            dProjected = take(projectedCount)
            if let lora, lora.dropout > 0 { maskScratch = take(maskScratchCount * workerCapacity) }
            attended = take(tokens * hidden)
            activated = take(tokens * intermediate)
            partials = take((configuration.layerCount - lowestKeptLayer + 1) * pieceCapacity * partialWidth)
        }
        return offset
    }

    /// Number of floats in `Layer.projected`.
    private var projectedCount: Int { (lora?.targets.count ?? 0) * tokenCapacity * (lora?.rank ?? 0) }

    private var maskScratchCount: Int {
        LowRankProduct.scratchCount(inputs: max(configuration.hiddenSize, configuration.intermediateSize))
    }

    /// The part of `Layer.projected` that belongs to one adapter: [T, rank].
    func projected(_ layer: Int, _ term: LowRankTerm) -> UnsafeMutablePointer<Float> {
        layers[layer].projected + place(term)
    }

    /// Its gradient [T, rank].
    func dProjected(_ term: LowRankTerm) -> UnsafeMutablePointer<Float> { dProjected + place(term) }

    private func place(_ term: LowRankTerm) -> Int { term.index * tokenCapacity * (lora?.rank ?? 0) }

    /// A worker's scratch memory for masked rows of adapters.
    func maskScratch(worker: Int) -> UnsafeMutablePointer<Float> { maskScratch + worker * maskScratchCount }

    /// The memory of a layer: its own if the layer keeps it, otherwise the shared memory.
    func layer(_ index: Int) -> Layer { layers[index] }

    /// Whether a layer keeps what its backward pass needs.
    func keeps(layer: Int) -> Bool { layer >= lowestKeptLayer }

    /// Whether a layer keeps its normalised output, from which the backward pass recomputes the input of the layer above.
    func keepsOutput(layer: Int) -> Bool { layer >= lowestKeptLayer - 1 && isForTraining }

    private var keepsEveryLayer: Bool { lowestKeptLayer == 0 && isForTraining }

    /// The input of a layer [T, h]. The output of the last layer counts as the input of one more layer. The inputs of neighbouring layers
    /// use different memory.
    func hidden(layer: Int) -> UnsafeMutablePointer<Float> { layer % 2 == 0 ? evenHidden : oddHidden }

    /// A worker's scratch memory for attention.
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

    /// The head's input after dropout, from the given row on. A forward pass in training keeps it for the backward pass, in memory that
    /// later holds attention's gradient.
    func headInput(worker: Int, firstRow: Int) -> UnsafeMutablePointer<Float> {
        isForTraining ? dContext + firstRow * configuration.hiddenSize : rowScratch(worker: worker).dense
    }

    /// The partial sums of one piece, for a layer that keeps its memory. The layer after the last stands for the embedding.
    func partial(layer: Int, piece: Int) -> UnsafeMutablePointer<Float> {
        partials + ((layer - lowestKeptLayer) * pieceCapacity + piece) * partialWidth
    }

    /// Prepares for a batch and the head that will process it: reserves memory and records the example of each row.
    func load(_ input: EncoderInput, head: TaskHead) {
        var longest = 0
        exampleIDs.removeAll(keepingCapacity: true)
        for sequence in 0..<input.sequenceCount {
            let length = Int(input.sequenceOffsets[sequence + 1] - input.sequenceOffsets[sequence])
            longest = max(longest, length)
            for _ in 0..<length { exampleIDs.append(input.exampleIDs[sequence]) }
        }
        if configuration.family.positionsFollowPadding { loadPositions(input) }
        reserve(tokens: input.tokenCount, longest: longest)
        rows = RowPieces(rowCount: input.tokenCount)
        headRows = RowPieces(rowCount: head.rowCount(of: input))
    }

    /// Counts the tokens of each sequence that are not padding, from the padding's id on: `create_position_ids_from_input_ids` in
    /// transformers' modeling_roberta.py.
    private func loadPositions(_ input: EncoderInput) {
        let padding = Int32(configuration.padTokenID)
        positionRows.removeAll(keepingCapacity: true)
        for sequence in 0..<input.sequenceCount {
            var last = padding
            for token in Int(input.sequenceOffsets[sequence])..<Int(input.sequenceOffsets[sequence + 1]) {
                let isPadding = input.inputIDs[token] == padding
                if !isPadding { last += 1 }
                positionRows.append(isPadding ? padding : last)
            }
        }
    }

    /// Calls `body` with the example and the position of each row of the loaded batch.
    func withIdentity(_ input: EncoderInput, _ body: (RowIdentity) -> Void) {
        guard let positions = input.positionIDs.baseAddress else { preconditionFailure("an empty batch") }
        exampleIDs.withUnsafeBufferPointer { examples in
            positionRows.withUnsafeBufferPointer { rows in
                guard let examples = examples.baseAddress else { preconditionFailure("an empty batch") }
                let rows = configuration.family.positionsFollowPadding ? rows.baseAddress : nil
                body(RowIdentity(examples: examples, positions: positions, positionRows: rows))
            }
        }
    }
}
