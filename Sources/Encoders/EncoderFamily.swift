import Tokenization

/// A family of encoders, described by data: how its checkpoints name their parts, and how its block differs from BERT's.
///
/// Every family is a stack of the same block: self-attention and a feed-forward network, a LayerNorm after each. To add one,
/// write its table in `Families/` and list it in `all`.
package struct EncoderFamily: Sendable {
    /// `model_type` in config.json.
    package let name: String
    /// The prefix of the names of transformers' classes, e.g. `Bert`.
    let classPrefix: String
    /// The tokenizer that reads a model folder of this family.
    package let tokenizer: any Tokenizer.Type
    /// The keys of the family's config.json.
    let keys: ConfigurationKeys
    /// Keys of config.json that have only one supported value, with this value.
    let constants: [(key: String, value: String)]
    /// The tensors of a checkpoint.
    package let tensors: TensorNames
    /// The prefix that whole models, such as those for masked words, put before the encoder's names.
    let prefix: String
    /// Old endings of tensor names, and their current form.
    let aliases: [(old: String, new: String)]
    /// Prefixes of the names of tensors that an encoder does not use.
    let extras: [String]
    /// The layer before the classifier of whole texts in transformers' own class.
    package let sequenceLayer: SequenceLayer
    /// The name of that classifier, if it is not the name that other families have.
    private(set) var sequenceClassifier: String?
    /// True where dropout follows the dense layer after attention.
    let dropsAttentionOutput: Bool
    /// True where the first token's position is the one after the padding's id, and padding has its id as position. The row of the
    /// padding gets no gradient.
    private(set) var positionsFollowPadding = false

    /// The name of the transformers class that loads our checkpoints, e.g. `BertModel`.
    package var architecture: String { "\(classPrefix)Model" }

    /// The name of the transformers class with one head, e.g. `BertForTokenClassification`.
    package func architecture(of head: StockHead) -> String { classPrefix + head.classSuffix }

    /// Every supported family.
    package static let all: [EncoderFamily] = [.bert, .distilBERT, .roBERTa]

    /// Families that look like a supported one, and what is missing for them.
    static let refused: [(name: String, reason: String)] = [
        (
            "xlm-roberta",
            "its encoder is RoBERTa's, but its tokenizer is SentencePiece's Unigram, which is not supported yet"
        )
    ]

    /// Every file from which a family's tokenizer may be read.
    package static var tokenizerFiles: [String] {
        var files: [String] = []
        for file in all.flatMap({ $0.tokenizer.files }) where !files.contains(file) { files.append(file) }
        return files
    }

    /// `'bert', 'distilbert' and 'roberta'`, for messages.
    static var knownNames: String {
        let names = all.map { "'\($0.name)'" }
        return "\(names.dropLast().joined(separator: ", ")) and \(names.last ?? "")"
    }

    /// The name that this program uses for a tensor of a checkpoint.
    func canonicalName(_ name: String) -> String {
        var bare = name[...]
        // PEFT puts a prefix of its own before the model's.
        for prefix in [MultiTaskModel.adapterPrefix, prefix] where bare.hasPrefix(prefix) {
            bare = bare.dropFirst(prefix.count)
        }
        guard let alias = aliases.first(where: { bare.hasSuffix($0.old) }) else { return String(bare) }
        return bare.dropLast(alias.old.count) + alias.new
    }

    /// Whether a tensor, by its canonical name, belongs to a part of other models that an encoder does not have.
    func isKnownExtra(_ canonicalName: String) -> Bool { extras.contains(where: canonicalName.hasPrefix) }
}

extension EncoderFamily {
    /// The family with the given `model_type`, or nil if it is unknown.
    package init?(name: String) {
        guard let family = EncoderFamily.all.first(where: { $0.name == name }) else { return nil }
        self = family
    }
}

extension EncoderFamily: Equatable {
    package static func == (a: EncoderFamily, b: EncoderFamily) -> Bool { a.name == b.name }
}

/// The names of config.json's keys; nil where a family has no such key.
struct ConfigurationKeys: Sendable {
    var vocabularySize = "vocab_size"
    var hiddenSize = "hidden_size"
    var layerCount = "num_hidden_layers"
    var headCount = "num_attention_heads"
    var intermediateSize = "intermediate_size"
    var maxPositionEmbeddings = "max_position_embeddings"
    var typeVocabularySize: String? = "type_vocab_size"
    var layerNormEpsilon: String? = "layer_norm_eps"
    var hiddenDropout = "hidden_dropout_prob"
    var attentionDropout = "attention_probs_dropout_prob"
    var initializerRange = "initializer_range"
    var padTokenID = "pad_token_id"
    /// The id of padding where the key is missing.
    var standardPadTokenID = 0
}

/// The names of a checkpoint's tensors, without `.weight` and `.bias`; nil where a family has no such tensor.
package struct TensorNames: Sendable {
    package let words, positions: String
    package let tokenTypes: String?
    package let embeddingNorm: String
    /// The prefix before a layer's number.
    package let layers: String
    // Names of the parts of a layer, after its number.
    package let query, key, value, attentionOutput, attentionNorm, intermediate, output, outputNorm: String
    package let pooler: String?

    /// The full name of a part of a layer, e.g. `encoder.layer.3.output.dense`.
    package func name(_ part: String, layer: Int) -> String { "\(layers).\(layer).\(part)" }
}
