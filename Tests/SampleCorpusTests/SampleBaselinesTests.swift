import SampleCorpus
import Testing

@Suite struct SampleBaselinesTests {
    @Test func countingDoesNotSolveNER() {
        let scores = Dictionary(uniqueKeysWithValues: SampleBaselines.ner().map { ($0.name, $0.f1) })
        #expect(scores["majority"] == 0)
        #expect(scores["gazetteer"].map { $0 < 0.05 } == true)
        #expect(scores["token memory"].map { $0 < 0.05 } == true)
        #expect(scores["capitals"].map { $0 > 0.1 && $0 < 0.35 } == true)
    }

    @Test func rulesDoNotSolveQA() {
        let scores = SampleBaselines.qa()
        #expect(scores.count == 4)
        for score in scores {
            #expect(score.exactMatch < 0.25 && score.f1 < 0.3, "\(score.name)")
            #expect(score.exactMatch <= score.f1 && score.f1 > 0, "\(score.name)")
        }
    }

    @Test func wordsDoNotSolveSentiment() {
        let scores = Dictionary(uniqueKeysWithValues: SampleBaselines.sentiment().map { ($0.name, $0.accuracy) })
        #expect(scores["majority"] == 0.5)
        #expect(scores["word list"].map { (0.4...0.6).contains($0) } == true)
        #expect(scores["word memory"].map { (0.4...0.6).contains($0) } == true)
    }
}
