import Datasets
import Encoders
import Kernels
import Testing
import Tokenization
import Training
import TrainingSupport

/// The training loop on the toy problem: its order, its history, its bits, and how it ends after an error.
@Suite
struct TrainerTests {
    private struct Stop: Error {}

    @Test func theSameSeedGivesTheSameBits() throws {
        let problem = try ToyProblem()
        let runs = try [7, 7, 8].map { seed in
            let trainer = try problem.trainer(seed: UInt64(seed))
            try trainer.run(throughEpoch: 2) { _ in }
            return TrainingBits(trainer)
        }
        #expect(runs[0] == runs[1])
        #expect(runs[0].parameters != runs[2].parameters)
        #expect(runs[0].history.steps != runs[2].history.steps)
    }

    /// Apart from the initial weights, the seed determines order and dropout.
    @Test func theSeedDecidesOrderAndDropout() throws {
        let problem = try ToyProblem()
        func losses(_ seed: UInt64, shuffles: Bool) throws -> [Float] {
            let model = problem.model(seed: 1)
            let trainer = try problem.trainer(
                from: TrainingState(
                    model: model, optimizer: AdamW(settings: .init(), model: model),
                    history: TrainingHistory(tasks: ["ner", "qa"], randomKey: seed)),
                plan: BatchPlan(batchSize: 4, shuffles: shuffles))
            try trainer.run(throughEpoch: 1) { _ in }
            return trainer.history.steps.map(\.loss)
        }
        #expect(try losses(1, shuffles: true) == losses(1, shuffles: true))
        #expect(try losses(1, shuffles: true) != losses(2, shuffles: true))
        #expect(try losses(1, shuffles: false) != losses(2, shuffles: false))
        #expect(try losses(1, shuffles: true) != losses(1, shuffles: false))
    }

    /// The test has a process of its own, since the number of threads belongs to the process. It uses the vocabulary that ships, so
    /// that a pass over the parameters also has more than one piece.
    @Test func oneAndTwoThreadsGiveTheSameBits() async {
        await #expect(processExitsWith: .success) {
            let problem = try ToyProblem(nerCount: 48, qaCount: 40, tokenizer: .shipped())
            var runs: [TrainingBits] = []
            for threads in [1, 2] {
                WorkerPool.shared.threadCount = threads
                let trainer = try problem.trainer(epochs: 1, plan: BatchPlan(batchSize: 16))
                try trainer.run(throughEpoch: 1) { _ in }
                runs.append(TrainingBits(trainer))
            }
            #expect(runs[0].history.steps.count == 6)
            #expect(runs[0] == runs[1])
        }
    }

    @Test func tasksTakeTurnsUntilOneRunsDry() throws {
        let problem = try ToyProblem(nerCount: 7, qaCount: 17)
        let trainer = try problem.trainer()
        #expect(trainer.stepsPerEpoch == 7)
        var reports: [Trainer.Report] = []
        try trainer.run(throughEpoch: 2) { reports.append($0) }
        let turns = [0, 1, 0, 1, 1, 1, 1]
        #expect(trainer.history.steps.map(\.parts[0].task) == turns + turns)
        #expect(reports.map(\.task) == (turns + turns).map { ["ner", "qa"][$0] })
        #expect(reports.map(\.step) == Array(1...14))
        #expect(reports.map(\.epoch) == [Int](repeating: 1, count: 7) + [Int](repeating: 2, count: 7))
        #expect(reports.allSatisfy { $0.lastStep == 14 })
        #expect(reports.map { $0.finishedEpoch != nil } == (1...14).map { $0 % 7 == 0 })
        let tokens = try problem.tasks().map(\.features.tokenCount)
        for (task, count) in tokens.enumerated() {
            let seen = reports.prefix(7).filter { $0.task == ["ner", "qa"][task] }.reduce(0) { $0 + $1.tokens }
            #expect(seen == count, "an epoch takes every example once")
        }
        #expect(trainer.optimizer.stepCounts == [14, 4, 10, 0])
    }

    @Test func epochsAreMeansOverTheirBatches() throws {
        let problem = try ToyProblem()
        let trainer = try problem.trainer(epochs: 2)
        var reported: [Double] = []
        try trainer.run(throughEpoch: 2) { reported.append($0.loss) }
        let history = trainer.history
        #expect(history.epochs.map(\.lastStep) == [9, 18])
        for (epoch, mean) in history.epochs.enumerated() {
            let steps = history.steps[9 * epoch..<9 * (epoch + 1)]
            for task in 0..<2 {
                let losses = steps.filter { $0.parts[0].task == task }.map { Double($0.loss) }
                #expect(losses.count == [6, 3][task])
                #expect(abs(mean.losses[task] - losses.reduce(0, +) / Double(losses.count)) < 1e-12)
            }
            #expect(abs(mean.total - steps.reduce(0) { $0 + Double($1.loss) } / 9) < 1e-12)
        }
        #expect(zip(reported, history.steps).allSatisfy { abs($0 - Double($1.loss)) < 1e-6 })
    }

    @Test func lossesAreTimesTheirWeights() throws {
        let problem = try ToyProblem()
        func first(_ weights: WeightSettings) throws -> [TrainingHistory.Step] {
            let trainer = try problem.trainer(learningRate: 0, weights: weights)
            try trainer.run(throughEpoch: 1) { _ in }
            return trainer.history.steps
        }
        let plain = try first(WeightSettings())
        let weighted = try first(WeightSettings(weights: ["ner": 0.5, "qa": 4]))
        for (plain, weighted) in zip(plain, weighted) {
            let weight: Float = plain.parts[0].task == 0 ? 0.5 : 4
            #expect(abs(weighted.loss - weight * plain.loss) < 1e-6 * weighted.loss)
            #expect(abs(weighted.gradientNorm - weight * plain.gradientNorm) < 1e-4 * weighted.gradientNorm)
        }
    }

    @Test(arguments: BatchPlan.PaddingMode.allCases)
    func lossFalls(padding: BatchPlan.PaddingMode) throws {
        let problem = try ToyProblem(nerCount: 64, qaCount: 64)
        let trainer = try problem.trainer(
            epochs: 8, learningRate: 5e-3, plan: BatchPlan(batchSize: 8, padding: padding))
        try trainer.run(throughEpoch: 8) { _ in }
        let (first, last) = try (#require(trainer.history.epochs.first), #require(trainer.history.epochs.last))
        #expect(last.losses[0] < 0.3 * first.losses[0], "\(first) \(last)")
        #expect(last.losses[1] < 0.3 * first.losses[1], "\(first) \(last)")
    }

    @Test func whatOnStepThrowsEndsTrainingAfterThatStep() throws {
        let problem = try ToyProblem()
        let whole = try problem.trainer()
        var after: [TrainingBits] = []
        try whole.run(throughEpoch: 2) { _ in after.append(TrainingBits(whole)) }
        let stopped = try problem.trainer()
        #expect(throws: Stop.self) { try stopped.run(throughEpoch: 2) { if $0.step == 12 { throw Stop() } } }
        #expect(stopped.history.steps.count == 12)
        #expect(stopped.history.epochs.count == 1)
        #expect(TrainingBits(stopped) == after[11])
    }

    @Test func anEpochThatWasStoppedAtItsEndIsWhole() throws {
        let problem = try ToyProblem()
        let whole = try problem.trainer()
        try whole.run(throughEpoch: 3) { _ in }
        let stopped = try problem.trainer()
        #expect(throws: Stop.self) { try stopped.run(throughEpoch: 3) { if $0.step == 9 { throw Stop() } } }
        #expect(stopped.history.epochs.count == 1)
        try stopped.run(throughEpoch: 3) { _ in }
        #expect(TrainingBits(stopped) == TrainingBits(whole))
    }

    @Test(arguments: ["ner", "qa"])
    func aLossThatIsNotFiniteLeavesEverythingAsItWas(task: String) throws {
        let step = task == "ner" ? 1 : 2
        let problem = try ToyProblem()
        let trainer = try problem.trainer()
        let name = task == "ner" ? "ner_head.bias" : "qa_end_head.bias"
        trainer.model.parameter(try #require(trainer.model.table[name]))[0] = .nan
        var before = TrainingBits(trainer)
        let error = #expect(throws: TrainingError.self) {
            try trainer.run(throughEpoch: 1) { _ in before = TrainingBits(trainer) }
        }
        let text = try #require(error).description
        #expect(text.hasPrefix("step \(step), epoch 1: the \(task) loss became nan. Lower --learning-rate"))
        #expect(TrainingBits(trainer) == before)
        #expect(trainer.history.steps.count == step - 1)
        #expect(trainer.optimizer.stepCounts == (step == 1 ? [0, 0, 0, 0] : [1, 1, 0, 0]))
    }

    @Test func aGradientThatIsNotFiniteLeavesEverythingAsItWas() throws {
        let problem = try ToyProblem()
        let trainer = try problem.trainer(weights: WeightSettings(weights: ["ner": .infinity]))
        let before = TrainingBits(trainer)
        let error = #expect(throws: TrainingError.self) { try trainer.run(throughEpoch: 1) { _ in } }
        #expect(
            error == .atStep(1, epoch: 1, cause: TrainingError.gradientNotFinite(task: "ner").description))
        #expect(TrainingBits(trainer) == before)
    }

    @Test func nothingToTrain() throws {
        let problem = try ToyProblem(nerCount: 0, qaCount: 0)
        let trainer = try problem.trainer()
        #expect(throws: TrainingError.nothingToTrain) { try trainer.run(throughEpoch: 1) { _ in } }
        #expect(trainer.history.steps.isEmpty)
        #expect(TrainingError.nothingToTrain.description.contains("'select'"))
    }

    @Test func aBatchWithoutAnyLabelIsSkippedAndCounted() throws {
        var problem = try ToyProblem(nerCount: 8, qaCount: 4)
        for index in 4..<8 {
            let words = problem.nerExamples[index].words
            problem.nerExamples[index] = LabelledSentence(words: words, labels: words.map { _ in ignoreIndex })
        }
        let trainer = try problem.trainer(plan: BatchPlan(batchSize: 4, shuffles: false))
        var steps: [(step: Int, isSkipped: Bool)] = []
        var beforeSkipping: TrainingBits?
        try trainer.run(throughEpoch: 1) { report in
            steps.append((report.step, report.loss.isNaN))
            if report.step == 2 { beforeSkipping = TrainingBits(trainer) }
        }
        #expect(steps.map(\.step) == [1, 2, 3])
        #expect(steps.map(\.isSkipped) == [false, false, true])
        #expect(trainer.history.skippedBatches == 1)
        #expect(trainer.history.steps.count == 2)
        #expect(trainer.optimizer.stepCounts == [2, 1, 1, 0])
        #expect(TrainingBits(trainer).parameters == beforeSkipping?.parameters)
        let epoch = try #require(trainer.history.epochs.first)
        #expect(epoch.losses[0] == Double(trainer.history.steps[0].loss))
    }
}
