import Outputs

/// How often which label was taken for which: true labels in rows, predicted ones in columns.
package struct ConfusionMatrix: Sendable, Equatable {
    /// A sentence that says what is counted.
    package var caption: String
    package var rows: [String]
    package var columns: [String]
    /// By row and column; nil where there is nothing to count.
    package var counts: [[Int?]]

    /// The counts as a table.
    package var table: Table {
        Table(
            caption: caption, columns: ["True"] + columns,
            rows: zip(rows, counts).map { row, counts in [row] + counts.map { $0.map(String.init) ?? "" } })
    }
}
