import Notebooks
import Testing

/// Text that looks like part of a notebook but is not read as such.
@Suite struct MisreadTextTests {
    private static let head = "---\nparams:\n  seed: 42\n---\n\n"

    /// The text before the body has five lines.
    private func found(_ body: String) -> [String] {
        read(Self.head + body).all.filter { !$0.message.hasPrefix("no cell uses") }.map {
            "\($0.range.start.line - 5):\($0.range.start.column): \($0.severity): \($0.message)"
        }
    }

    private static let cell = "```{practicum}\ngo $seed\n```\n"

    private static func indented(_ text: String, by blanks: String) -> String {
        text.split(separator: "\n").map { "\(blanks)\($0)\n" }.joined()
    }

    private static let shown = "this cell is shown and not run: its word must be alone in braces"
    private static let far = "this cell is indented so far that it is shown as text"

    private static let fences: [(String, [String])] = [
        ("```practicum\ngo $seed\n```\n", ["1:1: error: \(shown)"]),
        ("~~~practicum\ngo $seed\n~~~\n", ["1:1: error: \(shown)"]),
        ("```practicum label=a\ngo $seed\n```\n", ["1:1: error: \(shown)"]),
        ("``` .practicum\ngo $seed\n```\n", ["1:1: error: \(shown)"]),
        ("```{.practicum}\ngo $seed\n```\n", ["1:4: error: a fence in braces can't be `{.practicum}`"]),
        ("```{practicum} echo=false\n```\n", ["1:4: error: a fence in braces can't be `{practicum} echo=false`"]),
        ("```{#a .practicum}\n```\n", ["1:4: error: a fence in braces can't be `{#a .practicum}`"]),
        ("``{practicum}\ngo $seed\n``\n", ["1:1: error: these marks do not begin a fence"]),
        ("'''{practicum}\ngo $seed\n'''\n", ["1:1: error: these marks do not begin a fence"]),
        (
            "´´´{practicum}\ngo $seed\n´´´\n",
            ["1:1: error: U+00B4 ACUTE ACCENT keeps this cell from being read as one"]
        ),
        (
            "```｛practicum｝\ngo $seed\n```\n",
            ["1:4: error: U+FF5B FULLWIDTH LEFT CURLY BRACKET keeps this cell from being read as one"]
        ),
        (
            "```{practicum\u{200B}}\ngo $seed\n```\n",
            ["1:14: error: this fence's word contains U+200B ZERO WIDTH SPACE"]
        ),
        (
            "\u{200B}```{practicum}\ngo $seed\n```\n\nText\n\n" + cell,
            ["1:1: error: U+200B ZERO WIDTH SPACE keeps this cell from being read as one"]
        ),
        (
            "\u{FEFF}```{text}\n#| label: a\nx\n```\n",
            ["1:1: error: U+FEFF ZERO WIDTH NO-BREAK SPACE keeps this text from being read as one"]
        ),
        (
            "\u{A0}```{practicum}\ngo $seed\n```\n",
            ["1:1: error: U+00A0 NO-BREAK SPACE keeps this cell from being read as one"]
        ),
        (indented(cell, by: "    "), ["1:5: error: \(far)"]),
        ("\t```{practicum}\ngo $seed\n\t```\n", ["1:2: error: \(far)"]),
        ("`{practicum}\ngo $seed\n`\n", ["1:1: error: these marks do not begin a fence"]),
        (
            "Text ```{practicum}\ngo $seed\n```\n",
            ["1:6: error: a fence must begin its line, but this one follows a text"]
        ),
        (
            "<pre>\n" + cell + "</pre>\n",
            [
                "1:1: warning: raw HTML is left out of the report",
                "2:1: error: the HTML that begins on line 6 includes this line, so it is not a cell",
            ]
        ),
        ("####### Title\n", ["1:1: warning: a heading has at most six marks, so this line is not a heading"]),
        (indented(cell, by: "\t"), ["1:2: error: \(far)"]),
        ("Text\n" + indented(cell, by: "    "), ["2:5: error: \(far)"]),
        ("1. item\n\n" + indented(cell, by: "       "), ["3:8: error: \(far)"]),
        (
            "- item\n\n" + indented(cell, by: "  "),
            ["3:1: error: a fence `{practicum}` is inside a list or a quotation"]
        ),
        ("> ```practicum\n> go\n> ```\n", ["1:1: error: a fence `{practicum}` is inside a list or a quotation"]),
        (
            "```python\nx\n\n" + cell + "\nText\n",
            ["4:1: error: the fence that begins on line 6 is not closed above, so this line is part of it"]
        ),
        (
            "```{practicum}\ngo $seed\n\n" + cell + "\n" + cell,
            ["4:1: error: the fence that begins on line 6 is not closed above, so this line is part of it"]
        ),
        (
            "```{practicum}\ngo $seed\n```\u{200B}\n\nText\n\n" + cell,
            ["3:4: error: U+200B ZERO WIDTH SPACE keeps this line from closing the fence of line 6"]
        ),
        (
            "```{practicum}\ngo $seed\n    ```\n\nText\n\n" + cell,
            ["3:5: error: its indentation prevents this line from closing the fence of line 6"]
        ),
        (
            "<!-- to do\n\n" + cell,
            ["1:1: error: this comment is not closed, and includes the cell on line 8"]
        ),
        (
            "<!-- to do\n\n" + cell + "\n<!-- a note -->\n",
            ["1:1: error: this comment includes the cell on line 8: it ends with the comment on line 12"]
        ),
        (
            "<div>\n" + cell + "</div>\n",
            [
                "1:1: warning: raw HTML is left out of the report",
                "2:1: error: the HTML that begins on line 6 includes this line, so it is not a cell",
            ]
        ),
        (
            "<details>\n<summary>a</summary>\n" + cell,
            [
                "1:1: warning: raw HTML is left out of the report",
                "3:1: error: the HTML that begins on line 6 includes this line, so it is not a cell",
            ]
        ),
        (
            "<pre>\n\n" + cell,
            [
                "1:1: warning: raw HTML is left out of the report",
                "1:1: error: this HTML is not closed, and includes the cell on line 8",
            ]
        ),
        ("\u{200B}## Two\n", ["1:1: warning: U+200B ZERO WIDTH SPACE keeps this line from being a heading"]),
        ("#\u{A0}Two\n", ["1:2: warning: U+00A0 NO-BREAK SPACE keeps this line from being a heading"]),
        ("##Two\n", ["1:1: warning: a blank is missing, so this line is not a heading"]),
    ]

    @Test(arguments: fences)
    func cellsThatAreNone(body: String, expected: [String]) { #expect(found(body) == expected) }

    @Test(arguments: [
        "````markdown\n" + cell + "````\n", "~~~markdown\n" + cell + "~~~\n", "<!--\n" + cell + "-->\n",
        "<!-- a -->\n\n<!-- b -->\n\n" + cell, "Write ```{practicum}``` there.\n", "```{practicum}``` is a cell.\n",
        "``{practicum}`` is a cell.\n", "    ```{practicum}\n", "```text\npracticum\n```\n", "```practical\nx\n```\n",
        "- item\n\n  ````\n" + indented(cell, by: "  ") + "  ````\n", "Dashes – and — “quotes”, ‘more’ … #tag\n",
        "- `practicum` is a program\n", "'practicum' is a word\n",
    ])
    func examplesAndProseAreFine(body: String) { #expect(found(body) == []) }

    private static let yaml = "---\ntitle: \"T\"\nparams:\n  seed: 42\n---\n"
    private static let misplaced: [(String, String)] = [
        ("\n" + yaml, "2:1: the front matter begins on line 2, but must begin on the first line"),
        ("<!-- a\nb -->\n" + yaml, "3:1: the front matter begins on line 3, but must begin on the first line"),
        (
            "\u{200B}" + yaml, "1:1: U+200B ZERO WIDTH SPACE keeps this line from beginning the front matter"
        ),
        (
            "\u{FEFF}\u{FEFF}" + yaml,
            "1:1: U+FEFF ZERO WIDTH NO-BREAK SPACE keeps this line from beginning the front matter"
        ),
        ("—\n" + yaml.dropFirst(4), "1:1: U+2014 EM DASH keeps this line from beginning the front matter"),
        (" " + yaml, "1:1: this line does not begin the front matter"),
        ("-" + yaml, "1:1: this line does not begin the front matter"),
        (String(yaml.dropFirst(4)), "1:1: the front matter has no beginning"),
        ("+++\ntitle = \"T\"\n+++\n", "1:1: front matter in TOML is not read"),
        ("# Title\n\n" + yaml, "3:1: this looks like front matter, which must begin on the first line"),
        ("--\n" + yaml.dropFirst(4).dropLast(4) + "--\n", "1:1: this line does not begin the front matter"),
        ("    ---\n    params:\n      seed: 42\n    ---\n", "1:1: this line does not begin the front matter"),
        ("title: T\nparams:\n  seed: 42\n", "1:1: the front matter has no beginning"),
        ("<p>a</p>\n" + yaml, "2:1: this looks like front matter, which must begin on the first line"),
        ("Words.\n\n" + yaml, "3:1: this looks like front matter, which must begin on the first line"),
    ]

    @Test(arguments: misplaced)
    func frontMatterInAnotherPlace(text: String, expected: String) {
        let all = errors(text + "\n```{practicum}\ngo $seed\n```\n")
        #expect(all == [expected])
    }

    @Test func rulesWithinTheTextAreNoFrontMatter() {
        #expect(read("a\n\n---\nnote: b\n\n---\n").all.isEmpty)
        #expect(read("---   \ntitle: a\n---  \nx\n").all.isEmpty)
        #expect(read("````\n\n---\nparams:\n  a: 1\n---\n````\n").all.isEmpty)
    }

    @Test func theEndOfFrontMatterIsLookedFor() {
        #expect(errors("---\ntitle: a\n\u{200B}---\nx\n") == ["3:1: the front matter has no end"])
        #expect(errors("---\ntitle: a\n——\nx\n") == ["3:1: the front matter has no end"])
        #expect(read("---\ntitle: a\n\u{200B}---\nx\n").all[0].remedy?.contains("U+200B ZERO WIDTH SPACE") == true)
    }

    @Test func foreignMarkdownIsSaidOnceAKind() {
        let text = """
            Words.

            ::: {.callout}
            x
            :::

            ## T {#id}

            ## U {#more}
            """
        #expect(
            warnings(text) == [
                "3:1: a division `:::` is shown as it is written",
                "7:6: a list of attributes `{…}` is shown as it is written",
            ])
        #expect(
            warnings(
                "It costs $5 or $10, `$x$`, `a|b`, ``[^1] ` {#a}``, \\$x\\$, {practicum}, a:b::c, $seed and $rate.\n")
                == [])
        let comment = "a comment that has no end in its paragraph is shown as it is written"
        #expect(warnings("Text <!-- a\n\nb -->\n") == ["1:6: \(comment)"])
        #expect(warnings("<!– a –>\n") == ["1:1: \(comment)"])
        #expect(warnings("Text <!-- a\nb --> c\n\n<!-- d\n\ne -->\n") == [])
        #expect(warnings("```\n$x$ [^1] {#id}\n|a|\n|-|\n:::\n```\n") == [])
    }

    @Test func linksWithinTheReportMustLeadSomewhere() {
        let text =
            "# T\n\n## 1. One thing\n\n[a](#one-thing) [b](#no) [c](#cell-x) [d](#) [e](#text-l) [f](#one-thng) [g](#t)\n"
        let cells = "```{practicum}\n#| label: x\ngo @l\n```\n\n```{text}\n#| label: l\na\n```\n"
        let all = read(text + "\n" + cells).all
        #expect(
            all.map(place) == [
                "5:21: nothing in the report has the id `no`", "5:63: nothing in the report has the id `one-thng`",
                "5:78: nothing in the report has the id `t`",
            ])
        #expect(all.count == 3 && all[1].remedy?.hasPrefix("Did you mean `#one-thing`?") == true)
    }
}
