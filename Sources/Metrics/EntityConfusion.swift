/// Counts of how often each gold entity type is predicted as each type.
///
/// Every gold entity is counted once, in the row of its type: in the column of the entity that it is paired with, or as
/// missed. Every predicted entity is counted once, in the column of its type: with its partner, or as spurious. So the sum
/// of a row is the support of the type, and the sum of a column is the number of its predictions.
package struct EntityConfusion: Sendable, Equatable {
    /// Which entities form a pair.
    package enum Matching: String, Sendable, CaseIterable, Codable {
        /// Equal spans.
        case exact
        /// Spans that share a word. Pairs are formed in the order of decreasing overlap, and each entity is in at most one pair. On a tie,
        /// equal types come first, then the earlier gold entity, then the earlier predicted one.
        case overlapping
    }

    /// Names of the rows and columns, in the order of their Unicode scalars: all types in gold or predicted labels.
    package let types: [String]
    package let matching: Matching
    private let counts: [Int]

    /// Pairs the entities of gold and predicted labels, and counts the pairs.
    ///
    /// - Throws: `LabelSequenceError.lengthMismatch` unless both have the same sequences.
    package init(gold: LabelSequences, predicted: LabelSequences, matching: Matching) throws {
        let (names, goldEntities, predictedEntities) = try alignedEntities(gold: gold, predicted: predicted)
        let used = Set((goldEntities + predictedEntities).map(\.type)).sorted()
        var column = [Int](repeating: 0, count: names.count)
        for (index, type) in used.enumerated() { column[type] = index }

        let width = used.count + 1
        var counts = [Int](repeating: 0, count: width * width)
        var goldIsFree = [Bool](repeating: true, count: goldEntities.count)
        var predictedIsFree = [Bool](repeating: true, count: predictedEntities.count)
        for pair in EntityConfusion.pairs(goldEntities, predictedEntities, matching: matching)
        where goldIsFree[pair.gold] && predictedIsFree[pair.predicted] {
            goldIsFree[pair.gold] = false
            predictedIsFree[pair.predicted] = false
            let row = column[goldEntities[pair.gold].type]
            counts[row * width + column[predictedEntities[pair.predicted].type]] += 1
        }
        for (index, isFree) in goldIsFree.enumerated() where isFree {
            counts[column[goldEntities[index].type] * width + used.count] += 1
        }
        for (index, isFree) in predictedIsFree.enumerated() where isFree {
            counts[used.count * width + column[predictedEntities[index].type]] += 1
        }
        types = used.map { names[$0] }
        self.matching = matching
        self.counts = counts
    }

    /// Number of gold entities of type `gold` that are paired with a predicted entity of type `predicted`.
    package func count(gold: Int, predicted: Int) -> Int { counts[gold * (types.count + 1) + predicted] }

    /// Number of gold entities of a type without a partner.
    package func missed(gold: Int) -> Int { counts[gold * (types.count + 1) + types.count] }

    /// Number of predicted entities of a type without a partner.
    package func spurious(predicted: Int) -> Int { counts[types.count * (types.count + 1) + predicted] }

    private struct Pair {
        let gold: Int
        let predicted: Int
        let overlap: Int
        let isSameType: Bool
    }

    /// All pairs that share a word, best first. Both lists are in the order of their positions.
    private static func pairs(_ gold: [Entity], _ predicted: [Entity], matching: Matching) -> [Pair] {
        var pairs: [Pair] = []
        var first = 0
        for (goldIndex, entity) in gold.enumerated() {
            while first < predicted.count, predicted[first].range.upperBound <= entity.range.lowerBound { first += 1 }
            var index = first
            while index < predicted.count, predicted[index].range.lowerBound < entity.range.upperBound {
                let other = predicted[index]
                if matching == .overlapping || other.range == entity.range {
                    pairs.append(
                        Pair(
                            gold: goldIndex, predicted: index,
                            overlap: other.range.clamped(to: entity.range).count,
                            isSameType: other.type == entity.type))
                }
                index += 1
            }
        }
        return pairs.sorted { left, right in
            if left.overlap != right.overlap { return left.overlap > right.overlap }
            if left.isSameType != right.isSameType { return left.isSameType }
            return (left.gold, left.predicted) < (right.gold, right.predicted)
        }
    }
}
