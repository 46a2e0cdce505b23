import Encoders
import FixtureSupport
import Foundation
import Kernels

/// The small random BERT that the fixtures were made with.
struct TinyModel {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Fixtures/tiny"

    let model: MultiTaskModel
    let batches: [String: FixtureBatch]

    init() throws {
        MatrixProduct.useCallingThreadOnly()
        let configuration = try EncoderConfiguration(path: "\(TinyModel.folder)/config.json")
        model = MultiTaskModel(configuration: configuration, heads: [.ner(), .qa])
        try model.load(weights: "\(TinyModel.folder)/model.safetensors", includingHeads: true)
        batches = try FixtureBatch.decode([String: FixtureBatch].self, "\(TinyModel.folder)/batches.json")
    }

    func batch(_ task: String, padded: Bool = false) throws -> FlatBatch {
        guard let batch = batches[task] else { throw CocoaError(.fileReadCorruptFile) }
        return FlatBatch(batch, padded: padded)
    }
}

extension MultiTaskModel {
    /// Forward, loss and backward of a fixture's batch; gives the loss.
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

    /// The loss of the batch that was run last.
    func loss(of batch: FlatBatch, _ input: EncoderInput, head: Int, arena: ActivationArena) -> Double {
        batch.starts.isEmpty
            ? batch.labels.withUnsafeBufferPointer {
                tokenLoss(head: head, labels: $0, labelled: batch.labelled, arena: arena, wantsGradient: true)
            }
            : batch.starts.withUnsafeBufferPointer { starts in
                batch.ends.withUnsafeBufferPointer { ends in
                    spanLoss(input, starts: starts, ends: ends, arena: arena, wantsGradient: true)
                }
            }
    }
}
