import BERT
import Datasets

/// Encoded examples of one kind of task.
package enum TaskFeatures: Sendable {
    case tokenClassification(NERFeatures)
    case spanExtraction(QAFeatures)

    /// Sequences: sentences or windows.
    package var count: Int { base.count }

    package var base: any SequenceFeatures {
        switch self {
        case .tokenClassification(let features): features
        case .spanExtraction(let features): features
        }
    }
}

/// A task as the training loop sees it: a head, examples and the weight of its loss.
package struct TrainingTask: Sendable {
    /// Also the name of its head, e.g. `ner`.
    package var name: String
    package var features: TaskFeatures
    /// λ of its loss.
    package var weight: Double
    /// Tokens of a padded sequence in `BatchPlan.Padding.maxLength`.
    package var maxLength: Int

    package init(name: String, features: TaskFeatures, weight: Double, maxLength: Int) {
        self.name = name
        self.features = features
        self.weight = weight
        self.maxLength = maxLength
    }
}

/// How examples become batches: size, order, padding.
package struct BatchPlan: Sendable, Equatable, Codable {
    package enum PaddingMode: String, Sendable, Codable, CaseIterable {
        /// No padding is computed anywhere.
        case packed
        /// The Python notebook's mathematics: every sequence padded to its task's maximum length.
        case maxLength = "max-length"
    }

    package var batchSize: Int
    package var shuffles: Bool
    package var padding: PaddingMode
    /// Pass token types on; the Python notebook never does.
    package var usesTokenTypes: Bool

    package init(
        batchSize: Int = 16, shuffles: Bool = true, padding: PaddingMode = .packed, usesTokenTypes: Bool = false
    ) {
        self.batchSize = batchSize
        self.shuffles = shuffles
        self.padding = padding
        self.usesTokenTypes = usesTokenTypes
    }

    /// Batches an epoch, per task.
    package func batchCounts(_ tasks: [TrainingTask]) -> [Int] {
        tasks.map { RoundRobinOrder.batchCount(exampleCount: $0.features.count, batchSize: batchSize) }
    }

    func padding(for maxLength: Int) -> Padding { padding == .packed ? .packed : .maxLength(maxLength) }

    /// Puts rows of a task's examples into a batch.
    func fill(
        _ batch: inout PackedBatch, from features: TaskFeatures, rows: ArraySlice<Int32>, maxLength: Int, padID: Int32
    ) {
        let padding = padding(for: maxLength)
        switch features {
        case .tokenClassification(let features):
            batch.fill(from: features, rows: rows, padding: padding, padID: padID)
        case .spanExtraction(let features):
            batch.fill(from: features, rows: rows, padding: padding, padID: padID, usesTokenTypes: usesTokenTypes)
        }
    }

    /// Room that the arena needs for the largest batch of any task, whatever the order.
    func reservation(_ tasks: [TrainingTask], heads: Int) -> (tokens: Int, scores: Int, longest: Int) {
        var room = (tokens: 0, scores: 0, longest: 0)
        for task in tasks {
            let lengths = task.features.base.lengths.map(Int.init).sorted(by: >).prefix(batchSize)
            let padded = lengths.map { padding == .packed ? $0 : max($0, task.maxLength) }
            room.tokens = max(room.tokens, padded.reduce(0, +))
            room.longest = max(room.longest, padded.first ?? 0)
            let scores = zip(padded, lengths).map {
                ActivationArena.scoreCount(length: $0, keyLength: $1, heads: heads)
            }
            room.scores = max(room.scores, scores.reduce(0, +))
        }
        return room
    }
}

extension PackedBatch {
    /// Calls `body` with the batch as the encoder sees it.
    func withInput<Result>(_ body: (EncoderInput) throws -> Result) rethrows -> Result {
        try inputIDs.withUnsafeBufferPointer { inputIDs in
            try tokenTypeIDs.withUnsafeBufferPointer { tokenTypeIDs in
                try positionIDs.withUnsafeBufferPointer { positionIDs in
                    try sequenceOffsets.withUnsafeBufferPointer { sequenceOffsets in
                        try keyLengths.withUnsafeBufferPointer { keyLengths in
                            try exampleIDs.withUnsafeBufferPointer { exampleIDs in
                                try body(
                                    EncoderInput(
                                        inputIDs: inputIDs, tokenTypeIDs: tokenTypeIDs, positionIDs: positionIDs,
                                        sequenceOffsets: sequenceOffsets, keyLengths: keyLengths,
                                        exampleIDs: exampleIDs))
                            }
                        }
                    }
                }
            }
        }
    }
}
