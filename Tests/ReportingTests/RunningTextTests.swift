import Execution
import Notebooks
import Outputs
import Reporting
import Testing

/// Named texts and the texts that cells show: each stands once, and its line breaks fold where it is running text.
@Suite struct RunningTextTests {
    private func page(_ text: String, _ outputs: Output..., change: (inout CellOptions) -> Void = { _ in }) -> String {
        let place = SourceRange(start: SourceLocation(file: "a.md", line: 1))
        let literal = Literal(label: "it", text: text, range: place)
        var options = CellOptions()
        change(&options)
        let cell = Cell(
            label: "environment", hasOwnLabel: true, options: options, commands: [], source: "ask @it",
            sectionSlug: nil, range: place)
        let notebook = Notebook(
            path: "a.md", title: "A", parameters: [], profiles: [], blocks: [.literal(literal), .cell(cell)],
            literals: ["it": literal], lines: [])
        var run = SampleRun.finished
        run.cells[0].outputs = outputs.map { CellOutput($0) }
        let html = HTMLReport.render(notebook: notebook, run: run)
        #expect(HTMLChecker(html).problems == [])
        return html
    }

    private func marked(_ text: String, title: String? = nil) -> MarkedText {
        MarkedText(title: title, text: text, marks: [.init(start: 0, end: 1)])
    }

    private static let wrapped = "The tower is 330 metres\ntall, and stands\nin Paris.\n"

    @Test func aTextThatIsShownBelowIsFolded() {
        let folded = page(Self.wrapped, .markedTexts([marked(Self.wrapped, title: "How tall?")]))
        #expect(folded.contains(#/<details class="literal" id="text-it"><summary>Text <code>@it</code></summary>/#))
        #expect(folded.contains("<a class=\"s-reference\" href=\"#text-it\">"))
        // Blanks make no other text of it.
        #expect(
            page(Self.wrapped, .markedTexts([marked("The tower is 330 metres  tall, and stands in Paris.")]))
                .contains("<details class=\"literal\""))
    }

    @Test func aTextThatNoOutputShowsStaysOpen() {
        for html in [
            page(Self.wrapped), page(Self.wrapped, .text(Self.wrapped)),
            page(Self.wrapped, .markedTexts([marked("The tower is 330 metres")])),
            page(Self.wrapped, .markedTexts([marked(Self.wrapped)])) { $0.output = false },
            page("\n", .markedTexts([marked("\n")])),
        ] {
            #expect(html.contains("<figure class=\"literal\" id=\"text-it\">"))
        }
    }

    @Test func aListWhoseLinesAreShownIsFoldedAndStaysAList() {
        let html = page("One\nTwo\n\n", .markedTexts([marked("One"), marked("Two"), marked("Three")]))
        #expect(html.contains("<details class=\"literal\""))
        #expect(html.contains("<p dir=\"auto\">One</p>\n<p dir=\"auto\">Two</p>"))
        let rows = ["The soup was warm, and so was she.", "Not one of the promises was kept."]
        let table = Table(columns: ["Text", "Label"], rows: rows.map { [$0, "positive"] })
        #expect(page(rows.joined(separator: "\n"), .table(table)).contains("<details class=\"literal\""))
        #expect(page("positive\n", .table(table)).contains("<figure class=\"literal\""))
        #expect(
            page("One\nTwo\nFour", .markedTexts([marked("One"), marked("Two")])).contains("<figure class=\"literal\""))
    }

    @Test func linesThatBreakWithinSentencesFold() {
        #expect(
            page(Self.wrapped).contains("dir=\"auto\">The tower is 330 metres\ntall, and stands\nin Paris.\n</div>"))
        #expect(page("A dog.\nA cat!\n“Why?”\n").contains("<p dir=\"auto\">A cat!</p>"))
        #expect(page("a b\nc.\n \n\nD.\r\ne f").contains("dir=\"auto\">a b\nc.<br><br>D.\ne f</div>"))
        // Nothing in the style sheet keeps the breaks of running text.
        let css = page("")
        for name in ["literal-text", "context", "marked"] {
            for rule in css.matches(of: try! Regex("\\.\(name)\\{[^}]*\\}")) {
                #expect(!css[rule.range].contains("white-space"))
            }
        }
    }

    @Test func marksStayInTheirPlacesInAFoldedText() {
        let text = MarkedText(title: "Who?", text: "Ada\nLovelace met\n\nhim.", marks: [.init(start: 0, end: 12)])
        #expect(
            page("x", .markedTexts([text])).contains(
                "<mark class=\"highlight\">Ada\nLovelace</mark> met<br><br>him.</div>"))
    }
}
