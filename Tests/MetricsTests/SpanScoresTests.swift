import Metrics
import Testing

@Suite("SQuAD v1.1's exact match and F1")
struct SpanScoresTests {
    @Test("normalised text, exact match and F1 of every fixture are those of the official functions, bit for bit")
    func parity() throws {
        let cases: [MetricsFixtures.SpanCase] = try MetricsFixtures.load("span_scores.json")
        #expect(cases.count >= 200)
        for fixture in cases {
            let normalized = SpanScores.normalize(fixture.prediction)
            #expect(Array(normalized.utf8) == Array(fixture.normalized.utf8), "\(fixture.prediction.debugDescription)")
            let scores = SpanScores(prediction: fixture.prediction, references: fixture.references)
            #expect(scores.exactMatch == fixture.exactMatch, "\(fixture.prediction.debugDescription)")
            #expect(scores.f1 == fixture.f1, "\(fixture.prediction.debugDescription)")
        }
    }

    @Test("two empty texts match exactly with F1 0, and no reference counts as an empty reference")
    func empty() {
        #expect(SpanScores(prediction: "the", references: [""]) == SpanScores(exactMatch: 1, f1: 0))
        #expect(SpanScores(prediction: "", references: []) == SpanScores(exactMatch: 1, f1: 0))
        #expect(SpanScores(prediction: "cat", references: []) == SpanScores(exactMatch: 0, f1: 0))
    }

    @Test("the best exact match and the best F1 may come from different references")
    func references() {
        let scores = SpanScores(prediction: "the", references: ["a", "cat"])
        #expect(scores == SpanScores(exactMatch: 1, f1: 0))
        #expect(SpanScores.exactMatch(prediction: "A cat.", reference: "cat"))
        #expect(SpanScores.f1(prediction: "cat", reference: "cat dog") == 2.0 / 3)
    }

    @Test("a comparison shows how its scores are computed")
    func comparison() {
        let comparison = SpanComparison(prediction: "the tower is 330 metres", reference: "330 metres tall")
        #expect(comparison.normalizedPrediction == "tower is 330 metres")
        #expect(comparison.predictionWordCount == 4)
        #expect(comparison.referenceWordCount == 3)
        #expect(comparison.commonWordCount == 2)
        #expect(!comparison.isExactMatch)
        #expect(comparison.f1 == 2 * 0.5 * (2.0 / 3) / (0.5 + 2.0 / 3))
    }

    @Test("the mean over questions is right")
    func mean() {
        let scores = [SpanScores(exactMatch: 1, f1: 1), SpanScores(exactMatch: 0, f1: 0.5)]
        #expect(SpanScores.mean(scores) == SpanScores(exactMatch: 0.5, f1: 0.75))
        #expect(SpanScores.mean([]) == SpanScores(exactMatch: 0, f1: 0))
    }
}
