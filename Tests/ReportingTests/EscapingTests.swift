import Execution
import Notebooks
import Outputs
import Reporting
import Testing

@Suite struct EscapingTests {
    static let evil = #"<script>alert("x")</script>'&<b a='"#
    /// As long, and harmless.
    static let tame = String(repeating: "a", count: evil.utf8.count)

    /// One field of a notebook or a run, set to a text.
    struct Field: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var set: @Sendable (inout Notebook, inout RunRecord, String) -> Void

        init(_ name: String, _ set: @escaping @Sendable (inout Notebook, inout RunRecord, String) -> Void) {
            testDescription = name
            self.set = set
        }

        /// A field of an output that the first cell shows.
        static func output(_ name: String, _ output: @escaping @Sendable (String) -> Output) -> Field {
            Field(name) { $1.cells[0].outputs = [CellOutput(output($2))] }
        }
    }

    static let fields: [Field] = [
        Field("title") { $0.title = $2 }, Field("author") { $0.author = $2 }, Field("date") { $0.date = $2 },
        Field("header notebook") { $1.header.notebook = $2 }, Field("profile") { $1.header.profile = $2 },
        Field("parameter name") { $1.header.parameters[2].name = $2 },
        Field("parameter value") { $1.header.parameters[2].value = $2 },
        Field("parameter default") { $1.header.parameters[2].defaultValue = $2 },
        Field("parameter origin") { $1.header.parameters[2].origin = $2 },
        Field("warning of the run") { $1.warnings = [$2] },
        Field("metric of the run") { $1.metrics = [$2: 1] },
        Field("fact label") { $1.cells[0].facts = [RunFact(label: $2, value: "v")] },
        Field("fact value") { $1.cells[0].facts = [RunFact(label: "l", value: $2, isVolatile: true)] },
        Field("error") { $1.cells[9].error = $2 },
        Field("error that ended the run") {
            $1 = SampleRun.failed
            $1.cells[3].error = $2
        },
        Field("cell label") { notebook, run, text in
            notebook.blocks = notebook.blocks.map { block in
                guard case .cell(var cell) = block, cell.label == "train" else { return block }
                cell.label = text
                return .cell(cell)
            }
            run.cells[3].label = text
        },
        Field("figure caption of the options") { notebook, run, text in
            notebook.blocks = notebook.blocks.map { block in
                guard case .cell(var cell) = block, cell.label == "train" else { return block }
                cell.options.figureCaption = text
                return .cell(cell)
            }
        },
        Field("section title and number") { notebook, run, text in
            notebook.blocks = notebook.blocks.map { block in
                guard case .section(var section) = block, section.slug == "training" else { return block }
                section.title = text
                section.number = text
                section.slug = text
                return .section(section)
            }
        },
        Field("literal") { notebook, run, text in
            notebook.blocks = notebook.blocks.map { block in
                guard case .literal(var literal) = block else { return block }
                literal.text = text
                return .literal(literal)
            }
        },
        .output("text") { .text($0) }, .output("preformatted") { .preformatted($0) },
        .output("warning") { .warning($0) }, .output("notice") { .notice($0) }, .output("error output") { .error($0) },
        .output("table caption") { .table(Table(caption: $0, columns: ["a"], rows: [["b"]])) },
        .output("table column") { .table(Table(columns: [$0, $0], rows: [["b", "c"]])) },
        .output("table cell") { .table(Table(columns: ["a", "b"], rows: [[$0, $0], [$0]])) },
        .output("figure name") { .figure(Figure(name: $0, png: [1, 2], alternativeText: "")) },
        .output("figure words") { .figure(Figure(name: "a", png: [], alternativeText: $0, caption: $0)) },
        .output("metric") { .metrics([Metric(name: $0, label: $0, value: .nan)]) },
        .output("plain form") { text in
            .table(
                Table(
                    columns: ["a"], rows: [[text], [text]], summaryRowCount: 1,
                    plainForm: .init(title: text, text: text)))
        },
        .output("mark") { text in
            .markedTexts([
                MarkedText(text: text + text, marks: [.init(start: 2, end: 12, label: text)]),
                MarkedText(text: text, marks: [], emptyNote: text),
            ])
        },
        .output("titled text") { text in
            .markedTexts([
                MarkedText(
                    title: text, lines: [.init(text, text, note: text)], text: text, marks: [.init(start: 1, end: 9)])
            ])
        },
        .output("tokens") { text in
            .tokens(
                TokenRows(
                    caption: text, tokens: [.init(text, label: text, group: text)],
                    highlighted: 0..<1))
        },
    ]

    /// Markup in a field must leave the page's elements and attributes as they are with plain letters there.
    @Test(arguments: fields) func aFieldIsText(field: Field) {
        func page(_ text: String) -> String {
            var notebook = SampleRun.notebook
            var run = SampleRun.finished
            field.set(&notebook, &run, text)
            return HTMLReport.render(notebook: notebook, run: run)
        }
        let html = page(Self.evil)
        let checker = HTMLChecker(html)
        #expect(checker.problems == [])
        #expect(html.ranges(of: "<script").count == 1)
        #expect(checker.outline == HTMLChecker(page(Self.tame)).outline)
        if field.testDescription != "cell label" {
            #expect(html.contains("alert(&quot;x") || html.contains("ale</mark>") || html.contains("lert(&quot;x"))
        }
        #expect(Set(checker.ids).count == checker.ids.count)
    }

    @Test func sourceIsText() {
        var notebook = SampleRun.notebook
        notebook.blocks = notebook.blocks.map { block in
            guard case .cell(var cell) = block else { return block }
            cell.source = "predict \(Self.evil)\n# \(Self.evil)\n--x=\(Self.evil) @\(Self.evil) $<b> ${<b>} \"<i> $x<i>"
            return .cell(cell)
        }
        let html = HTMLReport.render(notebook: notebook, run: SampleRun.finished)
        #expect(HTMLChecker(html).problems == [])
        #expect(html.ranges(of: "<script").count == 1)
        for tag in ["<b ", "<b>", "<i>"] { #expect(!html.contains(tag)) }
    }

    @Test func controlCharactersBecomePictures() {
        var run = SampleRun.finished
        run.cells[0].outputs = [CellOutput(.text("a\u{0}b\u{1B}[31mc\u{7F}\td\n"))]
        let html = HTMLReport.render(notebook: SampleRun.notebook, run: run)
        #expect(html.contains("a\u{2400}b\u{241B}[31mc\u{2421}\td\n"))
        #expect(!html.utf8.contains { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A })
    }

    /// What turns the order of a text would turn the words of the page around it.
    @Test(arguments: fields) func whatTurnsTheOrderOfATextIsNamed(field: Field) {
        var notebook = SampleRun.notebook
        var run = SampleRun.finished
        let turning = "x\u{202E}\u{2066}y\u{202A}\u{2069}\u{9B}z"
        field.set(&notebook, &run, turning)
        let html = HTMLReport.render(notebook: notebook, run: run)
        #expect(HTMLChecker(html).problems == [])
        #expect(!html.unicodeScalars.contains { "\u{202A}\u{202E}\u{2066}\u{2069}\u{9B}".unicodeScalars.contains($0) })
        #expect(html.contains("&lt;U+202E&gt;"))
    }

    @Test func proseKeepsItsMarkupAndLosesItsControls() {
        var notebook = SampleRun.notebook
        let range = SourceRange(start: SourceLocation(file: "a.md", line: 1))
        let text = "<p>a\u{202E}b <em>\u{1B}[31m &amp; é 東 \u{200F}</em></p>\n"
        notebook.blocks = [.prose(Prose(markdown: "", html: text, range: range))]
        let html = HTMLReport.render(notebook: notebook, run: SampleRun.finished)
        #expect(html.contains("<p>a&lt;U+202E&gt;b <em>\u{241B}[31m &amp; é 東 \u{200F}</em></p>"))
    }

    @Test func proseAndHeadingsAreTakenAsHTML() {
        let html = HTMLReport.render(notebook: SampleRun.notebook, run: SampleRun.finished)
        #expect(html.contains("<em>persons</em>"))
        #expect(html.contains("Setup &amp; Environment <a class=\"anchor\""))
    }
}
