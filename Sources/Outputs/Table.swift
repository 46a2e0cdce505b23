/// A table of strings; numbers come formatted.
package struct Table: Sendable, Equatable, Codable {
    package enum Alignment: String, Sendable, Codable { case left, right }

    /// The same figures as another program prints them, to read in a terminal, to copy and to compare.
    package struct PlainForm: Sendable, Equatable, Codable {
        /// What the text is, e.g. `The same as scikit-learn prints it`.
        package var title: String
        /// Text whose columns line up.
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
    /// How many of the last rows sum up the others, e.g. totals or averages: a line sets them apart.
    package var summaryRowCount: Int
    /// Where it is given, a terminal shows it in the table's place.
    package var plainForm: PlainForm?

    /// A table; alignments default to left for the first column and right for the others.
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

    /// True for a column of numbers.
    package func isRight(_ column: Int) -> Bool { alignments.indices.contains(column) && alignments[column] == .right }
}
