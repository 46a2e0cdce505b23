/// Counts by row and column, e.g. a confusion matrix with true labels in rows and predicted labels in columns.
///
/// A cell's colour shows its share of its row. Cells whose row and column have the same label are correct. The
/// others are errors and have another hue.
package struct HeatMap: HeatTable, Equatable {
    package var rowLabels: [String]
    package var columnLabels: [String]
    /// By row and column; nil for a cell without a meaning.
    package var counts: [[Int?]]

    package init(rowLabels: [String], columnLabels: [String], counts: [[Int?]]) {
        self.rowLabels = rowLabels
        self.columnLabels = columnLabels
        self.counts = counts
    }

    func isRight(row: Int, column: Int) -> Bool { rowLabels[row] == columnLabels[column] }

    func total(ofRow row: Int) -> Int { counts[row].reduce(0) { $0 + max(0, $1 ?? 0) } }

    /// The cell's share of its row, from 0 to 1.
    func share(row: Int, column: Int) -> Double {
        let total = total(ofRow: row)
        return total == 0 ? 0 : Double(max(0, counts[row][column] ?? 0)) / Double(total)
    }

    package var fits: Bool { counts.count == rowLabels.count && counts.allSatisfy { $0.count == columnLabels.count } }

    package func cell(row: Int, column: Int) -> HeatCell? {
        counts[row][column].map { count in
            HeatCell(
                text: PlotNumber.display(Double(count)),
                color: isRight(row: row, column: column) ? .heatOfRight : .heatOfWrong,
                share: share(row: row, column: column))
        }
    }
}

extension HeatMap {
    /// A sentence about the map: how many are right, and the largest errors.
    package var finding: String {
        guard !isEmpty else { return "No data." }
        var (right, all) = (0, 0)
        var errors: [(count: Int, row: Int, column: Int)] = []
        for row in rowLabels.indices {
            for column in columnLabels.indices {
                guard let count = counts[row][column], count > 0 else { continue }
                all += count
                if isRight(row: row, column: column) { right += count } else { errors.append((count, row, column)) }
            }
        }
        guard all > 0 else { return "All counts are 0." }
        let percent = PlotNumber.short((1000 * Double(right) / Double(all)).rounded() / 10)
        var text = "\(right) of \(all) (\(percent) %) lie where row and column agree."
        errors.sort { ($1.count, $0.row, $0.column) < ($0.count, $1.row, $1.column) }
        let largest = errors.prefix(3).map { error in
            "row \(rowLabels[error.row]), column \(columnLabels[error.column]): \(error.count) of \(total(ofRow: error.row))"
        }
        if !largest.isEmpty { text += " The largest of the others are \(largest.joined(separator: "; "))." }
        return text
    }
}
