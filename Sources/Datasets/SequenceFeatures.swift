/// Encoded sequences in flat buffers: sequence `row` is `inputIDs[sequenceOffsets[row]..<sequenceOffsets[row + 1]]`.
package protocol SequenceFeatures: ContentSource {
    /// Token ids, special tokens included, all sequences concatenated; no padding.
    var inputIDs: [Int32] { get }
    /// Where each sequence starts, followed by the total number of tokens.
    var sequenceOffsets: [Int32] { get }
    /// Per sequence: the index of the example that it comes from.
    var exampleIndices: [Int32] { get }
    /// Appends the token type of each token of a row; nothing if all are 0.
    func appendTokenTypes(of row: Int, to types: inout [Int32])
    /// Appends the targets that the loss compares a row's logits with, in the form of its kind of task.
    ///
    /// - Parameter padding: the number of padding tokens after the row's own.
    /// - Returns: how many of the targets count for the loss.
    func appendTargets(of row: Int, padding: Int, to targets: inout [Int32]) -> Int
    /// Whether a head with this many outputs has an output for each of a row's targets.
    func hasTargets(of row: Int, within outputs: Int) -> Bool
}

/// The label of tokens that are not used in loss and scores.
package let ignoreIndex: Int32 = -100

extension SequenceFeatures {
    package func appendTokenTypes(of row: Int, to types: inout [Int32]) {}

    /// The number of sequences.
    package var count: Int { sequenceOffsets.count - 1 }

    /// The number of tokens of all sequences.
    package var tokenCount: Int { inputIDs.count }

    /// The tokens of a sequence, as indices into the flat buffers.
    package func tokenRange(_ row: Int) -> Range<Int> { Int(sequenceOffsets[row])..<Int(sequenceOffsets[row + 1]) }

    /// The number of tokens of each sequence.
    package var lengths: [Int32] { zip(sequenceOffsets.dropFirst(), sequenceOffsets).map { $0 - $1 } }
}

/// How the sequences of a batch are padded.
package enum Padding: Sendable, Hashable {
    /// No padding: a batch is the real tokens of its sequences.
    case packed
    /// Every sequence is padded with [PAD] to this length, as in the Python notebook. A longer one is not truncated.
    case maxLength(Int)
}
