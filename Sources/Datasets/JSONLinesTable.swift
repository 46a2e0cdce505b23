import JSONReading

/// Rows of JSON Lines: an object a line.
struct JSONLinesTable: RowTable {
    let columns: [String]
    private let file: TextFile

    var path: String { file.path }
    var format: String { "JSON Lines" }

    /// Nil when the text does not begin as JSON does.
    ///
    /// - Throws: `DatasetError`: `truncatedJSON`, `malformedJSON`, `row` where the first value is no object.
    init?(_ file: TextFile) throws {
        guard let first = file.bytes.first(where: { $0 > 0x20 }),
            first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        else { return nil }
        // A sentence may begin with a bracket too.
        let next = file.bytes.drop { $0 <= 0x20 }.dropFirst().first { $0 > 0x20 }
        guard next == nil || "\"{[}]".utf8.contains(next ?? 0) else { return nil }
        self.file = file
        columns = try file.readingJSON {
            var keys: [String] = []
            var scanner = JSONScanner(file.bytes)
            let start = scanner.valueStart()
            try Self.checkObject(at: start, of: file, .line(file.place(at: start).line))
            try scanner.members { scanner, key in
                keys.append(key)
                try scanner.skip()
            }
            return keys
        }
    }

    func labelNames(of column: String) -> [String]? { nil }

    func forEachRow(of columns: [String], file number: Int, _ body: (TableRow) throws -> Void) throws {
        try file.readingJSON {
            var scanner = JSONScanner(file.bytes)
            var (line, index) = (1, 0)
            while true {
                let start = scanner.valueStart()
                guard start < file.bytes.count else { break }
                line += file.bytes[index..<start].reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
                index = start
                let place = ExamplePlace.line(line, file: number)
                try Self.checkObject(at: start, of: file, place)
                var values = [JSONValue?](repeating: nil, count: columns.count)
                try scanner.members { scanner, key in
                    if let column = columns.firstIndex(where: { $0.utf8.elementsEqual(key.utf8) }) {
                        values[column] = try scanner.value()
                    } else {
                        try scanner.skip()
                    }
                }
                if let missing = values.firstIndex(where: { $0 == nil }) {
                    throw DatasetError.row(path: path, place: place, problem: .missingKey(columns[missing]))
                }
                try body(TableRow(path: path, place: place, columns: columns, values: values.compactMap { $0 }))
            }
        }
    }

    private static func checkObject(at index: Int, of file: TextFile, _ place: ExamplePlace) throws {
        guard index < file.bytes.count, file.bytes[index] != UInt8(ascii: "{") else { return }
        let kind =
            switch file.bytes[index] {
            case UInt8(ascii: "["): "an array"
            case UInt8(ascii: "\""): "a string"
            case UInt8(ascii: "t"), UInt8(ascii: "f"): "true or false"
            case UInt8(ascii: "n"): "null"
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): "a number"
            default: "something else"
            }
        throw DatasetError.row(path: file.path, place: place, problem: .notAnObject(found: kind))
    }
}
