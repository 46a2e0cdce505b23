import Datasets
import Encoders
import Foundation
import Kernels
import Tasks
import Training

/// What each way to weigh losses costs over fixed weights: the time of joint steps of the training loop, and of the rule's own arithmetic.
struct BalanceBenchmark {
    let model: MultiTaskModel
    let tasks: [TrainingTask]
    /// Number of measured steps in a round.
    let steps: Int
    let rounds: Int

    init(model: MultiTaskModel, batches: [RandomBatch], steps: Int, rounds: Int = 3) throws {
        self.model = model
        self.steps = steps
        self.rounds = rounds
        tasks = try batches.map { try $0.trainingTask(batches: steps + 1) }
    }

    /// The times of joint steps with a rule, in seconds. The first step warms up and does not count.
    private func stepTimes(_ rule: any WeightRule, _ now: () -> Double) throws -> [Double] {
        let trainer = Trainer(
            model: model, optimizer: AdamW(settings: .init(learningRate: 1e-5), model: model),
            history: TrainingHistory(tasks: tasks.map(\.name), randomKey: 4),
            schedule: LearningRateSchedule(warmupSteps: 0, totalSteps: steps + 1), tasks: tasks, turns: JointTurns(),
            weights: rule, plan: BatchPlan(shuffles: false), maxGradientNorm: 1, padID: 0)
        var times: [Double] = []
        var last = now()
        try trainer.run(throughEpoch: 1) { report in
            let time = now()
            if report.step > 1 { times.append(time - last) }
            last = now()
        }
        return times
    }

    /// Seconds that a rule itself takes for a step: its weights, and what it learns.
    private func ruleTime(_ rule: any WeightRule, _ now: () -> Double) -> Double {
        var state = rule.start()
        let count = 2_000
        let start = now()
        for step in 0..<count {
            var observation = BalanceObservation(
                step: step, epoch: step / 100, tasks: [0, 1], losses: [1 + 1 / Double(step + 1), 2],
                weights: [1, 1], key: RandomKey(UInt64(step)))
            observation.weights = rule.weights(step: step, epoch: step / 100, state: state)
            observation.sharedGradientNorms = [1, 2]
            observation.partProducts = [[[1, -0.5], [-0.5, 1]]]
            observation.lossesAfterwards = [1, 2]
            if rule.needs.contains(.jointTurns) { _ = rule.weights(after: observation, state: state) }
            rule.update(&state, with: observation)
        }
        return (now() - start) / Double(count)
    }

    /// Prints a line for each rule. The rules take turns, so that a machine that grows slower does so for all.
    func run(_ now: () -> Double) throws {
        let names = tasks.map(\.name)
        let rules = try WeightRules.all.map { type in
            (name: type.name, rule: try WeightSettings(rule: type.name).rule(tasks: names))
        }
        var times = [[Double]](repeating: [], count: rules.count)
        for _ in 0..<rounds {
            for (place, rule) in rules.enumerated() { times[place].append(contentsOf: try stepTimes(rule.rule, now)) }
        }
        let fixed = times[0].sorted()[times[0].count / 2]
        for (place, rule) in rules.enumerated() {
            let step = times[place].sorted()[times[place].count / 2]
            let own = ruleTime(rule.rule, now)
            print(
                "\(rule.name.padding(toLength: 12, withPad: " ", startingAt: 0))"
                    + String(
                        format: "joint step %.4f s, %+6.2f %%; the rule itself %6.2f µs, %.5f %% of a step", step,
                        100 * (step / fixed - 1), 1e6 * own, 100 * own / fixed))
        }
    }
}
