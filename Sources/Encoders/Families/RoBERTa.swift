import Tokenization

extension EncoderFamily {
    /// RoBERTa (Liu et al., 2019) and DistilRoBERTa, as in transformers' modeling_roberta.py: BERT's block, with byte-level BPE, one token
    /// type, and positions that count from the padding's id.
    package static let roBERTa = EncoderFamily(
        name: "roberta", classPrefix: "Roberta", tokenizer: BytePairTokenizer.self,
        keys: ConfigurationKeys(standardPadTokenID: 1), constants: bert.constants, tensors: bert.tensors,
        prefix: "roberta.", aliases: bert.aliases,
        extras: ["lm_head.", "classifier.", "qa_outputs.", "embeddings.position_ids"],
        sequenceLayer: .tanh(name: "classifier.dense"), sequenceClassifier: "classifier.out_proj",
        dropsAttentionOutput: true, positionsFollowPadding: true)
}
