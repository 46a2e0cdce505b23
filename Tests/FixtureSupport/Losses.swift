import Encoders
import Tasks

extension MultiTaskModel {
    /// The loss of the last batch, computed by its task's kind. The gradient is left in the arena.
    package func loss(
        of batch: FlatBatch, _ input: EncoderInput, head: Int, arena: ActivationArena, weight: Float = 1
    ) -> Double {
        batch.targets.withUnsafeBufferPointer {
            loss(input, targets: $0, count: batch.targetCount, head: head, arena: arena, weight: weight)
        }
    }

    /// The same for targets in the kind's form: spans for a head with two parts, and labels of rows for the others.
    package func loss(
        _ input: EncoderInput, targets: UnsafeBufferPointer<Int32>, count: Int, head: Int, arena: ActivationArena,
        weight: Float = 1
    ) -> Double {
        let batch = BatchLogits(
            input: input, targets: targets, targetCount: count, outputs: heads[head].outputs, logits: arena.logits,
            dLogits: arena.dLogits, weight: weight)
        return heads[head].parts.count == 2 ? SpanExtraction().loss(of: batch) : TokenClassification().loss(of: batch)
    }
}
