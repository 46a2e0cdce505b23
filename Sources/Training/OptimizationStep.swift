import Encoders
import Kernels
import Tasks

/// One step of the training loop: forward, loss, backward, clip, AdamW.
package final class OptimizationStep {
    package struct Outcome: Sendable, Equatable {
        /// The loss times its weight, before the update.
        package var loss: Double
        /// Norm of all gradients before clipping.
        package var gradientNorm: Double
    }

    package let model: MultiTaskModel
    package let optimizer: AdamW
    package let arena: ActivationArena
    package let gradients: GradientBuffer
    /// For each head, the groups of parameters that its loss reaches.
    private let groups: [[Int]]

    package init(model: MultiTaskModel, optimizer: AdamW) {
        self.model = model
        self.optimizer = optimizer
        arena = model.makeArena(forTraining: true)
        gradients = GradientBuffer(model: model)
        groups = model.heads.indices.map { model.table.trainableGroups(head: $0) }
    }

    /// - Parameters:
    ///   - kind: the kind of the head's task, which computes the loss.
    ///   - targets: the targets for the logits, with the number of targets that count.
    ///   - weight: the task's loss weight λ.
    ///   - maxGradientNorm: nil turns clipping off.
    /// - Returns: nil for a batch without a target that counts. Nothing can be learnt from it, and the parameters do not change.
    /// - Throws: `TrainingError`: before any update when the loss or the gradient is not finite, and
    ///   after the update when the parameters are not finite.
    package func run(
        _ input: EncoderInput, head: Int, kind: any TaskKind, targets: UnsafeBufferPointer<Int32>, targetCount: Int,
        weight: Float, learningRate: Double, maxGradientNorm: Double?, dropout: DropoutPlan?
    ) throws -> Outcome? {
        if targetCount == 0 { return nil }
        model.forward(input, head: head, arena: arena, dropout: dropout)
        PhaseClock.begin(0)
        let loss = kind.loss(
            of: BatchLogits(
                input: input, targets: targets, targetCount: targetCount, outputs: model.heads[head].outputs,
                logits: arena.logits, dLogits: arena.dLogits, weight: weight))
        PhaseClock.end(.loss, 0)
        guard loss.isFinite else {
            throw TrainingError.lossNotFinite(task: model.heads[head].task, loss: loss)
        }
        model.backward(input, head: head, arena: arena, dropout: dropout, gradients: gradients)
        let norm = optimizer.gradientNorm(gradients, model: model, groups: groups[head])
        guard norm.isFinite, Float(norm).isFinite, Float(loss * Double(weight)).isFinite else {
            throw TrainingError.gradientNotFinite(task: model.heads[head].task)
        }
        let scale = maxGradientNorm.map { min(1, $0 / (norm + 1e-6)) } ?? 1
        let isFinite = optimizer.step(
            model: model, gradients: gradients, groups: groups[head], learningRate: learningRate,
            gradientScale: Float(scale))
        guard isFinite else { throw TrainingError.parametersNotFinite(learningRate: learningRate) }
        return Outcome(loss: loss * Double(weight), gradientNorm: norm)
    }
}
