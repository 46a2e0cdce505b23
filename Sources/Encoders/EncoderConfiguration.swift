/// The sizes and rates of an encoder, and its family: the part of Hugging Face's `config.json` that is needed to build a model.
package struct EncoderConfiguration: Sendable, Equatable {
    package var family: EncoderFamily
    package var vocabularySize: Int
    package var hiddenSize: Int
    package var layerCount: Int
    package var headCount: Int
    package var intermediateSize: Int
    package var maxPositionEmbeddings: Int
    /// 0 for a family without token types.
    package var typeVocabularySize: Int
    package var layerNormEpsilon: Float
    package var hiddenDropout: Float
    package var attentionDropout: Float
    package var initializerRange: Float
    /// The word whose embedding gets no gradient (PyTorch's `padding_idx`).
    package var padTokenID: Int

    package var headSize: Int { hiddenSize / headCount }

    /// The most tokens that a sequence may have.
    package var maxSequenceLength: Int {
        maxPositionEmbeddings - (family.positionsFollowPadding ? padTokenID + 1 : 0)
    }

    package init(
        family: EncoderFamily = .bert, vocabularySize: Int, hiddenSize: Int, layerCount: Int, headCount: Int,
        intermediateSize: Int, maxPositionEmbeddings: Int = 512, typeVocabularySize: Int = 2,
        layerNormEpsilon: Float = 1e-12, hiddenDropout: Float = 0.1, attentionDropout: Float = 0.1,
        initializerRange: Float = 0.02, padTokenID: Int = 0
    ) {
        self.family = family
        self.vocabularySize = vocabularySize
        self.hiddenSize = hiddenSize
        self.layerCount = layerCount
        self.headCount = headCount
        self.intermediateSize = intermediateSize
        self.maxPositionEmbeddings = maxPositionEmbeddings
        self.typeVocabularySize = family.tensors.tokenTypes == nil ? 0 : typeVocabularySize
        self.layerNormEpsilon = layerNormEpsilon
        self.hiddenDropout = hiddenDropout
        self.attentionDropout = attentionDropout
        self.initializerRange = initializerRange
        self.padTokenID = padTokenID
    }

    /// bert-base-uncased's sizes.
    package static let base = EncoderConfiguration(
        vocabularySize: 30_522, hiddenSize: 768, layerCount: 12, headCount: 12, intermediateSize: 3_072)
}
