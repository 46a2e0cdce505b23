import FileKinds

/// What is wrong with a table of labelled texts, without the place.
package enum LabelledTextProblem: Error, Equatable {
    /// There is no record, or only a header.
    case noTexts
    /// The first record has no tab, comma or semicolon.
    case oneColumn
    /// There are more than two columns, and no header that names the text and the label.
    case noHeader(columnCount: Int)
    case noTextColumn(columns: [String])
    case noLabelColumn(columns: [String])
    /// There are two columns of text, as in data sets of sentence pairs.
    case severalTexts(columns: [String])
    case columnCount(found: Int, expected: Int, format: String)
    /// A CSV quote that is not closed before the end of the file; the place is where it opens.
    case unclosedQuote
    /// Something other than a separator follows a closing CSV quote, which opened in the same line or an earlier one.
    case textAfterQuote(openingLine: Int)
    case tooLong(bytes: Int, limit: Int)
    case missingLabel(column: String)
    /// All texts have the same label.
    case oneLabel(String, count: Int)

    func error(path: String, line: Int) -> DatasetError { error(path: path, place: .line(line)) }

    func error(path: String, place: ExamplePlace) -> DatasetError {
        .labelledText(path: path, place: place, problem: self)
    }
}

extension LabelledTextProblem: CustomStringConvertible {
    /// What is wrong and how to fix it, in whole sentences; the first letter is in lower case.
    package var description: String {
        switch self {
        case .noTexts:
            "there is no text in this file. Write one label and one text per line, with a tab between them."
        case .oneColumn:
            "the line has one column. A table of labelled texts has one label and one text per line, separated by a tab or a comma, "
                + "or it is JSON Lines, with one object per line."
        case .noHeader(let count):
            "the table has \(count) columns and no header that names the text and the label. Write one above it, such as "
                + "`label` and `text` at their columns."
        case .noTextColumn(let columns):
            "no column has a name for the text: there \(isOrAre(columns)) \(columns.inBackquotes). Name it `text`."
        case .noLabelColumn(let columns):
            "no column has a name for the label: there \(isOrAre(columns)) \(columns.inBackquotes). Name it `label`; test sets are "
                + "often published without labels."
        case .severalTexts(let columns):
            "\(columns.inBackquotes) all hold text, but each row has one text. Keep one of these columns, or join them into one."
        case .columnCount(let found, let expected, let format):
            "the record has \(found) column\(found == 1 ? "" : "s"), the first one has \(expected). "
                + (format == "TSV"
                    ? "A tab or a line end in a text must be replaced by a blank."
                    : "A text that contains a separator or a line end must be in quotes.")
        case .unclosedQuote:
            "the quote that opens in this record is never closed. Close it, and double the quotes within a text: \"\"."
        case .textAfterQuote(let line):
            "after the quote that closes the value from line \(line), a separator or the line's end must follow. Double the "
                + "quotes within a text: \"\"."
        case .tooLong(let bytes, let limit):
            "the record has \(bytes) bytes, and at most \(limit) are read. Look for a quote that is not closed, or for missing "
                + "line ends."
        case .missingLabel(let column):
            "the label is missing (`\(column.shortened())` is empty). Write the label, or leave the line out."
        case .oneLabel(let label, let count):
            "every text has the label `\(label.shortened())` (\(count) in all), so there is nothing to learn. Check which "
                + "column holds the labels."
        }
    }

    private func isOrAre(_ columns: [String]) -> String { columns.count == 1 ? "is" : "are" }
}
