import Datasets
import Encoders
import FixtureSupport
import Testing
import Training
import TrainingSupport

/// Trainings with each rule: stopped and gone on with, they end with the bits of one that was not stopped.
@Suite
struct BalancingResumeTests {
    private static let rules = [
        WeightSettings(rule: "uncertainty", options: ["learning-rate": 0.05]),
        WeightSettings(rule: "dwa", options: ["every": 3]), WeightSettings(rule: "dwa"),
        WeightSettings(rule: "gradnorm"), WeightSettings(rule: "pcgrad"), WeightSettings(rule: "famo"),
    ]

    struct Stop: Error {}

    @Test(arguments: rules)
    func stopped(settings: WeightSettings) throws {
        let problem = try ToyProblem()
        let turns = JointTurns()
        let whole = try problem.trainer(weights: settings, turns: turns)
        try whole.run(throughEpoch: 3) { _ in }
        let stopped = try problem.trainer(weights: settings, turns: turns)
        #expect(throws: Stop.self) { try stopped.run(throughEpoch: 3) { if $0.step == 8 { throw Stop() } } }
        let folder = try TemporaryFolder()
        _ = try Checkpoint(
            TrainingState(model: stopped.model, optimizer: stopped.optimizer, history: stopped.history)
        ).save(to: folder.path, tokenizer: problem.tokenizer)
        let resumed = try problem.trainer(
            from: Checkpoint.load(from: folder.path).state, weights: settings, turns: turns)
        try resumed.run(throughEpoch: 3) { _ in }
        #expect(TrainingBits(resumed) == TrainingBits(whole))
        // The weights were not those of a fixed rule.
        #expect(Set(whole.history.steps.flatMap(\.parts).map(\.weight)).count > 2)
    }

    @Test("a rule begins anew in a history that another rule wrote")
    func otherRule() throws {
        let problem = try ToyProblem()
        let first = try problem.trainer(turns: JointTurns())
        try first.run(throughEpoch: 1) { _ in }
        let state = TrainingState(model: first.model, optimizer: first.optimizer, history: first.history)
        let second = try problem.trainer(
            from: state, weights: WeightSettings(rule: "gradnorm"), turns: JointTurns())
        try second.run(throughEpoch: 3) { _ in }
        let weights = try #require(second.history.balance?["weight"])
        #expect(weights.count == 2 && weights[0] != weights[1])
    }

    @Test("turns of one task at a time: what works with the losses alone trains, the others say what to write")
    func turns() throws {
        let problem = try ToyProblem()
        for name in WeightRules.all.map({ $0.name }) {
            let trainer = try problem.trainer(weights: WeightSettings(rule: name), turns: RoundRobin())
            if ["fixed", "uncertainty", "dwa"].contains(name) {
                try trainer.run(throughEpoch: 1) { _ in }
            } else {
                let error = #expect(throws: TrainingError.self) { try trainer.run(throughEpoch: 1) { _ in } }
                #expect(error == .needsJointTurns(rule: name, turns: "round-robin"))
            }
        }
    }

    @Test("the probe sees the cosines of the gradients by part, and trains as fixed weights do")
    func probe() throws {
        let problem = try ToyProblem()
        let tasks = try problem.tasks()
        let settings = WeightSettings(weights: ["qa": 2])
        let model = problem.model()
        let copy = model.copy()
        #expect(copy.parameters.map(\.bitPattern) == model.parameters.map(\.bitPattern))
        let probe = ConflictProbe(settings, tasks: tasks.map(\.name), every: 2)
        let trainer = Trainer(
            model: copy, optimizer: AdamW(settings: .init(learningRate: 2e-3), model: copy),
            history: TrainingHistory(tasks: tasks.map(\.name), randomKey: 7),
            schedule: LearningRateSchedule(warmupSteps: 1, totalSteps: 18), tasks: tasks, turns: JointTurns(),
            weights: probe, plan: BatchPlan(batchSize: 4), maxGradientNorm: 1, padID: problem.tokenizer.padID)
        #expect(throws: Stop.self) { try trainer.run(throughEpoch: 3) { if $0.step == 7 { throw Stop() } } }
        #expect(copy.parameters.map(\.bitPattern) != model.parameters.map(\.bitPattern))
        let fixed = try problem.trainer(weights: settings, turns: JointTurns())
        #expect(throws: Stop.self) { try fixed.run(throughEpoch: 3) { if $0.step == 7 { throw Stop() } } }
        // The sum of weighted gradients is not rounded as the gradient of weighted losses is.
        for (ours, theirs) in zip(trainer.history.steps, fixed.history.steps) {
            #expect(abs(ours.parts[0].loss - theirs.parts[0].loss) < 1e-3)
        }
        let state = try #require(trainer.history.balance)
        let parts = copy.table.trainedParts.count
        let looks = ConflictProbe.cosines(state, taskCount: 2, partCount: parts)
        #expect(looks.map(\.step) == [0, 2, 4, 6])
        let cosines = looks.flatMap { $0.cosines.flatMap(\.self) }.compactMap(\.self)
        #expect(cosines.count == 4 * parts && Set(cosines).count == cosines.count)
        #expect(cosines.allSatisfy { abs($0) <= 1 })
    }
}
