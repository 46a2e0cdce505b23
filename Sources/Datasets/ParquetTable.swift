import FileKinds
import Files
import JSONReading
import Parquet

/// Rows of a Parquet file, as the Hub's data sets have them. One row group's columns are in memory at a time.
struct ParquetTable: RowTable {
    private let file: ParquetFile
    /// What `datasets` wrote of the columns into the file.
    private let features: JSONValue?

    var path: String { file.path }
    var format: String { "Parquet" }
    var columns: [String] { file.schema.map(\.name) }

    static func recognizes(_ path: String) -> Bool {
        let head = try? InputFile(path, limit: InputFile.Limit.table).prefix(4)
        return head.map { $0.elementsEqual("PAR1".utf8) } ?? false
    }

    /// - Throws: `ParquetError`.
    init(_ path: String) throws {
        file = try ParquetFile(path)
        let metadata = file.metadata["huggingface"].flatMap { try? JSONValue(Array($0.utf8)) }
        features = metadata?["info"]?["features"]
    }

    /// Those of `ClassLabel`, of the column itself or of the elements of its lists.
    func labelNames(of column: String) -> [String]? {
        var feature = features?[column]
        while let inner = feature?["feature"] { feature = inner }
        guard case .array(let names)? = feature?["names"] else { return nil }
        let texts = names.compactMap(\.string)
        return texts.count == names.count && !texts.isEmpty ? texts : nil
    }

    func forEachRow(of columns: [String], file number: Int, _ body: (TableRow) throws -> Void) throws {
        var row = 0
        for group in 0..<file.rowGroupCount {
            let read = try file.read(rowGroup: group, columns: columns)
            for index in 0..<file.rowCount(ofRowGroup: group) {
                let values = read.map { Self.value($0, at: index) }
                let place = ExamplePlace(unit: .row, number: row, file: number)
                try body(TableRow(path: path, place: place, columns: columns, values: values))
                row += 1
            }
        }
    }

    private static func value(_ column: ParquetColumn, at index: Int) -> JSONValue {
        if column.isNull(at: index) { return .null }
        return switch column.values {
        case .booleans(let values): .bool(values[index])
        case .integers(let values): .number(Double(values[index]))
        case .doubles(let values): .number(values[index])
        case .strings(let values), .bytes(let values): .string(values.string(at: index))
        case .lists(let offsets, let elements):
            .array((offsets[index]..<offsets[index + 1]).map { value(elements, at: $0) })
        case .structures(let fields): .object(fields.map { ($0.field.name, value($0, at: index)) })
        }
    }
}
