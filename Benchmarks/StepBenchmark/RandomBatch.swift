import Encoders
import Kernels
import Tasks
import Training

/// A batch of 16 sequences of random words. Their lengths differ from the mean by up to half of it.
struct RandomBatch {
    let task: String
    var inputIDs: [Int32] = []
    var typeIDs: [Int32] = []
    var positions: [Int32] = []
    var offsets: [Int32] = [0]
    var lengths: [Int32] = []
    var examples: [Int32] = []
    /// A label per token, or a start and an end per sequence.
    let targets: [Int32]
    private var squares = 0

    init(task: String, mean: Int, sequences: Int = 16) {
        self.task = task
        let key = RandomKey(3)
        for sequence in 0..<sequences {
            let length = mean / 2 + sequence * mean / max(1, sequences - 1)
            squares += length * length
            for position in 0..<length {
                inputIDs.append(Int32(1_000 + key.stream(sequence).bits(at: position) % 20_000))
                positions.append(Int32(position))
            }
            offsets.append(Int32(inputIDs.count))
            lengths.append(Int32(length))
            examples.append(Int32(sequence))
        }
        typeIDs = [Int32](repeating: 0, count: inputIDs.count)
        targets =
            task == "ner"
            ? [Int32](repeating: 1, count: inputIDs.count) : [Int32](repeating: 3, count: 2 * sequences)
    }

    var tokenCount: Int { inputIDs.count }

    /// Float operations of a forward pass, including attention. A multiply-add counts as two. A backward pass takes twice as many.
    func operations(_ configuration: EncoderConfiguration) -> Double {
        let (h, i, layers) = (configuration.hiddenSize, configuration.intermediateSize, configuration.layerCount)
        let dense = 4 * h * h + 2 * h * i
        let attention = 4 * h * squares
        return Double(layers) * Double(2 * tokenCount * dense + attention)
    }

    /// Calls `body` with views of the batch.
    func withInput(_ body: (EncoderInput) throws -> Void) throws {
        try inputIDs.withUnsafeBufferPointer { inputIDs in
            try typeIDs.withUnsafeBufferPointer { typeIDs in
                try positions.withUnsafeBufferPointer { positions in
                    try offsets.withUnsafeBufferPointer { offsets in
                        try lengths.withUnsafeBufferPointer { lengths in
                            try examples.withUnsafeBufferPointer { examples in
                                try body(
                                    EncoderInput(
                                        inputIDs: inputIDs, tokenTypeIDs: typeIDs, positionIDs: positions,
                                        sequenceOffsets: offsets, keyLengths: lengths, exampleIDs: examples))
                            }
                        }
                    }
                }
            }
        }
    }

    /// One training step.
    func train(_ step: OptimizationStep, index: Int) throws {
        try withInput { input in
            try targets.withUnsafeBufferPointer { targets in
                _ = try step.run(
                    input, head: task == "ner" ? 0 : 1, kind: task == "ner" ? TokenClassification() : SpanExtraction(),
                    targets: targets, targetCount: targets.count, weight: 1, learningRate: 1e-5, maxGradientNorm: 1,
                    dropout: DropoutPlan(key: RandomKey(UInt64(index))))
            }
        }
    }
}
