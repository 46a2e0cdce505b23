import Encoders
import FixtureSupport
import Foundation
import Kernels
import Safetensors
import Testing

@Suite("loading a checkpoint's weights")
final class LoadingTests {
    private let folder: String
    private var path: String { "\(folder)/model.safetensors" }
    private let configuration = EncoderConfiguration(
        vocabularySize: 7, hiddenSize: 8, layerCount: 2, headCount: 2, intermediateSize: 12, maxPositionEmbeddings: 5)

    init() throws {
        folder = NSTemporaryDirectory() + "/loading-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func emptyModel() -> MultiTaskModel { MultiTaskModel(configuration: configuration, heads: [.ner(), .qa]) }

    /// Writes a random model's tensors under other names (nil omits one), together with further tensors, and returns the model.
    @discardableResult
    private func write(
        extras: [String] = [], rename: (String) -> String? = { $0 }
    ) throws -> MultiTaskModel {
        let model = MultiTaskModel.random(configuration, heads: [.ner(), .qa])
        let spare = [Float](repeating: 3, count: 4)
        try spare.withUnsafeBufferPointer { spare in
            var tensors: [SafetensorsWriter.Tensor] = []
            for tensor in model.tensors() {
                guard let name = rename(tensor.name) else { continue }
                tensors.append(.init(name: name, shape: tensor.shape, floats: tensor.floats))
            }
            tensors += extras.map { .init(name: $0, shape: [2, 2], floats: spare) }
            try SafetensorsWriter.write(tensors, to: path)
        }
        return model
    }

    /// Names of the parameters that differ.
    private func differences(_ a: MultiTaskModel, _ b: MultiTaskModel) -> [String] {
        a.table.entries.filter { !a.parameter($0).elementsEqual(b.parameter($0)) }.map(\.name)
    }

    /// The configuration is compared with the file's header. None of these models is ever made.
    @Test(
        "sizes that differ from the weights are refused before memory is taken",
        arguments: ["hidden", "intermediate", "layers", "vocabulary", "positions", "types"])
    func otherSizes(key: String) throws {
        try write()
        var other = configuration
        switch key {
        case "hidden": other.hiddenSize = 131_072
        case "intermediate": other.intermediateSize = 131_072
        case "layers": other.layerCount = 1_000
        case "vocabulary": other.vocabularySize = 1 << 24
        case "positions": other.maxPositionEmbeddings = 131_072
        default: other.typeVocabularySize = 131_072
        }
        #expect(throws: SafetensorsError.self) {
            try MultiTaskModel.check(
                weights: ModelWeights(WeightFiles(file: path)), configuration: other, heads: [.ner(), .qa],
                includingHeads: false)
        }
        let count = try MultiTaskModel.check(
            weights: ModelWeights(WeightFiles(file: path)), configuration: configuration, heads: [.ner(), .qa],
            includingHeads: true)
        #expect(count == emptyModel().parameterCount)
    }

    @Test("a number that is not finite is refused by its tensor's name", arguments: [Float.nan, .infinity])
    func notFinite(value: Float) throws {
        let source = try write()
        source.parameter(try #require(source.table["encoder.layer.1.output.dense.bias"]))[0] = value
        try SafetensorsWriter.write(source.tensors(), to: path)
        #expect(throws: ModelError.notFinite(path: path, tensor: "encoder.layer.1.output.dense.bias")) {
            try emptyModel().load(weights: path, includingHeads: true)
        }
    }

    @Test("a checkpoint with heads is restored completely")
    func roundTrip() throws {
        let source = try write()
        let model = emptyModel()
        try model.load(weights: path, includingHeads: true)
        #expect(differences(model, source).isEmpty)
        #expect(model.parameters.elementsEqual(source.parameters))
    }

    @Test("an encoder's checkpoint, with or without heads, leaves the model's heads unchanged")
    func encoderOnly() throws {
        let heads = [
            "ner_head.weight", "qa_start_head.weight", "qa_end_head.weight", "ner_head.bias", "qa_start_head.bias",
            "qa_end_head.bias",
        ]
        for leavesOut in [true, false] {
            let source = try write { leavesOut && $0.contains("_head.") ? nil : $0 }
            let model = emptyModel()
            try model.load(weights: path, includingHeads: false)
            #expect(Set(differences(model, source)) == Set(heads))
            for name in heads {
                let entry = try #require(model.table[name])
                #expect(model.parameter(entry).allSatisfy { $0 == 0 })
            }
        }
    }

    @Test("the prefix 'bert.', 'gamma' and 'beta', heads of other models and stored positions are understood")
    func aliases() throws {
        let extras = [
            "cls.predictions.bias", "cls.predictions.transform.LayerNorm.gamma", "cls.seq_relationship.weight",
            "bert.embeddings.position_ids", "classifier.weight", "classifier.bias", "qa_outputs.weight",
        ]
        let source = try write(extras: extras) { name in
            name.contains("_head.")
                ? nil
                : "bert."
                    + name.replacingOccurrences(of: "LayerNorm.weight", with: "LayerNorm.gamma")
                    .replacingOccurrences(of: "LayerNorm.bias", with: "LayerNorm.beta")
        }
        let model = emptyModel()
        try model.load(weights: path, includingHeads: false)
        #expect(differences(model, source).allSatisfy { $0.contains("_head.") })
        #expect(try #require(model.table["encoder.layer.1.output.LayerNorm.weight"]).count == 8)

        try write(extras: ["embeddings.position_ids"]) { $0 }
        try emptyModel().load(weights: path, includingHeads: true)
    }

    @Test(
        "the prefix of other families and heads of other models are understood",
        arguments: [
            (
                EncoderFamily.distilBERT, "DistilBertModel",
                [
                    "vocab_transform.weight", "vocab_layer_norm.bias", "vocab_projector.bias", "pre_classifier.weight",
                    "classifier.bias", "qa_outputs.weight", "distilbert.embeddings.position_ids",
                ], "embeddings.token_type_embeddings.weight"
            ),
            (
                .roBERTa, "RobertaModel",
                [
                    "lm_head.bias", "lm_head.layer_norm.weight", "classifier.dense.weight", "classifier.out_proj.bias",
                    "qa_outputs.weight", "roberta.embeddings.position_ids",
                ], "encoder.rel_pos_bias.weight"
            ),
        ])
    func otherFamilies(family: EncoderFamily, architecture: String, extras: [String], unknown: String) throws {
        let configuration = EncoderConfiguration(
            family: family, vocabularySize: 7, hiddenSize: 8, layerCount: 2, headCount: 2, intermediateSize: 12,
            maxPositionEmbeddings: 5)
        let source = MultiTaskModel.random(configuration, heads: [.ner()])
        #expect((source.table["pooler.dense.weight"] == nil) == (family == .distilBERT))
        let spare = [Float](repeating: 3, count: 4)
        func write(_ extras: [String]) throws {
            try spare.withUnsafeBufferPointer { spare in
                let tensors = source.tensors().filter { !$0.name.contains("_head.") }
                try SafetensorsWriter.write(
                    tensors.map { .init(name: "\(family.name).\($0.name)", shape: $0.shape, floats: $0.floats) }
                        + extras.map { .init(name: $0, shape: [2, 2], floats: spare) }, to: path)
            }
        }
        try write(extras)
        let model = MultiTaskModel(configuration: configuration, heads: [.ner()])
        try model.load(weights: path, includingHeads: false)
        #expect(Set(differences(model, source)) == ["ner_head.weight", "ner_head.bias"])
        let name = "\(family.name).\(unknown)"
        try write([name])
        #expect(throws: ModelError.extraTensors(path: path, names: [name], architecture: architecture)) {
            try model.load(weights: path, includingHeads: false)
        }
    }

    @Test("a checkpoint without a pooler leaves the model's pooler unchanged")
    func withoutPooler() throws {
        let source = try write { $0.hasPrefix("pooler.") ? nil : $0 }
        let model = emptyModel()
        let pooler = try #require(model.table["pooler.dense.weight"])
        model.parameter(pooler).update(repeating: 9)
        try model.load(weights: path, includingHeads: true)
        #expect(model.parameter(pooler).allSatisfy { $0 == 9 })
        #expect(differences(model, source).allSatisfy { $0.hasPrefix("pooler.") })
    }

    @Test("half a pooler is refused")
    func halfAPooler() throws {
        try write { $0 == "pooler.dense.bias" ? nil : $0 }
        #expect(throws: SafetensorsError.missing(path: path, tensor: "pooler.dense.bias")) {
            try emptyModel().load(weights: path, includingHeads: true)
        }
    }

    @Test(
        "a missing tensor is refused",
        arguments: [
            "embeddings.word_embeddings.weight", "encoder.layer.1.attention.self.key.bias",
            "encoder.layer.0.output.LayerNorm.bias", "qa_end_head.weight",
        ])
    func missing(name: String) throws {
        try write { $0 == name ? nil : $0 }
        let error = #expect(throws: SafetensorsError.self) {
            try emptyModel().load(weights: path, includingHeads: true)
        }
        #expect(error == .missing(path: path, tensor: name))
        #expect(error?.description.contains(name) == true)
    }

    @Test("tensors that a BertModel does not have are refused")
    func extra() throws {
        try write(extras: ["encoder.layer.2.output.dense.bias"])
        let one = #expect(throws: ModelError.self) { try emptyModel().load(weights: path, includingHeads: true) }
        #expect(
            one
                == .extraTensors(
                    path: path, names: ["encoder.layer.2.output.dense.bias"], architecture: "BertModel"))
        #expect(one?.description.contains("'encoder.layer.2.output.dense.bias' is not part") == true)

        let names = (0..<6).map { "adapter.\($0).weight" }
        try write(extras: names)
        let many = #expect(throws: ModelError.self) { try emptyModel().load(weights: path, includingHeads: true) }
        #expect(many == .extraTensors(path: path, names: names, architecture: "BertModel"))
        let text = many?.description ?? ""
        #expect(text.hasPrefix("\(path): 'adapter.0.weight'") && text.contains("and 2 more are not part"))
        #expect(text.contains("from the same model"))
    }

    @Test("a checkpoint of another size is refused")
    func wrongShape() throws {
        try write()
        var other = configuration
        other.vocabularySize = 8
        let model = MultiTaskModel(configuration: other, heads: [.ner(), .qa])
        let expected = SafetensorsError.wrongShape(
            path: path, tensor: "embeddings.word_embeddings.weight", expected: [8, 8], actual: [7, 8])
        #expect(throws: expected) { try model.load(weights: path, includingHeads: true) }
    }

    @Test("groups cover the table without gaps, and the pooler is not trained")
    func groups() throws {
        let model = emptyModel()
        #expect(model.table.groups.map(\.name) == ["encoder", "ner", "qa", "pooler"])
        #expect(model.table.groups.map(\.isTrainable) == [true, true, true, false])
        var next = 0
        for group in model.table.groups {
            #expect(group.range.lowerBound == next)
            next = group.range.upperBound
        }
        #expect(next == model.parameterCount && next == model.table.entries.reduce(0) { $0 + $1.count })
        #expect(model.parameterCount - model.trainedParameterCount == 8 * 8 + 8)
        #expect(model.headIndex(task: "qa") == 1 && model.headIndex(task: "pos") == nil)
        // bert-base-uncased has 109,482,240 parameters, and the heads have 11 · 769.
        #expect(ParameterTable(configuration: .base, heads: [.ner(), .qa]).count == 109_482_240 + 11 * 769)
    }

    @Test("a random encoder is initialised like BertModel, and heads like PyTorch's Linear")
    func initialization() throws {
        var wide = configuration
        wide.hiddenSize = 64
        wide.vocabularySize = 200
        let model = MultiTaskModel(configuration: wide, heads: [.ner(), .qa])
        model.initializeEncoder(key: RandomKey(1))
        #expect(
            model.table.entries.filter { $0.name.contains("_head") }.allSatisfy {
                model.parameter($0).allSatisfy { $0 == 0 }
            })
        model.initializeHeads(key: RandomKey(2))
        for entry in model.table.entries {
            let values = model.parameter(entry)
            if entry.name.contains("_head") {
                #expect(values.allSatisfy { abs($0) <= 0.125 } && values.contains { $0 != 0 }, "\(entry.name)")
            } else if entry.name.hasSuffix("LayerNorm.weight") {
                #expect(values.allSatisfy { $0 == 1 })
            } else if entry.name.hasSuffix(".bias") {
                #expect(values.allSatisfy { $0 == 0 })
            } else {
                let deviation = (values.reduce(0) { $0 + $1 * $1 } / Float(values.count)).squareRoot()
                #expect(abs(deviation / 0.02 - 1) < 0.2, "\(entry.name): \(deviation)")
            }
        }
        let words = try #require(model.table["embeddings.word_embeddings.weight"])
        #expect(model.parameter(words).prefix(64).allSatisfy { $0 == 0 }, "padding's word")
        let again = MultiTaskModel(configuration: wide, heads: [.ner(), .qa])
        again.initializeEncoder(key: RandomKey(1))
        again.initializeHeads(key: RandomKey(2))
        #expect(differences(model, again).isEmpty)
    }
}
