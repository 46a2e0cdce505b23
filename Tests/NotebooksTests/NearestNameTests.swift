import Foundation
import Notebooks
import Testing

@Suite struct NearestNameTests {
    @Test(arguments: [
        ("", "abc", 3), ("abc", "abc", 0), ("kitten", "sitting", 3), ("epochs", "epohcs", 1), ("a", "b", 1),
        ("abcdef", "", 6), ("label", "lable", 1),
    ])
    func distances(a: String, b: String, expected: Int) {
        #expect(editDistance(Array(a), Array(b)) == expected)
        #expect(editDistance(Array(b), Array(a)) == expected)
    }

    @Test func nearest() {
        let names = ["train", "evaluate", "plot", "n"]
        #expect(names.nearest(to: "trian") == "train")
        #expect(names.nearest(to: "EVALUATE") == "evaluate")
        #expect(names.nearest(to: "m") == nil)
        #expect(names.nearest(to: "completely") == nil)
        #expect([String]().suggestion(for: "x", noun: "command") == "There are no commands.")
    }

    @Test func outputsSurviveJSON() throws {
        let outputs: [Output] = [
            .text("a"), .preformatted("b"), .table(Table(columns: ["x"], rows: [["1"]])),
            .figure(Figure(name: "f", png: [1, 2], alternativeText: "alt")),
            .metrics([Metric(name: "m", label: "M", value: 0.5)]),
            .classificationReport(ClassificationTable(rows: [], averages: [], text: "t", digits: 2)),
            .entities([EntityText(text: "x", entities: [])]),
            .tokens(TokenRows(tokens: ["a"], labels: ["O"], highlighted: 0..<1)), .warning("w"), .notice("n"),
            .error("e"),
            .answer(
                AnsweredQuestion(
                    question: "q", context: "c", answer: .init(text: "c", start: 0, end: 1, score: 1, probability: 1),
                    firstToken: 1, lastToken: 1, candidates: [])),
        ]
        let data = try JSONEncoder().encode(outputs)
        #expect(try JSONDecoder().decode([Output].self, from: data) == outputs)
        #expect(
            String(decoding: try JSONEncoder().encode(Output.text("a")), as: UTF8.self).contains("\"kind\":\"text\""))
    }
}
