extension ExampleStatistics {
    /// The statistics of label sequences: of each type, how many entities are right, predicted and gold.
    ///
    /// The scores are seqeval's micro averages: `PREFIX.f1`, `PREFIX.precision`, `PREFIX.recall`.
    /// - Throws: `LabelSequenceError.lengthMismatch` unless both have the same sequences.
    package init(gold: LabelSequences, predicted: LabelSequences, prefix: String) throws {
        let (types, goldEntities, predictedEntities) = try alignedEntities(gold: gold, predicted: predicted)
        let (correct, found, wanted) = (0, 1, 2)
        func columns(_ statistic: Int) -> [Int] { types.indices.map { 3 * $0 + statistic } }
        self.init(
            columns: types.flatMap { ["\($0) correct", "\($0) predicted", "\($0) gold"] },
            scores: [
                Score(
                    "\(prefix).f1",
                    .init(columns(correct), of: columns(found) + columns(wanted), factor: 2)),
                Score("\(prefix).precision", .init(columns(correct), of: columns(found))),
                Score("\(prefix).recall", .init(columns(correct), of: columns(wanted))),
            ])
        var rows = [[Int: Double]](repeating: [:], count: gold.count)
        let goldSet = Set(goldEntities)
        for entity in goldEntities { rows[entity.sequence][3 * entity.type + wanted, default: 0] += 1 }
        for entity in predictedEntities {
            rows[entity.sequence][3 * entity.type + found, default: 0] += 1
            if goldSet.contains(entity) { rows[entity.sequence][3 * entity.type + correct, default: 0] += 1 }
        }
        for row in rows { append(row.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }) }
    }

    /// The statistics of texts with one class each.
    ///
    /// The scores are scikit-learn's: `PREFIX.accuracy`, `PREFIX.macro-f1`, `PREFIX.weighted-f1`.
    /// - Precondition: both have as many ids, and each id has a name.
    package init(gold: [Int32], predicted: [Int32], names: [String], prefix: String) {
        precondition(gold.count == predicted.count)
        let (right, found, wanted) = (0, 1, 2)
        func columns(_ statistic: Int) -> [Int] { names.indices.map { 3 * $0 + statistic } }
        let f1 = names.indices.map {
            Score.Ratio([3 * $0 + right], of: [3 * $0 + found, 3 * $0 + wanted], factor: 2)
        }
        self.init(
            columns: names.flatMap { ["\($0) correct", "\($0) predicted", "\($0) gold"] },
            scores: [
                Score("\(prefix).accuracy", .init(columns(right))), Score("\(prefix).macro-f1", mean: f1),
                Score("\(prefix).weighted-f1", mean: f1, weights: columns(wanted)),
            ])
        for (gold, predicted) in zip(gold, predicted) {
            let (gold, predicted) = (3 * Int(gold), 3 * Int(predicted))
            append([(gold + wanted, 1), (predicted + found, 1), (gold + right, gold == predicted ? 1 : 0)])
        }
    }

    /// A question's scores, and in how many of its windows both positions are right.
    package struct AnsweredQuestion: Sendable {
        package var scores: SpanScores
        package var isAnswerable: Bool
        package var rightWindowCount: Int
        package var windowCount: Int

        package init(scores: SpanScores, isAnswerable: Bool, rightWindowCount: Int, windowCount: Int) {
            self.scores = scores
            self.isAnswerable = isAnswerable
            self.rightWindowCount = rightWindowCount
            self.windowCount = windowCount
        }
    }

    /// The statistics of questions.
    ///
    /// The scores are `PREFIX.exact-match`, `PREFIX.f1`, `PREFIX.position-exact-match`, and the first two of the answerable and the
    /// unanswerable questions alone, where there are any.
    package init(_ questions: [AnsweredQuestion], prefix: String) {
        let (exact, f1, right, windows, groups) = (0, 1, 2, 3, 4)
        let names = ["answerable", "unanswerable"]
        let isGroup = { (question: AnsweredQuestion, group: Int) in question.isAnswerable == (group == 0) }
        let present =
            questions.contains { !$0.isAnswerable }
            ? names.indices.filter { group in questions.contains { isGroup($0, group) } } : []
        self.init(
            columns: ["exact match", "F1", "right windows", "windows"]
                + names.flatMap { ["\($0) exact match", "\($0) F1", $0] },
            scores: [
                Score("\(prefix).exact-match", .init([exact])), Score("\(prefix).f1", .init([f1])),
                Score("\(prefix).position-exact-match", .init([right], of: [windows])),
            ]
                + present.flatMap { group in
                    let first = groups + 3 * group
                    return [
                        Score("\(prefix).\(names[group])-exact-match", .init([first], of: [first + 2])),
                        Score("\(prefix).\(names[group])-f1", .init([first + 1], of: [first + 2])),
                    ]
                })
        for question in questions {
            let scores = (question.scores.exactMatch, question.scores.f1)
            var row = [
                (exact, scores.0), (f1, scores.1), (right, Double(question.rightWindowCount)),
                (windows, Double(question.windowCount)),
            ]
            for group in present where isGroup(question, group) {
                let first = groups + 3 * group
                row += [(first, scores.0), (first + 1, scores.1), (first + 2, 1)]
            }
            append(row.map { (column: $0.0, value: $0.1) })
        }
    }
}
