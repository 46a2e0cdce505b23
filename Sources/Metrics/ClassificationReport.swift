import Foundation

/// The table of precision, recall, F1 and support per entity type, with three averages: seqeval's
/// `classification_report`.
package struct ClassificationReport: Sendable, Equatable, Codable {
    /// One line of the table.
    package struct Row: Sendable, Hashable, Codable {
        /// An entity type, or `micro avg`, `macro avg`, `weighted avg`.
        package let name: String
        /// Its figures, as fractions.
        package let scores: EntityScores
    }

    /// One row per type, in the order of the names' Unicode scalars; empty when there is no entity at all.
    package let rows: [Row]
    /// `micro avg`, `macro avg`, `weighted avg`, in this order.
    package let averages: [Row]
    /// What was divided by zero.
    package let warnings: [MetricWarning]

    /// The report of some counts.
    package init(_ counts: SequenceLabeling) {
        rows = counts.types.enumerated().map { Row(name: $1, scores: counts.scores(type: $0)) }
        averages = SequenceLabeling.Average.allCases.map { Row(name: "\($0.rawValue) avg", scores: counts.scores($0)) }
        warnings = counts.warnings
    }

    /// Counts the entities of both and reports on them.
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

    /// The text that `seqeval.metrics.classification_report` returns, character for character; it ends with a newline.
    ///
    /// Without any entity, where seqeval raises, the table has its heading and three averages of 0.
    ///
    /// - Parameter digits: digits after the point.
    package func text(digits: Int = 2) -> String {
        let width = rows.map(\.name.unicodeScalars.count).reduce(max("weighted avg".count, digits), max)
        let headings = ["precision", "recall", "f1-score", "support"].map { pad($0, to: 9) }
        var text = pad("", to: width) + "  " + headings.joined(separator: " ") + "\n\n"
        func write(_ row: Row) {
            let figures = [row.scores.precision, row.scores.recall, row.scores.f1]
                .map { pad(String(format: "%.\(max(digits, 0))f", $0), to: 9) }
            text += pad(row.name, to: width) + "  " + figures.joined(separator: " ")
            text += " " + pad(String(row.scores.support), to: 9) + "\n"
        }
        rows.forEach(write)
        text += "\n"
        averages.forEach(write)
        return text
    }
}

/// Right-aligned in a field, counted in scalars as Python's `format` counts.
private func pad(_ text: String, to width: Int) -> String {
    String(repeating: " ", count: max(width - text.unicodeScalars.count, 0)) + text
}
