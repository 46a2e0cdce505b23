import Execution
import Foundation
import Notebooks
import Outputs
import Testing

/// The renderer that shows one line per cell.
@Suite struct BriefRendererTests {
    private final class Screen {
        var time = 0.0
        var text = ""
        func lines() -> [String] { text.split(separator: "\n").map(String.init) }

        func renderer(_ style: TerminalStyle = TerminalStyle(), prefix: StyledText? = nil) -> BriefRenderer {
            BriefRenderer(
                style: style, prefix: prefix, now: { self.time },
                write: { self.text += $0.encoded(usesColor: style.usesColor) })
        }
    }

    private func run(_ text: String, width: Int? = nil, prefix: StyledText? = nil) throws -> Screen {
        let screen = Screen()
        _ = Executor(
            plan: try plan(text), renderers: [screen.renderer(TerminalStyle(width: width), prefix: prefix)],
            outputFolder: "out"
        ).run()
        return screen
    }

    @Test func aCellTakesALine() throws {
        let lines = try run(book("put a\nshow 'many words'", "show x", "#| eval: false\nshow y")).lines()
        #expect(lines.count == 6, "\(lines)")
        #expect(lines[1] == "book.md: 3 cells")
        #expect(lines[2].hasPrefix("✓ ") && lines[2].hasSuffix("[c1]"))
        #expect(lines[4].hasPrefix("–    skipped  ") && lines[4].hasSuffix("[c3] (eval: false)"))
        #expect(lines[5].hasPrefix("Finished: 2 of 3 cells done in "))
    }

    @Test func anErrorIsWhole() throws {
        for width in [40, 80, 200] {
            let screen = try run(
                book("put a", "fail 'nothing of what was wanted is here, and so it goes on'"), width: width)
            let text = screen.lines().joined(separator: " ").split(separator: " ").joined(separator: " ")
            #expect(text.contains("`fail`: nothing of what was wanted is here, and so it goes on"))
            #expect(screen.text.contains("^~~~"))
            #expect(screen.lines().allSatisfy { $0.count <= width }, "\(screen.text)")
            #expect(screen.text.contains("✗     failed  "))
        }
    }

    @Test func cellsThatWereReusedTakeOneLine() throws {
        try withWorkbench { bench in
            let text = book("put a", "show x", "show y", "show z")
            try bench.run(text)
            let screen = Screen()
            _ = try bench.run(text, log: screen.renderer())
            #expect(screen.lines().count == 4, "\(screen.text)")
            #expect(screen.lines()[2].hasPrefix("·     reused  4 cells [c1] to [c4], from "))
        }
    }

    @Test func theWholeRunCanTakeOneLine() throws {
        let screen = try run(book("put a", "show x"), prefix: "12:00:00  ")
        #expect(screen.text.isEmpty)
        let renderer = screen.renderer(prefix: "12:00:00  ")
        _ = Executor(plan: try plan(book("put a")), renderers: [renderer], outputFolder: "out").run()
        renderer.handle(.reportWritten(path: "out/b.html"))
        #expect(screen.lines().count == 1)
        #expect(screen.text.hasPrefix("12:00:00  Finished: 1 of 1 cell") && screen.text.hasSuffix(". out/b.html\n"))
    }

    @Test func aWarningIsSaidOnce() {
        let screen = Screen()
        let renderer = screen.renderer()
        for _ in 0..<2 {
            renderer.handle(.output(cell: 0, CellOutput(.warning("careful"))))
            renderer.handle(.output(cell: 0, CellOutput(.notice("by the way"))))
            renderer.handle(.warning("careful"))
        }
        #expect(screen.text == "Warning: careful\nNote: by the way\n")
    }

    @Test func whatReusedCellsWarnedOfIsCounted() {
        let screen = Screen()
        let renderer = screen.renderer()
        let header = RunHeader(
            notebook: "b.md", title: "B", profile: nil, parameters: [], cellCount: 1, startedAt: Date())
        renderer.handle(.cellStarted(index: 0, label: "c", sectionNumber: nil, sectionTitle: nil))
        renderer.handle(.commandReused(cell: 0, text: "x", madeAt: Date()))
        renderer.handle(.output(cell: 0, CellOutput(.warning("careful"))))
        renderer.handle(.output(cell: 0, CellOutput(.notice("by the way"))))
        renderer.handle(
            .runFinished(
                RunRecord(header: header, cells: [], outcome: .finished, seconds: 1, metrics: [:], warnings: [])))
        #expect(screen.lines().first == "1 warning of reused cells: see the report")
        #expect(!screen.text.contains("careful") && !screen.text.contains("by the way"))
    }

    @Test func theScoresStandAtTheEnd() {
        let screen = Screen()
        let renderer = screen.renderer()
        let header = RunHeader(
            notebook: "b.md", title: "B", profile: nil, parameters: [], cellCount: 1, startedAt: Date())
        let score = Metric(name: "a.f1", label: "A F1", value: 0.5, style: .fraction, isKeyFigure: true)
        let cell = CellRecord(label: "c", status: .ran, outputs: [CellOutput(.metrics([score]))])
        var record = RunRecord(
            header: header, cells: [cell], outcome: .finished, seconds: 1, metrics: [:], warnings: [])
        record.comparison = RunComparison(
            startedAt: Date(), settings: [], edits: [], metrics: [.init(name: "a.f1", before: 0.25, now: 0.5)])
        renderer.handle(.runFinished(record))
        #expect(screen.lines().first == "A F1 0.5000 (was 0.2500)")
    }

    @Test func aScoreSaysHowSureItIs() {
        let screen = Screen()
        let renderer = screen.renderer()
        let header = RunHeader(
            notebook: "b.md", title: "B", profile: nil, parameters: [], cellCount: 1, startedAt: Date())
        let score = Metric(
            name: "a.f1", label: "A F1", value: 0.5, isKeyFigure: true, interval: .init(low: 0.45, high: 0.5525))
        let cell = CellRecord(label: "c", status: .ran, outputs: [CellOutput(.metrics([score]))])
        var record = RunRecord(
            header: header, cells: [cell], outcome: .finished, seconds: 1, metrics: [:], warnings: [])
        record.comparison = RunComparison(
            startedAt: Date(), settings: [], edits: [], metrics: [.init(name: "a.f1", before: 0.25, now: 0.5)])
        renderer.handle(.runFinished(record))
        #expect(screen.lines().first == "A F1 0.5000 (95 %: 0.4500 to 0.5525; was 0.2500)")
    }

    private func progress(_ done: Int) -> RunEvent {
        .progress(
            cell: 0,
            WorkProgress(
                done: done, total: 200, unit: "steps", rate: 1234.4, rateUnit: "tokens", loss: 0.5, task: "ner",
                secondsLeft: 65))
    }

    private func begin(_ renderer: BriefRenderer) {
        let header = RunHeader(
            notebook: "b.md", title: "B", profile: nil, parameters: [], cellCount: 24, startedAt: Date())
        renderer.handle(.runStarted(header))
        renderer.handle(.cellStarted(index: 11, label: "train", sectionNumber: "12", sectionTitle: "Training"))
    }

    @Test(arguments: [
        (20, "12/24  ETA 1 min 05 s"), (30, "12/24  ner  25 %  ETA 1 min 05 s"),
        (40, "12/24  25 %  loss 0.5000  ETA 1 min 05 s"),
    ]) func theTimeThatIsLeftSurvives(width: Int, expected: String) {
        let screen = Screen()
        let renderer = screen.renderer(TerminalStyle(isLive: true, width: width + 3))
        begin(renderer)
        screen.time = 1
        renderer.handle(progress(50))
        let line = screen.text.components(separatedBy: "\r\u{1B}[2K").last
        #expect(line == expected)
    }

    @Test func thereIsOneLiveLine() {
        for width in [20, 40, 80, 200] {
            let screen = Screen()
            let renderer = screen.renderer(TerminalStyle(isLive: true, width: width))
            begin(renderer)
            let head = screen.text.count { $0 == "\n" }
            for step in 1...100 {
                screen.time = Double(step)
                renderer.handle(progress(step))
            }
            #expect(screen.text.count { $0 == "\n" } == head)
            let draws = screen.text.components(separatedBy: "\r\u{1B}[2K").dropFirst()
            #expect(draws.allSatisfy { $0.count < width || $0.contains("\n") })
            #expect(draws.last?.contains("ETA 1 min 05 s") == true)
            let wide =
                "cell 12 of 24 [train]  ner  ██████████░░░░░░░░░░  50 %  100/200 steps  1,234 tokens/s  loss 0.5000"
            if width == 200 { #expect(draws.last == "\(wide)  ETA 1 min 05 s") }
        }
    }

    @Test func aLogSaysNowAndThenHowFarACellIs() {
        let screen = Screen()
        let renderer = screen.renderer()
        begin(renderer)
        let head = screen.lines().count
        for step in 1...200 {
            screen.time = Double(step) * 0.5
            renderer.handle(progress(step))
        }
        let lines = screen.lines().dropFirst(head)
        #expect(lines.count == 6)
        #expect(
            lines.first
                == "  cell 12 of 24 [train]  ner  15 %  30/200 steps  1,234 tokens/s  loss 0.5000  ETA 1 min 05 s")
        #expect(!screen.text.contains("\u{1B}") && !screen.text.contains("\r"))
    }
}
