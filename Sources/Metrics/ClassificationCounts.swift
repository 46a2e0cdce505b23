/// Counts of gold and predicted classes of texts, and the scores computed from them, as in scikit-learn 1.9.
///
/// Every division by zero gives 0 and is named in a `MetricWarning`. Sums are added in NumPy's order, so that scores equal
/// `precision_recall_fscore_support`'s to the bit.
package struct ClassificationCounts: Sendable, Equatable {
    /// The classes that are counted, in the order of their ids.
    package let classes: [String]
    /// Counts by gold class and predicted class, row by row.
    private let counts: [Int]

    /// Counts texts.
    ///
    /// - Parameters:
    ///   - gold: one class id per text, an index into `names`.
    ///   - predicted: one class id per text, as many as `gold` has.
    ///   - names: all possible classes.
    ///   - countsAbsentClasses: whether a class that is neither gold nor predicted counts in the macro average, with scores of 0.
    ///     scikit-learn leaves such a class out unless its argument `labels` includes it.
    /// - Throws: `ClassificationError`.
    package init(gold: [Int32], predicted: [Int32], names: [String], countsAbsentClasses: Bool = false) throws {
        guard gold.count == predicted.count else {
            throw ClassificationError.countMismatch(gold: gold.count, predicted: predicted.count)
        }
        guard !gold.isEmpty else { throw ClassificationError.noTexts }
        var occurs = [Bool](repeating: countsAbsentClasses, count: names.count)
        for ids in [gold, predicted] {
            for (position, id) in ids.enumerated() {
                guard names.indices.contains(Int(id)) else {
                    throw ClassificationError.unknownClass(id: id, position: position, nameCount: names.count)
                }
                occurs[Int(id)] = true
            }
        }
        let used = names.indices.filter { occurs[$0] }
        var column = [Int](repeating: 0, count: names.count)
        for (index, id) in used.enumerated() { column[id] = index }
        var counts = [Int](repeating: 0, count: used.count * used.count)
        for (gold, predicted) in zip(gold, predicted) {
            counts[column[Int(gold)] * used.count + column[Int(predicted)]] += 1
        }
        classes = used.map { names[$0] }
        self.counts = counts
    }

    /// An entry of the confusion matrix: the number of texts of one class for which a class was predicted.
    ///
    /// Both are indices into `classes`.
    package func count(gold: Int, predicted: Int) -> Int { counts[gold * classes.count + predicted] }

    private func goldCount(_ index: Int) -> Int { classes.indices.reduce(0) { $0 + count(gold: index, predicted: $1) } }

    private func predictedCount(_ index: Int) -> Int {
        classes.indices.reduce(0) { $0 + count(gold: $1, predicted: index) }
    }

    /// Number of texts whose class was predicted.
    private var correctCount: Int { classes.indices.reduce(0) { $0 + count(gold: $1, predicted: $1) } }

    /// The fraction of texts whose class was predicted.
    package var accuracy: Double { Double(correctCount) / Double(counts.reduce(0, +)) }

    /// The scores of one class, by its index in `classes`.
    package func scores(class index: Int) -> EntityScores {
        let correct = Double(count(gold: index, predicted: index))
        let (gold, predicted) = (goldCount(index), predictedCount(index))
        // scikit-learn computes F1 from the counts. F1 from precision and recall would differ in the last bit.
        return EntityScores(
            precision: predicted == 0 ? 0 : correct / Double(predicted), recall: gold == 0 ? 0 : correct / Double(gold),
            f1: gold + predicted == 0 ? 0 : 2 * correct / Double(gold + predicted), support: gold)
    }

    /// The average scores of all classes. All three scores of the micro average are the accuracy.
    package func scores(_ average: SequenceLabeling.Average) -> EntityScores {
        let perClass = classes.indices.map { scores(class: $0) }
        return switch average {
        case .micro:
            EntityScores(precision: accuracy, recall: accuracy, f1: accuracy, support: counts.reduce(0, +))
        case .macro: EntityScores(meanOf: perClass, weights: [Double](repeating: 1, count: classes.count))
        case .weighted: EntityScores(meanOf: perClass, weights: perClass.map { Double($0.support) })
        }
    }

    /// Divisions by zero, whose result was set to 0.
    package var warnings: [MetricWarning] {
        let neverPredicted = classes.indices.filter { predictedCount($0) == 0 }.map { classes[$0] }
        let withoutSupport = classes.indices.filter { goldCount($0) == 0 }.map { classes[$0] }
        return (neverPredicted.isEmpty ? [] : [.neverPredicted(classes: neverPredicted)])
            + (withoutSupport.isEmpty ? [] : [.withoutSupport(classes: withoutSupport)])
    }
}

/// Why classes of texts can't be scored.
package enum ClassificationError: Error, Equatable, CustomStringConvertible {
    case noTexts
    case countMismatch(gold: Int, predicted: Int)
    /// A class id that has no name.
    case unknownClass(id: Int32, position: Int, nameCount: Int)

    package var description: String {
        switch self {
        case .noTexts: "There is no text to score. Evaluate on a split that has at least one."
        case .countMismatch(let gold, let predicted):
            "There are \(gold) gold labels, but \(predicted) predicted ones. Score both on the same texts."
        case .unknownClass(let id, let position, let nameCount):
            "The label at position \(position) has id \(id), but there are \(nameCount) names (ids 0 to \(nameCount - 1)). "
                + "Check that the names belong to the labels."
        }
    }
}
