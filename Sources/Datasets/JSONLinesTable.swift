import JSONReading

/// The rows of JSON Lines: one object per line.
struct JSONLinesTable: RowTable {
    let columns: [String]
    private let file: TextFile

    var path: String { file.path }
    var format: String { "JSON Lines" }

    /// Nil if the text does not begin like JSON.
    ///
    /// - Throws: `DatasetError`: `truncatedJSON`, `malformedJSON`, `row` if the first value is not an object.
    init?(_ file: TextFile) throws {
        guard Self.recognizes(file.bytes) else { return nil }
        self.file = file
        columns = try file.readingJSON {
            var keys: [String] = []
            var scanner = JSONScanner(file.bytes)
            let start = scanner.valueStart()
            try Self.checkObject(scanner, at: start, of: file, .line(file.place(at: start).line))
            try scanner.members { scanner, key in
                keys.append(key)
                try scanner.skip()
            }
            return keys
        }
    }

    /// Whether a text begins like JSON.
    static func recognizes(_ text: some Sequence<UInt8>) -> Bool {
        var visible = text.lazy.filter { $0 > 0x20 }.makeIterator()
        guard let first = visible.next(), "{[".utf8.contains(first) else { return false }
        // A sentence may also begin with a bracket.
        return visible.next().map("\"{[}]".utf8.contains) ?? true
    }

    func labelNames(of column: String) -> [String]? { nil }

    func forEachRow(
        of required: [String], optional: [String], file number: Int, _ body: (TableRow) throws -> Void
    ) throws {
        let columns = required + optional
        try file.readingJSON {
            var scanner = JSONScanner(file.bytes)
            var (line, index) = (1, 0)
            while true {
                let start = scanner.valueStart()
                guard start < file.bytes.count else { break }
                line += file.bytes[index..<start].reduce(0) { $0 + ($1 == file.lineEnd ? 1 : 0) }
                index = start
                let place = ExamplePlace.line(line, file: number)
                try Self.checkObject(scanner, at: start, of: file, place)
                var values = [JSONValue?](repeating: nil, count: required.count)
                values += repeatElement(.null, count: optional.count)
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

    private static func checkObject(
        _ scanner: JSONScanner, at index: Int, of file: TextFile, _ place: ExamplePlace
    ) throws {
        guard index < file.bytes.count, file.bytes[index] != UInt8(ascii: "{") else { return }
        throw DatasetError.row(
            path: file.path, place: place,
            problem: .notAnObject(found: scanner.kindName(at: index) ?? "something else"))
    }
}
