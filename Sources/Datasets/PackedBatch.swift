/// One batch as the engine takes it: the sequences' tokens one after the other.
///
/// A value to be filled again and again: the buffers keep their capacity, so that filling allocates nothing once they
/// have held the largest batch, or were made with `init(tokenCapacity:sequenceCapacity:)`.
package struct PackedBatch: Sendable, Equatable {
    /// `[tokens]`. With `Padding.maxLength` every sequence ends with [PAD] ids up to that length.
    package private(set) var inputIDs: [Int32] = []
    /// `[tokens]`. All 0 unless filled with `usesTokenTypes`, as the Python notebook never passes them.
    package private(set) var tokenTypeIDs: [Int32] = []
    /// `[tokens]`. From 0 in each sequence, on through its padding.
    package private(set) var positionIDs: [Int32] = []
    /// `[sequences + 1]`. Where each sequence starts, and at the end the number of tokens, padding included.
    package private(set) var sequenceOffsets: [Int32] = [0]
    /// `[sequences]`. Real tokens of each sequence, which are the keys that attention may look at.
    package private(set) var keyLengths: [Int32] = []
    /// What the logits are to be compared with, in the form of the features' kind of task: `[tokens]` labels, `[sequences, 2]`
    /// positions, `[sequences]` labels.
    package private(set) var targets: [Int32] = []
    /// Targets that count: 0 for a batch that gives no loss.
    package private(set) var targetCount = 0
    /// `[sequences]`. The row of each sequence in its features, by which random numbers are counted.
    package private(set) var exampleIDs: [Int32] = []

    /// An empty batch with room for so many tokens and sequences.
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
    /// - Parameter usesTokenTypes: passes the token types on; otherwise they are all 0.
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

    /// Pads the sequence whose ids were just added, and notes its place; gives the number of padded tokens.
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
