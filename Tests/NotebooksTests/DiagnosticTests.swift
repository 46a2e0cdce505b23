import Notebooks
import Testing

@Suite struct DiagnosticTests {
    private func lines(_ line: String, column: Int, length: Int = 1) -> [String] {
        let source = SourceText(path: "a.md", lines: [line])
        let diagnostic = source.diagnostic(at: source.range(line: 1, column: column, length: length), "m")
        return diagnostic.description.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test(arguments: [
        ("go x", 4, 1, "go x", "   ^"),
        ("go xyz", 4, 3, "go xyz", "   ^~~"),
        ("\tgo\tx", 5, 1, "\tgo\tx", "\t  \t^"),
        ("日本 x", 4, 1, "日本 x", "     ^"),
        ("日本", 1, 2, "日本", "^~~~"),
        ("e\u{301}e\u{301} x", 6, 1, "e\u{301}e\u{301} x", "   ^"),
        ("go", 3, 1, "go", "  ^"),
        ("go", 40, 9, "go", "  ^"),
        ("", 1, 1, "", "^"),
        ("a\u{1B}[2Jb x", 8, 1, "a<U+001B>[2Jb x", "              ^"),
        ("\u{202E}x", 1, 1, "<U+202E>x", "^~~~~~~~"),
        ("\u{200B}x", 2, 1, "<U+200B>x", "        ^"),
        ("👩‍🚀", 1, 1, "👩‍🚀", "^~"),
    ])
    func theCaretStandsUnderItsCharacter(line: String, column: Int, length: Int, shown: String, caret: String) {
        #expect(
            lines(line, column: column, length: length) == [
                "a.md:1:\(column): error: m", "    \(shown)", "    \(caret)",
            ])
    }

    @Test(arguments: [1, 50, 107, 5_000, 9_990, 10_000])
    func aLongLineIsCutAroundTheCaret(column: Int) {
        let line = String((0..<10_000).map { Character(UnicodeScalar(UInt8(97 + $0 % 26))) })
        let shown = lines(line, column: column, length: 9_000)
        #expect(shown[1].count < 180 && shown[2].count < 180)
        let caret = Array(shown[2]).firstIndex(of: "^") ?? 0
        #expect(Array(shown[1])[caret] == Array(line)[column - 1])
    }

    @Test func nothingInADiagnosticSteersATerminal() {
        let source = SourceText(path: "\u{1B}]0;x\u{7}.md", lines: ["\u{9B}2J \u{2066}"])
        let diagnostic = source.diagnostic(at: source.range(line: 1), "a `\u{1B}[31m`", remedy: "write \u{202E}")
        #expect(
            diagnostic.description
                == """
                <U+001B>]0;x<U+0007>.md:1:1: error: a `<U+001B>[31m`
                    <U+009B>2J <U+2066>
                    ^~~~~~~~
                    write <U+202E>
                """)
    }
}
