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
                    plainForm: .init(title: "t", text: "1"), links: [.init(row: 1, column: 0, examples: "e")])),
            .figure(Figure(name: "f", png: [1, 2], alternativeText: "alt")),
            .metrics([
                Metric(name: "m", label: "M", value: 0.5, style: .percent, isKeyFigure: true),
                Metric(name: "n", label: "N", value: 0.5, interval: .init(low: 0.25, high: 0.75)),
            ]), .examples([.init(title: "t", examples: [[MarkedText(text: "x", marks: [])]], name: "e")]),
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

    @Test func aMetricHasTheNumbersOfItsInterval() throws {
        let metric = Metric(name: "m.f1", label: "F1", value: 0.5, interval: .init(low: 0.25, high: 0.75))
        #expect(metric.numbers.map(\.name) == ["m.f1", "m.f1.low", "m.f1.high"])
        #expect(metric.numbers.map(\.value) == [0.5, 0.25, 0.75])
        #expect(metric.shownValue == "0.5000 (95 %: 0.2500 to 0.7500)")
        #expect(Metric(name: "m", label: "M", value: 1).numbers.map(\.name) == ["m"])
        // What earlier versions have stored has none.
        let old = #"{"name":"m","label":"M","value":1,"style":"count","isKeyFigure":false}"#
        #expect(try JSONDecoder().decode(Metric.self, from: Data(old.utf8)).interval == nil)
    }

    @Test("A table and examples that an earlier version has stored can be read.")
    func earlierOutputs() throws {
        let table =
            #"{"kind":"table","value":{"columns":["x"],"alignments":["left"],"rows":[["1"]],"summaryRowCount":0}}"#
        #expect(
            try JSONDecoder().decode(Output.self, from: Data(table.utf8))
                == .table(Table(columns: ["x"], rows: [["1"]])))
        let examples = #"{"kind":"examples","value":[{"title":"t","examples":[]}]}"#
        #expect(
            try JSONDecoder().decode(Output.self, from: Data(examples.utf8))
                == .examples([.init(title: "t", examples: [])]))
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
        // Offsets count scalars, even those that combine.
        #expect(pieces("🎾e\u{301}f", [(1, 3)]) == ["🎾", "[e\u{301}]", "f"])
        // Marks outside the text, empty or reversed marks, and marks that begin inside another one.
        #expect(pieces("abcd", [(-1, 2), (3, 3), (3, 1), (2, 9), (0, 2), (1, 3)]) == ["[ab]", "cd"])
    }
}
