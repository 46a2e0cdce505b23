import Execution
import Testing

/// How a terminal shows errors.
@Suite struct DiagnosticTextTests {
    private func lines(_ text: String, _ width: Int?, usesColor: Bool = false) -> [String] {
        StyledText.diagnostic(text, width: width).map { $0.encoded(usesColor: usesColor) }
    }

    private let long =
        "book.md:2:30: error: unknown option `--epoch` of `train`\n"
        + "    train --clip 1.0 --something long --epoch 3 --and more of it\n"
        + "                                      ^~~~~~~\n    Did you mean `--epochs`? Usage: train"

    @Test func whatFitsIsLeftAsItIs() {
        #expect(lines(long, 200).joined(separator: "\n") == long)
        #expect(lines(long, nil).joined(separator: "\n") == long)
    }

    @Test(arguments: [20, 30, 40, 60]) func theCaretStaysUnderItsWord(width: Int) throws {
        let shown = lines(long, width)
        #expect(shown.allSatisfy { $0.count <= width })
        let caret = try #require(shown.firstIndex { $0.contains("^") })
        let place = try #require(shown[caret].firstIndex(of: "^"))
        let offset = shown[caret].distance(from: shown[caret].startIndex, to: place)
        #expect(shown[caret - 1].dropFirst(offset).hasPrefix("--epoch"))
        #expect(
            shown.joined(separator: " ").split(separator: " ").joined(separator: " ").contains(
                "Did you mean `--epochs`?"))
    }

    @Test func wideCharactersAreCounted() throws {
        let text = "b:1:1: error: x\n    東京東京東京東京東京東京 --oops\n                             ^~~~~~"
        let shown = lines(text, 24)
        #expect(shown.contains { $0.contains("--oops") })
        #expect(StyledText.diagnostic(text, width: 24).allSatisfy { $0.width <= 24 })
    }

    @Test func theKindHasItsColor() {
        #expect(lines("error: x", nil, usesColor: true) == ["\u{1B}[1;38;5;161merror:\u{1B}[0m x"])
        #expect(lines("b.md:1:1: warning: x", nil, usesColor: true)[0].contains("\u{1B}[1;38;5;130mwarning:\u{1B}[0m"))
        // A quoted `error:` has no colour.
        #expect(!lines("b: the word 'error:' is here", nil, usesColor: true)[0].contains("\u{1B}"))
    }

    @Test func nothingSteersTheTerminal() {
        #expect(lines("error: a\u{1B}[2J\n    \u{1B}x\n    ^", nil).allSatisfy { !$0.contains("\u{1B}") })
        #expect(lines("^", 10) == ["^"] && lines("", 10) == [""])
        #expect(lines("a\n  ^^^^^^^^^^^^^^^^^^^^", 8).allSatisfy { $0.count <= 8 })
    }
}
