import Execution
import Foundation
import Notebooks
import Outputs
import Reporting
import Testing

/// Numbers of figures and tables, and the links to them.
@Suite struct ReferenceTests {
    private func page(_ text: String, outputs: [[Output]] = []) -> String {
        let (notebook, _) = Notebook.read(SourceText(path: "book.md", contents: text))
        var run = SampleRun.finished
        run.cells = notebook.cells.enumerated().map { place, cell in
            var record = CellRecord(label: cell.label)
            record.status = .ran
            record.outputs = (place < outputs.count ? outputs[place] : []).map { CellOutput($0) }
            return record
        }
        return HTMLReport.render(notebook: notebook, run: run)
    }

    private static let figure = Output.figure(
        Figure(name: "a", png: SamplePicture.curve(), alternativeText: "A curve"))
    private static let table = Table(caption: "Scores", columns: ["a"], rows: [["1"]])
    private static let plain = Table(columns: ["a"], rows: [["1"]])

    private func cell(_ label: String) -> String { "```{practicum}\n#| label: \(label)\ngo\n```\n\n" }

    @Test func numbersGoThroughTheReport() {
        let html = page(
            "|a|\n|-|\n|b|\n\n: First {#tbl-first}\n\nSee @tbl-scores, @tbl-first, [-@fig-b], @fig-a-2.\n\n"
                + cell("a") + cell("scores") + cell("b"),
            outputs: [
                [Self.figure, Self.figure], [.table(Self.plain), .table(Self.table)],
                [Self.figure],
            ])
        #expect(HTMLChecker(html).problems == [])
        #expect(html.contains("<caption><strong id=\"table:first\">Table 1</strong> First</caption>"))
        #expect(html.contains("See <a class=\"reference\" href=\"#cell-scores:table\">Table 2</a>, "))
        #expect(html.contains("<a class=\"reference\" href=\"#table:first\">Table 1</a>, "))
        #expect(html.contains("<a class=\"reference\" href=\"#cell-b:figure\">3</a>, "))
        #expect(html.contains("<a class=\"reference\" href=\"#cell-a:figure-2\">Figure 2</a>."))
        #expect(html.contains("<caption><strong>Table 2</strong></caption>"))
        #expect(html.contains("<strong>Table 3</strong> <span dir=\"auto\">Scores</span>"))
    }

    @Test func whatTheRunDidNotShowIsNamed() {
        let html = page("See @fig-a and @sec-b and @sec-c.\n\n# 4. B\n\n# C\n\n" + cell("a"))
        #expect(html.contains("title=\"This run does not show it\">Figure “a”</span>"))
        #expect(html.contains("<a class=\"reference\" href=\"#b\">Section 4</a>"))
        #expect(html.contains("<a class=\"reference\" href=\"#c\">C</a>"))
    }

    @Test func aTableMayHaveItsCaptionFromTheCell() {
        let text = "```{practicum}\n#| label: a\n#| tbl-cap: \"Of <the> cell\"\ngo\n```\n"
        let html = page(text, outputs: [[.table(Self.plain), .table(Self.plain)]])
        #expect(html.components(separatedBy: "<caption>").count == 2)
        #expect(html.contains("<strong>Table 1</strong> <span dir=\"auto\">Of &lt;the&gt; cell</span>"))
    }

    @Test func formulasAreNumberedWhereTheyHaveALabel() {
        let html = page(
            "$$a$$\n\n$$b$$ {#eq-b}\n\n@eq-b, [-@eq-c] and @eq-c[^n]\n\n$$c$$ {#eq-c}\n\n[^n]: $$d$$ {#eq-d}\n")
        #expect(HTMLChecker(html).problems == [])
        #expect(html.contains("<span class=\"equation-number\" id=\"equation:b\">(1)</span></span>"))
        #expect(
            html.contains(
                "<a class=\"reference\" href=\"#equation:b\">Equation 1</a>, <a class=\"reference\" href=\"#equation:c\">2</a>"
            ))
        #expect(html.contains("id=\"equation:d\">(3)</span>"))
        #expect(html.components(separatedBy: "class=\"equation-number\"").count == 4)
    }

    @Test func footnotesLinkBackAndForth() {
        let html = page("a[^n] b[^n]\n\n[^n]: Note *x*\n")
        #expect(HTMLChecker(html).problems == [])
        for part in [
            "<section class=\"prose footnotes\" aria-label=\"Footnotes\">", "<li id=\"note:1\"><p>Note <em>x</em>",
            "href=\"#note:1:2\" aria-label=\"Back to place 2 of note 1\"", "id=\"note:1:2\"",
        ] { #expect(html.contains(part)) }
        #expect(!page("a\n").contains("class=\"prose footnotes\""))
    }
}
