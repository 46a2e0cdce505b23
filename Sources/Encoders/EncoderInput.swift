/// A packed batch for the encoder: the concatenated tokens of its sequences.
///
/// It holds only views of memory, which must stay valid during the pass.
package struct EncoderInput {
    /// Token ids, one per token.
    package var inputIDs: UnsafeBufferPointer<Int32>
    package var tokenTypeIDs: UnsafeBufferPointer<Int32>
    /// The place of each token in its sequence, from 0. The model derives the rows of its position table from them.
    package var positionIDs: UnsafeBufferPointer<Int32>
    /// Where each sequence begins, and where the last one ends: sequence count + 1.
    package var sequenceOffsets: UnsafeBufferPointer<Int32>
    /// Number of tokens of each sequence that are attended to: all tokens except padding.
    package var keyLengths: UnsafeBufferPointer<Int32>
    /// Index of each sequence in its data set. Dropout derives its random numbers from it.
    package var exampleIDs: UnsafeBufferPointer<Int32>

    package init(
        inputIDs: UnsafeBufferPointer<Int32>, tokenTypeIDs: UnsafeBufferPointer<Int32>,
        positionIDs: UnsafeBufferPointer<Int32>, sequenceOffsets: UnsafeBufferPointer<Int32>,
        keyLengths: UnsafeBufferPointer<Int32>, exampleIDs: UnsafeBufferPointer<Int32>
    ) {
        self.inputIDs = inputIDs
        self.tokenTypeIDs = tokenTypeIDs
        self.positionIDs = positionIDs
        self.sequenceOffsets = sequenceOffsets
        self.keyLengths = keyLengths
        self.exampleIDs = exampleIDs
    }

    package var tokenCount: Int { inputIDs.count }
    package var sequenceCount: Int { keyLengths.count }

    /// Throws when a token or a length is out of the model's range.
    package func validate(for configuration: EncoderConfiguration) throws {
        for id in inputIDs where id < 0 || Int(id) >= configuration.vocabularySize {
            throw ModelError.tokenOutOfRange(id: Int(id), vocabulary: configuration.vocabularySize)
        }
        // A family without token types accepts only type 0 and ignores it.
        for type in tokenTypeIDs where type < 0 || Int(type) >= max(1, configuration.typeVocabularySize) {
            throw ModelError.tokenTypeOutOfRange(type: Int(type), types: configuration.typeVocabularySize)
        }
        guard tokenTypeIDs.count == tokenCount, positionIDs.count == tokenCount, exampleIDs.count == sequenceCount,
            sequenceOffsets.count == sequenceCount + 1, sequenceOffsets.first == 0,
            sequenceOffsets.last.map(Int.init) == tokenCount
        else { throw ModelError.malformedBatch(reason: "its parts have different lengths") }
        for sequence in 0..<sequenceCount {
            let length = Int(sequenceOffsets[sequence + 1]) - Int(sequenceOffsets[sequence])
            guard length > 0, (1...length).contains(Int(keyLengths[sequence])) else {
                throw ModelError.malformedBatch(reason: "sequence \(sequence) is empty, or has more keys than tokens")
            }
            if length > configuration.maxSequenceLength {
                throw ModelError.tooLong(tokens: length, maximum: configuration.maxSequenceLength)
            }
            let range = Int(sequenceOffsets[sequence])..<Int(sequenceOffsets[sequence + 1])
            for position in positionIDs[range]
            where position < 0 || Int(position) >= configuration.maxSequenceLength {
                throw ModelError.tooLong(tokens: Int(position) + 1, maximum: configuration.maxSequenceLength)
            }
        }
    }
}
