import Execution
import Foundation
import Notebooks
import Outputs
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
        func mark(_ start: Int, _ end: Int) -> MarkedText.Mark { .init(start: start, end: end, label: "T") }
        let html = page(
            .markedTexts([
                MarkedText(
                    text: "🎾e\u{301}fgh",
                    marks: [mark(4, 5), mark(1, 3), mark(2, 4), mark(5, 9), mark(-1, 1), mark(3, 3)])
            ]))
        let letters = "<span class=\"letters\">\u{A0}T</span></mark>"
        let start = "<mark class=\"\(LabelLooks.cssClass("T"))\">"
        #expect(html.contains("🎾\(start)e\u{301}\(letters)f\(start)g\(letters)h</div>"))
    }

    @Test func labelsLookTheSameInEveryCell() throws {
        let html = HTMLReport.render(notebook: SampleRun.notebook, run: SampleRun.finished)
        var looks: Set<Substring> = []
        for label in ["LOC", "MISC", "ORG", "PER"] {
            let marks = html.matches(of: #/look-(\d+)">[^<]*<span class="letters"> ([A-Z]+)</#).filter {
                $0.output.2 == label
            }
            let tokens = html.matches(of: #/look-(\d+)"><span>[^<]*</span> <small>[BI]-([A-Z]+)</#).filter {
                $0.output.2 == label
            }
            #expect(!marks.isEmpty && !tokens.isEmpty)
            let own = Set(marks.map(\.output.1) + tokens.map(\.output.1))
            #expect(own.count == 1)
            looks.formUnion(own)
        }
        #expect(looks.count == 4)
    }

    /// The classes of the boxes of tokens.
    private func looks(of tokens: [TokenRows.Token]) -> [String] {
        page(.tokens(TokenRows(tokens: tokens))).matches(of: #/<li(?: class="([^"]*)")?><span>w\d*</span>/#).map {
            $0.output.1.map(String.init) ?? ""
        }
    }

    @Test func aLabelLooksTheSameInEveryReport() {
        let groups = ["PERSON", "creative-work", "PERSON", nil, "群"]
        let shown = looks(of: groups.map { .init("w", group: $0) })
        #expect(shown[0] == shown[2] && shown[3] == "")
        // Alone, and behind others.
        for group in groups {
            #expect(looks(of: [.init("w", group: group)]) == [shown[groups.firstIndex(of: group) ?? 0]])
        }
    }

    @Test(arguments: [
        ["PER", "ORG", "LOC", "MISC"], ["person", "location", "corporation", "product", "creative-work", "group"],
        ["negative", "positive"], ["World", "Sports", "Business", "Sci/Tech"],
    ])
    func labelsOfCommonDataSetsHaveDifferentColours(labels: [String]) throws {
        let colors = try labels.map { label in
            let number = try #require(LabelLooks.cssClass(label).split(separator: "-").last.flatMap { Int($0) })
            return (number - 1) % 8
        }
        #expect(Set(colors).count == labels.count)
    }

    @Test func everyLookIsOneOfTheStyleSheet() {
        let looks = Set(looks(of: (0..<400).map { .init("w\($0)", group: "g\($0)") }))
        #expect(looks == Set((1...32).map { "label look-\($0)" }))
    }

    @Test func everyLookHasItsOwnColourAndUnderline() {
        let html = page(.text(""))
        let rules = html.matches(of: #/\.look-\d+\{([^}]*)\}/#).map { String($0.output.1) }
        #expect(rules.count == 32 && Set(rules).count == 32)
    }

    @Test func onlyMistakesAreColoured() throws {
        let text = MarkedText(
            title: "validation[3]: 3 words wrong", text: "Ada met Leeds in New York City.",
            marks: [
                .init(start: 0, end: 3, label: "PER", verdict: .right),
                .init(start: 8, end: 13, label: "ORG", note: "ORG ≠ LOC", verdict: .wrong),
                .init(start: 17, end: 30, label: "LOC", note: "missed LOC", verdict: .missed),
            ])
        let html = page(.markedTexts([text]))
        #expect(HTMLChecker(html).problems == [])
        // A tag holds together, and to the last word.
        func letters(_ tag: String) -> String { "<span class=\"letters\">\u{A0}\(tag)</span></mark>" }
        #expect(html.contains("<mark class=\"right\">Ada\(letters("PER"))"))
        #expect(html.contains("<mark class=\"\(LabelLooks.cssClass("ORG"))\">Leeds\(letters("ORG\u{A0}≠\u{A0}LOC"))"))
        #expect(
            html.contains(
                "<mark class=\"\(LabelLooks.cssClass("LOC")) missed\">New York City\(letters("missed\u{A0}LOC"))"))
        let cell = try #require(HTMLChecker(html).withClass("outputs").first)
        #expect(!cell.text.contains("legend"))
    }

    @Test func aTitledTextHasItsLines() throws {
        let text = MarkedText(
            title: "How tall?", lines: [.init("Answer", "330 m", note: "sure"), .init("Other", "", note: "none")],
            text: "It is 330 m tall.", marks: [.init(start: 6, end: 11)])
        let html = page(.markedTexts([text]))
        #expect(html.contains("<p class=\"title\" dir=\"auto\">How tall?</p>"))
        #expect(html.contains("<strong dir=\"auto\">330 m</strong> <span class=\"note\">sure</span>"))
        #expect(html.contains("<dd><span class=\"none\">none</span></dd>"))
        // A mark without a label is in no legend.
        #expect(html.contains("It is <mark class=\"highlight\">330 m</mark> tall."))
        let cell = try #require(HTMLChecker(html).withClass("outputs").first)
        #expect(!cell.text.contains("letters") && HTMLChecker(html).problems.isEmpty)
    }

    @Test func examplesAreFoldedUpUnderWhatTheyHaveInCommon() throws {
        let pair = [
            MarkedText(title: "gold: <b> (PER)", text: "<b> c", marks: [.init(start: 0, end: 3, label: "PER")]),
            MarkedText(title: "predicted: no entity", text: "<b> c", marks: []),
        ]
        let html = page(.examples([.init(title: "missed: 1 of <2>", examples: [pair])]))
        #expect(
            html.contains("<details class=\"examples\">") && html.contains("<summary>missed: 1 of &lt;2&gt;</summary>"))
        #expect(html.contains("<p class=\"title\" dir=\"auto\">gold: &lt;b&gt; (PER)</p>"))
        #expect(html.contains("<p class=\"title\" dir=\"auto\">predicted: no entity</p>"))
        #expect(HTMLChecker(html).problems.isEmpty)
    }

    @Test func aTextMayBeNoMoreThanItsLines() {
        let html = page(.markedTexts([MarkedText(title: "Who?", lines: [.init("True", "Ada")], text: "", marks: [])]))
        #expect(html.contains(">Ada</strong>") && !html.contains("<div class=\"context\" dir=\"auto\"></div>"))
    }

    @Test func anIntervalStandsUnderItsNumber() {
        let metric = Metric(
            name: "a.f1", label: "F1", value: 0.8912, isKeyFigure: true,
            interval: .init(low: 0.85, high: 0.92))
        let html = page(.metrics([metric, Metric(name: "b", label: "B", value: 1)]))
        #expect(HTMLChecker(html).problems == [])
        // In its cell, and at the head on the scale of the others there.
        #expect(html.contains("<dd>0.8912</dd><dd class=\"interval\">95 %: 0.8500 to 0.9200</dd>"))
        #expect(html.contains("<dd>89.12 %</dd><dd class=\"interval\">95 %: 85.00 to 92.00 %</dd>"))
        #expect(html.ranges(of: "class=\"interval\"").count == 2)
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

    @Test func damagedPicturesDoNoHarm() {
        let png = SamplePicture.curve(width: 60, height: 60)
        for count in stride(from: 0, to: 100, by: 3) {
            let html = page(.figure(Figure(name: "a", png: Array(png.prefix(count)), alternativeText: "a")))
            #expect(html.contains("alt=\"a\" width=\"60\"") == (count >= 33))
        }
    }

    @Test func formsOfAPictureAreShownWhereTheyBelong() throws {
        let wide = SamplePicture.curve(width: 120, height: 60)
        let small = SamplePicture.curve(width: 60, height: 80)
        let forms: [Figure.Variant: [UInt8]] = [.dark: wide, .narrow: small, .narrowDark: small]
        let html = page(.figure(Figure(name: "a", png: wide, variants: forms, alternativeText: "a")))
        let places = try [
            #"<picture class="on-light"><source media="screen and (max-width:36rem)" width="60" height="80" srcset="data:image/png;base64,"#,
            #"<img alt="a" width="120" height="60" src="data:image/png;base64,"#,
            #"<picture class="on-dark"><source media="screen and (max-width:36rem)" width="60" height="80" srcset="data:image/png;base64,"#,
        ].map { try #require(html.range(of: $0), "\($0)").lowerBound }
        #expect(places == places.sorted())
        #expect(
            html.contains(#"<figure class="picture">"#) && html.components(separatedBy: #"<img alt="a""#).count == 3)
        // Without a style sheet's word the dark one is not seen, and so not on paper either.
        #expect(html.contains("\n.on-dark,.on-paper{display:none}\n"))
        // One form alone stands on its own white ground.
        let alone = page(.figure(Figure(name: "a", png: wide, alternativeText: "a")))
        #expect(alone.contains(#"<figure class="picture grounded">"#) && !alone.contains("<source"))
        #expect(!alone.contains(#"class="on-dark""#))
    }

    @Test func aBroadPictureIsPrintedInItsNarrowForm() {
        func html(_ width: Int, _ variants: [Figure.Variant: [UInt8]]) -> String {
            page(
                .figure(
                    Figure(
                        name: "a", png: SamplePicture.curve(width: width, height: 60), variants: variants,
                        alternativeText: "a")))
        }
        let small = SamplePicture.curve(width: 60, height: 80)
        let broad = html(700, [.dark: small, .narrow: small])
        #expect(HTMLChecker(broad).problems == [])
        #expect(broad.contains("<figure class=\"picture has-paper\">"))
        #expect(broad.contains("<picture class=\"on-paper\"><img alt=\"a\" width=\"60\""))
        #expect(!html(672, [.narrow: small]).contains("class=\"on-paper\""))
        #expect(!html(700, [.dark: small]).contains("class=\"on-paper\""))
    }

    @Test func theNumbersOfAPictureFoldOut() {
        let table = Table(columns: ["True", "<b>"], rows: [["x", "7"]])
        let html = page(.figure(Figure(name: "a", png: [], alternativeText: "a", table: table)))
        #expect(html.contains("<summary>The numbers as a table</summary>"))
        #expect(html.contains(">&lt;b&gt;</th>") && html.contains(#"<td class="n">7</td>"#))
    }
}
