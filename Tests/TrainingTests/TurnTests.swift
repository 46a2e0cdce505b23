import Kernels
import Testing
import Training

@Suite("The order of the tasks' batches")
struct TurnTests {
    private func tasks(_ rule: any TurnRule, _ counts: [Int], epoch: Int = 0, key: UInt64 = 1) -> [[Int]] {
        rule.turns(batchCounts: counts, epoch: epoch, key: RandomKey(key)).map(\.tasks)
    }

    /// The Python notebook's loader: even steps take NER first, odd steps QA.
    private func notebookOrder(_ ner: Int, _ qa: Int) -> [[Int]] {
        var taken = [0, 0]
        let counts = [ner, qa]
        return (0..<ner + qa).map { step in
            let preferred = step % 2
            let task = taken[preferred] < counts[preferred] ? preferred : 1 - preferred
            taken[task] += 1
            return [task]
        }
    }

    @Test("two tasks alternate as in the Python notebook, also when one has no batches left")
    func twoTasks() {
        for (ner, qa) in [(125, 129), (3, 3), (5, 2), (2, 5), (0, 3), (3, 0), (1, 0), (0, 0), (4, 5)] {
            #expect(tasks(RoundRobin(), [ner, qa]) == notebookOrder(ner, qa))
        }
        #expect(tasks(RoundRobin(), [1, 3]) == [[0], [1], [1], [1]])
    }

    @Test("with more tasks, the next task in the cycle that has batches replaces one without batches left")
    func moreTasks() {
        #expect(tasks(RoundRobin(), [3, 1, 2]) == [[0], [1], [2], [0], [2], [0]])
        #expect(tasks(RoundRobin(), []).isEmpty)
        #expect(tasks(RoundRobin(), [2]) == [[0], [0]])
    }

    @Test("joint turns take every task with batches, as long as the longest needs")
    func joint() {
        #expect(tasks(JointTurns(), [3, 1, 0]) == [[0, 1], [0, 1], [0, 1]])
        #expect(JointTurns().stepCount(batchCounts: [3, 1, 0]) == 3)
        #expect(tasks(JointTurns(), []).isEmpty && tasks(JointTurns(), [0]).isEmpty)
    }

    @Test("proportional turns take every batch once, in another order each epoch")
    func proportional() {
        let counts = [40, 10, 0, 50]
        let orders = (0..<20).map { tasks(ProportionalTurns(), counts, epoch: $0).map { $0[0] } }
        for order in orders {
            #expect((0..<4).map { task in order.count { $0 == task } } == counts)
        }
        #expect(Set(orders).count == 20)
        #expect(orders[3] == tasks(ProportionalTurns(), counts, epoch: 3).map { $0[0] })
        #expect(orders[3] != tasks(ProportionalTurns(), counts, epoch: 3, key: 2).map { $0[0] })
        // The first task's share of the first half is near its share of all.
        let early = orders.reduce(0) { $0 + $1.prefix(50).count { $0 == 0 } }
        #expect(abs(Double(early) / 20 - 20) < 2)
    }

    @Test("each rule says how many turns a task has, and what an epoch takes")
    func turnCounts() {
        let counts = [40, 10, 0]
        let rules: [any TurnRule] =
            TurnRules.all() + [LoneTurns(of: 0, in: JointTurns(), batchCounts: counts, epochs: 2, key: 1)]
        for rule in rules {
            let counts = rule.name == "alone" ? [40] : counts
            let epochs = 200
            let turns = (0..<epochs).flatMap { tasks(rule, counts, epoch: $0) }
            for (task, expected) in rule.turnCounts(batchCounts: counts).enumerated() {
                let found = Double(turns.count { $0.contains(task) }) / Double(epochs)
                #expect(abs(found - expected) < 1, "\(rule.description): task \(task)")
            }
            #expect(turns.count == epochs * rule.stepCount(batchCounts: counts))
        }
        // All batches of the tasks take 400, 30 and 5.
        func amount(_ rule: any TurnRule) -> Double { rule.amountPerEpoch([400, 30, 5], batchCounts: counts) }
        #expect(amount(RoundRobin()) == 430 && amount(ProportionalTurns()) == 430)
        // The second task's batches come four times.
        #expect(amount(JointTurns()) == 400 + 4 * 30)
        // The square roots of 40 and 10 are as 2 to 1.
        #expect(abs(amount(TemperatureTurns(2)) - 50 * (2.0 / 3 * 10 + 1.0 / 3 * 3)) < 1e-9)
    }

    @Test("temperature 1 draws in proportion to the batches, and a high one evenly")
    func temperature() {
        let counts = [900, 90, 10, 0]
        // The square roots of the counts are 30, 9.487 and 3.162.
        let cases: [(temperature: Double, chances: [Double])] = [
            (1, [0.9, 0.09, 0.01, 0]), (2, [0.7034, 0.2224, 0.0741, 0]), (1e9, [0.3333, 0.3333, 0.3333, 0]),
        ]
        for (temperature, expected) in cases {
            let rule = TemperatureTurns(temperature)
            for (chance, expected) in zip(rule.chances(batchCounts: counts), expected) {
                #expect(abs(chance - expected) < 1e-4)
            }
            let order = (0..<10).flatMap { tasks(rule, counts, epoch: $0).map { $0[0] } }
            #expect(order.count == 10_000)
            for (task, expected) in expected.enumerated() {
                let share = Double(order.count { $0 == task }) / 10_000
                let deviation: Double = (expected * (1 - expected) / 10_000).squareRoot()
                #expect(abs(share - expected) <= 5 * deviation + 1e-4)
            }
        }
        let turns = [0, 1].map { tasks(TemperatureTurns(2), [8, 8], epoch: $0) }
        #expect(turns[0] != turns[1])
        #expect(tasks(TemperatureTurns(2), [0, 0]).isEmpty)
        #expect(TemperatureTurns(2).description == "temperature --t 2.0")
    }
}
