import Testing
import Training

@Suite("The order of the tasks' batches")
struct TurnTests {
    /// The Python notebook's loader: even steps take NER first, odd steps QA.
    private func notebookOrder(_ ner: Int, _ qa: Int) -> [Turn] {
        var taken = [0, 0]
        let counts = [ner, qa]
        return (0..<ner + qa).map { step in
            let preferred = step % 2
            let task = taken[preferred] < counts[preferred] ? preferred : 1 - preferred
            defer { taken[task] += 1 }
            return Turn(task: task, batch: taken[task])
        }
    }

    @Test("two tasks alternate as in the Python notebook, also when one has no batches left")
    func twoTasks() {
        for (ner, qa) in [(125, 129), (3, 3), (5, 2), (2, 5), (0, 3), (3, 0), (1, 0), (0, 0), (4, 5)] {
            #expect(RoundRobin().turns(batchCounts: [ner, qa]) == notebookOrder(ner, qa))
        }
        let order = RoundRobin().turns(batchCounts: [1, 3])
        #expect(order.map(\.task) == [0, 1, 1, 1])
        #expect(order.map(\.batch) == [0, 0, 1, 2])
    }

    @Test("with more tasks, the next task in the cycle that has batches replaces one without batches left")
    func moreTasks() {
        let order = RoundRobin().turns(batchCounts: [3, 1, 2])
        #expect(order.map(\.task) == [0, 1, 2, 0, 2, 0])
        #expect(order.map(\.batch) == [0, 0, 0, 1, 1, 2])
        #expect(RoundRobin().turns(batchCounts: []).isEmpty)
        #expect(RoundRobin().turns(batchCounts: [2]).map(\.batch) == [0, 1])
    }
}
