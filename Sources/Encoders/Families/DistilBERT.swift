import Tokenization

extension EncoderFamily {
    /// DistilBERT (Sanh et al., 2019), as in transformers' modeling_distilbert.py: BERT's block with half the layers, and without token
    /// types, a pooler, and dropout after attention's dense layer.
    ///
    /// The checkpoint stores sinusoidal positions (`sinusoidal_pos_embds`) as weights. They are read and
    /// trained like those of other models.
    package static let distilBERT = EncoderFamily(
        name: "distilbert", classPrefix: "DistilBert", tokenizer: BERTTokenizer.self,
        keys: ConfigurationKeys(
            hiddenSize: "dim", layerCount: "n_layers", headCount: "n_heads", intermediateSize: "hidden_dim",
            typeVocabularySize: nil, layerNormEpsilon: nil, hiddenDropout: "dropout",
            attentionDropout: "attention_dropout"),
        constants: [("activation", "gelu")],
        tensors: TensorNames(
            words: "embeddings.word_embeddings", positions: "embeddings.position_embeddings", tokenTypes: nil,
            embeddingNorm: "embeddings.LayerNorm", layers: "transformer.layer", query: "attention.q_lin",
            key: "attention.k_lin", value: "attention.v_lin", attentionOutput: "attention.out_lin",
            attentionNorm: "sa_layer_norm", intermediate: "ffn.lin1", output: "ffn.lin2",
            outputNorm: "output_layer_norm", pooler: nil),
        prefix: "distilbert.", aliases: [],
        extras: [
            "vocab_transform.", "vocab_layer_norm.", "vocab_projector.", "pre_classifier.", "classifier.",
            "qa_outputs.", "embeddings.position_ids",
        ], sequenceLayer: .relu(name: "pre_classifier"), dropsAttentionOutput: false)
}
