import Metrics
import Testing

@Suite("Scores and report equal seqeval 1.2.2's")
struct SeqevalParityTests {
    let cases: [MetricsFixtures.LabelingCase]

    init() throws {
        cases = try MetricsFixtures.load("sequence_labeling.json")
    }

    @Test("there are at least 200 cases, some without any entity")
    func caseCount() {
        #expect(cases.count >= 200)
        #expect(cases.contains { $0.isEmpty })
    }

    @Test("every average and every type has the same bits")
    func scores() throws {
        for fixture in cases {
            let counts = try SequenceLabeling(
                gold: LabelSequences(lines: fixture.gold), predicted: LabelSequences(lines: fixture.predicted))
            #expect(counts.goldCounts.reduce(0, +) == fixture.goldEntityCount, "\(fixture.name)")
            #expect(counts.predictedCounts.reduce(0, +) == fixture.predictedEntityCount, "\(fixture.name)")
            guard !fixture.isEmpty else { continue }
            #expect(SequenceLabeling.Average.allCases.map { counts.scores($0).figures } == fixture.averages)
            #expect(counts.types.map { Array($0.utf8) } == fixture.types?.map { Array($0.utf8) }, "\(fixture.name)")
            #expect(counts.types.indices.map { counts.scores(type: $0).figures } == fixture.perType)
            #expect(counts.goldCounts == fixture.support, "\(fixture.name)")
        }
    }

    @Test("the report's text is the same, character for character, with 2, 4 and 20 digits")
    func text() throws {
        for fixture in cases where !fixture.isEmpty {
            let report = try ClassificationReport(
                gold: LabelSequences(lines: fixture.gold), predicted: LabelSequences(lines: fixture.predicted))
            #expect(report.text() == fixture.text2, "\(fixture.name)")
            #expect(report.text(digits: 4) == fixture.text4, "\(fixture.name)")
            if let text = fixture.text20 { #expect(report.text(digits: 20) == text, "\(fixture.name)") }
        }
    }

    @Test("without any entity, where seqeval raises an error, the report is empty and says so")
    func noEntity() throws {
        for fixture in cases where fixture.isEmpty {
            let report = try ClassificationReport(
                gold: LabelSequences(lines: fixture.gold), predicted: LabelSequences(lines: fixture.predicted))
            #expect(report.rows.isEmpty)
            #expect(report.warnings == [.noEntities])
            #expect(report.averages.allSatisfy { $0.scores.figures == [0, 0, 0] && $0.scores.support == 0 })
        }
        let empty = try ClassificationReport(gold: LabelSequences([]), predicted: LabelSequences([]))
        #expect(
            empty.text() == """
                              precision    recall  f1-score   support


                   micro avg       0.00      0.00      0.00         0
                   macro avg       0.00      0.00      0.00         0
                weighted avg       0.00      0.00      0.00         0

                """)
    }
}
