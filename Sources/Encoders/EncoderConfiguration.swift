import FileKinds
import Files
import Foundation

/// The part of Hugging Face's `config.json` that a BertModel is built from.
package struct EncoderConfiguration: Sendable, Equatable {
    package var vocabularySize: Int
    package var hiddenSize: Int
    package var layerCount: Int
    package var headCount: Int
    package var intermediateSize: Int
    package var maxPositionEmbeddings: Int
    package var typeVocabularySize: Int
    package var layerNormEpsilon: Float
    package var hiddenDropout: Float
    package var attentionDropout: Float
    package var initializerRange: Float
    /// The word whose embedding gets no gradient (PyTorch's `padding_idx`).
    package var padTokenID: Int

    package var headSize: Int { hiddenSize / headCount }

    package init(
        vocabularySize: Int, hiddenSize: Int, layerCount: Int, headCount: Int, intermediateSize: Int,
        maxPositionEmbeddings: Int = 512, typeVocabularySize: Int = 2, layerNormEpsilon: Float = 1e-12,
        hiddenDropout: Float = 0.1, attentionDropout: Float = 0.1, initializerRange: Float = 0.02, padTokenID: Int = 0
    ) {
        self.vocabularySize = vocabularySize
        self.hiddenSize = hiddenSize
        self.layerCount = layerCount
        self.headCount = headCount
        self.intermediateSize = intermediateSize
        self.maxPositionEmbeddings = maxPositionEmbeddings
        self.typeVocabularySize = typeVocabularySize
        self.layerNormEpsilon = layerNormEpsilon
        self.hiddenDropout = hiddenDropout
        self.attentionDropout = attentionDropout
        self.initializerRange = initializerRange
        self.padTokenID = padTokenID
    }

    /// bert-base-uncased's sizes.
    package static let base = EncoderConfiguration(
        vocabularySize: 30_522, hiddenSize: 768, layerCount: 12, headCount: 12, intermediateSize: 3_072)

    /// Reads `config.json`. Throws `ModelError` naming the key that is missing or out of range.
    package init(path: String) throws {
        let bytes: [UInt8]
        do {
            bytes = try InputFile.bytes(path, limit: InputFile.Limit.text)
        } catch {
            throw ModelError.configuration(path: path, reason: "it can't be read: \(error.cause)")
        }
        try self.init(json: Data(bytes), path: path)
    }

    /// Reads the content of a `config.json`.
    ///
    /// - Parameter path: for errors.
    package init(json: Data, path: String) throws {
        if let kind = json.isEmpty ? .empty : ContentKind(json) {
            throw ModelError.configuration(
                path: path, reason: "this is \(kind.name), not a config.json. \(kind.remedy.dropLast())")
        }
        guard let parsed = try? JSONSerialization.jsonObject(with: json) else {
            throw ModelError.configuration(path: path, reason: "it can't be read as JSON")
        }
        guard let object = parsed as? [String: Any] else {
            throw ModelError.configuration(path: path, reason: "it is not a JSON object")
        }
        // Far above any model there is, and low enough that no product of them overflows.
        func limit(_ key: String) -> Int {
            switch key {
            case "vocab_size", "pad_token_id": 1 << 24
            case "num_hidden_layers", "num_attention_heads": 1_000
            default: 1 << 17
            }
        }
        func integer(_ key: String, default standard: Int? = nil) throws -> Int {
            guard let value = object[key], !(value is NSNull) else {
                if let standard { return standard }
                throw ModelError.configuration(path: path, reason: "'\(key)' is missing")
            }
            guard let number = value as? Int, number >= (key == "pad_token_id" ? 0 : 1), number <= limit(key) else {
                throw ModelError.configuration(
                    path: path,
                    reason: "'\(key)' must be a whole number from \(key == "pad_token_id" ? 0 : 1) to \(limit(key))")
            }
            return number
        }
        func number(_ key: String, default standard: Double, below limit: Double) throws -> Float {
            guard let value = object[key] else { return Float(standard) }
            // Rounded to a float it must be below the limit too: a dropout of 1 leaves nothing.
            guard let number = value as? Double, number >= 0, Float(number) < Float(limit) else {
                throw ModelError.configuration(path: path, reason: "'\(key)' must be a number from 0 to \(limit)")
            }
            return Float(number)
        }
        if let type = object["model_type"] as? String, type != "bert" {
            throw ModelError.configuration(path: path, reason: "model_type is '\(type)'; only 'bert' is known")
        }
        if let activation = object["hidden_act"] as? String, activation != "gelu" {
            throw ModelError.configuration(path: path, reason: "hidden_act is '\(activation)'; only 'gelu' is known")
        }
        if let kind = object["position_embedding_type"] as? String, kind != "absolute" {
            throw ModelError.configuration(
                path: path, reason: "position_embedding_type is '\(kind)'; only 'absolute' is known")
        }
        self.init(
            vocabularySize: try integer("vocab_size"), hiddenSize: try integer("hidden_size"),
            layerCount: try integer("num_hidden_layers"), headCount: try integer("num_attention_heads"),
            intermediateSize: try integer("intermediate_size"),
            maxPositionEmbeddings: try integer("max_position_embeddings", default: 512),
            typeVocabularySize: try integer("type_vocab_size", default: 2),
            layerNormEpsilon: try number("layer_norm_eps", default: 1e-12, below: 1),
            hiddenDropout: try number("hidden_dropout_prob", default: 0.1, below: 1),
            attentionDropout: try number("attention_probs_dropout_prob", default: 0.1, below: 1),
            initializerRange: try number("initializer_range", default: 0.02, below: 10),
            padTokenID: try integer("pad_token_id", default: 0))
        guard padTokenID < vocabularySize else {
            throw ModelError.configuration(path: path, reason: "pad_token_id \(padTokenID) is outside the vocabulary")
        }
        guard hiddenSize % headCount == 0 else {
            throw ModelError.configuration(
                path: path, reason: "hidden_size \(hiddenSize) is not a multiple of num_attention_heads \(headCount)")
        }
    }

    /// The same as `config.json`, for a checkpoint that Hugging Face's `BertModel.from_pretrained` loads.
    package func json() -> String {
        // A float's shortest decimal form reads back as the same float.
        """
        {
          "architectures": [
            "BertModel"
          ],
          "attention_probs_dropout_prob": \(attentionDropout),
          "hidden_act": "gelu",
          "hidden_dropout_prob": \(hiddenDropout),
          "hidden_size": \(hiddenSize),
          "initializer_range": \(initializerRange),
          "intermediate_size": \(intermediateSize),
          "layer_norm_eps": \(layerNormEpsilon),
          "max_position_embeddings": \(maxPositionEmbeddings),
          "model_type": "bert",
          "num_attention_heads": \(headCount),
          "num_hidden_layers": \(layerCount),
          "pad_token_id": \(padTokenID),
          "position_embedding_type": "absolute",
          "type_vocab_size": \(typeVocabularySize),
          "vocab_size": \(vocabularySize)
        }

        """
    }
}
