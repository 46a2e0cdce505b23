import Datasets
import Encoders
import Foundation
import Tasks
import Testing
import Training
import TrainingSupport

/// A training that is validated on the way.
@Suite
struct ValidationTests {
    private struct Stop: Error {}

    private static func nothing(_: TaskDescription, _: Int, _: Int) {}
    private static func nothing(_: Int, _: Int) {}

    private func validated(
        _ problem: ToyProblem, _ plan: ValidationPlan?, from state: TrainingState? = nil, learningRate: Double = 2e-3
    ) throws -> ValidatedTrainer {
        let trainer =
            try state.map { try problem.trainer(from: $0, epochs: 6) }
            ?? problem.trainer(epochs: 6, learningRate: learningRate)
        return ValidatedTrainer(
            trainer, plan: plan, sets: try problem.validationSets(), tokenizer: problem.tokenizer, batches: BatchPlan(),
            best: state?.best)
    }

    private func run(_ validated: ValidatedTrainer, _ onStep: (Trainer.Report) throws -> Void = { _ in }) throws {
        try validated.run(throughEpoch: 6, progress: Self.nothing) { report, _ in try onStep(report) }
    }

    @Test("it changes no bit of the training")
    func sameBits() throws {
        let problem = try ToyProblem()
        let plain = try validated(problem, nil)
        let epochs = try validated(problem, ValidationPlan())
        let steps = try validated(problem, ValidationPlan(everySteps: 4))
        for validated in [plain, epochs, steps] { try run(validated) }
        for validated in [epochs, steps] {
            var history = validated.trainer.history
            history.validations = []
            #expect(history == plain.trainer.history)
            #expect(validated.trainer.model.parameters.elementsEqual(plain.trainer.model.parameters))
            #expect(validated.best == nil)
        }
        #expect(epochs.trainer.history.validations.map(\.step) == [9, 18, 27, 36, 45, 54])
        #expect(steps.trainer.history.validations.map(\.step) == Array(stride(from: 4, to: 54, by: 4)) + [54])
        #expect(epochs.trainer.history.validations.last == steps.trainer.history.validations.last)
    }

    @Test("losses and scores are those of the model at that time")
    func scores() throws {
        let problem = try ToyProblem()
        let validated = try validated(problem, ValidationPlan())
        try run(validated)
        let last = try #require(validated.trainer.history.validations.last)
        for (place, set) in try problem.validationSets().enumerated() {
            let (loss, found) = try set.evaluate(
                validated.trainer.model, tokenizer: problem.tokenizer, plan: BatchPlan(), progress: { _, _ in })
            #expect(last.losses[place] == loss)
            let metrics = found.metrics
            #expect(metrics.allSatisfy { last.scores[$0.name] == $0.value })
            #expect(Set(metrics.map(\.name)) == Set(set.scoreNames.map { "\(set.task.name).\($0)" }))
        }
        // The loss is that of the data in one batch, without dropout.
        let model = validated.trainer.model
        let step = OptimizationStep(model: model, optimizer: AdamW(settings: .init(), model: model))
        for (head, task) in try problem.tasks().enumerated() {
            var batch = PackedBatch()
            let rows = (0..<Int32(task.features.count)).map { $0 }
            batch.fill(from: task.features, rows: rows[...], padID: problem.tokenizer.padID)
            let loss = try batch.withInput { input in
                batch.targets.withUnsafeBufferPointer { targets in
                    step.loss(
                        input, head: head, kind: task.kind, targets: targets, targetCount: batch.targetCount,
                        dropout: nil)
                }
            }
            #expect(abs(loss - (try #require(last.losses[head]))) < 1e-5)
        }
    }

    @Test("a label that the training data does not have counts for no loss")
    func unknownLabel() throws {
        var problem = try ToyProblem()
        let known = try problem.validationSets()[0]
        let first = problem.nerExamples[0]
        problem.nerExamples[0] = LabelledSentence(words: first.words, labels: [9] + first.labels.dropFirst())
        let model = problem.model()
        let recipe = EncodingRecipe(maxLength: ToyProblem.maxLength)
        let set = EncodedSplit(
            problem.ner, TokenClassification(),
            features: LabelledTokens(
                examples: problem.nerExamples, tokenizer: problem.tokenizer, maxLength: ToyProblem.maxLength),
            split: TaskSplit(examples: problem.nerExamples, labels: problem.labels.names + ["B-NEW", "I-NEW"]),
            recipe: recipe)
        let losses = try [known, set].map {
            try $0.evaluate(model, tokenizer: problem.tokenizer, plan: BatchPlan(), progress: { _, _ in }).loss
        }
        #expect(losses.allSatisfy(\.isFinite) && losses[0] != losses[1])
        #expect(abs(losses[0] - losses[1]) < 0.2 * losses[0])
    }

    @Test("the first best model is kept, and patience stops the training")
    func bestAndPatience() throws {
        let problem = try ToyProblem()
        var models: [[Float]] = []
        // A learning rate of 0 after the first validation that is best: nothing gets better any more.
        let validated = try validated(
            problem, ValidationPlan(keep: ["ner.f1", "qa.f1"], patience: 2), learningRate: 5e-2)
        try validated.run(throughEpoch: 6, progress: Self.nothing) { _, validation in
            if validation != nil { models.append(Array(validated.trainer.model.parameters)) }
        }
        let history = validated.trainer.history
        let scores = history.validations.map { ($0.scores["ner.f1"] ?? 0) + ($0.scores["qa.f1"] ?? 0) }
        let best = try #require(scores.indices.max { scores[$0] < scores[$1] })
        let first = try #require(scores.firstIndex(of: scores[best]))
        #expect(history.kept == first)
        #expect(validated.hasStoppedEarly == (scores.count < 6))
        if validated.hasStoppedEarly { #expect(scores.count == first + 3) }
        validated.keepBest()
        #expect(Array(validated.trainer.model.parameters) == models[first])
    }

    @Test("stopped early or not, killed and resumed at any step: the same bits", arguments: [3, 9, 10, 18, 23])
    func resume(at step: Int) throws {
        let problem = try ToyProblem()
        let plan = ValidationPlan(everySteps: 5, keep: ["ner.f1", "qa.f1"], patience: 3)
        let whole = try validated(problem, plan, learningRate: 2e-2)
        try run(whole)
        let stopped = try validated(problem, plan, learningRate: 2e-2)
        if (try? run(stopped) { if $0.step == step { throw Stop() } }) != nil { return }
        let folder = try TemporaryFolder()
        let trainer = stopped.trainer
        try TrainingState(
            model: trainer.model, optimizer: trainer.optimizer, history: trainer.history, best: stopped.best
        ).write(to: folder.path)
        let state = try TrainingState.read { "\(folder.path)/\($0)" }
        #expect((state.best == nil) == (step < 5))
        let resumed = try validated(problem, plan, from: state)
        try run(resumed)
        #expect(resumed.hasStoppedEarly == whole.hasStoppedEarly)
        #expect(TrainingBits(resumed.trainer) == TrainingBits(whole.trainer))
        for validated in [resumed, whole] { validated.keepBest() }
        #expect(resumed.trainer.model.parameters.elementsEqual(whole.trainer.model.parameters))
    }

    @Test("a validation that was due when the training was stopped is made up for")
    func dueValidation() throws {
        let problem = try ToyProblem()
        let whole = try validated(problem, ValidationPlan())
        try run(whole)
        // Stopped after the last step of an epoch, before its validation.
        let plain = try problem.trainer(epochs: 6)
        try plain.run(throughEpoch: 1) { _ in }
        let resumed = try validated(
            problem, ValidationPlan(),
            from: TrainingState(model: plain.model, optimizer: plain.optimizer, history: plain.history))
        try run(resumed)
        #expect(TrainingBits(resumed.trainer) == TrainingBits(whole.trainer))
    }

    @Test("plans say when a validation is due, which is the best, and when to stop")
    func plans() {
        #expect((0...10).filter { ValidationPlan().isDue(after: $0, perEpoch: 4, last: 10) } == [4, 8, 10])
        #expect(
            (0...10).filter { ValidationPlan(everySteps: 3).isDue(after: $0, perEpoch: 4, last: 10) } == [3, 6, 9, 10])
        let found = [0.1, 0.3, 0.3, 0.2].enumerated().map {
            TrainingHistory.Validation(step: $0 + 1, losses: [], scores: ["a.f1": $1, "b.f1": 0.5])
        }
        let plan = ValidationPlan(keep: ["a.f1", "b.f1"], patience: 2)
        #expect(plan.best(of: found) == 1 && plan.best(of: []) == nil)
        #expect(ValidationPlan(patience: 1).best(of: found) == nil)
        #expect((0...4).map { plan.stops(after: Array(found.prefix($0))) } == [false, false, false, false, true])
    }

    @Test("a split without an entity says so")
    func flaws() throws {
        var problem = try ToyProblem()
        #expect(try problem.validationSets().allSatisfy { $0.flaw == nil })
        for index in problem.nerExamples.indices {
            let words = problem.nerExamples[index].words
            problem.nerExamples[index] = LabelledSentence(words: words, labels: words.map { _ in 0 })
        }
        #expect(try problem.validationSets()[0].flaw == "there is no entity in it")
    }
}
