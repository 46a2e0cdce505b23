import Encoders
import Kernels

/// One step of the training loop: forward, loss, backward, clip, AdamW.
package final class OptimizationStep {
    /// What a batch is to be compared with.
    package enum Targets {
        /// One label per token, and how many are none of `ignoreIndex`.
        case labels(UnsafeBufferPointer<Int32>, labelled: Int)
        /// One start and one end position per sequence.
        case spans(starts: UnsafeBufferPointer<Int32>, ends: UnsafeBufferPointer<Int32>)
    }

    package struct Result: Sendable, Equatable {
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
    ///   - weight: the task's loss weight λ.
    ///   - maxGradientNorm: nil leaves gradients as they are.
    /// - Returns: nil for a batch without any label: nothing to learn, the parameters stay.
    /// - Throws: `TrainingError`: before anything is updated when loss or gradient are not finite, and after it when the parameters
    ///   are not.
    package func run(
        _ input: EncoderInput, head: Int, targets: Targets, weight: Float, learningRate: Double,
        maxGradientNorm: Double?, dropout: DropoutPlan?
    ) throws -> Result? {
        if case .labels(_, labelled: 0) = targets { return nil }
        model.forward(input, head: head, arena: arena, dropout: dropout)
        let loss =
            switch targets {
            case .labels(let labels, let labelled):
                model.tokenLoss(
                    head: head, labels: labels, labelled: labelled, arena: arena, weight: weight, wantsGradient: true)
            case .spans(let starts, let ends):
                model.spanLoss(input, starts: starts, ends: ends, arena: arena, weight: weight, wantsGradient: true)
            }
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
        return Result(loss: loss * Double(weight), gradientNorm: norm)
    }
}
