import Datasets
import Encoders

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

extension TaskFeatures {
    /// Throws when a token, a length, a label or a position is outside of what the model knows.
    ///
    /// - Parameter padding: tokens that each sequence is padded to, 0 for none.
    func validate(for model: MultiTaskModel, head: Int, padding: Int) throws {
        let configuration = model.configuration
        for id in base.inputIDs where id < 0 || Int(id) >= configuration.vocabularySize {
            throw ModelError.tokenOutOfRange(id: Int(id), vocabulary: configuration.vocabularySize)
        }
        let longest = max(padding, base.lengths.max().map(Int.init) ?? 0)
        guard longest <= configuration.maxPositionEmbeddings else {
            throw ModelError.tooLong(tokens: longest, maximum: configuration.maxPositionEmbeddings)
        }
        for row in 0..<count {
            let isInside =
                switch self {
                case .tokenClassification(let features):
                    features.labels[features.tokenRange(row)].allSatisfy {
                        $0 == ignoreIndex || (0..<model.heads[head].outputs).contains(Int($0))
                    }
                case .spanExtraction(let features):
                    [features.startPositions[row], features.endPositions[row]].allSatisfy {
                        (0..<features.tokenRange(row).count).contains(Int($0))
                    }
                }
            guard isInside else { throw TrainingError.target(task: model.heads[head].task, row: row) }
        }
    }
}

extension TaskHead {
    /// One row of label logits per token.
    package static func tokenClassification(task: String, labelCount: Int) -> TaskHead {
        TaskHead(task: task, parts: [.init(name: "\(task)_head", outputs: labelCount)], rows: .everyToken)
    }

    /// The logits of a span's start and end, per token.
    package static func spanExtraction(task: String) -> TaskHead {
        TaskHead(
            task: task,
            parts: [.init(name: "\(task)_start_head", outputs: 1), .init(name: "\(task)_end_head", outputs: 1)],
            rows: .everyToken)
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
    package func reservation(_ tasks: [TrainingTask]) -> (tokens: Int, sequences: Int, longest: Int) {
        var room = (tokens: 0, sequences: 0, longest: 0)
        for task in tasks {
            let lengths = task.features.base.lengths.map(Int.init).sorted(by: >).prefix(batchSize)
            let padded = lengths.map { padding == .packed ? $0 : max($0, task.maxLength) }
            room.tokens = max(room.tokens, padded.reduce(0, +))
            room.sequences = max(room.sequences, padded.count)
            room.longest = max(room.longest, padded.first ?? 0)
        }
        return room
    }
}

extension PackedBatch {
    /// Calls `body` with the batch as the encoder sees it.
    ///
    /// Not `rethrows`: Swift 6.3 compiles an error that passes several nested rethrowing functions into a crash.
    func withInput<Result>(_ body: (EncoderInput) throws -> Result) throws -> Result {
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
