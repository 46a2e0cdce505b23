import Execution
import Foundation
import Notebooks
import Outputs
import Testing

/// Text for a terminal: its width counts what is seen, and only inks become escape sequences.
@Suite struct StyledTextTests {
    private func plain(_ lines: [StyledText]) -> [String] { lines.map { $0.encoded(usesColor: false) } }

    @Test func onlyInkSteersTheTerminal() {
        let hostile = "a\u{1B}[31m\u{202E}\u{9B}b"
        let text: StyledText = "x \(hostile) \(StyledText(hostile, .red))"
        let shown = "a<U+001B>[31m<U+202E><U+009B>b"
        #expect(text.encoded(usesColor: false) == "x \(shown) \(shown)")
        #expect(text.encoded(usesColor: true) == "x \(shown) \u{1B}[38;5;161m\(shown)\u{1B}[0m")
        #expect(text.width == 2 + 2 * shown.count + 1)
    }

    @Test(arguments: [20, 40, 80]) func inkTakesNoPlaceInALine(width: Int) {
        var text: StyledText = ""
        for place in 0..<60 { text += "\(StyledText("word\(place % 7)", .bold, .cyan)) 東京 é " }
        let lines = text.wrapped(to: width)
        #expect(lines.allSatisfy { $0.width <= width })
        // No line is broken earlier than necessary.
        for (line, next) in zip(lines, lines.dropFirst()) {
            let word = next.split(at: " ")[0]
            #expect(line.width + 1 + word.width > width)
        }
        let whole = text.encoded(usesColor: false)
        #expect(plain(lines).joined(separator: " ") == whole)
    }

    @Test func linesKeepTheirBreaksAndIndents() {
        let text = StyledText("  set in, and rather long\n\nend", .dim)
        #expect(plain(text.wrapped(to: 12)) == ["  set in,", "  and rather", "  long", "", "end"])
        #expect(plain(StyledText("- one two three").wrapped(to: 8, hang: 2)) == ["- one", "  two", "  three"])
        // A narrow terminal has no room for an indentation.
        #expect(plain(StyledText("        a bb cc").wrapped(to: 10)) == ["        a", "     bb cc"])
        #expect(plain(StyledText("a  bb     cc").wrapped(to: 5)) == ["a  bb", "cc"])
        #expect(plain(text.wrapped(to: nil)) == ["  set in, and rather long", "", "end"])
        #expect(plain(StyledText("a verylongwordindeed b").wrapped(to: 8)) == ["a", "verylongwordindeed", "b"])
    }

    /// A terminal's background may be black or white.
    @Test func colorsReadOnBlackAndOnWhite() throws {
        func part(_ level: Int) -> Double {
            let share = Double(level == 0 ? 0 : 55 + 40 * level) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        var colors = 0
        for ink in StyledText.Ink.allCases where ink.rawValue.hasPrefix("38;5;") {
            let number = try #require(ink.rawValue.split(separator: ";").last.flatMap { Int($0) })
            let levels =
                number < 232
                ? [(number - 16) / 36, (number - 16) / 6 % 6, (number - 16) % 6].map(part)
                : Array(repeating: pow((Double(8 + 10 * (number - 232)) / 255 + 0.055) / 1.055, 2.4), count: 3)
            let luminance = 0.2126 * levels[0] + 0.7152 * levels[1] + 0.0722 * levels[2]
            #expect((luminance + 0.05) / 0.05 >= 4, "\(ink) on black")
            #expect(1.05 / (luminance + 0.05) >= 4, "\(ink) on white")
            colors += 1
        }
        #expect(colors == StyledText.Ink.allCases.count - 2)
    }

    @Test func aTextThatIsCutEndsInAnEllipsis() {
        let text: StyledText = "ab\(StyledText("日本語", .red))"
        #expect(text.truncated(to: 8) == text)
        #expect(text.truncated(to: 6).encoded(usesColor: false) == "ab日…")
        #expect(text.truncated(to: 0).isEmpty)
    }

    @Test func aNumberIsNeverCut() throws {
        let table = Table(
            columns: ["Name", "Steps", "Tokens"], rows: [["a rather long name of something", "2,083", "109,490,699"]])
        for width in [20, 40, 80, 200] {
            var text = ""
            let notebook = try plan(book("put a")).notebook
            TerminalRenderer(notebook: notebook, style: TerminalStyle(width: width)) {
                text += $0.encoded(usesColor: false)
            }.handle(.output(cell: 0, CellOutput(.table(table))))
            #expect(text.split(separator: "\n").allSatisfy { $0.count <= width })
            #expect(text.contains("2,083") && text.contains("109,490,699"))
        }
    }
}
