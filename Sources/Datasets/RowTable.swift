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
    /// - Parameter file: Which of several files this is, from 1; 0 for the only one.
    func forEachRow(of columns: [String], file: Int, _ body: (TableRow) throws -> Void) throws
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
        guard let line = lines.first(where: { $0.contains { $0 > 0x20 } }),
            line.first(where: { $0 > 0x20 }) == UInt8(ascii: "{")
        else { return nil }
        var keys: [String] = []
        var scanner = JSONScanner(Array(line))
        // A line that is cut has shown its first keys.
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
}

extension JSONValue {
    var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }
}
