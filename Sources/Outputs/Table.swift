/// A table of strings; numbers are already formatted.
package struct Table: Sendable, Equatable, Codable {
    package enum Alignment: String, Sendable, Codable { case left, right }

    /// The same figures in another program's text format, for a terminal and for copying and comparing.
    package struct PlainForm: Sendable, Equatable, Codable {
        /// Describes the text, e.g. `The same as scikit-learn prints it`.
        package var title: String
        /// Text with aligned columns.
        package var text: String

        package init(title: String, text: String) {
            self.title = title
            self.text = text
        }
    }

    package var caption: String?
    package var columns: [String]
    /// One per column.
    package var alignments: [Alignment]
    package var rows: [[String]]
    /// The number of rows at the end that sum up the others, e.g. totals or averages. A line separates them.
    package var summaryRowCount: Int
    /// If given, a terminal shows it instead of the table.
    package var plainForm: PlainForm?

    /// A table. By default the first column is aligned left, and the others are aligned right.
    package init(
        caption: String? = nil, columns: [String], alignments: [Alignment]? = nil, rows: [[String]],
        summaryRowCount: Int = 0, plainForm: PlainForm? = nil
    ) {
        self.caption = caption
        self.columns = columns
        self.alignments = alignments ?? columns.indices.map { $0 == 0 ? .left : .right }
        self.rows = rows
        self.summaryRowCount = summaryRowCount
        self.plainForm = plainForm
    }

    /// True for a right-aligned column, which holds numbers.
    package func isRight(_ column: Int) -> Bool { alignments.indices.contains(column) && alignments[column] == .right }
}
