import Datasets
import Encoders
import Kernels

/// The mean loss of a task over the labelled items of all batches that it is given: the loss of data that nothing is learnt from.
package final class LossMeter {
    private var total = 0.0
    private var count = 0

    package init() {}

    /// Not a number where nothing is labelled.
    package var mean: Double { count == 0 ? .nan : total / Double(count) }

    /// Adds the loss of a batch whose logits are there. Labels that the head can't predict, since the training data does not have them, do not
    /// count.
    func add(
        _ batch: PackedBatch, _ input: EncoderInput, of task: TaskDescription, outputs: Int,
        logits: UnsafePointer<Float>
    ) throws {
        let kind = try task.resolvedKind()
        var (targets, counted) = (batch.targets, batch.targetCount)
        if !task.labels.isEmpty {
            for index in targets.indices where targets[index] >= outputs {
                targets[index] = ignoreIndex
                counted -= 1
            }
        }
        guard counted > 0 else { return }
        total +=
            Double(counted)
            * targets.withUnsafeBufferPointer { targets in
                kind.loss(
                    of: BatchLogits(
                        input: input, targets: targets, targetCount: counted, outputs: outputs, logits: logits,
                        dLogits: nil))
            }
        count += counted
    }
}
