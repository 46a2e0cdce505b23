import Encoders
import FixtureSupport
import Foundation
import Kernels
import Safetensors
import Testing
import Tokenization

/// all-MiniLM-L6-v2 from the program's cache, with the heads with which the fixtures were made.
struct PretrainedEncoder {
    /// The error of a run without the encoder, reported once.
    struct Missing: Error, CustomStringConvertible {
        var path: String

        var description: String {
            "\(path) is not there. These tests need all-MiniLM-L6-v2 (90 MB): run 'make encoder', which fetches "
                + "it, and test again."
        }
    }

    /// Runs the suite's tests if the encoder exists, and fails the suite if it does not.
    struct Requirement: SuiteTrait, TestScoping {
        func provideScope(
            for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
        ) async throws {
            for name in ["config.json", "model.safetensors", "vocab.txt", "tokenizer.json"] {
                let path = "\(PretrainedEncoder.folder)/\(name)"
                guard FileManager.default.isReadableFile(atPath: path) else { throw Missing(path: path) }
            }
            try await function()
        }
    }

    static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Fixtures"

    /// `encoders/all-MiniLM-L6-v2` in the program's cache: `PRACTICUM_CACHE`, or `practicum` in the user's cache.
    static var folder: String {
        func set(_ name: String) -> String? {
            ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        let user = set("XDG_CACHE_HOME") ?? "\(set("HOME") ?? NSHomeDirectory())/.cache"
        return "\(set("PRACTICUM_CACHE") ?? "\(user)/practicum")/encoders/all-MiniLM-L6-v2"
    }

    let model: MultiTaskModel
    let batches: [String: FixtureBatch]

    init() throws {
        MatrixProduct.useCallingThreadOnly()
        model = MultiTaskModel(
            configuration: try EncoderConfiguration(path: "\(PretrainedEncoder.folder)/config.json"),
            heads: [.ner(), .qa])
        try model.load(weights: "\(PretrainedEncoder.folder)/model.safetensors", includingHeads: false)
        let heads = try SafetensorsFile(path: "\(PretrainedEncoder.fixtures)/minilm-heads.safetensors")
        for name in heads.tensors.keys {
            let entry = try #require(model.table[name])
            try heads.copy(name, shape: entry.shape, into: model.parameter(entry))
        }
        batches = try FixtureBatch.decode(
            [String: FixtureBatch].self, "\(PretrainedEncoder.fixtures)/minilm-batches.json")
    }

    /// Runs a head on a fixture's batch and returns its loss. The arena still holds the pass afterwards.
    func loss(_ batch: FlatBatch, _ input: EncoderInput, head: Int, arena: ActivationArena) -> Double {
        model.forward(input, head: head, arena: arena, dropout: nil)
        return model.loss(of: batch, input, head: head, arena: arena)
    }
}
