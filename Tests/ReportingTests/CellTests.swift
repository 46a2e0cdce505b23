import Execution
import Notebooks
import Outputs
import Reporting
import Testing

@Suite struct CellTests {
    private func cell(
        _ label: String, in run: RunRecord = SampleRun.finished, change: (inout CellOptions) -> Void = { _ in }
    ) throws -> String {
        var notebook = SampleRun.notebook
        notebook.blocks = notebook.blocks.map { block in
            guard case .cell(var cell) = block, cell.label == label else { return block }
            change(&cell.options)
            return .cell(cell)
        }
        let html = HTMLReport.render(notebook: notebook, run: run)
        let start = try #require(html.firstRange(of: "id=\"cell-\(label)\""))
        let rest = html[start.upperBound...]
        let end = rest.firstRange(of: "<div class=\"cell ")?.lowerBound ?? rest.firstRange(of: "</main>")?.lowerBound
        return String(rest[..<(end ?? rest.endIndex)])
    }

    @Test func echoHidesTheSource() throws {
        #expect(try cell("train").contains("<pre class=\"source\">"))
        let hidden = try cell("train") { $0.echo = false }
        #expect(!hidden.contains("class=\"source\"") && !hidden.contains("--epochs"))
        #expect(hidden.contains("<img"))
    }

    @Test func theSourceFoldsAsInQuarto() throws {
        #expect(try !cell("train").contains("class=\"fold\""))
        let folded = try cell("train") { $0.codeFold = .folded }
        #expect(folded.contains("<details class=\"fold\"><summary>Code</summary><pre class=\"source\">"))
        let open = try cell("train") {
            $0.codeFold = .open
            $0.codeSummary = "<Commands>"
        }
        #expect(open.contains("<details class=\"fold\" open><summary>&lt;Commands&gt;</summary><pre"))
        var notebook = SampleRun.notebook
        notebook.codeFold = .folded
        notebook.codeSummary = "All"
        let html = HTMLReport.render(notebook: notebook, run: SampleRun.finished)
        #expect(HTMLChecker(html).problems == [])
        let sources = html.components(separatedBy: "<pre class=\"source\">").count
        #expect(sources > 5)
        #expect(html.components(separatedBy: "<summary>All</summary><pre class=\"source\">").count == sources)
        // A cell's own word counts.
        #expect(try !cell("train") { $0.codeFold = .never }.contains("<details class=\"fold\""))
    }

    @Test("A number leads to its examples in the same cell, and stays plain where there are none.")
    func numbersLeadToTheirExamples() throws {
        var run = SampleRun.finished
        let example = [MarkedText(text: "x", marks: [])]
        let outputs: [Output] = [
            .table(
                Table(
                    columns: ["kind", "count"], rows: [["a", "31"], ["b", "32"], ["c", "33"]], summaryRowCount: 1,
                    links: [
                        .init(row: 1, column: 1, examples: "b"), .init(row: 2, column: 1, examples: "c"),
                        .init(row: 0, column: 1, examples: "elsewhere"), .init(row: 9, column: 9, examples: "b"),
                    ])),
            .examples([
                .init(title: "b: 1 of 32", examples: [example], name: "b"), .init(title: "none", examples: [example]),
                .init(title: "c: 1 of 33", examples: [example], name: "c"),
            ]),
        ]
        for cell in [0, 1] { run.cells[cell].outputs = outputs.map { CellOutput($0) } }
        let html = HTMLReport.render(notebook: SampleRun.notebook, run: run)
        let checker = HTMLChecker(html)
        #expect(checker.problems == [])
        let ids = checker.tags.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
        #expect(html.contains("<td class=\"n\">31</td>"))
        let label = run.cells[0].label
        for (number, place) in [("32", 1), ("33", 2)] {
            let id = "cell-\(label):examples-\(place)"
            #expect(html.contains("<a href=\"#\(id)\" aria-label=\"\(number), examples\">\(number)</a>"))
            // A browser opens folded content that holds the target of a link.
            #expect(html.contains("\(number)</summary><ol class=\"marked-texts\" id=\"\(id)\">"))
        }
    }

    @Test func withoutItsSourceACellBeginsWithItsOutput() throws {
        let html = try cell("hidden-source")
        let figure = try #require(html.firstRange(of: "<figure")).lowerBound
        let head = try #require(html.firstRange(of: "<div class=\"cell-head below\">")).lowerBound
        #expect(figure < head)
        #expect(try cell("train").firstRange(of: "<div class=\"cell-head\">") != nil)
    }

    @Test func outputHidesTheOutputs() throws {
        let hidden = try cell("train") { $0.output = false }
        #expect(!hidden.contains("<img") && !hidden.contains("class=\"outputs\""))
        #expect(hidden.contains("--epochs"))
        #expect(!HTMLReport.render(notebook: SampleRun.notebook, run: SampleRun.finished).contains("not to be seen"))
    }

    @Test func figuresAreNumberedAsShown() throws {
        #expect(try cell("hidden-source").contains("<strong>Figure 2</strong>"))
        var notebook = SampleRun.notebook
        notebook.blocks = notebook.blocks.map { block in
            guard case .cell(var cell) = block, cell.label == "train" else { return block }
            cell.options.output = false
            return .cell(cell)
        }
        let html = HTMLReport.render(notebook: notebook, run: SampleRun.finished)
        #expect(html.contains("<strong>Figure 1</strong>") && !html.contains("<strong>Figure 2</strong>"))
    }

    @Test func anErrorIsShownOnceEvenWithoutOutputs() throws {
        for hides in [false, true] {
            let html = try cell("lesson") { $0.output = !hides }
            #expect(html.ranges(of: "there is no checkpoint in").count == 1)
            #expect(
                html.contains("<pre class=\"caret\">    load checkpoint nowhere\n                    ^~~~~~~</pre>"))
        }
    }

    @Test func aSkippedCellSaysWhy() throws {
        let html = try cell("later") { $0.eval = false }
        #expect(html.contains("skipped</span>") && html.contains("eval: false"))
        #expect(html.contains("--compare"))
    }

    @Test func statusAndDuration() throws {
        #expect(try cell("train").contains(">ran</span><span class=\"duration\">20 min 15 s</span>"))
        #expect(try cell("load").contains(">reused</span>"))
        #expect(try cell("evaluate", in: SampleRun.failed).contains(">not run</span></div>"))
    }

    @Test func volatileOutputsAreMarked() throws {
        // Once, in the cell's head, behind its duration.
        #expect(try cell("train").contains(#/20 min 15 s<\/span><span class="varies-mark"[^>]*>varies<\/span><\/div>/#))
        #expect(try !cell("evaluate").contains(">varies</span>"))
    }

    @Test func recordsAreFoundByLabelWhenTheirPlaceIsAnother() throws {
        var run = SampleRun.finished
        run.cells = [run.cells[3], run.cells[0]]
        #expect(try cell("train", in: run).contains("<img"))
        #expect(try cell("load", in: run).contains(">not run</span>"))
    }

    @Test func aReferenceLinksToItsText() throws {
        #expect(
            try cell("predict-qa").contains("<a class=\"s-reference\" href=\"#text-eiffel-tower\">@eiffel-tower</a>"))
        #expect(try cell("predict-ner").contains("<span class=\"s-reference\">@diverse-sentences</span>"))
    }

    @Test func markedTextsAndTokens() throws {
        let entities = try cell("predict-ner")
        #expect(entities.contains(#/<mark class="label look-\d+">Tim Cook<span class="letters"> PER</span></mark>/#))
        // Scalars are counted, so that what follows an emoji or stands in another script is still in place.
        #expect(entities.contains(#/<mark class="label look-\d+">القاهرة<span class="letters"> LOC</span></mark>/#))
        #expect(entities.contains("(no entity found)"))
        let answers = try cell("predict-qa")
        #expect(answers.contains("The tower is <mark class=\"highlight\">330 metres</mark> (1,083 ft)"))
        #expect(answers.contains("tokens 12 to 13, score 14.21"))
        #expect(answers.contains("91.2 %"))
        #expect(answers.contains("no answer found"))
        let tokens = try cell("encode")
        #expect(tokens.contains(#/<li class="label look-\d+"><span>eu</span> <small>B-ORG</small></li>/#))
        #expect(tokens.contains("<li class=\"framed\"><span>330</span></li>\n<li class=\"framed\"><span>metres</span>"))
        #expect(tokens.contains("framed: tokens 10 to 11"))
    }

    @Test func aTableHasItsSummaryAndItsPlainForm() throws {
        let html = try cell("evaluate")
        #expect(html.contains("<tr><td>LOC</td><td class=\"n\">0.9231</td>"))
        #expect(
            html.contains("<td class=\"n\">1,842</td></tr>\n</tbody>\n<tbody class=\"summary\"><tr><td>micro avg</td>"))
        #expect(html.contains("<summary>The same as seqeval prints it</summary>"))
        #expect(html.contains("LOC     0.9231    0.9114    0.9172      1837"))
    }

    @Test func raggedTablesAreFilled() throws {
        var run = SampleRun.finished
        run.cells[0].outputs = [
            CellOutput(.table(Table(columns: ["a", "b"], alignments: [.right], rows: [["1"], ["1", "2", "3"], []])))
        ]
        let html = try cell("environment", in: run)
        #expect(html.contains("<tr><td class=\"n\">1</td><td></td></tr>"))
        #expect(html.contains("<tr><td class=\"n\">1</td><td>2</td><td>3</td></tr>"))
    }
}
