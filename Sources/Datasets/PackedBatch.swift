/// One batch in the form that the encoder takes: the tokens of its sequences, concatenated.
///
/// The batch can be refilled. Its buffers keep their capacity, so filling allocates nothing once they have held the largest batch, or if
/// they were created with `init(tokenCapacity:sequenceCapacity:)`.
package struct PackedBatch: Sendable, Equatable {
    /// `[tokens]`. With `Padding.maxLength` every sequence ends with [PAD] ids up to that length.
    package private(set) var inputIDs: [Int32] = []
    /// `[tokens]`. All 0 unless filled with `usesTokenTypes`, as the Python notebook never passes them.
    package private(set) var tokenTypeIDs: [Int32] = []
    /// `[tokens]`. Starts at 0 in each sequence, and continues through its padding.
    package private(set) var positionIDs: [Int32] = []
    /// `[sequences + 1]`. Where each sequence starts, and at the end the number of tokens, padding included.
    package private(set) var sequenceOffsets: [Int32] = [0]
    /// `[sequences]`. The number of real tokens of each sequence. Attention uses only these as keys.
    package private(set) var keyLengths: [Int32] = []
    /// The targets that the loss compares the logits with, in the form of the kind of task: `[tokens]` labels, `[sequences,
    /// 2]` positions, `[sequences]` labels.
    package private(set) var targets: [Int32] = []
    /// The number of targets that count for the loss. If it is 0, the batch has no loss.
    package private(set) var targetCount = 0
    /// `[sequences]`. The row of each sequence in its features. Random numbers are indexed by it.
    package private(set) var exampleIDs: [Int32] = []

    /// An empty batch with capacity for this many tokens and sequences.
    package init(tokenCapacity: Int = 0, sequenceCapacity: Int = 0) {
        for buffer in [\PackedBatch.inputIDs, \.tokenTypeIDs, \.positionIDs, \.targets] {
            self[keyPath: buffer].reserveCapacity(tokenCapacity)
        }
        for buffer in [\PackedBatch.keyLengths, \.exampleIDs] {
            self[keyPath: buffer].reserveCapacity(sequenceCapacity)
        }
        sequenceOffsets.reserveCapacity(sequenceCapacity + 1)
    }

    /// The number of sequences.
    package var sequenceCount: Int { keyLengths.count }

    /// The number of tokens, padding included.
    package var tokenCount: Int { inputIDs.count }

    /// The number of tokens without padding.
    package var realTokenCount: Int { keyLengths.reduce(0) { $0 + Int($1) } }

    /// Replaces the content by some rows of features.
    ///
    /// - Parameter usesTokenTypes: whether to pass the token types on; otherwise they are all 0.
    package mutating func fill(
        from features: some SequenceFeatures, rows: ArraySlice<Int32>, padding: Padding = .packed, padID: Int32,
        usesTokenTypes: Bool = false
    ) {
        removeAll()
        for row in rows {
            let range = features.tokenRange(Int(row))
            inputIDs.append(contentsOf: features.inputIDs[range])
            let padCount = endSequence(row, length: range.count, padding: padding, padID: padID)
            if usesTokenTypes { features.appendTokenTypes(of: Int(row), to: &tokenTypeIDs) }
            tokenTypeIDs.append(contentsOf: repeatElement(0, count: inputIDs.count - tokenTypeIDs.count))
            targetCount += features.appendTargets(of: Int(row), padding: padCount, to: &targets)
        }
    }

    private mutating func removeAll() {
        inputIDs.removeAll(keepingCapacity: true)
        tokenTypeIDs.removeAll(keepingCapacity: true)
        positionIDs.removeAll(keepingCapacity: true)
        sequenceOffsets.removeAll(keepingCapacity: true)
        sequenceOffsets.append(0)
        keyLengths.removeAll(keepingCapacity: true)
        targets.removeAll(keepingCapacity: true)
        exampleIDs.removeAll(keepingCapacity: true)
        targetCount = 0
    }

    /// Pads the sequence whose ids were just added, and records its offset; returns the number of padded tokens.
    private mutating func endSequence(_ row: Int32, length: Int, padding: Padding, padID: Int32) -> Int {
        let padCount =
            switch padding {
            case .packed: 0
            case .maxLength(let maxLength): max(maxLength - length, 0)
            }
        inputIDs.append(contentsOf: repeatElement(padID, count: padCount))
        for position in 0..<Int32(length + padCount) { positionIDs.append(position) }
        sequenceOffsets.append(Int32(inputIDs.count))
        keyLengths.append(Int32(length))
        exampleIDs.append(row)
        return padCount
    }
}
