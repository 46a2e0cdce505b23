import Foundation

/// The table of precision, recall, F1 and support per class, with three averages, like seqeval's `classification_report` for
/// entities or scikit-learn's for texts.
package struct ClassificationReport: Sendable, Equatable, Codable {
    /// One line of the table.
    package struct Row: Sendable, Hashable, Codable {
        /// An entity type or a class, or `micro avg`, `accuracy`, `macro avg`, `weighted avg`.
        package let name: String
        /// The row's scores, as fractions.
        package let scores: EntityScores
    }

    /// One row per type, in the order of the names' Unicode scalars; empty when there is no entity at all.
    package let rows: [Row]
    /// `micro avg`, `macro avg`, `weighted avg`, in this order. For texts, `accuracy` takes the place of the first.
    package let averages: [Row]
    /// The fraction of texts whose class is right; nil for entities.
    package let accuracy: Double?
    /// Divisions by zero.
    package let warnings: [MetricWarning]

    /// The report of some counts.
    package init(_ counts: SequenceLabeling) {
        rows = counts.types.enumerated().map { Row(name: $1, scores: counts.scores(type: $0)) }
        averages = SequenceLabeling.Average.allCases.map { Row(name: "\($0.rawValue) avg", scores: counts.scores($0)) }
        accuracy = nil
        warnings = counts.warnings
    }

    /// The report of some counts.
    package init(_ counts: ClassificationCounts) {
        rows = counts.classes.indices.map { Row(name: counts.classes[$0], scores: counts.scores(class: $0)) }
        averages = SequenceLabeling.Average.allCases.map {
            Row(name: $0 == .micro ? "accuracy" : "\($0.rawValue) avg", scores: counts.scores($0))
        }
        accuracy = counts.accuracy
        warnings = counts.warnings
    }

    /// Counts the entities of gold and predicted labels, and makes a report of the counts.
    ///
    /// - Throws: `LabelSequenceError.lengthMismatch` unless both have the same sequences.
    package init(gold: LabelSequences, predicted: LabelSequences) throws {
        self.init(try SequenceLabeling(gold: gold, predicted: predicted))
    }

    /// The row of one average.
    package subscript(average: SequenceLabeling.Average) -> EntityScores {
        switch average {
        case .micro: averages[0].scores
        case .macro: averages[1].scores
        case .weighted: averages[2].scores
        }
    }

    /// The text that `seqeval.metrics.classification_report` or `sklearn.metrics.classification_report` returns, character for
    /// character; it ends with a newline.
    ///
    /// If there is no entity at all, seqeval raises an error; here the table has its heading and three averages of 0.
    ///
    /// - Parameter digits: number of digits after the decimal point.
    package func text(digits: Int = 2) -> String {
        let width = rows.map(\.name.unicodeScalars.count).reduce(max("weighted avg".count, digits), max)
        let headings = ["precision", "recall", "f1-score", "support"].map { pad($0, to: 9) }
        var text = pad("", to: width) + "  " + headings.joined(separator: " ") + "\n\n"
        func write(_ row: Row, isAccuracy: Bool = false) {
            var figures = [row.scores.precision, row.scores.recall, row.scores.f1]
                .map { pad(String(format: "%.\(max(digits, 0))f", $0), to: 9) }
            // The accuracy has only one number, in the column of F1.
            if isAccuracy { figures.replaceSubrange(0..<2, with: [pad("", to: 9), pad("", to: 9)]) }
            text += pad(row.name, to: width) + "  " + figures.joined(separator: " ")
            // If no text is right, scikit-learn prints the counts as floating-point numbers.
            text += " " + pad("\(row.scores.support)\(accuracy == 0 ? ".0" : "")", to: 9) + "\n"
        }
        for row in rows { write(row) }
        text += "\n"
        for (index, row) in averages.enumerated() { write(row, isAccuracy: index == 0 && accuracy != nil) }
        return text
    }
}

/// Right-aligns a text in a field. The width counts scalars, as Python's `format` does.
private func pad(_ text: String, to width: Int) -> String {
    String(repeating: " ", count: max(width - text.unicodeScalars.count, 0)) + text
}
