import Datasets
import Encoders
import FixtureSupport
import Foundation
import Testing
import Training
import TrainingSupport

/// A history continues with batches and a schedule that fit it, or the error says why it can't.
@Suite
struct ResumeTests {
    private func plan(
        _ trainer: Trainer, batchSize: Int = 4, tasks: [TrainingTask], seed: UInt64 = 1,
        weights: WeightSettings = WeightSettings()
    ) -> TrainingPlan {
        TrainingPlan(
            batches: BatchPlan(batchSize: batchSize), tasks: tasks, weights: weights, maxGradientNorm: 1,
            schedule: LearningRateSchedule(warmupSteps: 1, totalSteps: 9), seed: seed)
    }

    private func trained() throws -> (ToyProblem, TrainingState) {
        let problem = try ToyProblem()
        let trainer = try problem.trainer(epochs: 3)
        try trainer.run(throughEpoch: 2) { _ in }
        return (
            problem, TrainingState(model: trainer.model, optimizer: trainer.optimizer, history: trainer.history)
        )
    }

    /// An epoch has more batches than before, or fewer: the position in the order is before or after the end of the epoch.
    @Test(arguments: [1, 2, 8, 24])
    func otherBatchesAreRefusedBeforeAnyStep(batchSize: Int) throws {
        let (problem, checkpoint) = try trained()
        let trainer = try problem.trainer(from: checkpoint, epochs: 3, plan: BatchPlan(batchSize: batchSize))
        let error = #expect(throws: TrainingError.self) {
            try trainer.run(throughEpoch: 3) { _ in Issue.record("a step was done") }
        }
        let perEpoch = trainer.stepsPerEpoch
        #expect(error == .otherBatches(epochs: 2, batches: 18, perEpoch: perEpoch))
        #expect(try #require(error).description.contains("--resume"))
    }

    @Test func aScheduleThatEndsBeforeTheTrainingIsRefused() throws {
        let (problem, checkpoint) = try trained()
        let trainer = try problem.trainer(from: checkpoint, epochs: 2)
        let error = #expect(throws: TrainingError.self) { try trainer.run(throughEpoch: 3) { _ in } }
        #expect(error == .scheduleTooShort(steps: 18, needed: 27, perEpoch: 9))
        #expect(try #require(error).description.contains("--epochs 3"))
    }

    @Test func momentsOfAnotherModelAreRefused() throws {
        let problem = try ToyProblem()
        let model = problem.model()
        let other = MultiTaskModel(configuration: model.configuration, heads: [.ner(labelCount: 3), .qa])
        let trainer = try problem.trainer(
            from: TrainingState(
                model: model, optimizer: AdamW(settings: .init(), model: other),
                history: TrainingHistory(tasks: ["ner", "qa"], randomKey: 1)))
        #expect(throws: TrainingError.otherOptimizer) { try trainer.run(throughEpoch: 1) { _ in } }
    }

    @Test func whatDiffersIsNamed() throws {
        let problem = try ToyProblem()
        let trainer = try problem.trainer()
        var before = plan(trainer, tasks: try problem.tasks())
        #expect(before.otherBatches(than: before, tasks: ["ner", "qa"]).isEmpty)
        #expect(before.otherSettings(than: before, tasks: ["ner", "qa"]).isEmpty)
        // A plan of an earlier version does not name the rule, and there was only one.
        var earlier = before
        earlier.turns = nil
        #expect(before.otherBatches(than: earlier, tasks: ["ner", "qa"]).isEmpty)
        earlier.turns = "proportional"
        #expect(
            before.otherBatches(than: earlier, tasks: []).map(\.description) == [
                "turns of the tasks: proportional then, round-robin now"
            ])
        var fewer = try ToyProblem(nerCount: 20)
        fewer.qaExamples.removeLast()
        var now = plan(
            trainer, batchSize: 5, tasks: try fewer.tasks(), seed: 3, weights: WeightSettings(weights: ["ner": 2]))
        #expect(
            now.otherBatches(than: before, tasks: ["ner", "qa"]).map(\.description) == [
                "batch size: 4 then, 5 now", "NER sequences to train on: 24 then, 20 now",
                "QA sequences to train on: 12 then, 11 now",
            ])
        var other = before
        (before.dataDigests, other.dataDigests) = (["0123456789", "a"], ["fedcba9876", "a"])
        #expect(
            other.otherSettings(than: before, tasks: ["ner", "qa"]).map(\.description) == [
                "digest of the NER sequences: 01234567 then, fedcba98 now"
            ])
        now.batches.padding = .maxLength
        now.schedule.totalSteps = 27
        now.precision = .bf16
        #expect(
            now.otherSettings(than: before, tasks: ["ner", "qa"]).map(\.what) == [
                "seed", "padding", "precision", "steps of the schedule", "weights of the losses",
            ])
    }

    /// The error names a missing key or an impossible number. Nothing is silently read as 0.
    @Test(arguments: [
        ("\"ner\" : 12", "\"nerr\" : 12", "'optimizer.stepCounts.ner' is missing"),
        ("\"encoder\" : 18", "\"encoder\" : -1", "step count of -1"),
        ("\"skippedBatches\" : 0", "\"skipped\" : 0", "'history.skippedBatches' is missing"),
        ("\"skippedBatches\" : 0", "\"skippedBatches\" : -5", "-5"),
        ("\"lastStep\" : 18", "\"lastStep\" : 1800", "ends with step 1800"),
        ("\"task\" : 1", "\"task\" : 7", "of task 7"),
        ("\"task\" : 1", "\"task\" : -1", "of task -1"),
        ("\"learningRate\"", "\"rate\"", "'optimizer.settings.learningRate' is missing"),
        ("\"weightDecay\" : 0.01", "\"weightDecay\" : -0.01", "weightDecay"),
        ("\"headDropout\" :", "\"headDropout\" : 3e2, \"x\" :", "dropout"),
        (
            "\"everySteps\" : 5", "\"everySteps\" : 0",
            "'history.plan.validation.everySteps': it is 0, and must be from 1"
        ),
        ("\"patience\" : 2", "\"patience\" : -2", "'history.plan.validation.patience': it is -2"),
        ("\"batchSize\" : 4", "\"batchSize\" : 0", "'history.plan.batches.batchSize': it is 0"),
        ("\"accumulates\" : 3", "\"accumulates\" : -3", "'history.plan.batches.accumulates': it is -3"),
        ("\"stepsPerEpoch\" : 3", "\"stepsPerEpoch\" : 0", "'history.plan.stepsPerEpoch': it is 0"),
        ("\"totalSteps\" : 9", "\"totalSteps\" : -9", "'history.plan.schedule.totalSteps': it is -9"),
        ("\"warmupSteps\" : 1", "\"warmupSteps\" : 10", "it is 10, more than the 9 steps of the schedule"),
        ("\"maxGradientNorm\" : 1", "\"maxGradientNorm\" : -1", "'history.plan.maxGradientNorm': it is -1"),
        ("\"labelSmoothing\" : 0.1", "\"labelSmoothing\" : 1", "'history.plan.labelSmoothing': it is 1"),
        ("\"sequenceCounts\" : [", "\"sequenceCounts\" : [ 1,", "its plan has 3 numbers of sequences for 2 tasks"),
        ("\"weight\" : 1", "\"weight\" : 3e38", "is too large"),
    ])
    func aDamagedHistoryIsNamed(change: (from: String, to: String, says: String)) throws {
        let (problem, state) = try trained()
        var checkpoint = state
        checkpoint.history.plan = TrainingPlan(
            batches: BatchPlan(batchSize: 4, accumulation: 3), tasks: try problem.tasks(), maxGradientNorm: 1,
            labelSmoothing: 0.1, schedule: LearningRateSchedule(warmupSteps: 1, totalSteps: 9),
            validation: ValidationPlan(everySteps: 5, keep: ["ner.f1"], patience: 2), seed: 1)
        let folder = try TemporaryFolder()
        _ = try Checkpoint(checkpoint).save(to: folder.path, tokenizer: problem.tokenizer)
        let path = "\(folder.path)/training.json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains(change.from), "\(change.from)")
        try text.replacingOccurrences(of: change.from, with: change.to).write(
            toFile: path, atomically: true, encoding: .utf8)
        let error = #expect(throws: TrainingError.self) { try Checkpoint.load(from: folder.path) }
        let said = try #require(error).description
        #expect(said.contains(change.says), "\(said)")
    }

    @Test func aHistoryOfAnEarlierVersionHasNoPlan() throws {
        let (problem, checkpoint) = try trained()
        var withPlan = checkpoint
        withPlan.history.plan = plan(try problem.trainer(), tasks: try problem.tasks())
        for checkpoint in [checkpoint, withPlan] {
            let folder = try TemporaryFolder()
            _ = try Checkpoint(checkpoint).save(
                to: folder.path, tokenizer: problem.tokenizer)
            #expect(try Checkpoint.load(from: folder.path).state.history == checkpoint.history)
        }
    }
}
