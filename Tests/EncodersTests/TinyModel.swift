import Encoders
import FixtureSupport
import Foundation
import Kernels

/// A small random encoder with which fixtures were made: `tiny` is a BERT, `tiny-distilbert` and `tiny-roberta` of those families.
struct TinyModel {
    let folder: String
    let model: MultiTaskModel
    let batches: [String: FixtureBatch]

    init(_ name: String, frozen: FrozenParts = .none) throws {
        MatrixProduct.useCallingThreadOnly()
        folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Fixtures/\(name)"
        batches = try FixtureBatch.decode([String: FixtureBatch].self, "\(folder)/batches.json")
        var heads: [TaskHead] = [.ner(), .qa]
        if batches["classification"] != nil { heads.append(.classification()) }
        model = MultiTaskModel(
            configuration: try EncoderConfiguration(path: "\(folder)/config.json"), heads: heads, frozen: frozen)
        try model.load(weights: "\(folder)/model.safetensors", includingHeads: true)
    }

    func batch(_ task: String, padded: Bool = false) throws -> FlatBatch {
        guard let batch = batches[task] else { throw CocoaError(.fileReadCorruptFile) }
        return FlatBatch(batch, padded: padded, padID: model.configuration.padTokenID)
    }
}

extension MultiTaskModel {
    /// Runs forward, loss and backward of a fixture's batch. Returns the loss.
    func step(
        _ batch: FlatBatch, task: String, arena: ActivationArena, gradients: GradientBuffer,
        dropout: DropoutPlan? = nil
    ) throws -> Double {
        guard let head = headIndex(task: task) else { throw CocoaError(.featureUnsupported) }
        return batch.withInput { input in
            forward(input, head: head, arena: arena, dropout: dropout)
            let loss = loss(of: batch, input, head: head, arena: arena)
            backward(input, head: head, arena: arena, dropout: dropout, gradients: gradients)
            return loss
        }
    }
}
