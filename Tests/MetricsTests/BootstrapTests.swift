import Foundation
import Metrics
import Testing

/// Intervals against NumPy's resamples and against a distribution that can be written down.
@Suite
struct BootstrapTests {
    private struct Fixture: Decodable {
        struct Percentiles: Decodable {
            let values: [Double]
            let interval: [Double]
        }

        let rows: [[Double]]
        let values: [String: Double]
        let shares: [Double]
        let low: [String: [Double]]
        let high: [String: [Double]]
        let percentiles: Percentiles
    }

    private struct Classes: Decodable {
        struct Case: Decodable {
            let drawn: [Int]
            let macro: Double
            let weighted: Double
            let accuracy: Double
        }

        let gold: [Int32]
        let predicted: [Int32]
        let cases: [Case]
    }

    /// SplitMix64 by counter.
    private static func bits(_ seed: UInt64) -> (Int) -> UInt64 {
        { index in
            var z = seed &+ (UInt64(index) &+ 1) &* 0x9E37_79B9_7F4A_7C15
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    /// Sentences with correct, predicted and gold counts of three types.
    private func statistics(_ rows: [[Double]]) -> ExampleStatistics {
        typealias Ratio = ExampleStatistics.Score.Ratio
        let perType = (0..<3).map { Ratio([3 * $0], of: [3 * $0 + 1, 3 * $0 + 2], factor: 2) }
        var statistics = ExampleStatistics(
            columns: (0..<9).map(String.init),
            scores: [
                .init("precision", Ratio([0, 3, 6], of: [1, 4, 7])), .init("recall", Ratio([0, 3, 6], of: [2, 5, 8])),
                .init("f1", Ratio([0, 3, 6], of: [1, 2, 4, 5, 7, 8], factor: 2)),
                .init("macro-f1", mean: perType), .init("weighted-f1", mean: perType, weights: [2, 5, 8]),
            ])
        for row in rows { statistics.append(row.enumerated().map { ($0.offset, $0.element) }) }
        return statistics
    }

    /// An end of an interval of 1,000 resamples lies where NumPy's 200,000 have between 0.5 % and 4.5 % (five standard errors of
    /// a share of 2.5 % are 2.5 %, and the lower side is skewed).
    @Test func intervalsAreNumPys() throws {
        let fixture: Fixture = try MetricsFixtures.file("bootstrap.json")
        let statistics = statistics(fixture.rows)
        let (near, far) = (try #require(fixture.shares.firstIndex(of: 0.005)), fixture.shares.count - 1)
        for seed in [1, 2, 3] as [UInt64] {
            let intervals = try #require(Bootstrap(bits: Self.bits(seed)).intervals(of: statistics))
            for (place, score) in statistics.scores.enumerated() {
                #expect(abs(statistics.values[place] - (fixture.values[score.metric] ?? .nan)) < 1e-12)
                let (low, high) = try (
                    #require(fixture.low[score.metric]), #require(fixture.high[score.metric])
                )
                #expect((low[near]...low[far]).contains(intervals[place].low), "\(score.metric) \(intervals[place])")
                #expect((high[far]...high[near]).contains(intervals[place].high), "\(score.metric) \(intervals[place])")
            }
        }
    }

    /// With 40,000 resamples, five standard errors are 0.4 %: between 2 % and 3 %.
    @Test func moreResamplesComeNearer() throws {
        let fixture: Fixture = try MetricsFixtures.file("bootstrap.json")
        let statistics = statistics(fixture.rows)
        let intervals = try #require(Bootstrap(count: 40_000, bits: Self.bits(7)).intervals(of: statistics))
        let (near, far) = try (
            #require(fixture.shares.firstIndex(of: 0.02)), #require(fixture.shares.firstIndex(of: 0.03))
        )
        for (place, score) in statistics.scores.enumerated() {
            let (low, high) = try (#require(fixture.low[score.metric]), #require(fixture.high[score.metric]))
            #expect((low[near]...low[far]).contains(intervals[place].low), "\(score.metric)")
            #expect((high[far]...high[near]).contains(intervals[place].high), "\(score.metric)")
        }
    }

    @Test func percentilesAreNumPys() throws {
        let fixture: Fixture = try MetricsFixtures.file("bootstrap.json")
        let interval = Bootstrap.Interval(of: fixture.percentiles.values)
        #expect(abs(interval.low - fixture.percentiles.interval[0]) < 1e-15)
        #expect(abs(interval.high - fixture.percentiles.interval[1]) < 1e-15)
        #expect(Bootstrap.Interval(of: [0.5]).low == 0.5)
    }

    /// Five sentences have 3,125 resamples, each equally likely. How often each value comes is compared with how often it comes there.
    @Test func theDistributionIsTheOneThatCanBeWrittenDown() throws {
        var statistics = ExampleStatistics(
            columns: ["correct", "predicted"], scores: [.init("precision", .init([0], of: [1]))])
        for (correct, predicted) in [(0, 1), (1, 1), (2, 3), (0, 2), (1, 4)] as [(Double, Double)] {
            statistics.append([(0, correct), (1, predicted)])
        }
        var exact: [Double: Double] = [:]
        for number in 0..<3125 {
            let drawn = [1, 5, 25, 125, 625].map { number / $0 % 5 }
            exact[statistics.values(of: drawn)[0], default: 0] += 1 / 3125
        }
        let count = 50_000
        let values = Bootstrap(count: count, bits: Self.bits(11)).scores(of: statistics)[0]
        #expect(Set(values).isSubset(of: exact.keys))
        for value in exact.keys.sorted() {
            let share = exact.filter { $0.key <= value }.values.reduce(0, +)
            let found = Double(values.count { $0 <= value }) / Double(count)
            #expect(abs(found - share) <= 5 * (max(share * (1 - share), 1e-9) / Double(count)).squareRoot() + 1e-9)
        }
        // The ends are the percentiles of that distribution, but for the resamples' own error.
        let interval = try #require(Bootstrap(count: count, bits: Self.bits(11)).intervals(of: statistics))[0]
        func share(below value: Double, orAt: Bool) -> Double {
            exact.filter { orAt ? $0.key <= value : $0.key < value }.values.reduce(0, +)
        }
        #expect(share(below: interval.low, orAt: false) < 0.029 && share(below: interval.low, orAt: true) > 0.021)
        #expect(share(below: interval.high, orAt: false) < 0.979 && share(below: interval.high, orAt: true) > 0.971)
    }

    @Test func classesThatWereNotDrawnAreLeftOutAsInScikitLearn() throws {
        let fixture: Classes = try MetricsFixtures.file("resampled_classes.json")
        let statistics = ExampleStatistics(
            gold: fixture.gold, predicted: fixture.predicted, names: ["a", "b", "c", "d"], prefix: "x")
        #expect(statistics.scores.map(\.metric) == ["x.accuracy", "x.macro-f1", "x.weighted-f1"])
        for one in fixture.cases {
            let values = statistics.values(of: one.drawn)
            #expect(abs(values[0] - one.accuracy) < 1e-12)
            #expect(abs(values[1] - one.macro) < 1e-12)
            #expect(abs(values[2] - one.weighted) < 1e-12)
        }
    }

    @Test func statisticsGiveTheScoresThatAreShown() throws {
        let cases: [MetricsFixtures.LabelingCase] = try MetricsFixtures.load("sequence_labeling.json")
        for one in cases {
            let (gold, predicted) = try (LabelSequences(lines: one.gold), LabelSequences(lines: one.predicted))
            let statistics = try ExampleStatistics(gold: gold, predicted: predicted, prefix: "ner")
            let micro = try SequenceLabeling(gold: gold, predicted: predicted).scores(.micro)
            #expect(statistics.count == gold.count)
            for (value, expected) in zip(statistics.values, [micro.f1, micro.precision, micro.recall]) {
                #expect(abs(value - expected) < 1e-12, "\(one.name)")
            }
        }
    }

    @Test func oneExampleHasNoInterval() {
        var statistics = ExampleStatistics(columns: ["right"], scores: [.init("accuracy", .init([0]))])
        #expect(Bootstrap(bits: Self.bits(1)).intervals(of: statistics) == nil)
        statistics.append([(0, 1)])
        #expect(statistics.values == [1])
        #expect(Bootstrap(bits: Self.bits(1)).intervals(of: statistics) == nil)
        #expect(throws: PairingError.tooFewExamples(1)) {
            try Bootstrap(bits: Self.bits(1)).differences(from: statistics, to: statistics)
        }
        statistics.append([(0, 0)])
        #expect(Bootstrap(bits: Self.bits(1)).intervals(of: statistics)?.map(\.low) == [0])
    }

    @Test func questionsAreScoredInGroups() {
        typealias Question = ExampleStatistics.AnsweredQuestion
        func question(_ exact: Double, _ f1: Double, _ isAnswerable: Bool, _ right: Int, _ windows: Int) -> Question {
            Question(
                scores: SpanScores(exactMatch: exact, f1: f1), isAnswerable: isAnswerable, rightWindowCount: right,
                windowCount: windows)
        }
        let questions = [question(1, 1, true, 1, 1), question(0, 0.5, true, 1, 3), question(1, 1, false, 0, 1)]
        let statistics = ExampleStatistics(questions, prefix: "qa")
        let expected: [(String, Double)] = [
            ("exact-match", 2.0 / 3), ("f1", 2.5 / 3), ("position-exact-match", 0.4), ("answerable-exact-match", 0.5),
            ("answerable-f1", 0.75), ("unanswerable-exact-match", 1), ("unanswerable-f1", 1),
        ]
        #expect(statistics.scores.map(\.metric) == expected.map { "qa.\($0.0)" })
        #expect(statistics.values == expected.map(\.1))
        #expect(ExampleStatistics(Array(questions.prefix(2)), prefix: "qa").scores.count == 3)
    }

    // MARK: - Differences

    /// What both get wrong cancels out: a difference is seen that lies within both intervals.
    @Test func aPairedDifferenceIsSeenWhereTheIntervalsOverlap() throws {
        func statistics(_ right: (Int) -> Bool) -> ExampleStatistics {
            var statistics = ExampleStatistics(columns: ["right"], scores: [.init("accuracy", .init([0]))])
            for example in 0..<200 { statistics.append([(0, right(example) ? 1 : 0)]) }
            return statistics
        }
        let before = statistics { $0 % 2 == 0 }
        let after = statistics { $0 % 2 == 0 || $0 < 24 }
        let bootstrap = Bootstrap(bits: Self.bits(5))
        let intervals = try [before, after].map { try #require(bootstrap.intervals(of: $0))[0] }
        #expect(intervals[0].high > intervals[1].low)
        let difference = try #require(bootstrap.differences(from: before, to: after).first)
        #expect(abs(difference.after - difference.before - 0.06) < 1e-12)
        #expect(difference.isShown && difference.interval.low > 0.02 && difference.interval.high < 0.1)
        #expect(difference.shareBetter == 1)
        // The other way round it is the same with the other sign.
        let back = try #require(bootstrap.differences(from: after, to: before).first)
        #expect(abs(back.interval.low + difference.interval.high) < 1e-12 && back.shareBetter == 0)
        let none = try #require(bootstrap.differences(from: before, to: before).first)
        #expect(!none.isShown && none.interval.low == 0 && none.interval.high == 0)
        let other = statistics { $0 % 2 == ($0 < 100 ? 0 : 1) }
        #expect(try !#require(bootstrap.differences(from: before, to: other).first).isShown)
    }

    @Test func otherExamplesAreNotCompared() {
        var one = ExampleStatistics(columns: ["right"], scores: [.init("accuracy", .init([0]))])
        one.append([(0, 1)])
        one.append([(0, 1)])
        var other = one
        other.append([(0, 1)])
        #expect(throws: PairingError.exampleCount(before: 2, after: 3)) {
            try Bootstrap(bits: Self.bits(1)).differences(from: one, to: other)
        }
    }

    @Test func theyGoThroughJSON() throws {
        let fixture: Fixture = try MetricsFixtures.file("bootstrap.json")
        let statistics = statistics(fixture.rows)
        let data = try JSONEncoder().encode(statistics)
        #expect(try JSONDecoder().decode(ExampleStatistics.self, from: data) == statistics)
    }
}
