import Datasets
import Encoders
import FixtureSupport
import Foundation
import Kernels
import Tasks
import Testing
import Training
import TrainingSupport

/// A step of several batches: its gradient is the sum of theirs, and a rule sees what it asks for.
@Suite
struct JointStepTests {
    private static let ner = FlatBatch(
        FixtureBatch(task: "ner", inputIDs: [[5, 6, 7, 8, 9], [7, 10, 11]], labels: [[0, 1, 2, 0, 0], [1, 0, 3]]),
        padded: false)
    private static let more = FlatBatch(
        FixtureBatch(task: "ner", inputIDs: [[12, 5, 13], [9, 9]], labels: [[0, 4, 0], [2, 0]]), padded: false)
    private static let whole = FlatBatch(
        FixtureBatch(
            task: "ner", inputIDs: [[5, 6, 7, 8, 9], [7, 10, 11], [12, 5, 13], [9, 9]],
            labels: [[0, 1, 2, 0, 0], [1, 0, 3], [0, 4, 0], [2, 0]]), padded: false)

    private func add(_ batch: FlatBatch, head: Int, weight: Float = 1, to step: OptimizationStep) throws -> Double {
        try batch.withInput { input in
            try batch.targets.withUnsafeBufferPointer { targets in
                try step.add(
                    input, head: head, kind: TokenClassification(), targets: targets, targetCount: batch.targetCount,
                    weight: weight, dropout: nil)
            }
        }
    }

    /// A model with two heads of one kind, so that one batch serves both.
    private func model() throws -> MultiTaskModel {
        let toy = try ToyProblem()
        MatrixProduct.useCallingThreadOnly()
        let labels = toy.labels.names
        let model = MultiTaskModel(
            configuration: toy.model().configuration,
            heads: ["ner", "other"].map { TokenClassification().head(task: $0, labels: labels) })
        model.initializeEncoder(key: RandomKey(3))
        model.initializeHeads(key: RandomKey(4))
        return model
    }

    private func step() throws -> OptimizationStep {
        let model = try model()
        return OptimizationStep(model: model, optimizer: AdamW(settings: .init(), model: model))
    }

    /// The gradient of one batch alone, with zeros for what it does not reach.
    private func gradient(_ batch: FlatBatch, head: Int, weight: Float = 1) throws -> [Float] {
        let step = try step()
        step.begin()
        _ = try add(batch, head: head, weight: weight, to: step)
        return Array(step.gradients.floats)
    }

    @Test("the gradient of a joint step is the sum of its tasks' gradients, also when steps follow each other")
    func sum() throws {
        let first = try gradient(Self.ner, head: 0, weight: 0.5)
        let second = try gradient(Self.more, head: 1, weight: 3)
        let step = try step()
        for _ in 0..<2 {
            // A step of one task leaves nothing behind.
            step.begin()
            _ = try add(Self.whole, head: 1, to: step)
            step.begin()
            _ = try add(Self.ner, head: 0, weight: 0.5, to: step)
            _ = try add(Self.more, head: 1, weight: 3, to: step)
            for entry in step.model.table.trainableEntries {
                let sum = entry.range.map { first[$0] + second[$0] }
                #expect(step.gradients.floats[entry.range].elementsEqual(sum), "\(entry.name)")
            }
        }
    }

    @Test("batches that are weighed by their labels give the gradient of one large batch")
    func accumulation() throws {
        let expected = try gradient(Self.whole, head: 0)
        let step = try step()
        step.begin()
        let count = Float(Self.ner.targetCount + Self.more.targetCount)
        let losses = [
            try add(Self.ner, head: 0, weight: Float(Self.ner.targetCount) / count, to: step),
            try add(Self.more, head: 0, weight: Float(Self.more.targetCount) / count, to: step),
        ]
        #expect(Distance.relative(step.gradients.floats[...], expected) < 1e-5)
        let whole = try self.step()
        let loss = try add(Self.whole, head: 0, to: whole)
        let mean =
            (losses[0] * Double(Self.ner.targetCount) + losses[1] * Double(Self.more.targetCount)) / Double(count)
        #expect(abs(loss - mean) < 1e-6)
    }

    @Test("kept gradients give inner products, and their weighted sum")
    func kept() throws {
        let gradients = [try gradient(Self.ner, head: 0), try gradient(Self.more, head: 1)]
        let step = try step()
        let shared = step.model.table.groups[0].trainable[0]
        // Twice, since the memory of the first time is used again.
        for _ in 0..<2 {
            step.begin()
            _ = try add(Self.ner, head: 0, to: step)
            step.keep()
            _ = try add(Self.more, head: 1, to: step)
            step.keep()
            let products = step.keptProducts()
            let parts = step.model.table.trainedParts
            #expect(parts.map(\.layer) == [nil, 0, 1] && products.count == 3)
            #expect(parts.flatMap(\.ranges).reduce(0) { $0 + $1.count } == shared.count)
            for (part, products) in zip(parts, products) {
                for (row, column) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                    let expected = part.ranges.joined().reduce(0) {
                        $0 + Double(gradients[row][$1]) * Double(gradients[column][$1])
                    }
                    #expect(abs(products[row][column] - expected) < 1e-5 * (products[0][0] + products[1][1]))
                }
            }
            step.combine(GradientWeights(shared: [0.25, -2], heads: [1, 0.5]))
            for entry in step.model.table.trainableEntries {
                let isShared = shared.contains(entry.offset)
                let scales: [Float] = isShared ? [0.25, -2] : [1, 0.5]
                let sum = entry.range.map { scales[0] * gradients[0][$0] + scales[1] * gradients[1][$0] }
                #expect(Distance.maximum(step.gradients.floats[entry.range], sum) < 1e-5, "\(entry.name)")
            }
        }
    }

    @Test("the norm in the last layer is that of each task alone")
    func sharedNorm() throws {
        let step = try step()
        let range = try #require(step.model.table.lastTrainedLayer)
        #expect(
            step.model.table.entries.filter { range.contains($0.offset) }.allSatisfy { $0.name.contains("layer.1.") })
        step.measuresSharedNorms = true
        for (batch, head, weight) in [(Self.ner, 0, Float(2)), (Self.more, 1, 1)] {
            if head == 0 { step.begin() }
            _ = try add(batch, head: head, weight: weight, to: step)
            let alone = try gradient(batch, head: head, weight: weight)[range]
            let norm = alone.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
            #expect(abs(step.takeSharedNorm() - norm) < 1e-5 * norm)
        }
    }

    @Test("the norm of a task with several batches is that of their sum, and nothing is left of it afterwards")
    func sharedNormOfSeveral() throws {
        let step = try step()
        let range = try #require(step.model.table.lastTrainedLayer)
        step.measuresSharedNorms = true
        let first = try gradient(Self.ner, head: 0)[range]
        let second = try gradient(Self.more, head: 1)[range]
        let sum = zip(first, second).reduce(0) { $0 + pow(Double($1.0) + Double($1.1), 2) }.squareRoot()
        let alone = first.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        for _ in 0..<2 {
            step.begin()
            _ = try add(Self.ner, head: 0, to: step)
            _ = try add(Self.more, head: 1, to: step)
            #expect(abs(step.takeSharedNorm() - sum) < 1e-5 * sum)
            _ = try add(Self.ner, head: 0, to: step)
            #expect(abs(step.takeSharedNorm() - alone) < 1e-5 * alone)
            #expect(step.takeSharedNorm() == 0)
        }
    }
}

/// A rule that asks for everything, and remembers all that it sees.
private struct Recorder: WeightRule {
    static let name = "recorder"
    static let page = WeightPage(title: "", paper: "", text: "", costs: "")
    var needs: BalanceNeeds = [.sharedGradientNorms, .gradientProducts, .lossesAfterwards, .jointTurns]

    init(_ settings: WeightSettings, tasks: [String]) {}
    init(needs: BalanceNeeds) { self.needs = needs }

    func start() -> BalanceState { BalanceState(["seen": []]) }
    /// It depends on what came before, so that a state that is lost shows.
    private func weight(_ state: BalanceState) -> Double { 1 + 0.1 * abs(sin(state["seen"]?.reduce(0, +) ?? 0)) }
    func weights(step: Int, epoch: Int, state: BalanceState) -> [Double] { [weight(state), 0.5] }
    func weights(after observation: BalanceObservation, state: BalanceState) -> GradientWeights {
        GradientWeights(shared: [weight(state), 0.5], heads: [1, 1])
    }
    func update(_ state: inout BalanceState, with observation: BalanceObservation) {
        state["seen"]? +=
            observation.losses + observation.weights + observation.sharedGradientNorms
            + observation.gradientProducts.flatMap(\.self) + observation.lossesAfterwards
            + [Double(observation.key.bits >> 32)]
    }
}

@Suite("Balancing in the training loop")
struct BalanceLoopTests {
    private func trainer(
        _ problem: ToyProblem, _ rule: any WeightRule, from state: TrainingState? = nil,
        turns: any TurnRule = JointTurns(), plan: BatchPlan = BatchPlan(batchSize: 4)
    ) throws -> Trainer {
        let start = problem.model()
        let state =
            state
            ?? TrainingState(
                model: start, optimizer: AdamW(settings: .init(learningRate: 2e-3), model: start),
                history: TrainingHistory(tasks: ["ner", "qa"], randomKey: 7))
        return Trainer(
            model: state.model, optimizer: state.optimizer, history: state.history,
            schedule: LearningRateSchedule(warmupSteps: 2, totalSteps: 18), tasks: try problem.tasks(), turns: turns,
            weights: rule, plan: plan, maxGradientNorm: 1, padID: problem.tokenizer.padID)
    }

    private static let needs: [BalanceNeeds] = [
        [], [.sharedGradientNorms], [.gradientProducts], [.lossesAfterwards],
        [.sharedGradientNorms, .gradientProducts, .lossesAfterwards],
    ]

    @Test(
        "a rule's state is in the checkpoint, and a training that was stopped ends with the same bits", arguments: needs
    )
    func resume(needs: BalanceNeeds) throws {
        let problem = try ToyProblem()
        let rule = Recorder(needs: needs)
        let whole = try trainer(problem, rule)
        try whole.run(throughEpoch: 3) { _ in }
        let state = try #require(whole.history.balance?["seen"])
        let perStep =
            5 + (needs.contains(.sharedGradientNorms) ? 2 : 0) + (needs.contains(.gradientProducts) ? 4 : 0)
            + (needs.contains(.lossesAfterwards) ? 2 : 0)
        #expect(state.count == 18 * perStep)
        struct Stop: Error {}
        let stopped = try trainer(problem, rule)
        #expect(throws: Stop.self) { try stopped.run(throughEpoch: 3) { if $0.step == 8 { throw Stop() } } }
        let folder = try TemporaryFolder()
        _ = try Checkpoint(
            TrainingState(model: stopped.model, optimizer: stopped.optimizer, history: stopped.history)
        ).save(to: folder.path, tokenizer: problem.tokenizer)
        let resumed = try trainer(problem, rule, from: Checkpoint.load(from: folder.path).state)
        try resumed.run(throughEpoch: 3) { _ in }
        #expect(TrainingBits(resumed) == TrainingBits(whole))
    }

    @Test("losses after the update are those of the same batches, and have fallen")
    func afterwards() throws {
        let problem = try ToyProblem()
        let trainer = try trainer(problem, Recorder(needs: [.lossesAfterwards]))
        try trainer.run(throughEpoch: 3) { _ in }
        let seen = try #require(trainer.history.balance?["seen"])
        let steps = stride(from: 0, to: seen.count, by: 7).map { Array(seen[$0..<$0 + 7]) }
        // The first step has the learning rate 0: nothing has changed.
        #expect(steps[0][0] == steps[0][4] && steps[0][1] == steps[0][5])
        let fallen = steps.dropFirst().filter { $0[4] + 0.5 * $0[5] < $0[0] + 0.5 * $0[1] }
        #expect(fallen.count > 14, "\(fallen.count)")
    }

    @Test("a rule that needs joint turns says so")
    func needsJointTurns() throws {
        let trainer = try trainer(try ToyProblem(), Recorder(needs: [.jointTurns]), turns: RoundRobin())
        let error = #expect(throws: TrainingError.self) { try trainer.run(throughEpoch: 1) { _ in } }
        #expect(error == .needsJointTurns(rule: "recorder", turns: "round-robin"))
        #expect(try #require(error).description.contains("'batches joint'"))
    }

    @Test("a history has each task's loss without and with its weight, and the learning rate")
    func history() throws {
        let trainer = try ToyProblem().trainer(
            learningRate: 0, weights: WeightSettings(weights: ["ner": 0.5, "qa": 4]), turns: JointTurns())
        let plain = try ToyProblem().trainer(learningRate: 0, turns: JointTurns())
        for trainer in [trainer, plain] { try trainer.run(throughEpoch: 2) { _ in } }
        #expect(trainer.history.steps.count == 12)
        for (weighted, plain) in zip(trainer.history.steps, plain.history.steps) {
            #expect(weighted.parts.map(\.task) == [0, 1] && weighted.parts.map(\.weight) == [0.5, 4])
            #expect(weighted.parts.map(\.loss) == plain.parts.map(\.loss))
            #expect(weighted.loss == Float(0.5 * plain.parts[0].loss) + Float(4 * plain.parts[1].loss))
        }
    }
}
