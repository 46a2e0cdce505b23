import Metrics
import Testing

/// Entities compared in four ways, against nervaluate 1.2.1.
@Suite
struct EntityMatchingTests {
    private struct Figures: Decodable {
        let counts: [Int]
        let scores: [Double]
    }

    private struct Case: Decodable {
        let name: String
        let gold: [String]
        let predicted: [String]
        let overall: [String: Figures]
        let types: [String: [String: Figures]]
    }

    private func expectEqual(_ matching: EntityMatching, _ figures: Figures, _ name: String) {
        #expect(EntityMatching.Outcome.allCases.map(matching.count) == figures.counts, "\(name)")
        for (found, expected) in zip(matching.scores.figures, figures.scores) {
            #expect(abs(found - expected) < 1e-15, "\(name)")
        }
    }

    @Test func allSchemesAreNervaluates() throws {
        let cases: [Case] = try MetricsFixtures.load("entity_matching.json")
        #expect(cases.count > 60)
        for one in cases {
            for scheme in EntityMatching.Scheme.allCases {
                let matching = try EntityMatching(
                    gold: LabelSequences(lines: one.gold), predicted: LabelSequences(lines: one.predicted),
                    scheme: scheme)
                let name = "\(one.name), \(scheme)"
                expectEqual(matching, try #require(one.overall[scheme.rawValue]), name)
                for (type, figures) in one.types {
                    let place = try #require(matching.types.firstIndex(of: type))
                    expectEqual(
                        matching.only(type: place), try #require(figures[scheme.rawValue]), "\(name), \(type)")
                }
            }
        }
    }

    /// The kinds of mistake share what the strict scheme calls incorrect, and leave what it calls missed and spurious.
    @Test func mistakesAddUp() throws {
        let cases: [Case] = try MetricsFixtures.load("entity_matching.json")
        for one in cases {
            let strict = try EntityMatching(
                gold: LabelSequences(lines: one.gold), predicted: LabelSequences(lines: one.predicted), scheme: .strict)
            let mistakes = Dictionary(grouping: strict.matches, by: \.mistake).mapValues(\.count)
            func count(_ mistake: EntityMatching.Match.Mistake?) -> Int { mistakes[mistake] ?? 0 }
            #expect(count(nil) == strict.count(.correct))
            #expect(count(.boundary) + count(.type) + count(.boundaryAndType) == strict.count(.incorrect))
            #expect(count(.missed) == strict.count(.missed) && count(.spurious) == strict.count(.spurious))
        }
    }

    @Test func eachKindOfMistake() throws {
        let gold = try LabelSequences(lines: ["B-PER I-PER O B-ORG O B-LOC I-LOC O O B-MISC"])
        let predicted = try LabelSequences(lines: ["B-PER O O B-LOC O B-ORG O O B-PER O"])
        let strict = try EntityMatching(gold: gold, predicted: predicted, scheme: .strict)
        #expect(strict.matches.map(\.mistake) == [.boundary, .type, .boundaryAndType, .spurious, .missed])
    }
}
