import Metrics
import Testing

@Suite("Confusion of entity types")
struct EntityConfusionTests {
    @Test("with exact spans, a shifted entity is missed and spurious")
    func exact() throws {
        let confusion = try EntityConfusion(
            gold: LabelSequences(lines: ["B-PER I-PER O B-LOC O", "B-ORG O"]),
            predicted: LabelSequences(lines: ["B-PER O O B-ORG O", "B-ORG O"]), matching: .exact)
        #expect(confusion.types == ["LOC", "ORG", "PER"])
        #expect(confusion.count(gold: 0, predicted: 1) == 1)
        #expect(confusion.count(gold: 1, predicted: 1) == 1)
        #expect(confusion.count(gold: 2, predicted: 2) == 0)
        #expect((0..<3).map(confusion.missed(gold:)) == [0, 0, 1])
        #expect((0..<3).map(confusion.spurious(predicted:)) == [0, 0, 1])
    }

    @Test("with overlapping spans, the largest overlap wins, then the same type, then the earlier entity")
    func overlapping() throws {
        let largest = try EntityConfusion(
            gold: LabelSequences(lines: ["B-PER I-PER I-PER"]),
            predicted: LabelSequences(lines: ["B-PER B-LOC I-LOC"]), matching: .overlapping)
        #expect(largest.types == ["LOC", "PER"])
        #expect(largest.count(gold: 1, predicted: 0) == 1)
        #expect(largest.spurious(predicted: 1) == 1)

        let sameType = try EntityConfusion(
            gold: LabelSequences(lines: ["B-PER I-PER"]), predicted: LabelSequences(lines: ["B-LOC B-PER"]),
            matching: .overlapping)
        #expect(sameType.count(gold: 1, predicted: 1) == 1)
        #expect(sameType.spurious(predicted: 0) == 1)

        let earlier = try EntityConfusion(
            gold: LabelSequences(lines: ["B-LOC B-ORG"]), predicted: LabelSequences(lines: ["B-PER I-PER"]),
            matching: .overlapping)
        #expect(earlier.types == ["LOC", "ORG", "PER"])
        #expect(earlier.count(gold: 0, predicted: 2) == 1)
        #expect(earlier.missed(gold: 1) == 1)
    }

    @Test("row sums are the support, column sums the predictions, and the exact diagonal the right ones")
    func sums() throws {
        let cases: [MetricsFixtures.LabelingCase] = try MetricsFixtures.load("sequence_labeling.json")
        for fixture in cases {
            let gold = try LabelSequences(lines: fixture.gold)
            let predicted = try LabelSequences(lines: fixture.predicted)
            let counts = try SequenceLabeling(gold: gold, predicted: predicted)
            for matching in EntityConfusion.Matching.allCases {
                let confusion = try EntityConfusion(gold: gold, predicted: predicted, matching: matching)
                #expect(confusion.types == counts.types)
                let types = confusion.types.indices
                for type in types {
                    let row = types.reduce(confusion.missed(gold: type)) {
                        $0 + confusion.count(gold: type, predicted: $1)
                    }
                    let column = types.reduce(confusion.spurious(predicted: type)) {
                        $0 + confusion.count(gold: $1, predicted: type)
                    }
                    #expect(row == counts.goldCounts[type], "\(fixture.name)")
                    #expect(column == counts.predictedCounts[type], "\(fixture.name)")
                    if matching == .exact {
                        #expect(confusion.count(gold: type, predicted: type) == counts.correctCounts[type])
                    }
                }
            }
        }
    }
}
