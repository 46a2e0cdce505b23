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

    /// A number that leads to examples of what it counts.
    package struct Link: Sendable, Equatable, Codable {
        package var row: Int
        package var column: Int
        /// The name of an `ExampleGroup` in the outputs of the same cell.
        package var examples: String

        package init(row: Int, column: Int, examples: String) {
            self.row = row
            self.column = column
            self.examples = examples
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
    /// A report shows these numbers as links. Nil if there are none, as in tables stored by an earlier version.
    package var links: [Link]?

    /// A table. By default the first column is aligned left, and the others are aligned right.
    package init(
        caption: String? = nil, columns: [String], alignments: [Alignment]? = nil, rows: [[String]],
        summaryRowCount: Int = 0, plainForm: PlainForm? = nil, links: [Link]? = nil
    ) {
        self.caption = caption
        self.columns = columns
        self.alignments = alignments ?? columns.indices.map { $0 == 0 ? .left : .right }
        self.rows = rows
        self.summaryRowCount = summaryRowCount
        self.plainForm = plainForm
        self.links = links
    }

    /// True for a right-aligned column, which holds numbers.
    package func isRight(_ column: Int) -> Bool { alignments.indices.contains(column) && alignments[column] == .right }
}
