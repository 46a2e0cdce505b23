import FileKinds
import JSONReading

/// A table of rows with named columns, whatever its file: JSON Lines or Parquet.
protocol RowTable {
    var path: String { get }
    /// As a report names it.
    var format: String { get }
    /// The columns in the file's order; of JSON Lines the keys of its first object.
    var columns: [String] { get }
    /// The names that a column's numbers stand for, by number; nil where the file gives none.
    func labelNames(of column: String) -> [String]?
    /// Calls `body` with each row. Only the columns that are asked for are read.
    ///
    /// - Parameters:
    ///   - optional: Further columns, whose values follow: null where the table or the row has none.
    ///   - file: Which of several files this is, from 1; 0 for the only one.
    func forEachRow(
        of columns: [String], optional: [String], file: Int, _ body: (TableRow) throws -> Void) throws
}

extension RowTable {
    /// The column that holds something, by its name; the first of some names that there is.
    ///
    /// - Throws: `DatasetError.row` where there is none of them.
    func column(of what: String, named names: [String]) throws -> String {
        if let column = columns.column(named: names) { return column }
        throw DatasetError.row(
            path: path, place: .none, problem: .missingColumn(what: what, names: names, columns: columns))
    }
}

/// One row of a table: the values of the columns that were asked for, in that order.
struct TableRow {
    let path: String
    let place: ExamplePlace
    let columns: [String]
    let values: [JSONValue]

    func error(_ problem: RowProblem) -> DatasetError { .row(path: path, place: place, problem: problem) }

    func text(_ column: Int) throws -> String {
        if let text = values[column].string { return text }
        throw wrongValue(values[column], in: columns[column], expected: "a string")
    }

    func list(_ column: Int) throws -> [JSONValue] {
        if case .array(let list) = values[column] { return list }
        throw wrongValue(values[column], in: columns[column], expected: "a list")
    }

    /// - Parameter name: The column, and the place in its value: `answers.text[0]`.
    func wrongValue(_ value: JSONValue, in name: String, expected: String) -> DatasetError {
        error(.wrongValue(column: name, found: value.kindName, expected: expected))
    }
}

/// A data file by its content: a table of rows, or a text that is something else.
enum DataFile {
    case rows(any RowTable)
    case text(TextFile)

    /// - Throws: What `TextFile` and the tables throw.
    init(path: String, expected: String) throws {
        if ParquetTable.recognizes(path) {
            self = .rows(try ParquetTable(path))
            return
        }
        let file = try TextFile(path: path, expected: expected)
        self = try JSONLinesTable(file).map { .rows($0) } ?? .text(file)
    }

    /// The columns of a table, as far as its first lines show them; none where it is damaged, nil where a file is no table.
    static func columns(at path: String) -> [String]? {
        if ParquetTable.recognizes(path) { return (try? ParquetTable(path))?.columns ?? [] }
        let lines = TextFile.firstLines(of: path)
        if lines.allSatisfy(\.isEmpty), TextFile.isCompressed(path) { return [] }
        let text = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
        guard JSONLinesTable.recognizes(text) else { return nil }
        var keys: [String] = []
        var scanner = JSONScanner(text)
        // An object that is cut has shown its first keys.
        try? scanner.members { scanner, key in
            keys.append(key)
            try scanner.skip()
        }
        return keys
    }
}

extension [String] {
    /// The first of some names that is among these columns, whatever its case.
    func column(named names: [String]) -> String? {
        let keys = map { $0.lowercased() }
        return names.lazy.compactMap { keys.firstIndex(of: $0) }.first.map { self[$0] }
    }

    /// Names for a message: in backquotes, and no more than a dozen.
    var inBackquotes: String {
        let shown = prefix(12).map { "`\($0.shortened(to: 30))`" }
        return shown.joined(separator: ", ") + (count > shown.count ? " and \(count - shown.count) more" : "")
    }
}

extension JSONValue {
    var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .integer, .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }
}
