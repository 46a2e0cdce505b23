/// Encoded sequences in flat buffers: sequence `row` is `inputIDs[sequenceOffsets[row]..<sequenceOffsets[row + 1]]`.
package protocol SequenceFeatures: ContentSource {
    /// Token ids, special tokens included, all sequences concatenated; no padding.
    var inputIDs: [Int32] { get }
    /// Where each sequence starts, and at the end the number of tokens.
    var sequenceOffsets: [Int32] { get }
    /// Per sequence: the index of the example that it comes from.
    var exampleIndices: [Int32] { get }
    /// Appends which of two texts each token of a row is of; nothing where all are of the first.
    func appendTokenTypes(of row: Int, to types: inout [Int32])
    /// Appends what the logits of a row are to be compared with, in the form that its kind of task has.
    ///
    /// - Parameter padding: padded tokens that stand after the row's own.
    /// - Returns: how many of them count for the loss.
    func appendTargets(of row: Int, padding: Int, to targets: inout [Int32]) -> Int
    /// Whether a row's targets are among so many outputs of a head.
    func hasTargets(of row: Int, within outputs: Int) -> Bool
}

/// The label of tokens that take no part in loss and scores.
package let ignoreIndex: Int32 = -100

extension SequenceFeatures {
    package func appendTokenTypes(of row: Int, to types: inout [Int32]) {}

    /// The number of sequences.
    package var count: Int { sequenceOffsets.count - 1 }

    /// The number of tokens of all sequences.
    package var tokenCount: Int { inputIDs.count }

    /// The tokens of a sequence, as positions in the flat buffers.
    package func tokenRange(_ row: Int) -> Range<Int> { Int(sequenceOffsets[row])..<Int(sequenceOffsets[row + 1]) }

    /// The number of tokens of each sequence.
    package var lengths: [Int32] { zip(sequenceOffsets.dropFirst(), sequenceOffsets).map { $0 - $1 } }
}

/// What stands between the sequences of a batch.
package enum Padding: Sendable, Hashable {
    /// Nothing: a batch is its sequences' real tokens.
    case packed
    /// Every sequence is filled with [PAD] up to this length, as the Python notebook does. A longer one is not cut.
    case maxLength(Int)
}
