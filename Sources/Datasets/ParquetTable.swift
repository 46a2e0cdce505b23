import FileKinds
import Files
import JSONReading
import Parquet

/// The rows of a Parquet file, as data sets on the Hub have them. One row group's columns are in memory at a time.
struct ParquetTable: RowTable {
    private let file: ParquetFile
    /// What `datasets` wrote about the columns into the file.
    private let features: JSONValue?

    var path: String { file.path }
    var format: String { "Parquet" }
    var columns: [String] { file.schema.map(\.name) }

    static func recognizes(_ path: String) -> Bool {
        (try? MappedFile(path, limit: InputFile.Limit.table)).map { ParquetFile.recognizes($0.bytes) } ?? false
    }

    /// - Throws: `ParquetError`.
    init(_ path: String) throws {
        file = try ParquetFile(path)
        let metadata = file.metadata["huggingface"].flatMap { try? JSONValue(Array($0.utf8)) }
        features = metadata?["info"]?["features"]
    }

    /// The names of a `ClassLabel`, of the column itself or of its lists' elements.
    func labelNames(of column: String) -> [String]? {
        var feature = features?[column]
        // Older versions of `datasets` write a list as an array of one element.
        while let inner = feature?["feature"] ?? feature?.onlyElement { feature = inner }
        guard case .array(let names)? = feature?["names"] else { return nil }
        let texts = names.compactMap(\.string)
        return texts.count == names.count && !texts.isEmpty ? texts : nil
    }

    func forEachRow(
        of required: [String], optional: [String], file number: Int, _ body: (TableRow) throws -> Void
    ) throws {
        let columns = required + optional
        let known = self.columns
        var row = 0
        for group in 0..<file.rowGroupCount {
            let read = try columns.enumerated().map { index, name in
                index < required.count || known.hasBytes(of: name)
                    ? try file.read(rowGroup: group, columns: [name]).first : nil
            }
            for index in 0..<file.rowCount(ofRowGroup: group) {
                let values = try zip(columns, read).map { name, column in
                    try column.map { try value($0, at: index, of: name, row: row) } ?? .null
                }
                let place = ExamplePlace(unit: .row, number: row, file: number)
                try body(TableRow(path: path, place: place, columns: columns, values: values))
                row += 1
            }
        }
    }

    /// - Parameters:
    ///   - name, row: The column and the row that the value is in, for the error.
    private func value(_ column: ParquetColumn, at index: Int, of name: String, row: Int) throws -> JSONValue {
        if column.isNull(at: index) { return .null }
        switch column.values {
        case .booleans(let values): return .bool(values[index])
        case .integers(let values): return .integer(Int(values[index]))
        case .doubles(let values): return .number(values[index])
        case .strings(let values): return .string(values.string(at: index))
        case .bytes(let values):
            guard let text = String(validating: values.bytes(at: index), as: UTF8.self) else {
                throw ParquetError.badValue(path: path, column: name, row: row, reason: "is not UTF-8")
            }
            return .string(text)
        case .lists(let offsets, let elements):
            return .array(
                try (offsets[index]..<offsets[index + 1]).map { try value(elements, at: $0, of: name, row: row) })
        case .structures(let fields):
            return .object(
                try fields.map { ($0.field.name, try value($0, at: index, of: name, row: row)) })
        }
    }
}

extension JSONValue {
    /// The only element of an array.
    fileprivate var onlyElement: JSONValue? {
        guard case .array(let elements) = self, elements.count == 1 else { return nil }
        return elements[0]
    }
}
