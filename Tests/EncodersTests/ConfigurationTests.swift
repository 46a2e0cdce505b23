import Encoders
import FixtureSupport
import Foundation
import Testing

@Suite("config.json")
final class ConfigurationTests {
    private let path = NSTemporaryDirectory() + "/config-\(UUID().uuidString).json"

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The smallest configuration that a model needs.
    private static let least: [String: Int] = [
        "vocab_size": 100, "hidden_size": 24, "num_hidden_layers": 2, "num_attention_heads": 3, "intermediate_size": 48,
    ]

    private func read(_ text: String) throws -> EncoderConfiguration {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return try EncoderConfiguration(path: path)
    }

    /// Reads the smallest configuration with one key set to a JSON value, or removed.
    private func read(_ key: String, _ value: String?) throws -> EncoderConfiguration {
        var pairs = ConfigurationTests.least.map { ($0.key, "\($0.value)") }.filter { $0.0 != key }
        if let value { pairs.append((key, value)) }
        return try read("{" + pairs.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}")
    }

    @Test("missing keys get BERT's defaults")
    func defaults() throws {
        let configuration = try read("model_type", "\"bert\"")
        let expected = EncoderConfiguration(
            vocabularySize: 100, hiddenSize: 24, layerCount: 2, headCount: 3, intermediateSize: 48,
            maxPositionEmbeddings: 512, typeVocabularySize: 2, layerNormEpsilon: 1e-12, hiddenDropout: 0.1,
            attentionDropout: 0.1, initializerRange: 0.02, padTokenID: 0)
        #expect(configuration == expected)
        #expect(configuration.headSize == 8)
    }

    @Test("given values are read, and unknown keys are no error")
    func values() throws {
        let configuration = try read(
            """
            {"vocab_size": 7, "hidden_size": 6, "num_hidden_layers": 1, "num_attention_heads": 1,
             "intermediate_size": 5, "max_position_embeddings": 9, "type_vocab_size": 3,
             "layer_norm_eps": 1e-05, "hidden_dropout_prob": 0,
             "attention_probs_dropout_prob": 0.25, "initializer_range": 0.5, "pad_token_id": 6, "hidden_act": "gelu",
             "position_embedding_type": "absolute", "transformers_version": "5.0", "gradient_checkpointing": false}
            """)
        let expected = EncoderConfiguration(
            vocabularySize: 7, hiddenSize: 6, layerCount: 1, headCount: 1, intermediateSize: 5,
            maxPositionEmbeddings: 9,
            typeVocabularySize: 3, layerNormEpsilon: 1e-5, hiddenDropout: 0, attentionDropout: 0.25,
            initializerRange: 0.5, padTokenID: 6)
        #expect(configuration == expected)
    }

    @Test("a written configuration reads back unchanged")
    func roundTrip() throws {
        let odd = EncoderConfiguration(
            vocabularySize: 31, hiddenSize: 30, layerCount: 3, headCount: 5, intermediateSize: 17,
            maxPositionEmbeddings: 19, typeVocabularySize: 1, layerNormEpsilon: 3.3e-7, hiddenDropout: 0.123,
            attentionDropout: 0, initializerRange: 0.017, padTokenID: 4)
        #expect(try read(odd.json()) == odd)
        #expect(try read(EncoderConfiguration.base.json()) == .base)
        let object = try JSONSerialization.jsonObject(with: Data(odd.json().utf8)) as? [String: Any]
        #expect(object?["model_type"] as? String == "bert")
        #expect(object?["architectures"] as? [String] == ["BertModel"])
    }

    @Test("DistilBERT has its own keys, and no token types")
    func distilBERT() throws {
        let text = """
            {"model_type": "distilbert", "vocab_size": 7, "dim": 6, "n_layers": 1, "n_heads": 2, "hidden_dim": 5,
             "max_position_embeddings": 9, "dropout": 0.2, "attention_dropout": 0.25, "initializer_range": 0.5,
             "activation": "gelu", "sinusoidal_pos_embds": true, "pad_token_id": 3, "qa_dropout": 0.1}
            """
        let expected = EncoderConfiguration(
            family: .distilBERT, vocabularySize: 7, hiddenSize: 6, layerCount: 1, headCount: 2, intermediateSize: 5,
            maxPositionEmbeddings: 9, hiddenDropout: 0.2, attentionDropout: 0.25, initializerRange: 0.5, padTokenID: 3)
        #expect(try read(text) == expected)
        #expect(expected.typeVocabularySize == 0 && expected.layerNormEpsilon == 1e-12)
        #expect(try read(expected.json()) == expected)
        let object = try JSONSerialization.jsonObject(with: Data(expected.json().utf8)) as? [String: Any]
        #expect(object?["architectures"] as? [String] == ["DistilBertModel"] && object?["dim"] as? Int == 6)
        #expect(
            reason { _ = try read(text.replacing("\"n_heads\": 2", with: "\"n_heads\": 4")) }
                == "dim 6 is not a multiple of n_heads 4")
        #expect(reason { _ = try read(text.replacing("\"dim\": 6,", with: "")) } == "'dim' is missing")
        #expect(
            reason { _ = try read(text.replacing("\"gelu\"", with: "\"relu\"")) }
                == "activation is 'relu'; only 'gelu' is known")
    }

    @Test("RoBERTa counts positions from the padding's id, and the file it is written to says so")
    func roBERTa() throws {
        let text = """
            {"model_type": "roberta", "vocab_size": 50265, "hidden_size": 768, "num_hidden_layers": 12,
             "num_attention_heads": 12, "intermediate_size": 3072, "max_position_embeddings": 514, "type_vocab_size": 1,
             "layer_norm_eps": 1e-05, "bos_token_id": 0, "eos_token_id": 2, "pad_token_id": 1, "hidden_act": "gelu"}
            """
        let expected = EncoderConfiguration(
            family: .roBERTa, vocabularySize: 50_265, hiddenSize: 768, layerCount: 12, headCount: 12,
            intermediateSize: 3_072, maxPositionEmbeddings: 514, typeVocabularySize: 1, layerNormEpsilon: 1e-5,
            padTokenID: 1)
        #expect(try read(text) == expected)
        #expect(expected.maxSequenceLength == 512 && EncoderConfiguration.base.maxSequenceLength == 512)
        // roberta-base has 124,645,632 parameters.
        #expect(ParameterTable(configuration: expected, heads: []).count == 124_645_632)
        #expect(try read(expected.json()) == expected)
        let written = try JSONSerialization.jsonObject(with: Data(expected.json().utf8)) as? [String: Any]
        #expect(written?["architectures"] as? [String] == ["RobertaModel"] && written?["pad_token_id"] as? Int == 1)
        #expect(try read(text.replacing("\"pad_token_id\": 1,", with: "")) == expected)
        let cramped = text.replacing("514", with: "2")
        #expect(reason { _ = try read(cramped) }?.contains("leaves no position for a token") == true)
        let xlm = reason { _ = try read(text.replacing("\"roberta\"", with: "\"xlm-roberta\"")) }
        #expect(xlm?.hasPrefix("model_type is 'xlm-roberta': ") == true && xlm?.contains("Unigram") == true)
    }

    private func reason(_ body: () throws -> Void) -> String? {
        let error = #expect(throws: ModelError.self, performing: body)
        guard case .configuration(path, let reason) = error else {
            Issue.record("\(String(describing: error))")
            return nil
        }
        let text = error?.description ?? ""
        #expect(
            text.hasPrefix("\(path): \(reason)")
                && text.contains("one of the families 'bert', 'distilbert' and 'roberta'"))
        return reason
    }

    @Test("a file that can't be read as a JSON object is refused")
    func unreadable() {
        #expect(reason { _ = try EncoderConfiguration(path: path) } == "it can't be read: No such file or directory")
        #expect(reason { _ = try read("") }?.contains("an empty file") == true)
        #expect(reason { _ = try read("<!DOCTYPE html>") }?.contains("an HTML page") == true)
        #expect(reason { _ = try read("{\"hidden_size\": 3") } == "it can't be read as JSON")
        #expect(reason { _ = try read("[1, 2]") } == "it is not a JSON object")
    }

    @Test(
        "a missing key is refused",
        arguments: ["vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size"])
    func missing(key: String) {
        #expect(reason { _ = try read(key, nil) } == "'\(key)' is missing")
    }

    @Test(
        "impossible sizes are refused",
        arguments: ["vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size"],
        ["0", "-3", "1.5", "\"24\"", "[24]", "2147483648", "1e30"])
    func sizes(key: String, value: String) {
        #expect(reason { _ = try read(key, value) }?.hasPrefix("'\(key)' must be a whole number from 1 to ") == true)
    }

    @Test(
        "rates and an epsilon out of range are refused",
        arguments: ["hidden_dropout_prob", "attention_probs_dropout_prob", "layer_norm_eps"],
        ["1", "-0.1", "\"0.1\"", "null", "7"])
    func numbers(key: String, value: String) {
        #expect(reason { _ = try read(key, value) } == "'\(key)' must be a number from 0 to 1.0")
    }

    @Test(
        "models of another kind are refused",
        arguments: [
            ("model_type", "\"albert\"", "model_type is 'albert'; only 'bert', 'distilbert' and 'roberta' are known"),
            ("hidden_act", "\"gelu_new\"", "hidden_act is 'gelu_new'; only 'gelu' is known"),
            (
                "position_embedding_type", "\"relative_key\"",
                "position_embedding_type is 'relative_key'; only 'absolute' is known"
            ),
            ("pad_token_id", "100", "pad_token_id 100 is outside the vocabulary"),
            ("num_attention_heads", "5", "hidden_size 24 is not a multiple of num_attention_heads 5"),
        ])
    func kinds(key: String, value: String, expected: String) {
        #expect(reason { _ = try read(key, value) } == expected)
    }

    @Test("the other model errors say what is wrong and how to fix it")
    func descriptions() {
        let vocabulary = ModelError.vocabulary(path: "/m/vocab.txt", vocabulary: 100, model: 30_522).description
        #expect(vocabulary.hasPrefix("/m/vocab.txt: the tokenizer has 100 tokens, the model's embedding 30522. Take"))
        #expect(ModelError.tooLong(tokens: 600, maximum: 512).description.contains("Set --max-length to at most 512"))
        let token = ModelError.tokenOutOfRange(id: 30_522, vocabulary: 30_522).description
        #expect(token.contains("token id 30522") && token.contains("from the same model"))
    }

    @Test(
        "an unknown family is refused by name, and the message lists the known ones",
        arguments: ["albert", "electra", "deberta-v2", "modernbert"])
    func otherFamilies(name: String) throws {
        let error = #expect(throws: ModelError.self) { try read("model_type", "\"\(name)\"") }
        #expect(
            error?.description.contains("model_type is '\(name)'; only 'bert', 'distilbert' and 'roberta' are known")
                == true)
    }

    @Test("without a model_type, the class determines the family")
    func noFamily() throws {
        #expect(try read("architectures", #"["BertForMaskedLM"]"#).family == .bert)
        #expect(try read("architectures", "[]").family == .bert)
        #expect(try read("architectures", nil).family == .bert)
        let error = #expect(throws: ModelError.self) { try read("architectures", #"["AlbertForMaskedLM"]"#) }
        #expect(error?.description.contains("its architecture is 'AlbertForMaskedLM'; only 'bert'") == true)
        // The keys of this family are not BERT's.
        let keys = #expect(throws: ModelError.self) { try read("architectures", #"["DistilBertModel"]"#) }
        #expect(keys?.description.contains("'dim' is missing") == true)
        let decoder = #expect(throws: ModelError.self) { try read("is_decoder", "true") }
        #expect(decoder?.description.contains("is not an encoder") == true)
        #expect(try read("is_decoder", "false").family == .bert)
    }
}

@Suite("checking a batch against a model")
struct EncoderInputTests {
    private let configuration = EncoderConfiguration(
        vocabularySize: 10, hiddenSize: 8, layerCount: 1, headCount: 2, intermediateSize: 8, maxPositionEmbeddings: 6)

    private func validate(_ inputIDs: [[Int32]]) throws {
        let sequences = inputIDs.map {
            SampleSequence(
                example: 0, inputIDs: $0, tokenTypeIDs: $0.map { _ in 0 }, labels: $0.map { _ in 0 }, start: 0, end: 0)
        }
        try FlatBatch(sequences, task: "ner").withInput { try $0.validate(for: configuration) }
    }

    @Test("every token of the vocabulary and every length up to the positions is accepted")
    func valid() throws {
        try validate([[0, 9, 5, 1, 2, 3], [4], [9]])
    }

    @Test("token ids outside the vocabulary are refused", arguments: [-1, 10, .max, .min] as [Int32])
    func tokens(id: Int32) {
        #expect(throws: ModelError.tokenOutOfRange(id: Int(id), vocabulary: 10)) { try validate([[1, 2], [3, id]]) }
    }

    @Test("a sequence longer than the positions is refused")
    func length() {
        #expect(throws: ModelError.tooLong(tokens: 7, maximum: 6)) {
            try validate([[1, 2], [Int32](repeating: 3, count: 7)])
        }
    }
}
