import Execution
import Foundation
import Notebooks
import Testing

/// Twice as many cells should take about twice as long. Quadratic time would be at least four times as long.
@Suite(.serialized) struct GrowthTests {
    private func notebook(_ count: Int) -> String {
        (0..<count).map { "## \($0)\n\n```{practicum}\n#| label: c\($0)\nshow \($0)\n```\n" }.joined(separator: "\n")
    }

    /// The minimum of three measurements.
    private func seconds(_ body: () throws -> Void) throws -> Double {
        var least = Double.infinity
        for _ in 0..<3 {
            let start = threadSeconds
            try body()
            least = min(least, threadSeconds - start)
        }
        return least
    }

    private func check(_ small: Double, _ large: Double, _ what: String) {
        // With eight times as many cells, linear time is 8 times as long, and quadratic time 64 times.
        #expect(large < 24 * small + 0.05, "\(what): \(small) s for 250 cells, \(large) s for 2,000")
    }

    @Test func assessingRememberingAndForecasting() throws {
        func measure(_ count: Int) throws -> (assess: Double, remember: Double, forecast: Double, tidy: Double) {
            try withWorkbench { bench in
                let plan = try plan(notebook(count))
                let record = Executor(
                    plan: plan, renderers: [], outputFolder: bench.folder, settings: bench.settings()
                ).run()
                #expect(record.statuses.allSatisfy { $0 == .ran })
                let memory = bench.memory
                var assessment = bench.assess(plan, memory)
                let assess = try seconds { assessment = bench.assess(plan, memory) }
                var last: RunRecord?
                // Only the first cell is chosen, so that the others are shown from the store.
                let remember = try seconds {
                    last = Executor(
                        plan: plan, renderers: [], outputFolder: bench.folder, settings: bench.settings(chosen: [0])
                    ).run()
                }
                #expect(last?.statuses.allSatisfy { $0 == .reused } == true)
                let forecast = try seconds {
                    _ = RunForecast(plan: plan, assessment: assessment, settings: bench.settings())
                }
                let inventory = StoreInventory(bench.store)
                let tidy = try seconds {
                    _ = StoreCleaning.byPolicy(inventory, KeepPolicy(maximumAge: 1e9, maximumBytes: 1 << 20))
                }
                return (assess, remember, forecast, tidy)
            }
        }
        let small = try measure(250)
        let large = try measure(2000)
        check(small.assess, large.assess, "assessing")
        check(small.remember, large.remember, "running what is fresh")
        check(small.forecast, large.forecast, "forecasting")
        check(small.tidy, large.tidy, "tidying")
    }
}

/// The processor time of this thread, which other work on the machine does not change.
var threadSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
