import Datasets
import Kernels
import Metrics
import Outputs
import Tasks
import Testing
import TrainingSupport

/// Intervals of an evaluation, and two evaluations compared.
@Suite
struct IntervalTests {
    private func evaluated(_ problem: ToyProblem, count: Int) throws -> TaskScores {
        let examples = Array(problem.nerExamples.prefix(count))
        let features = LabelledTokens(examples: examples, tokenizer: problem.tokenizer, maxLength: 40)
        let model = problem.model()
        // Every word is a person: some are.
        try model.setLabel(1)
        return try TokenClassification().evaluate(
            features, of: TaskSplit(examples: examples, labels: problem.labels.names),
            with: problem.trained(problem.ner, model), EvaluationOptions()
        ) { _, _ in }
    }

    private func messages(_ scores: TaskScores) -> [String] {
        scores.outputs.compactMap { if case .message(let message) = $0 { message.text } else { nil } }
    }

    @Test func everyScoreOfAnEvaluationHasAnInterval() throws {
        let problem = try ToyProblem()
        var scores = try evaluated(problem, count: 24)
        #expect(scores.metrics.allSatisfy { $0.interval == nil })
        scores.addIntervals(Bootstrap(seed: 42), examples: "sentences")
        for metric in scores.metrics {
            let interval = try #require(metric.interval)
            #expect(interval.low <= metric.value && metric.value <= interval.high)
        }
        let shown = scores.outputs.compactMap { if case .metrics(let metrics) = $0 { metrics } else { nil } }
        #expect(shown == [scores.metrics])
        #expect(
            scores.metrics[0].numbers.map(\.name) == ["ner.f1", "ner.f1.low", "ner.f1.high"])
        // The same seed gives the same bits, another one others.
        var again = try evaluated(problem, count: 24)
        again.addIntervals(Bootstrap(seed: 42), examples: "sentences")
        #expect(again.metrics == scores.metrics)
        var other = try evaluated(problem, count: 24)
        other.addIntervals(Bootstrap(seed: 43), examples: "sentences")
        #expect(other.metrics != scores.metrics)
        let predictions = try #require(scores.predictions)
        #expect(predictions.values.count == 24 && predictions.statistics.count == 24)
    }

    @Test func oneExampleHasNoInterval() throws {
        let problem = try ToyProblem()
        var scores = try evaluated(problem, count: 1)
        scores.addIntervals(Bootstrap(seed: 42), examples: "sentences")
        #expect(scores.metrics.allSatisfy { $0.interval == nil })
        #expect(messages(scores).contains { $0.hasPrefix("No interval can be given for scores of one example") })
    }

    @Test func answersHaveProbabilitiesAndWindows() throws {
        let problem = try ToyProblem()
        let features = try QuestionWindows(
            examples: problem.qaExamples, tokenizer: problem.tokenizer, maxLength: 16, docStride: 4)
        var scores = try SpanExtraction().evaluate(
            features, of: TaskSplit(examples: problem.qaExamples, labels: []),
            with: problem.trained(problem.qa, problem.model(), maxLength: 16), EvaluationOptions()
        ) { _, _ in }
        scores.addIntervals(Bootstrap(seed: 42), examples: "questions")
        let predictions = try #require(scores.predictions)
        #expect(predictions.probabilities.count == problem.qaExamples.count)
        #expect(predictions.probabilities.allSatisfy { $0 > 0 && $0 <= 1 })
        for (value, metric) in zip(predictions.statistics.values, scores.metrics) {
            #expect(abs(value - metric.value) < 1e-12 && metric.interval != nil, "\(metric.name)")
        }
    }

    // MARK: - Comparison

    private func predictions(_ right: [Bool], examples: String = "a") -> ScoredPredictions {
        var statistics = ExampleStatistics(columns: ["right"], scores: [.init("mood.accuracy", .init([0]))])
        for isRight in right { statistics.append([(0, isRight ? 1 : 0)]) }
        return ScoredPredictions(statistics: statistics, values: right.map { _ in [0] }, examples: examples)
    }

    private func row(_ before: [Bool], _ after: [Bool]) throws -> [String] {
        let outputs = try predictions(before).comparison(to: predictions(after), Bootstrap(seed: 42))
        guard case .table(let table)? = outputs.first else { return [] }
        return try #require(table.rows.first)
    }

    @Test func aDifferenceIsSaidInWords() throws {
        let half = (0..<100).map { $0 % 2 == 0 }
        let better = (0..<100).map { $0 % 2 == 0 || $0 < 20 }
        #expect(try row(half, half).suffix(3) == ["0.00", "0.00 to 0.00", "no difference that this data can show"])
        let row = try row(half, better)
        #expect(row.prefix(4) == ["mood.accuracy", "50.00 %", "60.00 %", "+10.00"])
        #expect(row.last == "the second is better")
        #expect(try self.row(better, half).last == "the first is better")
        // One question more is within what other questions would change.
        #expect(
            try self.row(half, half.enumerated().map { $0 == 1 || $1 }).last == "no difference that this data can show")
    }

    @Test func otherExamplesAreRefused() throws {
        let bootstrap = Bootstrap(seed: 42)
        let three = predictions([true, false, true])
        #expect(throws: PairingError.otherExamples(3)) {
            try three.comparison(to: predictions([true, false, true], examples: "b"), bootstrap)
        }
        #expect(throws: PairingError.exampleCount(before: 3, after: 2)) {
            try three.comparison(to: predictions([true, false], examples: "b"), bootstrap)
        }
        #expect(throws: PairingError.tooFewExamples(1)) {
            try predictions([true]).comparison(to: predictions([true]), bootstrap)
        }
    }
}
