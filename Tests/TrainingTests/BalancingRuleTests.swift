import FixtureSupport
import Foundation
import Kernels
import Testing
import Training

/// The rules alone, on what the reference measured in each step: losses, norms, inner products.
@Suite("The rules that weigh losses")
struct BalancingRuleTests {
    struct Run: Decodable {
        struct Step: Decodable {
            var tasks: [String]
            var losses, weights: [Double]
            var norms, lossesAfter: [Double]?
            var products: [[Double]]?
            var state: [Double]
        }
        var seed: UInt64
        var period: Int
        var steps: [Step]
    }

    static let tasks = ["ner", "qa", "sentiment"]

    static func run(_ name: String) throws -> Run {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
        return try FixtureBatch.decode(Run.self, "\(folder)/Fixtures/balancing/\(name).json")
    }

    /// What the reference measured, as a rule sees it.
    private func observations(_ run: Run) -> [BalanceObservation] {
        run.steps.enumerated().map { index, step in
            var observation = BalanceObservation(
                step: index, epoch: index / run.period,
                tasks: step.tasks.compactMap { Self.tasks.firstIndex(of: $0) }, losses: step.losses,
                weights: step.weights, key: RandomKey(run.seed).stream("balance").stream(index))
            // The reference has the norms of losses without their weights.
            observation.sharedGradientNorms = zip(step.norms ?? [], step.weights).map { $0 * $1 }
            observation.partProducts = step.products.map { [$0] } ?? []
            observation.lossesAfterwards = step.lossesAfter ?? []
            return observation
        }
    }

    /// Follows a rule through the reference's steps, and compares its weights and a list of its state. Returns the state at the end.
    private func follow(
        _ name: String, _ settings: WeightSettings, list: String, stateAfter: Bool = true
    ) throws -> BalanceState {
        let run = try Self.run(name)
        let rule = try settings.rule(tasks: Self.tasks)
        var state = rule.start()
        for (observation, expected) in zip(observations(run), run.steps) {
            let weights =
                rule.needs.contains(.lossesFirst)
                ? rule.weights(after: observation, state: state).shared
                : rule.weights(step: observation.step, epoch: observation.epoch, state: state)
            let ours = rule.needs.contains(.lossesFirst) ? weights : observation.tasks.map { weights[$0] }
            #expect(isClose(ours, expected.weights), "step \(observation.step)")
            // A rule is a value without state, and its state survives a file.
            state = try JSONDecoder().decode(BalanceState.self, from: JSONEncoder().encode(state))
            rule.update(&state, with: observation)
            if stateAfter { #expect(isClose(state[list] ?? [], expected.state), "step \(observation.step)") }
        }
        return state
    }

    private func isClose(_ ours: [Double], _ theirs: [Double]) -> Bool {
        ours.count == theirs.count && zip(ours, theirs).allSatisfy { abs($0 - $1) < 1e-5 }
    }

    @Test(arguments: ["uncertainty", "uncertainty-turns"])
    func uncertainty(name: String) throws {
        let state = try follow(name, WeightSettings(rule: "uncertainty"), list: "log-variance")
        #expect(try #require(state["log-variance"]).allSatisfy { $0 > 0.05 })
    }

    @Test("dynamic weight average, by steps and by epochs", arguments: ["dwa", "dwa-turns"])
    func dynamicWeightAverage(name: String) throws {
        let period = Double(try Self.run(name).period)
        for options in [["every": period], [:]] {
            // The new weights are made when the next period begins.
            let state = try follow(
                name, WeightSettings(rule: "dwa", options: options), list: "weight", stateAfter: false)
            #expect(Set(try #require(state["weight"])).count == 3)
        }
    }

    @Test func gradNorm() throws {
        let state = try follow("gradnorm", WeightSettings(rule: "gradnorm"), list: "weight")
        #expect(abs(try #require(state["weight"]).reduce(0, +) - 3) < 1e-12)
    }

    @Test func famo() throws {
        let state = try follow("famo", WeightSettings(rule: "famo"), list: "logit")
        #expect(Set(try #require(state["logit"])).count == 3)
    }

    @Test func projectedGradients() throws {
        let run = try Self.run("pcgrad")
        let rule = try WeightSettings(rule: "pcgrad").rule(tasks: Self.tasks)
        #expect(rule.start() == BalanceState())
        var projected = 0
        for (observation, expected) in zip(observations(run), run.steps) {
            let weights = rule.weights(after: observation, state: BalanceState())
            #expect(isClose(weights.shared, expected.weights))
            #expect(weights.heads == [1, 1, 1])
            if weights.shared != [1, 1, 1] { projected += 1 }
        }
        #expect(projected > 5)
    }

    @Test("a projection takes away what conflicts and no more")
    func projections() throws {
        let rule = try WeightSettings(rule: "pcgrad").rule(tasks: ["ner", "qa"])
        func weights(_ products: [[Double]]) -> [Double] {
            var observation = BalanceObservation(
                step: 0, epoch: 0, tasks: [0, 1], losses: [1, 1], weights: [1, 1], key: RandomKey(3))
            observation.partProducts = [products]
            return rule.weights(after: observation, state: BalanceState()).shared
        }
        // Two gradients of length 1 with an angle of 120 degrees: each becomes as long as √3/2, across the other.
        #expect(weights([[1, -0.5], [-0.5, 1]]) == [1.5, 1.5])
        #expect(weights([[1, 0.5], [0.5, 1]]) == [1, 1])
        #expect(weights([[0, 0], [0, 1]]) == [1, 1])
    }

    @Test("options change what a rule learns")
    func options() throws {
        let changes: [(String, [String: Double])] = [
            ("uncertainty", ["learning-rate": 0.1]), ("dwa", ["temperature": 0.5]), ("gradnorm", ["alpha": 0]),
            ("gradnorm", ["learning-rate": 0.1]), ("famo", ["learning-rate": 0.1]), ("famo", ["gamma": 1]),
        ]
        for (name, options) in changes {
            let states = try [[:], options].map { options in
                let rule = try WeightSettings(rule: name, options: options).rule(tasks: Self.tasks)
                var state = rule.start()
                for observation in observations(try Self.run(name)) { rule.update(&state, with: observation) }
                return rule.weights(step: 20, epoch: 4, state: state)
            }
            #expect(states[0] != states[1], "\(name), \(options)")
        }
    }

    @Test("a loss of 0, and one that never changes, leave every weight a number")
    func extremes() throws {
        for name in WeightRules.all.map({ $0.name }) {
            let rule = try WeightSettings(rule: name, options: ["every": 1]).rule(tasks: ["ner", "qa"])
            var state = rule.start()
            for step in 0..<50 {
                var observation = BalanceObservation(
                    step: step, epoch: 0, tasks: [0, 1], losses: [0, 3],
                    weights: rule.weights(step: step, epoch: 0, state: state), key: RandomKey(1))
                observation.sharedGradientNorms = [0, 2]
                observation.partProducts = [[[0, 0], [0, 4]]]
                observation.lossesAfterwards = [0, 3]
                let after = rule.weights(after: observation, state: state)
                for weight in observation.weights + after.shared + after.heads {
                    #expect(weight.isFinite && weight >= 0, "\(name)")
                }
                rule.update(&state, with: observation)
            }
        }
    }

    @Test("the gradients in memory are counted: the step's, one to add, and those that are kept")
    func gradientCounts() throws {
        func count(_ rule: String, _ turns: any TurnRule, tasks: [String] = ["a", "b"], accumulation: Int = 1) throws
            -> Int
        {
            try WeightSettings(rule: rule).rule(tasks: tasks).needs
                .gradientCount(taskCount: tasks.count, turns: turns, accumulation: accumulation)
        }
        #expect(try count("fixed", RoundRobin()) == 1 && count("fixed", RoundRobin(), accumulation: 4) == 2)
        #expect(try count("gradnorm", JointTurns()) == 2 && count("fixed", JointTurns(), tasks: ["a"]) == 1)
        #expect(try count("pcgrad", JointTurns()) == 3 && count("famo", JointTurns(), accumulation: 2) == 4)
    }

    @Test("each rule has a page, and numbers within their own ranges")
    func pages() {
        #expect(Set(WeightRules.all.map { $0.name }).count == WeightRules.all.count)
        for rule in WeightRules.all {
            #expect(!rule.page.title.isEmpty && !rule.page.text.isEmpty && rule.page.costs.contains("needs"))
            for option in rule.options {
                #expect(option.standard.map(option.range.contains) ?? true, "\(rule.name) \(option.name)")
            }
        }
    }
}
