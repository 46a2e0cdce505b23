/// Counts of gold and predicted entities by type, and the scores computed from them, as in seqeval 1.2.2's default mode.
///
/// An entity is right if its type and its span are right. Every division by zero gives 0 and is named in a `MetricWarning`.
/// Sums are added in NumPy's order, so that the scores have the same bits as seqeval's.
package struct SequenceLabeling: Sendable, Equatable {
    /// The types that occur in gold or predicted entities, in the order of their Unicode scalars.
    package let types: [String]
    /// Per type: the number of entities that are in both.
    package let correctCounts: [Int]
    /// Per type: the number of gold entities, which is the support.
    package let goldCounts: [Int]
    /// Per type: the number of predicted entities.
    package let predictedCounts: [Int]

    /// How the scores of several types are averaged.
    package enum Average: String, Sendable, CaseIterable, Codable {
        /// Entities of all types counted together.
        case micro
        /// The plain mean over types.
        case macro
        /// The mean over types, weighted by support.
        case weighted
    }

    /// Counts the entities of gold and predicted labels.
    ///
    /// - Throws: `LabelSequenceError.lengthMismatch` unless both have the same sequences.
    package init(gold: LabelSequences, predicted: LabelSequences) throws {
        let (names, goldEntities, predictedEntities) = try alignedEntities(gold: gold, predicted: predicted)
        var correct = [Int](repeating: 0, count: names.count)
        var goldCounts = correct
        var predictedCounts = correct
        for entity in goldEntities { goldCounts[entity.type] += 1 }
        let goldSet = Set(goldEntities)
        for entity in predictedEntities {
            predictedCounts[entity.type] += 1
            if goldSet.contains(entity) { correct[entity.type] += 1 }
        }
        let used = names.indices.filter { goldCounts[$0] + predictedCounts[$0] > 0 }
        types = used.map { names[$0] }
        correctCounts = used.map { correct[$0] }
        self.goldCounts = used.map { goldCounts[$0] }
        self.predictedCounts = used.map { predictedCounts[$0] }
    }

    /// The scores of one type, by its index in `types`.
    package func scores(type: Int) -> EntityScores {
        EntityScores(correct: correctCounts[type], predicted: predictedCounts[type], gold: goldCounts[type])
    }

    /// The average scores of all types. They are zero when there is no entity.
    package func scores(_ average: Average) -> EntityScores {
        let perType = types.indices.map { scores(type: $0) }
        return switch average {
        case .micro:
            EntityScores(
                correct: correctCounts.reduce(0, +), predicted: predictedCounts.reduce(0, +),
                gold: goldCounts.reduce(0, +))
        case .macro: EntityScores(meanOf: perType, weights: [Double](repeating: 1, count: types.count))
        case .weighted: EntityScores(meanOf: perType, weights: goldCounts.map(Double.init))
        }
    }

    /// Divisions by zero, whose result was set to 0.
    package var warnings: [MetricWarning] {
        if types.isEmpty { return [.noEntities] }
        var warnings: [MetricWarning] = []
        let unpredicted = types.indices.filter { predictedCounts[$0] == 0 }.map { types[$0] }
        let unsupported = types.indices.filter { goldCounts[$0] == 0 }.map { types[$0] }
        if !unpredicted.isEmpty { warnings.append(.undefinedPrecision(types: unpredicted)) }
        if !unsupported.isEmpty { warnings.append(.undefinedRecall(types: unsupported)) }
        return warnings
    }
}

/// Precision, recall and F1 as fractions, and the number of gold entities or texts behind them.
package struct EntityScores: Sendable, Hashable, Codable {
    package let precision: Double
    package let recall: Double
    package let f1: Double
    package let support: Int

    package init(precision: Double, recall: Double, f1: Double, support: Int) {
        self.precision = precision
        self.recall = recall
        self.f1 = f1
        self.support = support
    }

    /// Computes the scores from counts. A division by zero gives 0.
    package init(correct: Int, predicted: Int, gold: Int) {
        precision = predicted == 0 ? 0 : Double(correct) / Double(predicted)
        recall = gold == 0 ? 0 : Double(correct) / Double(gold)
        let denominator = precision + recall
        f1 = denominator == 0 ? 0 : 2 * precision * recall / denominator
        support = gold
    }

    /// The weighted mean of each score, summed as NumPy does, with the sum of all supports. It is 0 when all weights are 0.
    init(meanOf scores: [EntityScores], weights: [Double]) {
        let total = pairwiseSum(weights[...])
        func mean(_ score: KeyPath<EntityScores, Double>) -> Double {
            total > 0 ? pairwiseSum(zip(scores, weights).map { $0[keyPath: score] * $1 }[...]) / total : 0
        }
        self.init(
            precision: mean(\.precision), recall: mean(\.recall), f1: mean(\.f1),
            support: scores.reduce(0) { $0 + $1.support })
    }
}

/// A score that was undefined, and was set to 0.
package enum MetricWarning: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Neither gold nor predicted labels contain an entity (seqeval's report raises an error).
    case noEntities
    /// Types that were never predicted.
    case undefinedPrecision(types: [String])
    /// Types that have no gold entity.
    case undefinedRecall(types: [String])
    /// Classes of texts that were never predicted.
    case neverPredicted(classes: [String])
    /// Classes that no text has.
    case withoutSupport(classes: [String])

    package var description: String {
        switch self {
        case .noEntities:
            "There is no entity, neither gold nor predicted: all scores are set to 0."
        case .undefinedPrecision(let types):
            "No entity of type \(types.joined(separator: ", ")) was predicted: precision is set to 0 there."
        case .undefinedRecall(let types):
            "There is no gold entity of type \(types.joined(separator: ", ")): recall is set to 0 there."
        case .neverPredicted(let classes):
            "\(classes.joined(separator: ", ")) was never predicted: precision is set to 0 there."
        case .withoutSupport(let classes):
            "No text has the label \(classes.joined(separator: ", ")): recall is set to 0 there."
        }
    }
}

/// The entities of gold and predicted labels, over one common list of types.
func alignedEntities(
    gold: LabelSequences, predicted: LabelSequences
) throws -> (types: [String], gold: [Entity], predicted: [Entity]) {
    guard gold.count == predicted.count else {
        throw LabelSequenceError.lengthMismatch(sequence: nil, gold: gold.count, predicted: predicted.count)
    }
    if gold.offsets != predicted.offsets {
        for sequence in 0..<gold.count {
            let lengths = [gold, predicted].map { $0.offsets[sequence + 1] - $0.offsets[sequence] }
            guard lengths[0] == lengths[1] else {
                throw LabelSequenceError.lengthMismatch(sequence: sequence, gold: lengths[0], predicted: lengths[1])
            }
        }
    }
    let types = TypeNames(of: [gold, predicted])
    return (types.names, gold.entities(types: types), predicted.entities(types: types))
}

/// The sum in the order of NumPy's `add.reduce`: up to 7 values one after the other, up to 128 with
/// eight accumulators, and more values by halves.
func pairwiseSum(_ values: ArraySlice<Double>) -> Double {
    let count = values.count
    let start = values.startIndex
    if count < 8 { return values.reduce(0, +) }
    if count > 128 {
        let half = start + count / 2 - (count / 2) % 8
        return pairwiseSum(values[..<half]) + pairwiseSum(values[half...])
    }
    var sums = Array(values[start..<start + 8])
    let whole = start + count - count % 8
    for index in start + 8..<whole { sums[(index - start) % 8] += values[index] }
    let sum = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]))
    return values[whole...].reduce(sum, +)
}
