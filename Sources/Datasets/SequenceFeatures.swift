/// Encoded sequences in flat buffers: sequence `row` is `inputIDs[sequenceOffsets[row]..<sequenceOffsets[row + 1]]`.
package protocol SequenceFeatures: Sendable {
    /// Token ids, special tokens included, all sequences concatenated; no padding.
    var inputIDs: [Int32] { get }
    /// Where each sequence starts, and at the end the number of tokens.
    var sequenceOffsets: [Int32] { get }
    /// Per sequence: the index of the example that it comes from.
    var exampleIndices: [Int32] { get }
}

/// The label of tokens that take no part in loss and scores.
package let ignoreIndex: Int32 = -100

extension SequenceFeatures {
    /// The number of sequences.
    package var count: Int { sequenceOffsets.count - 1 }

    /// The number of tokens of all sequences.
    package var tokenCount: Int { inputIDs.count }

    /// The tokens of a sequence, as positions in the flat buffers.
    package func tokenRange(_ row: Int) -> Range<Int> { Int(sequenceOffsets[row])..<Int(sequenceOffsets[row + 1]) }

    /// The number of tokens of each sequence.
    package var lengths: [Int32] { zip(sequenceOffsets.dropFirst(), sequenceOffsets).map { $0 - $1 } }

    /// The most tokens that a batch of so many different sequences can have, whatever the order.
    package func maximumTokenCount(batchSize: Int, padding: Padding = .packed) -> Int {
        let batch = lengths.sorted(by: >).prefix(max(batchSize, 0))
        switch padding {
        case .packed: return batch.reduce(0) { $0 + Int($1) }
        case .maxLength(let length): return batch.reduce(0) { $0 + max(Int($1), length) }
        }
    }
}

/// What stands between the sequences of a batch.
package enum Padding: Sendable, Hashable {
    /// Nothing: a batch is its sequences' real tokens.
    case packed
    /// Every sequence is filled with [PAD] up to this length, as the Python notebook does. A longer one is not cut.
    case maxLength(Int)
}
