import Datasets
import Encoders
import Hardware
import Tasks
import Tokenization

/// A training that is validated on the way, keeps the best model, and stops when that has not become better for a while.
///
/// A validation is one forward pass of the validation data, and changes no bit of the training: it draws no random numbers, and the model's
/// parameters are only read.
package final class ValidatedTrainer {
    package let trainer: Trainer
    package let plan: ValidationPlan?
    /// A copy of the best model, where that is not the last one.
    package private(set) var best: MultiTaskModel?
    /// Whether training stopped before its last epoch because nothing got better.
    package private(set) var hasStoppedEarly = false
    private let sets: [any ValidatedTask]
    private let tokenizer: any Tokenizer
    private let batches: BatchPlan

    private struct Enough: Error {}

    /// - Parameters:
    ///   - plan: nil for a training without validation.
    ///   - sets: the validation data of each task of the trainer, in the same order.
    ///   - best: the best model of a training that was stopped.
    package init(
        _ trainer: Trainer, plan: ValidationPlan?, sets: [any ValidatedTask], tokenizer: any Tokenizer,
        batches: BatchPlan, best: MultiTaskModel? = nil
    ) {
        self.trainer = trainer
        self.plan = plan
        self.sets = sets
        self.tokenizer = tokenizer
        self.batches = batches
        self.best = best
    }

    /// Makes the validation that was due when a training was stopped between a step and its validation. Does nothing otherwise.
    package func makeUpForValidation(
        throughEpoch epochs: Int, progress: (_ task: TaskDescription, _ done: Int, _ total: Int) throws -> Void
    ) throws {
        let (perEpoch, step) = (trainer.stepsPerEpoch, trainer.history.batchCount)
        guard let plan, perEpoch > 0, plan.isDue(after: step, perEpoch: perEpoch, last: perEpoch * epochs),
            trainer.history.validations.last?.step != step
        else { return }
        _ = try validate(plan, step, progress)
    }

    /// Trains until this many epochs are done, or until the plan stops it.
    ///
    /// - Parameters:
    ///   - progress: called while a task is validated.
    ///   - onStep: called after every step, with what a validation found after it. If it throws an error, training ends after that step.
    package func run(
        throughEpoch epochs: Int, progress: (_ task: TaskDescription, _ done: Int, _ total: Int) throws -> Void,
        onStep: (Trainer.Report, TrainingHistory.Validation?) throws -> Void
    ) throws {
        let (perEpoch, last) = (trainer.stepsPerEpoch, trainer.stepsPerEpoch * epochs)
        // What was loaded is the best so far, if an earlier training kept it.
        if best == nil, plan?.keep.isEmpty == false, trainer.history.kept != nil { best = try copy() }
        try makeUpForValidation(throughEpoch: epochs, progress: progress)
        if let plan, plan.stops(after: trainer.history.validations) {
            hasStoppedEarly = trainer.history.batchCount < last
            return
        }
        do {
            try trainer.run(throughEpoch: epochs) { report in
                guard let plan, plan.isDue(after: report.step, perEpoch: perEpoch, last: last) else {
                    return try onStep(report, nil)
                }
                let validation = try validate(plan, report.step, progress)
                try onStep(report, validation)
                if plan.stops(after: trainer.history.validations), report.step < last { throw Enough() }
            }
        } catch is Enough {
            hasStoppedEarly = true
        }
    }

    /// Puts the parameters of the best model into the trainer's model, where the plan keeps the best.
    package func keepBest() {
        guard let best else { return }
        _ = trainer.model.parameters.update(from: best.parameters)
    }

    private func validate(
        _ plan: ValidationPlan, _ step: Int,
        _ progress: (_ task: TaskDescription, _ done: Int, _ total: Int) throws -> Void
    ) throws -> TrainingHistory.Validation {
        var validation = TrainingHistory.Validation(step: step, losses: [], scores: [:])
        for set in sets {
            let (loss, metrics) = try set.evaluate(trainer.model, tokenizer: tokenizer, plan: batches) { done, total in
                try progress(set.task, done, total)
            }
            validation.losses.append(loss.isFinite ? loss : nil)
            for metric in metrics { validation.scores[metric.name] = metric.value }
        }
        trainer.record(validation)
        let validations = trainer.history.validations
        let bestPlace = plan.best(of: validations)
        trainer.keep(bestPlace)
        if bestPlace == validations.count - 1 {
            if let best { _ = best.parameters.update(from: trainer.model.parameters) } else { best = try copy() }
        }
        return validation
    }

    private func copy() throws -> MultiTaskModel {
        let model = trainer.model
        try AvailableMemory.now.require(
            4 * model.parameterCount, for: "a copy of the best model",
            remedy: "Take a smaller encoder, keep the last model, or allow more memory.")
        return model.copy()
    }
}
