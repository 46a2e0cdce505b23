import FileKinds
import JSONReading

/// A table of rows with named columns, in any file format: JSON Lines or Parquet.
protocol RowTable {
    var path: String { get }
    /// The format's name in a report.
    var format: String { get }
    /// The columns in the file's order; for JSON Lines, the keys of its first object.
    var columns: [String] { get }
    /// The names that a column's numbers stand for, by number; nil if the file gives none.
    func labelNames(of column: String) -> [String]?
    /// Calls `body` with each row. Only the requested columns are read.
    ///
    /// - Parameters:
    ///   - optional: Further columns, whose values follow. They are null if the table or the row has none.
    ///   - file: The number of this file among several, from 1; 0 for the only one.
    func forEachRow(
        of columns: [String], optional: [String], file: Int, _ body: (TableRow) throws -> Void) throws
}

extension RowTable {
    /// The column with a certain meaning: the first of the given names that exists.
    ///
    /// - Throws: `DatasetError.row` if none of them exists.
    func column(of what: String, named names: [String]) throws -> String {
        if let column = columns.column(named: names) { return column }
        throw DatasetError.row(
            path: path, place: .none, problem: .missingColumn(what: what, names: names, columns: columns))
    }
}

/// One row of a table: the values of the requested columns, in that order.
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

    /// - Parameter name: The column and the position in its value: `answers.text[0]`.
    func wrongValue(_ value: JSONValue, in name: String, expected: String) -> DatasetError {
        error(.wrongValue(column: name, found: value.kindName, expected: expected))
    }
}

/// A data file, classified by its content: a table of rows, or another text.
enum DataFile {
    case rows(any RowTable)
    case text(TextFile)

    /// - Throws: The errors of `TextFile` and of the tables.
    init(path: String, expected: String) throws {
        if ParquetTable.recognizes(path) {
            self = .rows(try ParquetTable(path))
            return
        }
        let file = try TextFile(path: path, expected: expected)
        self = try JSONLinesTable(file).map { .rows($0) } ?? .text(file)
    }

    /// The columns of a table, as far as its first lines show them; none if it is damaged, nil if the file is not a table.
    static func columns(at path: String) -> [String]? {
        if ParquetTable.recognizes(path) { return (try? ParquetTable(path))?.columns ?? [] }
        let lines = TextFile.firstLines(of: path)
        if lines.allSatisfy(\.isEmpty), TextFile.isCompressed(path) { return [] }
        let text = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
        guard JSONLinesTable.recognizes(text) else { return nil }
        var keys: [String] = []
        var scanner = JSONScanner(text)
        // Even an incomplete object has shown its first keys.
        try? scanner.members { scanner, key in
            keys.append(key)
            try scanner.skip()
        }
        return keys
    }
}

extension [String] {
    /// The first of the given names that is among these columns, ignoring case.
    func column(named names: [String]) -> String? {
        let keys = map { $0.lowercased() }
        return names.lazy.compactMap { keys.firstIndex(of: $0) }.first.map { self[$0] }
    }

    /// Names for a message: in backquotes, at most a dozen.
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
