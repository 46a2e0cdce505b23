import Execution
import Foundation
import Notebooks
import Reporting
import Testing

/// What is marked, coloured or formatted, seen through the page.
@Suite struct TextViewTests {
    private func page(source: String) -> String {
        let range = SourceRange(start: SourceLocation(file: "a.md", line: 1))
        let cell = Cell(
            label: "a", hasOwnLabel: true, options: CellOptions(), commands: [], source: source, sectionSlug: nil,
            range: range)
        let notebook = Notebook(
            path: "a.md", title: "A", parameters: [], profiles: [], blocks: [.cell(cell)], literals: [:], lines: [])
        return HTMLReport.render(notebook: notebook, run: SampleRun.finished)
    }

    private func page(_ output: Output) -> String {
        var run = SampleRun.finished
        run.cells[0].outputs = [CellOutput(output)]
        return HTMLReport.render(notebook: SampleRun.notebook, run: run)
    }

    /// The coloured source, as `class:text` for what has a class.
    private func colours(_ source: String) throws -> [String] {
        let html = page(source: source)
        let code = try #require(html.firstMatch(of: #/(?s)<pre class="source"><code>(.*?)</code>/#)?.output.1)
        return code.matches(of: #/(?s)<span class="s-([a-z]+)">(.*?)</span>/#).map { "\($0.output.1):\($0.output.2)" }
    }

    @Test func sourceIsColoured() throws {
        let source = """
            # first
            train --epochs $epochs --clip=1.0 -v -1.5 \\
                "say ${name}, $x!" 'no $x' word#no @text  # last
            show
            """
        #expect(
            try colours(source) == [
                "comment:# first", "command:train", "option:--epochs", "parameter:$epochs", "option:--clip",
                "option:-v", "string:&quot;say ", "parameter:${name}", "string:, ", "parameter:$x",
                "string:!&quot;", "string:&#39;no $x&#39;", "reference:@text", "comment:# last", "command:show",
            ])
    }

    /// Whatever is in a cell, colouring must neither lose nor add a character.
    @Test(arguments: [
        "", " ", "\\", "a\\", "a \\\nb", "\"", "\"open", "'", "'open\nline", "\"a\\\"b\" c", "$", "${", "${x", "\"$\"",
        "\"${a\"", "\"$a$b\"", "--", "-", "@", "#", "é\\é\\東 '東'", "a\\\n# b", "\r\n\r\n", "🎾\\🎾\"🎾$🎾\"",
        "x=\"y\"'z'$w-@#",
    ]) func colouringKeepsTheSource(source: String) throws {
        let checker = HTMLChecker(page(source: source))
        #expect(checker.problems == [])
        let shown = checker.withClass("source").first?.text ?? source
        let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")].reduce(shown) {
            $0.replacingOccurrences(of: $1.0, with: $1.1)
        }
        #expect(Array(plain.utf8) == Array(source.utf8))
    }

    @Test func marksThatDoNotFitAreLeftOut() {
        func entity(_ start: Int, _ end: Int) -> EntityText.Entity {
            .init(type: "T", start: start, end: end, text: "")
        }
        let html = page(
            .entities([
                EntityText(
                    text: "🎾e\u{301}fgh",
                    entities: [entity(4, 5), entity(1, 3), entity(2, 4), entity(5, 9), entity(-1, 1), entity(3, 3)])
            ]))
        let type = "<span class=\"type\"> T</span></mark>"
        let mark = "<mark class=\"entity look-5\">"
        #expect(html.contains("🎾\(mark)e\u{301}\(type)f\(mark)g\(type)h</p>"))
    }

    @Test func typesLookTheSameInEveryCell() throws {
        let html = HTMLReport.render(notebook: SampleRun.notebook, run: SampleRun.finished)
        for type in ["LOC", "MISC", "ORG", "PER"] {
            let marks = html.matches(of: #/look-(\d)">[^<]*<span class="type"> ([A-Z]+)</#).filter {
                $0.output.2 == type
            }
            let labels = html.matches(of: #/look-(\d)"><span>[^<]*</span> <small>[BI]-([A-Z]+)</#).filter {
                $0.output.2 == type
            }
            #expect(!marks.isEmpty && !labels.isEmpty)
            #expect(Set(marks.map(\.output.1) + labels.map(\.output.1)).count == 1)
        }
    }

    @Test func backticksBecomeCode() {
        #expect(
            page(.warning("set `a` or `b<` or `c")).contains("set <code>a</code> or <code>b&lt;</code> or `c</span>"))
        #expect(page(.notice("`` ` odd")).contains("`` ` odd</span>"))
    }

    @Test func numbersAreFormatted() {
        #expect(DisplayedNumber.duration(0.0004) == "0 ms")
        #expect(DisplayedNumber.duration(0.9996) == "1.0 s")
        #expect(DisplayedNumber.duration(59.96) == "1 min 00 s")
        #expect(DisplayedNumber.duration(3599.6) == "1 h 00 min")
        #expect(DisplayedNumber.duration(7500) == "2 h 05 min")
        #expect(DisplayedNumber.duration(.infinity) == "∞")
        #expect(DisplayedNumber.duration(1e300).hasSuffix(" s"))
        #expect(DisplayedNumber.bytes(1023) == "1023 bytes")
        #expect(DisplayedNumber.bytes(90_850_016) == "86.64 MiB")
        #expect(DisplayedNumber.metric(109_490_699, style: .count) == "109,490,699")
        #expect(DisplayedNumber.metric(-1_234_567, style: .count) == "-1,234,567")
        #expect(DisplayedNumber.metric(.nan, style: .fraction) == "not a number")
        #expect(DisplayedNumber.plain(3e-5) == "3.000e-05")
        #expect(DisplayedNumber.plain(1234.5) == "1,234.50")
        #expect(DisplayedNumber.time(Date(timeIntervalSince1970: 1_783_173_731)).shown == "2026-07-04 14:02 UTC")
    }

    @Test func base64IsThatOfTheStandard() {
        for count in 0...70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 167 + 91) }
            let html = page(.figure(Figure(name: "a", png: bytes, alternativeText: "a")))
            #expect(html.contains("base64,\(Data(bytes).base64EncodedString())\""))
        }
    }

    @Test func damagedPicturesDoNoHarm() {
        let png = SamplePicture.curve(width: 60, height: 60)
        for count in stride(from: 0, to: 100, by: 3) {
            let html = page(.figure(Figure(name: "a", png: Array(png.prefix(count)), alternativeText: "a")))
            #expect(html.contains("alt=\"a\" width=\"60\"") == (count >= 33))
        }
    }
}
