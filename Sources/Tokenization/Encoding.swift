/// A sequence in the encoder's form, including special tokens. Every array has one entry per token.
///
/// The values are those of Hugging Face's `BatchEncoding` for the same text, without padding.
package struct Encoding: Sendable, Equatable {
    /// The ids in the vocabulary.
    package var inputIDs: [Int32]
    /// 1 for the second sequence and the separator after it, and 0 for the rest.
    package var tokenTypeIDs: [Int32]
    /// Offsets in Unicode scalars of the original text of the token's own sequence (for word lists: of its own word).
    /// `0..<0` for the special tokens that were inserted.
    package var offsets: [Range<Int32>]
    /// The index of the token's word in its sequence, or -1 where Hugging Face has `None`.
    package var wordIDs: [Int32]
    /// 0 for the first sequence, 1 for the second, and -1 for the special tokens that were inserted.
    package var sequenceIDs: [Int8]

    /// Creates an encoding from arrays of equal length.
    package init(
        inputIDs: [Int32], tokenTypeIDs: [Int32], offsets: [Range<Int32>], wordIDs: [Int32], sequenceIDs: [Int8]
    ) {
        self.inputIDs = inputIDs
        self.tokenTypeIDs = tokenTypeIDs
        self.offsets = offsets
        self.wordIDs = wordIDs
        self.sequenceIDs = sequenceIDs
    }

    /// The number of tokens, including special ones.
    package var count: Int { inputIDs.count }
}
