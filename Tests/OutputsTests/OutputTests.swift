import Foundation
import Outputs
import Testing

@Suite struct OutputTests {
    @Test func outputsSurviveJSON() throws {
        let outputs: [Output] = [
            .text("a"), .preformatted("b"),
            .table(
                Table(
                    caption: "c", columns: ["x"], rows: [["1"], ["2"]], summaryRowCount: 1,
                    plainForm: .init(title: "t", text: "1"))),
            .figure(Figure(name: "f", png: [1, 2], alternativeText: "alt")),
            .metrics([Metric(name: "m", label: "M", value: 0.5, style: .percent, isKeyFigure: true)]),
            .markedTexts([
                MarkedText(
                    title: "t", lines: [.init("n", "v", note: "q")], text: "x",
                    marks: [.init(start: 0, end: 1, label: "l", note: "l ≠ m", verdict: .wrong)], emptyNote: "e")
            ]),
            .tokens(
                TokenRows(tokens: [.init("a", label: "O"), .init("b", group: "g")], highlighted: 0..<1)),
            .warning("w"), .notice("n"), .error("e"),
        ]
        let data = try JSONEncoder().encode(outputs)
        #expect(try JSONDecoder().decode([Output].self, from: data) == outputs)
    }

    @Test func kindsHaveTheirNames() throws {
        func json(_ output: Output) throws -> String {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return String(decoding: try encoder.encode(output), as: UTF8.self)
        }
        #expect(try json(.text("a")) == #"{"kind":"text","value":"a"}"#)
        #expect(try json(.warning("w")) == #"{"kind":"message","value":{"level":"warning","text":"w"}}"#)
        #expect(
            try json(.markedTexts([MarkedText(text: "ab", marks: [.init(start: 0, end: 1)])]))
                == #"{"kind":"marked-texts","value":[{"lines":[],"marks":[{"end":1,"label":"","start":0}],"text":"ab"}]}"#
        )
    }

    @Test func aPictureIsLeftOut() {
        let figure = Figure(name: "f", png: [1], alternativeText: "a")
        var empty = figure
        empty.png = []
        #expect(Output.figure(figure).withoutPicture == .figure(empty))
        #expect(Output.text("a").withoutPicture == .text("a"))
    }

    @Test func aTextFallsIntoPieces() {
        func pieces(_ text: String, _ marks: [(Int, Int)]) -> [String] {
            MarkedText(text: text, marks: marks.map { .init(start: $0, end: $1) }).pieces.map {
                $0.mark == nil ? $0.text : "[\($0.text)]"
            }
        }
        #expect(pieces("", []) == [])
        #expect(pieces("abc", []) == ["abc"])
        #expect(pieces("abc", [(0, 3)]) == ["[abc]"])
        #expect(pieces("abcdef", [(4, 5), (1, 2)]) == ["a", "[b]", "cd", "[e]", "f"])
        #expect(pieces("abcd", [(0, 2), (2, 4)]) == ["[ab]", "[cd]"])
        // Scalars are counted, whatever they make together.
        #expect(pieces("🎾e\u{301}f", [(1, 3)]) == ["🎾", "[e\u{301}]", "f"])
        // Outside, empty, reversed, or begun within another.
        #expect(pieces("abcd", [(-1, 2), (3, 3), (3, 1), (2, 9), (0, 2), (1, 3)]) == ["[ab]", "cd"])
    }
}
