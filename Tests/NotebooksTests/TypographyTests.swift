import Notebooks
import Testing

/// Characters that word processors, web pages and PDF files insert into commands, options and YAML.
@Suite struct TypographyTests {
    private static let head = "---\nparams:\n  seed: 42\n---\n"

    private func found(_ lines: String) -> [String] {
        read(Self.head + "```{practicum}\ngo $seed\n\(lines)\n```\n").all.map {
            "\($0.range.start.line - 6):\($0.range.start.column): \($0.message)"
        }
    }

    private func remedy(_ lines: String) -> String {
        read(Self.head + "```{practicum}\ngo $seed\n\(lines)\n```\n").all.first?.remedy ?? ""
    }

    private static let commands: [(String, String, String)] = [
        ("go –epochs 3", "1:4: `–` (U+2013 EN DASH) is not what it looks like", "Write `--epochs`."),
        ("go —epochs 3", "1:4: `—` (U+2014 EM DASH) is not what it looks like", "Write `--epochs`."),
        ("go －－epochs 3", "1:4: `－` (U+FF0D FULLWIDTH HYPHEN-MINUS) is not what it looks like", "Write `--epochs`."),
        ("go --max–length 3", "1:9: `–` (U+2013 EN DASH) is not what it looks like", "Write `--max-length`."),
        ("go --n −3", "1:8: `−` (U+2212 MINUS SIGN) is not what it looks like", "Write `-3`."),
        ("go --n 5e–5", "1:10: `–` (U+2013 EN DASH) is not what it looks like", "Write `5e-5`."),
        ("go --n=４", "1:8: `４` (U+FF14 FULLWIDTH DIGIT FOUR) is not what it looks like", "Write `--n=4`."),
        ("go --n＝4", "1:7: `＝` (U+FF1D FULLWIDTH EQUALS SIGN) is not what it looks like", "Write `--n=4`."),
        ("go “a b c”", "1:4: U+201C LEFT DOUBLE QUOTATION MARK is not a quote here", "Write `\"a b c\"`."),
        ("go --x=‘a b’", "1:8: U+2018 LEFT SINGLE QUOTATION MARK is not a quote here", "Write `'a b'`."),
        ("go „a b“", "1:4: U+201E DOUBLE LOW-9 QUOTATION MARK is not a quote here", "Write `\"a b\"`."),
        ("go ＄seed", "1:4: `＄` (U+FF04 FULLWIDTH DOLLAR SIGN) is not what it looks like", "Write `$seed`."),
        ("go ＠note", "1:4: `＠` (U+FF20 FULLWIDTH COMMERCIAL AT) is not what it looks like", "Write `@note`."),
        ("\u{200B}go", "1:1: U+200B ZERO WIDTH SPACE is here and can't be seen", "Remove it, and write `go`."),
        (
            "go\u{FEFF} a", "1:3: U+FEFF ZERO WIDTH NO-BREAK SPACE is here and can't be seen",
            "Remove it, and write `go`."
        ),
        ("go a\u{AD}b", "1:5: U+00AD SOFT HYPHEN is here and can't be seen", "Remove it, and write `ab`."),
        ("go a\u{1B}[2J", "1:5: U+001B ESCAPE is here and can't be seen", "Remove it, and write `a[2J`."),
        (
            "go \u{202E}b", "1:4: U+202E RIGHT-TO-LEFT OVERRIDE is here and can't be seen",
            "Remove it, and write `b`."
        ),
        ("ｇo", "1:1: `ｇ` (U+FF47 FULLWIDTH LATIN SMALL LETTER G) is not what it looks like", "Write `go`."),
        ("go\u{325} a", "1:3: `\u{325}` (U+0325 COMBINING RING BELOW) is not what it looks like", "Write `go`."),
        ("go ´a b´", "1:4: U+00B4 ACUTE ACCENT is not a quote here", "Write `'a b'`."),
        (
            "go $｛seed｝", "1:5: `｛` (U+FF5B FULLWIDTH LEFT CURLY BRACKET) is not what it looks like",
            "Write `${seed}`."
        ),
        (
            "go a\u{2028}go b", "1:5: U+2028 LINE SEPARATOR does not end a line here",
            "Write a line end or a blank instead."
        ),
        ("＃ a comment", "1:1: `＃` (U+FF03 FULLWIDTH NUMBER SIGN) is not what it looks like", "Write `#`."),
    ]

    @Test(arguments: commands)
    func commandsNameTheCharacter(line: String, expected: String, remedy: String) {
        #expect(found(line) == [expected])
        #expect(self.remedy(line) == remedy)
    }

    @Test func whatIsNotSeenInANameIsNamed() {
        #expect(remedy("go $se–ed").hasPrefix("U+2013 EN DASH ends its name."))
        #expect(
            ["seed"].suggestion(for: "sееd", noun: "parameter")
                == "Did you mean `seed`? The name here contains U+0435 CYRILLIC SMALL LETTER IE. Known parameters: `seed`."
        )
        #expect([String]().suggestion(for: "x", noun: "command") == "There are no commands.")
        let text = "```{practicum}\ngo @no\u{200B}te\n```\n\n```{text}\n#| label: note\na\n```\n"
        #expect(read(text).all.map(\.remedy) == ["Write `@note`. The name here contains U+200B ZERO WIDTH SPACE."])
    }

    @Test func aBlankBehindABackslashIsOneError() {
        let (notebook, all) = read("```{practicum}\ngo \\ \n --x 1\n```\n")
        #expect(all.map(place) == ["2:4: a blank after the `\\` prevents the command from continuing"])
        #expect(notebook.cells[0].commands.count == 1)
    }

    @Test func anOddValueIsOneError() {
        let text = "---\nparams:\n  seed: 42\u{200B}\n---\n\n```{practicum}\ngo $seed\n```\n"
        let (notebook, all) = read(text)
        #expect(all.map(place) == ["3:11: U+200B ZERO WIDTH SPACE makes this value a text"])
        #expect(notebook.parameters.map(\.value) == [.integer(42)])
    }

    @Test func textsMayHoldAnything() {
        #expect(found("go '– “q” \u{200B}' \"—３\" Anna’s 日本 👩‍🚀 می‌خواهم a–b x—y naïve") == [])
        let literal = "```{text}\n#| label: t\n–– “q” \u{200B}\n```\n"
        #expect(read(Self.head + literal + "```{practicum}\ngo @t $seed\n```\n").all.isEmpty)
    }

    @Test func quotesAreQuotesWhateverFollows() {
        let (notebook, all) = read("```{practicum}\ngo --x='\u{325}a b' \"\u{301}c d\" \\\u{200D}e f \u{301}\n```\n")
        #expect(all.isEmpty)
        #expect(
            notebook.cells[0].commands[0].words.map(\.text) == [
                "go", "--x=\u{325}a b", "\u{301}c d", "\u{200D}e", "f", "\u{301}",
            ])
        #expect(notebook.cells[0].commands[0].words.map(\.range.start.column) == [1, 4, 15, 22, 26, 28])
    }

    @Test func anUnclosedQuoteIsOneError() {
        #expect(found("go \"open $m @n") == ["1:4: this \" is not closed"])
        #expect(found("go 'What is\n  it?' --x $seed\ngo") == ["1:4: this ' is not closed"])
        #expect(
            found("go \"What\nis it\nnow?\"\ngo $m") == [
                "1:4: this \" is not closed", "4:4: there is no parameter `m`",
            ])
        #expect(found("go don't\ngo 'b' $m") == ["1:7: this ' is not closed", "2:8: there is no parameter `m`"])
        #expect(found("go \"a”") == ["1:4: this \" is not closed"])
        #expect(remedy("go \"a”").contains("U+201D RIGHT DOUBLE QUOTATION MARK"))
        let (notebook, _) = read("```{practicum}\n\"train --x\n```\n")
        #expect(notebook.cells[0].commands.map(\.nameIsSound) == [false])
    }

    private static let yaml: [(String, [String])] = [
        ("title: a\nparams:\n\u{A0} seed: 42", ["4:1: error: U+00A0 NO-BREAK SPACE indents this line"]),
        ("title: a\nparams:\n\tseed: 42", ["4:1: error: a tab indents this line"]),
        ("title: a\nparams:\n  x: 1\n\tseed: 42", ["5:1: error: a tab indents this line"]),
        ("params:\n  seed：42", ["3:7: error: U+FF1A FULLWIDTH COLON is not a colon here"]),
        ("params:\n  seed:\u{A0}42", ["3:8: error: U+00A0 NO-BREAK SPACE follows the colon"]),
        ("params:\n  se\u{200B}ed: 42", ["3:5: error: U+200B ZERO WIDTH SPACE is here and can't be seen"]),
        ("par\u{200B}ams:\n  seed: 42", ["2:4: error: U+200B ZERO WIDTH SPACE is here and can't be seen"]),
        ("params:\n  seed: −42", ["3:9: error: U+2212 MINUS SIGN makes this value a text"]),
        ("params:\n  seed: ４２", ["3:9: error: U+FF14 FULLWIDTH DIGIT FOUR makes this value a text"]),
        ("params:\n  seed: 42\u{A0}", ["3:11: error: U+00A0 NO-BREAK SPACE makes this value a text"]),
        ("params:\n  seed: “a”", ["3:9: error: U+201C LEFT DOUBLE QUOTATION MARK is not a quote here"]),
        ("params:\n  seed: a\u{200B}b", ["3:10: error: U+200B ZERO WIDTH SPACE is here and can't be seen"]),
        ("title: “a: b”", ["2:8: error: U+201C LEFT DOUBLE QUOTATION MARK is not a quote here"]),
        ("title: “a”", ["2:8: warning: U+201C LEFT DOUBLE QUOTATION MARK is not a quote here"]),
        ("title: a\u{2028}b", ["2:9: warning: U+2028 LINE SEPARATOR in this text does not end a line"]),
        ("title: a\u{85}b", ["2:9: warning: U+0085 NEXT LINE in this text does not end a line"]),
        (
            "title: a\u{2028}b\nauthor: c: d",
            [
                "3:10: error: the front matter is not valid YAML: mapping values are not allowed in this context"
            ]
        ),
        ("title:\u{301} a\nparams:\n  b: 1", ["2:7: error: U+0301 COMBINING ACUTE ACCENT is joined to the colon"]),
        ("title:a\nparams:\n  b: 1", ["2:6: error: there is no blank after this colon"]),
        (
            "params:\n  a: 1\u{A0}# b",
            ["3:7: error: U+00A0 NO-BREAK SPACE keeps what follows from being a comment"]
        ),
        ("title: a\u{7}b", ["2:9: error: the front matter is not valid YAML: control characters are not allowed"]),
        (
            "title: *a* b",
            ["2:8: error: the front matter is not valid YAML: did not find expected alphabetic or numeric character"]
        ),
        ("title: “a” – b", []),
        ("title: \"“a” \u{200B}\"", []),
        ("subtitle: a", ["2:1: warning: `subtitle` is for another program and has no effect here"]),
        ("execute:\n  echo: false", ["2:1: warning: `execute` is for another program and has no effect here"]),
        ("jupyter: python3", ["2:1: warning: `jupyter` is for another program and has no effect here"]),
        ("format: html", ["2:1: warning: `format` is for another program and has no effect here"]),
        ("parameters:\n  seed: 1", ["2:1: error: `parameters` has no meaning here"]),
        ("house-style: a", []),
    ]

    @Test(arguments: yaml)
    func yamlNamesTheCharacter(yaml: String, expected: [String]) {
        let all = read("---\n\(yaml)\n---\n\nText\n").all.filter { !$0.message.hasPrefix("no cell uses") }
        #expect(
            all.map { "\($0.range.start.line):\($0.range.start.column): \($0.severity): \($0.message)" } == expected)
    }

    @Test func aTextKeepsALineSeparator() {
        #expect(read("---\ntitle: a\u{2028}b\u{E000}\n---\nx\n").notebook.title == "a\u{2028}b\u{E000}")
    }

    private static let options: [(String, [String])] = [
        ("\u{200B}#| label: a", ["2:1: U+200B ZERO WIDTH SPACE keeps this line from being an option"]),
        ("＃| label: a", ["2:1: U+FF03 FULLWIDTH NUMBER SIGN keeps this line from being an option"]),
        ("#｜ label: a", ["2:2: U+FF5C FULLWIDTH VERTICAL LINE keeps this line from being an option"]),
        ("# | label: a", ["2:1: this line is a comment, not an option"]),
        ("#|\u{A0}label: a", ["2:3: U+00A0 NO-BREAK SPACE indents this line"]),
        ("#|\tlabel: a", ["2:3: a tab indents this line"]),
        ("#| label： a", ["2:9: U+FF1A FULLWIDTH COLON is not a colon here"]),
        ("#| label: a\u{200B}b", ["2:12: U+200B ZERO WIDTH SPACE is here and can't be seen"]),
        ("#| echo: true\u{200B}", ["2:14: U+200B ZERO WIDTH SPACE makes this value a text"]),
        ("#| timeout: ９0", ["2:13: U+FF19 FULLWIDTH DIGIT NINE makes this value a text"]),
        ("#| fig-cap: “a”", ["2:13: U+201C LEFT DOUBLE QUOTATION MARK is not a quote here"]),
        ("#| fig–cap: a", ["2:7: U+2013 EN DASH is not what it looks like"]),
        ("#| warning: false", ["2:4: the option `warning` is for another program and has no effect here"]),
        ("#| fig-cap: “a” – b", []),
        ("# label: a", []),
    ]

    @Test(arguments: options)
    func optionsNameTheCharacter(option: String, expected: [String]) {
        #expect(read("```{practicum}\n\(option)\ngo\n```\n").all.map(place) == expected)
    }

    @Test func overridesNameTheCharacter() {
        let all = read(Self.head + "x\n", ParameterOverrides(assignments: ["se\u{200B}ed=1", "seed=４"])).all
        #expect(
            all.prefix(2).map(\.message) == [
                "this name contains U+200B ZERO WIDTH SPACE", "parameter `seed` takes an integer, but `４` is not one",
            ])
        #expect(all[1].remedy?.contains("U+FF14 FULLWIDTH DIGIT FOUR") == true)
    }
}
