import Tokenization

extension EncoderFamily {
    /// BERT (Devlin et al., 2019), as in transformers' modeling_bert.py: `BertModel` with absolute positions and erf GELU.
    package static let bert = EncoderFamily(
        name: "bert", classPrefix: "Bert", tokenizer: BERTTokenizer.self, keys: ConfigurationKeys(),
        constants: [("hidden_act", "gelu"), ("position_embedding_type", "absolute")],
        tensors: TensorNames(
            words: "embeddings.word_embeddings", positions: "embeddings.position_embeddings",
            tokenTypes: "embeddings.token_type_embeddings", embeddingNorm: "embeddings.LayerNorm",
            layers: "encoder.layer", query: "attention.self.query", key: "attention.self.key",
            value: "attention.self.value", attentionOutput: "attention.output.dense",
            attentionNorm: "attention.output.LayerNorm", intermediate: "intermediate.dense", output: "output.dense",
            outputNorm: "output.LayerNorm", pooler: "pooler.dense"),
        prefix: "bert.", aliases: [("LayerNorm.gamma", "LayerNorm.weight"), ("LayerNorm.beta", "LayerNorm.bias")],
        extras: ["cls.", "classifier.", "qa_outputs.", "embeddings.position_ids"],
        sequenceLayer: .tanh(name: "bert.pooler.dense"), dropsAttentionOutput: true)
}
