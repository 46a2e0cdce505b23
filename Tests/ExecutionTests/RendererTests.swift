import Execution
import Foundation
import Notebooks
import Outputs
import Testing

@Suite struct RendererTests {
    /// A clock that a test controls, and the written output.
    private final class Screen {
        var time = 0.0
        var text = ""
        func terminal(_ style: TerminalStyle = TerminalStyle(), notebook: Notebook? = nil) -> TerminalRenderer {
            let empty = Notebook(
                path: "b.md", title: "B", parameters: [], profiles: [], blocks: [], literals: [:], lines: [])
            return TerminalRenderer(
                notebook: notebook ?? empty, style: style, now: { self.time },
                write: { self.text += $0.encoded(usesColor: style.usesColor) })
        }
    }

    private func shown(_ output: Output, width: Int? = nil) -> String {
        let screen = Screen()
        screen.terminal(TerminalStyle(width: width)).handle(.output(cell: 0, CellOutput(output)))
        return screen.text
    }

    @Test func tablesLineUp() {
        let table = Table(caption: "T", columns: ["Name", "F1"], rows: [["a", "0.5"], ["日本", "12.25"]])
        #expect(shown(.table(table)) == "T\nName     F1\n────  ─────\na       0.5\n日本  12.25\n")
        let wide = Table(columns: ["A", "B"], rows: [[String(repeating: "x", count: 50), "1"]])
        #expect(shown(.table(wide), width: 30).split(separator: "\n").allSatisfy { $0.count <= 30 })
    }

    @Test func summariesStandApartAndAPlainFormTakesTheTablesPlace() {
        var table = Table(columns: ["Name", "n"], rows: [["a", "1"], ["b", "2"], ["all", "3"]], summaryRowCount: 1)
        #expect(shown(.table(table)) == "Name  n\n────  ─\na     1\nb     2\n────  ─\nall   3\n")
        table.plainForm = .init(title: "T", text: "  n\na 1")
        #expect(shown(.table(table)) == "  n\na 1\n")
        table = Table(columns: ["Name"], rows: [["a"]], summaryRowCount: 5)
        #expect(shown(.table(table)) == "Name\n────\n────\na\n")
    }

    @Test func textsAreMarked() {
        let text = MarkedText(
            text: "É Apple Inc. in Paris",
            marks: [.init(start: 2, end: 12, label: "ORG"), .init(start: 16, end: 21, label: "LOC")])
        #expect(shown(.markedTexts([text])) == "É [Apple Inc. ORG] in [Paris LOC]\n")
        #expect(
            shown(.markedTexts([MarkedText(text: "a", marks: [], emptyNote: "nothing found")])) == "a (nothing found)\n"
        )
        let titled = MarkedText(
            title: "How tall?",
            lines: [
                .init("Answer", "330 metres", note: "tokens 4 to 5, score 1.50"), .init("Other", "", note: "none"),
            ],
            text: "It is 330 metres tall.", marks: [.init(start: 6, end: 16)])
        #expect(
            shown(.markedTexts([titled]))
                == "How tall?\nAnswer: 330 metres  (tokens 4 to 5, score 1.50)\nOther: none\n  It is «330 metres» tall.\n"
        )
    }

    @Test func badRangesDoNotCrash() {
        let text = MarkedText(
            text: "abc", marks: [.init(start: 2, end: 99, label: "X"), .init(start: -1, end: 1, label: "Y")])
        #expect(shown(.markedTexts([text])) == "abc\n")
        #expect(shown(.tokens(TokenRows(tokens: [.init("a")], highlighted: 3..<9))) == "a \n")
        #expect(shown(.table(Table(columns: ["a"], rows: [[], ["1", "2"]]))).contains("1"))
    }

    @Test func metricsHaveTheirUnits() {
        func value(_ value: Double, _ style: Metric.Style) -> String {
            String(shown(.metrics([Metric(name: "m", label: "M", value: value, style: style)])).dropFirst(3).dropLast())
        }
        #expect(value(0.90444, .fraction) == "0.9044")
        #expect(value(0.5, .percent) == "50.00 %")
        #expect(value(109_490_699, .count) == "109,490,699")
        #expect(value(-1234, .count) == "-1,234")
        #expect(value(125, .seconds) == "2 min 05 s")
        #expect(value(3725, .seconds) == "1 h 02 min")
        #expect(value(1.5e9, .bytes) == "1.5 GB")
        #expect(value(.nan, .fraction) == "not a number")
    }

    @Test func numbersBesideEachOtherHaveOneStyle() {
        let scores = [
            Metric(name: "a", label: "Text", value: 0.5, style: .percent),
            Metric(name: "b", label: "Positions", value: 0.25, style: .fraction),
        ]
        #expect(shown(.metrics(scores)) == "Text       50.00 %\nPositions  25.00 %\n")
        let losses = [3.64004, 2.3513, 0.5, 1234.5, 12345, 0.0000012].map {
            Metric(name: "l", label: "L", value: $0, style: .number)
        }
        #expect(
            shown(.metrics(losses)).split(separator: "\n").map { $0.split(separator: " ").last ?? "" }
                == ["3.6400", "2.3513", "0.5000", "1,234.50", "12,345", "1.200e-06"])
    }

    @Test func intervalsStandBehindTheirScores() {
        let scores = [
            Metric(
                name: "a", label: "Text", value: 0.5, style: .percent, interval: .init(low: 0.4, high: 0.6125)),
            Metric(name: "b", label: "Positions", value: 0.25, interval: .init(low: 0, high: 1)),
            Metric(name: "c", label: "None", value: 0.25),
        ]
        #expect(
            shown(.metrics(scores))
                == "Text       50.00 %  95 %: 40.00 to 61.25 %\nPositions  25.00 %  95 %: 0.00 to 100.00 %\nNone       25.00 %\n"
        )
        #expect(shown(.metrics([scores[1]])) == "Positions  0.2500  95 %: 0.0000 to 1.0000\n")
    }

    @Test func examplesStandUnderTheirHeading() {
        let text = MarkedText(text: "in Oslo", marks: [.init(start: 3, end: 7, label: "LOC")])
        #expect(
            shown(.examples([.init(title: "missed: 1 of 2", examples: [[text]])])) == "missed: 1 of 2\nin [Oslo LOC]\n")
    }

    @Test func aLineOfSeveralLinesStandsInOne() {
        let text = MarkedText(lines: [.init("Found", "a\nb")], text: "a\nb c", marks: [.init(start: 0, end: 3)])
        #expect(shown(.markedTexts([text])) == "Found: a b\n  «a\n  b» c\n")
    }

    @Test func messagesSayWhatTheyAre() {
        #expect(shown(.notice("a")) == "Note: a\n")
        #expect(shown(.warning("a")) == "Warning: a\n")
        #expect(shown(.error("a\n  ^")) == "a\n  ^\n")
    }

    @Test func dataCannotSteerTheTerminal() {
        #expect(shown(.text("a\u{1B}[2Jb\u{7}\u{9B}c")) == "a<U+001B>[2Jb<U+0007><U+009B>c\n")
    }

    @Test func linesWrapAtTheWidth() {
        #expect(shown(.text("one two three"), width: 20) == "one two three\n")
        #expect(shown(.text("one two three four five six"), width: 20) == "one two three four\nfive six\n")
        #expect(shown(.text("one two three four five six")) == "one two three four five six\n")
    }

    private func progress(_ done: Int) -> RunEvent {
        .progress(
            cell: 0,
            WorkProgress(
                done: done, total: 200, unit: "steps", rate: 1234.4, rateUnit: "tokens", loss: 0.5, task: "ner",
                secondsLeft: 65))
    }

    @Test func aTerminalHasOneLiveLine() {
        let screen = Screen()
        let terminal = screen.terminal(TerminalStyle(isLive: true, width: 100))
        for step in 1...100 {
            screen.time = Double(step) * 0.01
            terminal.handle(progress(step))
        }
        let draws = screen.text.components(separatedBy: "\r\u{1B}[2K").dropFirst()
        #expect((9...11).contains(draws.count))
        #expect(!screen.text.contains("\n"))
        #expect(
            draws.first == "ner  ░░░░░░░░░░░░░░░░░░░░  0 %  1/200 steps  1,234 tokens/s  loss 0.5000  ETA 1 min 05 s")
        #expect(draws.allSatisfy { $0.count < 100 })
        terminal.handle(.output(cell: 0, CellOutput(.text("done"))))
        #expect(screen.text.hasSuffix("\r\u{1B}[2Kdone\n"))
    }

    @Test func aLogHasALineNowAndThen() {
        let screen = Screen()
        let terminal = screen.terminal()
        for step in 1...200 {
            screen.time = Double(step) * 0.5
            terminal.handle(progress(step))
        }
        let lines = screen.text.split(separator: "\n")
        #expect(lines.count == 11)
        #expect(lines.first == "  ner  0 %  1/200 steps  1,234 tokens/s  loss 0.5000  ETA 1 min 05 s")
        #expect(lines.last == "  ner  100 %  200/200 steps  1,234 tokens/s  loss 0.5000")
        #expect(!screen.text.contains("\u{1B}") && !screen.text.contains("\r"))
    }

    @Test func aSlowStepIsSaidEveryTenSeconds() {
        let screen = Screen()
        let terminal = screen.terminal()
        for second in 0..<60 {
            screen.time = Double(second)
            terminal.handle(progress(1))
        }
        #expect(screen.text.split(separator: "\n").count == 6)
    }

    @Test func colorsOnlyWhereTheyAreWanted() throws {
        let text = book("put a", "fail x")
        for usesColor in [false, true] {
            let screen = Screen()
            let plan = try plan(text)
            let terminal = screen.terminal(TerminalStyle(usesColor: usesColor), notebook: plan.notebook)
            _ = Executor(plan: plan, renderers: [terminal], outputFolder: "out").run()
            #expect(screen.text.contains("\u{1B}[") == usesColor)
            #expect(screen.text.contains("Failed: 1 of 2 cells done in "))
        }
        #expect(TerminalStyle.detect(-1) == TerminalStyle())
    }

    @Test func hiddenOutputsStayHidden() throws {
        let plan = try plan(book("#| output: false\nshow secret\nfail loudly"))
        let screen = Screen()
        _ = Executor(plan: plan, renderers: [screen.terminal(notebook: plan.notebook)], outputFolder: "out").run()
        #expect(!screen.text.contains("\nsecret\n"))
        #expect(screen.text.contains("`fail`: loudly"))
    }

    @Test func jsonLinesAreOneObjectForEachEvent() throws {
        var lines: [String] = []
        let renderer = JSONLinesRenderer(now: { 2 }, write: { lines.append($0) })
        _ = Executor(
            plan: try plan(book("show 'a\nb'".replacing("\n", with: " ") + " --figure f")), renderers: [renderer],
            outputFolder: "out"
        ).run()
        renderer.handle(progress(3))
        renderer.handle(.output(cell: 0, CellOutput(.metrics([Metric(name: "x", label: "X", value: .nan)]))))
        renderer.handle(.reportWritten(path: "out/a.html"))
        #expect(lines.allSatisfy { $0.hasSuffix("\n") && $0.dropLast().allSatisfy { $0 != "\n" } })
        let objects = try lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
        #expect(
            objects.map { $0?["event"] as? String } == [
                "run-started", "cell-started", "command-started", "output", "fact", "progress", "output",
                "cell-finished", "run-finished", "progress", "output", "report",
            ])
        #expect(lines[3].contains(#""output":{"kind":"text","value":"a b"}"#))
        #expect(lines[6].contains(#""png":[]"#))
        #expect(lines[10].contains(#""value":"nan""#))
        #expect((objects[9]?["progress"] as? [String: Any])?["done"] as? Int == 3)
        #expect(lines[11] == "{\"event\":\"report\",\"path\":\"out/a.html\",\"time\":0}\n")
    }
}
