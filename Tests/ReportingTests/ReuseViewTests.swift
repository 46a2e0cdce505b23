import Execution
import Foundation
import Notebooks
import Reporting
import Testing

/// What was reused, what is stale, and what changed since the run before.
@Suite struct ReuseViewTests {
    private let start = SampleRun.finished.header.startedAt

    private func checker(_ change: (inout RunRecord) -> Void) -> HTMLChecker {
        var run = SampleRun.finished
        change(&run)
        return HTMLChecker(html(run))
    }

    private func html(_ run: RunRecord) -> String { HTMLReport.render(notebook: SampleRun.notebook, run: run) }

    @Test func aReusedCellSaysFromWhen() {
        let sameDay = checker { $0.cells[1].madeAt = start.addingTimeInterval(-600) }
        #expect(
            sameDay.withClass("why").contains { $0.text == "from 13:52 UTC" }, "\(sameDay.withClass("why").map(\.text))"
        )
        let earlier = checker { $0.cells[1].madeAt = start.addingTimeInterval(-86_400) }
        #expect(earlier.withClass("why").contains { $0.text == "from 2026-07-03 14:02 UTC" })
        #expect(earlier.withClass("earlier").contains { $0.text == "380 ms when it ran" })
    }

    @Test func aStaleCellSaysWhyItIsEmpty() {
        let page = checker {
            $0.cells[4] = CellRecord(label: "evaluate", staleness: "because `model` (section <12>) is stale")
        }
        #expect(page.withClass("stale").map(\.text) == ["stale: because model (section &lt;12&gt;) is stale"])
        var run = SampleRun.finished
        run.cells[4] = CellRecord(label: "evaluate", staleness: "because `model` is stale")
        #expect(html(run).contains("stale: because <code>model</code> is stale"))
    }

    @Test func theHeadSaysWhatChanged() throws {
        let page = checker {
            $0.comparison = RunComparison(
                startedAt: start.addingTimeInterval(-3_600),
                settings: [
                    .init(name: "epochs", before: "2", now: "3"), .init(name: "ner-train", before: "a<b", now: ""),
                ],
                edits: ["loader: `--batch-size` 16 → 32"],
                metrics: [
                    .init(name: "ner.f1", before: 0.8812, now: 0.8912),
                    .init(name: "qa.exact-match", before: 0.594, now: 0.574),
                    .init(name: "qa.f1", before: 0.68213, now: 0.68213),
                ])
        }
        let text = try #require(page.withClass("since").first?.text)
        for part in [
            "Since the run of 2026-07-04 13:02 UTC:", "epochs 2 → 3", "ner-train a&lt;b → empty",
            "loader: --batch-size 16 → 32", "0.88120.8912+0.0100", "59.40 %57.40 %−2.00 points",
            "1 metric is the same.",
        ] { #expect(text.contains(part), "\(part) in \(text)") }
        let differences = page.withClass("difference").map(\.text)
        #expect(differences == ["+1.00 points since the run before", "−2.00 points since the run before"])
    }

    @Test func nothingChangedIsSaid() {
        let page = checker {
            $0.comparison = RunComparison(
                startedAt: start, settings: [], edits: [], metrics: [.init(name: "ner.f1", before: .nan, now: .nan)])
        }
        #expect(
            page.withClass("since").first?.text.contains("Nothing changed since the run of 2026-07-04 14:02 UTC.")
                == true)
        #expect(page.withClass("difference").isEmpty)
    }
}
