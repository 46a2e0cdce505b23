import JSONReading

/// A text of JSON Lines: an object a line, with a text and a label among its members.
struct JSONLinesTable {
    private let file: TextFile

    /// Nil when the text does not begin as JSON does.
    init?(_ file: TextFile) {
        guard let first = file.bytes.first(where: { $0 > 0x20 }),
            first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        else { return nil }
        // A sentence may begin with a bracket too.
        let next = file.bytes.drop { $0 <= 0x20 }.dropFirst().first { $0 > 0x20 }
        guard next == nil || "\"{[}]".utf8.contains(next ?? 0) else { return nil }
        self.file = file
    }

    /// Reads all texts; the keys of the first object say which of its members are read.
    ///
    /// - Throws: `DatasetError`: `truncatedJSON`, `malformedJSON`, `labelledText`.
    func read() throws -> LabelledTextTable { try file.readingJSON(readObjects) }

    private func readObjects() throws -> LabelledTextTable {
        var scanner = JSONScanner(file.bytes)
        var table: LabelledTextTable?
        var place = (index: 0, line: 1)
        while true {
            let start = scanner.valueStart()
            guard start < file.bytes.count else { break }
            place.line += file.bytes[place.index..<start].reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
            place.index = start
            func fail(_ problem: LabelledTextProblem) -> DatasetError {
                problem.error(path: file.path, line: place.line)
            }
            guard file.bytes[start] == UInt8(ascii: "{") else { throw fail(.notAnObject(found: kind(at: start))) }

            var members: [(key: String, start: Int, end: Int)] = []
            var values: [String?] = []
            try scanner.members { scanner, key in
                let start = scanner.valueStart()
                if start < file.bytes.count, file.bytes[start] == UInt8(ascii: "\"") {
                    values.append(try scanner.string())
                } else {
                    try scanner.skip()
                    values.append(nil)
                }
                members.append((key, start, scanner.valueStart()))
            }
            if table == nil {
                do {
                    let keys = members.map(\.key)
                    guard let columns = try LabelledTextColumns(header: keys) else {
                        throw LabelledTextProblem.noTextColumn(columns: keys)
                    }
                    table = LabelledTextTable(format: "JSON Lines", columns: columns)
                } catch let problem as LabelledTextProblem {
                    throw fail(problem)
                }
            }
            guard let columns = table?.columns else { break }
            func member(_ column: Int) throws -> Int {
                let key = columns.names[column]
                // Mostly where it was in the first object.
                if column < members.count, members[column].key == key { return column }
                guard let index = members.firstIndex(where: { $0.key == key }) else { throw fail(.missingKey(key)) }
                return index
            }
            let (text, label) = (try member(columns.text), try member(columns.label))
            guard let text = values[text] else {
                throw fail(
                    .wrongValue(key: members[text].key, found: kind(at: members[text].start), expected: "a string"))
            }
            if values[label] == nil, "{[".utf8.contains(file.bytes[members[label].start]) {
                throw fail(
                    .wrongValue(
                        key: members[label].key, found: kind(at: members[label].start),
                        expected: "one label, a string or a number"))
            }
            let bytes = file.bytes[members[label].start..<members[label].end]
            let literal = String(decoding: bytes, as: UTF8.self).trimmingASCIIBlanks()
            try table?.append(
                text: text, label: values[label] ?? (literal == "null" ? "" : literal), line: place.line,
                path: file.path)
        }
        guard let table else { throw LabelledTextProblem.noTexts.error(path: file.path, line: 1) }
        return table
    }

    private func kind(at index: Int) -> String {
        switch file.bytes[index] {
        case UInt8(ascii: "{"): "an object"
        case UInt8(ascii: "["): "an array"
        case UInt8(ascii: "\""): "a string"
        case UInt8(ascii: "t"), UInt8(ascii: "f"): "true or false"
        case UInt8(ascii: "n"): "null"
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): "a number"
        default: "something else"
        }
    }
}
