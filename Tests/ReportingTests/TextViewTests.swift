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

    /// The classes of a token's box, by its label.
    private func look(ofLabel label: String) throws -> String {
        let html = page(.tokens(TokenRows(tokens: ["w"], labels: [label])))
        return try #require(
            html.firstMatch(of: #/<li(?: class="([^"]*)")?><span>w</span>/#).map { $0.output.1.map(String.init) ?? "" })
    }

    @Test func aTypeLooksTheSameInEveryReport() throws {
        let types = ["LOC", "MISC", "ORG", "PER"]
        let together = page(.tokens(TokenRows(tokens: types, labels: types.map { "B-\($0)" })))
        for type in types {
            let look = try look(ofLabel: "I-\(type)")
            #expect(together.contains("<li class=\"\(look)\"><span>\(type)</span>"))
            #expect(
                page(.entities([EntityText(text: "w", entities: [.init(type: type, start: 0, end: 1, text: "w")])]))
                    .contains("<mark class=\"\(look)\">w"))
        }
        let looks = try Set(types.map { try look(ofLabel: "B-\($0)") })
        #expect(looks.count == 4)
    }

    @Test func otherTypesAreSpreadOverTheLooksThatTheUsualOnesLeave() throws {
        let types = [
            "CARDINAL", "DATE", "EVENT", "FAC", "GPE", "LANGUAGE", "LAW", "MONEY", "NORP", "ORDINAL", "PERCENT",
            "PERSON", "PRODUCT", "QUANTITY", "TIME", "WORK_OF_ART", "corporation", "creative-work", "group",
        ]
        let looks = try Set(types.map { try look(ofLabel: "B-\($0)") })
        #expect(looks.count >= 14)
        #expect(looks.isDisjoint(with: (1...4).map { "entity look-\($0)" }))
    }

    @Test func everyLookHasItsOwnColourAndUnderline() {
        let html = page(.text(""))
        let rules = html.matches(of: #/\.look-\d+\{([^}]*)\}/#).map { String($0.output.1) }
        #expect(rules.count == 32 && Set(rules).count == 32)
    }

    @Test(arguments: [
        ("I-ORG ≠ O", "I-ORG", "wrong"), ("B-ORG ≠ B-PER", "B-ORG", "wrong"), ("O ≠ B-PER", "B-PER", "wrong missed"),
        (" ≠ I-LOC", "I-LOC", "wrong missed"),
    ])
    func aWrongLabelHasTheLookOfItsTypeAndAMark(label: String, type: String, marks: String) throws {
        let right = try look(ofLabel: type)
        #expect(try look(ofLabel: label) == "\(right) \(marks)")
        // What the mark says stands there in letters too.
        #expect(page(.tokens(TokenRows(tokens: ["w"], labels: [label]))).contains("<small>\(label)</small>"))
    }

    @Test func labelsWithoutATypeHaveNoLook() throws {
        for label in ["", "O", "–", "101", "B-", "X-PER", "BPER"] { #expect(try look(ofLabel: label).isEmpty) }
        for letter in "BIESLU" { #expect(try look(ofLabel: "\(letter)-PER") == "entity look-4") }
    }

    @Test func numbersSideBySideHaveOneStyle() {
        #expect(DisplayedNumber.together([2, 2.2128, 0.00005], style: .number) == ["2.0000", "2.2128", "0.0001"])
        #expect(
            DisplayedNumber.together([3e-5, 0, -1e-5], style: .number) == ["3.000e-05", "0.000e+00", "−1.000e-05"])
        #expect(DisplayedNumber.together([1500, 1499.5, -0.5], style: .number) == ["1,500.00", "1,499.50", "−0.50"])
        #expect(DisplayedNumber.together([3, 1200, .nan], style: .number) == ["3", "1,200", "not a number"])
        #expect(DisplayedNumber.together([0.5, 0.25, -0.25], style: .fraction) == ["0.5000", "0.2500", "−0.2500"])
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
        #expect(DisplayedNumber.bytes(1023) == "1 kB")
        #expect(DisplayedNumber.bytes(999) == "999 bytes")
        #expect(DisplayedNumber.bytes(90_850_016) == "91 MB")
        #expect(DisplayedNumber.bytes(1_234_567_000_000) == "1,234.6 GB")
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
