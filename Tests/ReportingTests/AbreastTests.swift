import Execution
import Notebooks
import Outputs
import Reporting
import Testing

/// Cells of one command for several subjects stand side by side.
@Suite struct AbreastTests {
    private static let table = Output.table(Table(columns: ["type", "f1"], rows: [["LOC", "0.9"]]))

    private func page(
        _ text: String, _ outputs: [[Output]] = [[table], [table], [table]],
        change: (inout RunRecord) -> Void = { _ in }
    ) -> String {
        let (notebook, _) = Notebook.read(SourceText(path: "book.md", contents: text))
        var run = SampleRun.finished
        run.cells = notebook.cells.enumerated().map { place, cell in
            CellRecord(label: cell.label, status: .ran, outputs: outputs[place].map { CellOutput($0) })
        }
        change(&run)
        let html = HTMLReport.render(notebook: notebook, run: run)
        #expect(HTMLChecker(html).problems == [])
        return html
    }

    private func cell(_ command: String) -> String { "```{practicum}\n\(command)\n```\n\n" }

    /// How many cells stand in each row.
    private func rows(_ html: String) -> [Int] {
        let checker = HTMLChecker(html)
        var rows: [Int] = []
        var open: [HTMLChecker.Tag] = []
        var next = 0
        for name in checker.outline {
            if name.hasPrefix("/") {
                open.removeLast()
                continue
            }
            let tag = checker.tags[next]
            next += 1
            if tag.attributes["class"] == "abreast" { rows.append(0) }
            if tag.attributes["class"]?.hasPrefix("cell ") == true, open.last?.attributes["class"] == "abreast" {
                rows[rows.count - 1] += 1
            }
            if !["meta", "img", "source", "br", "hr"].contains(name) { open.append(tag) }
        }
        return rows
    }

    @Test func oneCommandForSeveralSubjects() {
        #expect(rows(page(cell("evaluate ner") + cell("evaluate qa"))) == [2])
        #expect(rows(page(cell("evaluate ner --digits 2") + cell("evaluate qa") + cell("evaluate mood"))) == [3])
        #expect(rows(page("## A\n\n" + cell("evaluate ner") + cell("evaluate qa") + "b\n" + cell("show qa"))) == [2])
    }

    @Test(arguments: [
        ("evaluate ner", "evaluate ner --worst 3"), ("evaluate ner", "show qa"), ("evaluate", "evaluate qa"),
        ("evaluate ner\nshow x", "evaluate qa\nshow y"),
    ])
    func otherCellsStandOneBelowTheOther(first: String, second: String) {
        #expect(rows(page(cell(first) + cell(second))).isEmpty)
    }

    @Test func whatStandsBetweenKeepsThemApart() {
        #expect(rows(page(cell("evaluate ner") + "Words.\n\n" + cell("evaluate qa"))).isEmpty)
        #expect(rows(page(cell("evaluate ner") + "## A\n\n" + cell("evaluate qa"))).isEmpty)
    }

    @Test func whatIsTooWideForHalfOfThePageIsNotSqueezed() {
        let text = cell("evaluate ner") + cell("evaluate qa")
        let wide = Table(columns: ["a"], rows: [[String(repeating: "x", count: 80)]])
        #expect(rows(page(text, [[Self.table], [.table(wide)]])).isEmpty)
        #expect(rows(page(text, [[Self.table], [.preformatted(String(repeating: "x", count: 80))]])).isEmpty)
        #expect(rows(page(text, [[.text("a")], [.text("b")]])).isEmpty)
        let picture = SamplePicture.curve(width: 672, height: 100)
        let figure = Figure(name: "a", png: picture, alternativeText: "a")
        #expect(rows(page(text, [[Self.table], [Self.table, .figure(figure)]])).isEmpty)
        // A figure that has a narrow form is shown in it.
        var both = figure
        both.variants = [.narrow: SamplePicture.curve(width: 360, height: 200)]
        let html = page(text, [[Self.table], [Self.table, .figure(both)]])
        #expect(rows(html) == [2])
        #expect(html.contains("width=\"360\" height=\"200\"") && !html.contains("<source"))
    }

    @Test func cellsThatShowNothingStayWhereTheyAre() {
        let text = cell("evaluate ner") + cell("evaluate qa")
        #expect(rows(page(text) { $0.cells[1].status = .notRun }).isEmpty)
        #expect(
            rows(
                page(text) {
                    $0.cells[1].status = .failed
                    $0.cells[1].error = "no"
                }
            ).isEmpty)
        #expect(rows(page(cell("#| output: false\nevaluate ner") + cell("evaluate qa"))).isEmpty)
    }
}
