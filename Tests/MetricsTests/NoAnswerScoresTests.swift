import Foundation
import Metrics
import Testing

@Suite("SQuAD v2's scores")
struct NoAnswerScoresTests {
    private struct Case: Decodable {
        struct Row: Decodable {
            let text: String
            let noAnswerScore: Double
            let references: [String]
        }

        let threshold: Double
        let predictions: [Row]
        let scores: [String: Double]
    }

    private func isSame(_ value: Double?, _ percent: Double?) -> Bool {
        guard let value, let percent else { return value == nil && percent == nil }
        return abs(100 * value - percent) < 1e-10
    }

    @Test("every data set has the scores of the official functions")
    func parity() throws {
        let cases: [Case] = try MetricsFixtures.load("no_answer_scores.json")
        #expect(cases.count >= 7)
        for one in cases {
            let scores = NoAnswerScores(
                one.predictions.map {
                    .init(text: $0.text, noAnswerScore: $0.noAnswerScore, references: $0.references)
                }, threshold: one.threshold)
            #expect(isSame(scores.all.exactMatch, one.scores["exact"]))
            #expect(isSame(scores.all.f1, one.scores["f1"]))
            #expect(isSame(scores.answerable?.exactMatch, one.scores["HasAns_exact"]))
            #expect(isSame(scores.answerable?.f1, one.scores["HasAns_f1"]))
            #expect(isSame(scores.unanswerable?.exactMatch, one.scores["NoAns_exact"]))
            #expect(isSame(scores.unanswerable?.f1, one.scores["NoAns_f1"]))
            #expect(Double(scores.answerableCount) == one.scores["HasAns_total"] ?? 0)
            #expect(Double(scores.unanswerableCount) == one.scores["NoAns_total"] ?? 0)
            #expect(isSame(scores.bestExactMatch.value, one.scores["best_exact"]))
            #expect(scores.bestExactMatch.threshold == one.scores["best_exact_thresh"])
            #expect(isSame(scores.bestF1.value, one.scores["best_f1"]))
            #expect(scores.bestF1.threshold == one.scores["best_f1_thresh"])
        }
    }

    @Test("two texts without a word match, unlike in v1.1, and a reference without a word doesn't count")
    func empty() {
        #expect(SpanScores(squadV2: "the", references: []) == SpanScores(exactMatch: 1, f1: 1))
        #expect(SpanScores(squadV2: "cat", references: []) == SpanScores(exactMatch: 0, f1: 0))
        #expect(SpanScores(squadV2: "", references: ["the", "cat"]) == SpanScores(exactMatch: 0, f1: 0))
        #expect(SpanScores(squadV2: "a cat", references: ["the", "cat", "dogs"]) == SpanScores(exactMatch: 1, f1: 1))
        #expect(NoAnswerScores([]).all == SpanScores(exactMatch: 0, f1: 0))
    }

    @Test(
        "each question's scores: no answer is right where there is no reference, not where the references have no word")
    func questions() {
        let scores = NoAnswerScores(
            [
                .init(text: "cat", noAnswerScore: 2, references: []),
                .init(text: "cat", noAnswerScore: 2, references: ["the"]),
                .init(text: "cat", noAnswerScore: 2, references: ["cat"]),
                .init(text: "cat", noAnswerScore: 1, references: ["cat dog"]),
                .init(text: "cat", noAnswerScore: 1, references: []),
            ], threshold: 1)
        #expect(scores.questions.map(\.exactMatch) == [1, 0, 0, 0, 0])
        #expect(scores.questions.map(\.f1) == [1, 0, 0, 2.0 / 3, 0])
        #expect(scores.all == SpanScores.mean(scores.questions))
    }
}
