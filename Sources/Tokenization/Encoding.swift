/// A sequence as the encoder takes it, special tokens included; every array has one entry a token.
///
/// The values are those of Hugging Face's `BatchEncoding` for the same text; nothing is padded.
package struct Encoding: Sendable, Equatable {
    /// The ids in the vocabulary.
    package var inputIDs: [Int32]
    /// 1 for the second sequence and the separator after it, else 0.
    package var tokenTypeIDs: [Int32]
    /// Unicode-scalar offsets into the original text of the token's own sequence (for word lists: into its own word);
    /// `0..<0` for the special tokens that were put in.
    package var offsets: [Range<Int32>]
    /// The index of the token's word in its sequence, -1 where Hugging Face has `None`.
    package var wordIDs: [Int32]
    /// 0 for the first sequence, 1 for the second, -1 for the special tokens that were put in.
    package var sequenceIDs: [Int8]

    /// An encoding of arrays that are equally long.
    package init(
        inputIDs: [Int32], tokenTypeIDs: [Int32], offsets: [Range<Int32>], wordIDs: [Int32], sequenceIDs: [Int8]
    ) {
        self.inputIDs = inputIDs
        self.tokenTypeIDs = tokenTypeIDs
        self.offsets = offsets
        self.wordIDs = wordIDs
        self.sequenceIDs = sequenceIDs
    }

    /// The number of tokens, special ones included.
    package var count: Int { inputIDs.count }
}
