import Kernels

/// All memory of a forward and backward pass, in one allocation that grows to the largest batch and is then reused.
///
/// With T tokens, h the hidden size, i the intermediate size; `scores` is the sum over sequences of
/// heads · length · (key length rounded up to 16).
package final class ActivationArena {
    /// What one layer leaves for its backward pass.
    struct Layer {
        /// [T, 3h]: query, key and value side by side.
        var qkv: UnsafeMutablePointer<Float>
        /// [scores]: probabilities before dropout.
        var probabilities: UnsafeMutablePointer<Float>
        /// [T, h]: attention's weighted values.
        var context: UnsafeMutablePointer<Float>
        /// [T, h] and [T]: normalised rows and 1/σ of the first LayerNorm.
        var normalized1: UnsafeMutablePointer<Float>
        var deviation1: UnsafeMutablePointer<Float>
        /// [T, h]: the first LayerNorm's output.
        var attended: UnsafeMutablePointer<Float>
        /// [T, i]: before and after GELU.
        var pre: UnsafeMutablePointer<Float>
        var activated: UnsafeMutablePointer<Float>
        /// [T, h] and [T]: the second LayerNorm.
        var normalized2: UnsafeMutablePointer<Float>
        var deviation2: UnsafeMutablePointer<Float>
        /// [T, h]: the layer's output.
        var output: UnsafeMutablePointer<Float>
    }

    /// True when layers keep what the backward pass needs; otherwise all layers share one layer's memory.
    package let isForTraining: Bool
    private let configuration: BERTConfiguration
    private let outputs: Int
    private var buffer = FloatBuffer(count: 0)
    private var integers = [Int32]()
    private(set) var tokenCapacity = 0
    private(set) var scoreCapacity = 0
    private var scratchCapacity = 0
    private var workerCapacity = 0

    private(set) var layers: [Layer] = []
    // The embedding block: output [T, h], normalised rows [T, h], 1/σ [T].
    private(set) var embedded: UnsafeMutablePointer<Float>
    private(set) var embeddedNormalized: UnsafeMutablePointer<Float>
    private(set) var embeddedDeviation: UnsafeMutablePointer<Float>
    // The head: its input after dropout [T, h], logits and their gradient [T, outputs].
    private(set) var headInput: UnsafeMutablePointer<Float>
    package private(set) var logits: UnsafeMutablePointer<Float>
    package private(set) var dLogits: UnsafeMutablePointer<Float>
    // A dense layer's product on its way to LayerNorm [T, h]; in the backward pass gradients of that size.
    private(set) var dense: UnsafeMutablePointer<Float>
    private(set) var dHidden: UnsafeMutablePointer<Float>
    private(set) var dOutput: UnsafeMutablePointer<Float>
    private(set) var dAttentionOutput: UnsafeMutablePointer<Float>
    private(set) var dContext: UnsafeMutablePointer<Float>
    private(set) var dPre: UnsafeMutablePointer<Float>
    private(set) var dQKV: UnsafeMutablePointer<Float>
    // Two score matrices a worker.
    private var scratch: UnsafeMutablePointer<Float>
    // Partial sums of biases and LayerNorms: [layer, piece, partialWidth].
    private(set) var partials: UnsafeMutablePointer<Float>
    private(set) var pieceCapacity = 0

    /// Scores of each sequence begin here, for the batch last loaded.
    private(set) var scoreOffsets: [Int] = []
    private(set) var rows = RowPieces(rowCount: 0)

    package init(configuration: BERTConfiguration, outputs: Int, isForTraining: Bool) {
        self.configuration = configuration
        self.outputs = outputs
        self.isForTraining = isForTraining
        let start = buffer.pointer
        embedded = start
        embeddedNormalized = start
        embeddedDeviation = start
        headInput = start
        logits = start
        dLogits = start
        dense = start
        dHidden = start
        dOutput = start
        dAttentionOutput = start
        dContext = start
        dPre = start
        dQKV = start
        scratch = start
        partials = start
    }

    /// Floats of one piece's partial sums: QKV bias, both dense biases, the intermediate bias and two LayerNorms.
    var partialWidth: Int { 9 * configuration.hiddenSize + configuration.intermediateSize }

    /// Bytes held.
    package var byteCount: Int { buffer.count * 4 }

    /// Makes room for batches of at most `tokens` tokens and `scores` attention scores, whose longest sequence has
    /// `longest` tokens. Grows only; a training run calls it once with its largest batch.
    package func reserve(tokens: Int, scores: Int, longest: Int) {
        let scratchSize = longest * AttentionSoftmax.stride(for: longest)
        let workers = WorkerPool.shared.threadCount
        guard
            tokens > tokenCapacity || scores > scoreCapacity || scratchSize > scratchCapacity
                || workers > workerCapacity
        else { return }
        tokenCapacity = max(tokens, tokenCapacity)
        scoreCapacity = max(scores, scoreCapacity)
        scratchCapacity = max(scratchSize, scratchCapacity)
        workerCapacity = max(workers, workerCapacity)
        pieceCapacity = RowPieces.maximumCount(rowCount: tokenCapacity)
        lay(commit: false)
        buffer = FloatBuffer(count: laidOut)
        lay(commit: true)
        integers.reserveCapacity(tokenCapacity)
    }

    private var laidOut = 0

    /// Gives every part its place; without `commit` only measures.
    private func lay(commit: Bool) {
        let (tokens, hidden, intermediate) = (tokenCapacity, configuration.hiddenSize, configuration.intermediateSize)
        let base = buffer.pointer
        var offset = 0
        func take(_ count: Int) -> UnsafeMutablePointer<Float> {
            let place = offset
            offset += (count + 31) / 32 * 32
            return commit ? base + place : base
        }
        embedded = take(tokens * hidden)
        embeddedNormalized = take(tokens * hidden)
        embeddedDeviation = take(tokens)
        headInput = take(tokens * hidden)
        logits = take(tokens * outputs)
        dense = take(tokens * hidden)
        layers.removeAll(keepingCapacity: true)
        for _ in 0..<(isForTraining ? configuration.layerCount : 1) {
            layers.append(
                Layer(
                    qkv: take(tokens * 3 * hidden), probabilities: take(isForTraining ? scoreCapacity : 0),
                    context: take(tokens * hidden), normalized1: take(isForTraining ? tokens * hidden : 0),
                    deviation1: take(tokens), attended: take(tokens * hidden), pre: take(tokens * intermediate),
                    activated: take(tokens * intermediate),
                    normalized2: take(isForTraining ? tokens * hidden : 0), deviation2: take(tokens),
                    output: take(tokens * hidden)))
        }
        scratch = take(2 * scratchCapacity * workerCapacity)
        if isForTraining {
            dLogits = take(tokens * outputs)
            dHidden = take(tokens * hidden)
            dOutput = take(tokens * hidden)
            dAttentionOutput = take(tokens * hidden)
            dContext = take(tokens * hidden)
            dPre = take(tokens * intermediate)
            dQKV = take(tokens * 3 * hidden)
            partials = take((configuration.layerCount + 1) * pieceCapacity * partialWidth)
        }
        laidOut = offset
    }

    /// The layer's memory: its own in training, the shared one otherwise.
    func layer(_ index: Int) -> Layer { layers[isForTraining ? index : 0] }

    /// A score matrix that belongs to a worker; there are two.
    func scratch(worker: Int, _ index: Int) -> UnsafeMutablePointer<Float> {
        scratch + (2 * worker + index) * scratchCapacity
    }

    /// Partial sums of one layer and piece.
    func partial(layer: Int, piece: Int) -> UnsafeMutablePointer<Float> {
        partials + (layer * pieceCapacity + piece) * partialWidth
    }

    /// Prepares for a batch: room, the rows' examples, and where each sequence's scores stand.
    func load(_ input: EncoderInput) {
        var scores = 0
        var longest = 0
        scoreOffsets.removeAll(keepingCapacity: true)
        integers.removeAll(keepingCapacity: true)
        for sequence in 0..<input.sequenceCount {
            let length = Int(input.sequenceOffsets[sequence + 1] - input.sequenceOffsets[sequence])
            longest = max(longest, length)
            scoreOffsets.append(scores)
            scores += ActivationArena.scoreCount(
                length: length, keyLength: Int(input.keyLengths[sequence]), heads: configuration.headCount)
            for _ in 0..<length { integers.append(input.exampleIDs[sequence]) }
        }
        reserve(tokens: input.tokenCount, scores: scores, longest: longest)
        rows = RowPieces(rowCount: input.tokenCount)
    }

    /// Floats of one sequence's attention scores over all heads.
    package static func scoreCount(length: Int, keyLength: Int, heads: Int) -> Int {
        heads * length * AttentionSoftmax.stride(for: keyLength)
    }

    /// Calls `body` with whose each row of the loaded batch is.
    func withIdentity<Result>(_ input: EncoderInput, _ body: (RowIdentity) throws -> Result) rethrows -> Result {
        guard let positions = input.positionIDs.baseAddress else { preconditionFailure("an empty batch") }
        return try integers.withUnsafeBufferPointer { examples in
            guard let examples = examples.baseAddress else { preconditionFailure("an empty batch") }
            return try body(RowIdentity(examples: examples, positions: positions))
        }
    }
}
