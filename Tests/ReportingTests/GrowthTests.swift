import Execution
import Foundation
import Notebooks
import Outputs
import Reporting
import Testing

/// Twice as many cells take about twice as long: what is quadratic takes four times as long, and more.
@Suite(.serialized) struct GrowthTests {
    /// Sections of one title, with prose, a cell, a metric each, and the run that stopped before the last cell.
    private func sample(_ count: Int) -> (Notebook, RunRecord) {
        let range = SourceRange(start: SourceLocation(file: "a.md", line: 1))
        var blocks: [Notebook.Block] = []
        var run = SampleRun.interrupted
        run.cells = []
        run.metrics = [:]
        run.comparison = RunComparison(startedAt: Date(timeIntervalSince1970: 0), settings: [], edits: [], metrics: [])
        for place in 0..<count {
            blocks.append(
                .section(
                    Section(
                        number: nil, title: "Same", titleHTML: "Same", slug: "same", level: 2 + place % 3, range: range)
                ))
            blocks.append(.prose(Prose(markdown: "", html: "<p>Words.</p>\n", range: range)))
            blocks.append(
                .cell(
                    Cell(
                        label: "c\(place)", hasOwnLabel: true, options: CellOptions(), commands: [], source: "show x",
                        sectionSlug: "same", range: range)))
            let metric = Metric(name: "m\(place)", label: "M", value: Double(place))
            run.metrics[metric.name] = metric.value
            run.comparison?.metrics.append(.init(name: metric.name, before: 0, now: metric.value))
            run.cells.append(
                CellRecord(
                    label: "c\(place)", status: .ran,
                    outputs: [CellOutput(.metrics([metric])), CellOutput(.notice("n"))],
                    facts: [RunFact(label: "f\(place)", value: "v")], seconds: 1))
        }
        let notebook = Notebook(
            path: "a.md", title: "A", parameters: [], profiles: [], blocks: blocks, literals: [:], lines: [])
        return (notebook, run)
    }

    private func seconds(_ count: Int) -> Double {
        let (notebook, run) = sample(count)
        var least = Double.infinity
        for _ in 0..<3 {
            let start = threadSeconds
            _ = HTMLReport.render(notebook: notebook, run: run)
            least = min(least, threadSeconds - start)
        }
        return least
    }

    @Test func renderingGrowsWithTheCells() {
        let (small, large) = (seconds(250), seconds(2000))
        // 8 when it is linear, 64 when it is not.
        #expect(large < 24 * small + 0.05, "\(small) s for 250 cells, \(large) s for 2,000")
    }
}

/// The processor time of this thread: other work on the machine is not in it.
private var threadSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
