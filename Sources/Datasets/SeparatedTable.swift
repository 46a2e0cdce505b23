import FileKinds

/// A text of separated values: TSV, in which quotes are ordinary characters, or CSV, quoted as in RFC 4180.
struct SeparatedTable {
    private let file: TextFile
    private let separator: UInt8
    private let columns: LabelledTextColumns
    private let columnCount: Int

    private static let tab = UInt8(ascii: "\t")
    private static let quote = UInt8(ascii: "\"")
    /// The number of records used to find the columns.
    private static let sampleCount = 1_000
    /// The most bytes of a record. A longer record comes from a quote that is not closed, or from another kind of file.
    private static let maxRecordLength = 1 << 20

    /// Finds the separator and the columns.
    ///
    /// - Throws: `DatasetError.labelledText`: there is no separator, or the columns cannot be found.
    init(_ file: TextFile) throws {
        self.file = file
        let samples = [Self.tab, UInt8(ascii: ","), UInt8(ascii: ";")].map { separator in
            (separator: separator, records: Self.sample(file, separator: separator))
        }
        let candidates = samples.filter { ($0.records.first?.values.count ?? 0) > 1 }
        guard
            let choice = candidates.first(where: { Self.hasHeader($0.records[0].values) })
                ?? candidates.first(where: {
                    $0.records.allSatisfy { [first = $0.records[0]] in $0.values.count == first.values.count }
                })
                ?? candidates.first
        else {
            let first = samples[0].records.first
            throw (first == nil ? LabelledTextProblem.noTexts : .oneColumn).error(
                path: file.path, line: first?.line ?? 1)
        }
        separator = choice.separator
        let first = choice.records[0]
        columnCount = first.values.count
        do {
            columns = try LabelledTextColumns(
                records: choice.records.map(\.values).filter { [columnCount] in $0.count == columnCount })
        } catch {
            throw error.error(path: file.path, line: first.line)
        }
    }

    /// Reads all texts.
    ///
    /// - Throws: `DatasetError.labelledText`: a record with another number of columns, a missing label, wrong quotes.
    func read() throws -> LabelledTextTable {
        let format = separator == Self.tab ? "TSV" : "CSV"
        var table = LabelledTextTable(format: format, columns: columns, hasQuotedTexts: separator == Self.tab)
        var isFirst = true
        try Self.forEachRecord(of: file, separator: separator) { fields, line in
            defer { isFirst = false }
            guard fields.count == columnCount else {
                throw LabelledTextProblem.columnCount(found: fields.count, expected: columnCount, format: format)
                    .error(path: file.path, line: line)
            }
            if isFirst, columns.hasHeader { return true }
            try table.append(
                text: fields[columns.text].text(in: file), label: fields[columns.label].text(in: file), at: .line(line),
                path: file.path)
            return true
        }
        return table
    }

    private static func hasHeader(_ values: [String]) -> Bool {
        guard let columns = try? LabelledTextColumns(header: values) else { return false }
        return columns.names.count > 1
    }

    private static func sample(_ file: TextFile, separator: UInt8) -> [(values: [String], line: Int)] {
        var records: [(values: [String], line: Int)] = []
        // An error in a record is reported when all records are read.
        try? forEachRecord(of: file, separator: separator) { fields, line in
            records.append((fields.map { $0.text(in: file) }, line))
            return records.count < sampleCount
        }
        return records
    }

    // MARK: - Records

    /// A value of a record.
    private struct Field {
        /// Its bytes, without the quotes around them.
        var range: Range<Int>
        /// Whether two quotes in it stand for one.
        var hasDoubledQuotes = false

        func text(in file: TextFile) -> String {
            guard hasDoubledQuotes else { return String(decoding: file.bytes[range], as: UTF8.self) }
            var bytes: [UInt8] = []
            var index = range.lowerBound
            while index < range.upperBound {
                bytes.append(file.bytes[index])
                index += file.bytes[index] == quote ? 2 : 1
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Calls `body` with the values of each record and the line on which it begins, until `body` returns false. Empty lines are skipped.
    private static func forEachRecord(
        of file: TextFile, separator: UInt8, _ body: ([Field], _ line: Int) throws -> Bool
    ) throws {
        var reader = Reader(file: file, separator: separator)
        while reader.index < file.bytes.count {
            let (line, start) = (reader.line, reader.index)
            let fields = try reader.record()
            guard reader.index - start <= maxRecordLength else {
                throw LabelledTextProblem.tooLong(bytes: reader.index - start, limit: maxRecordLength)
                    .error(path: file.path, line: line)
            }
            if fields.count == 1, file.bytes[fields[0].range].allSatisfy({ $0 <= 0x20 }) { continue }
            guard try body(fields, line) else { return }
        }
    }

    private struct Reader {
        let bytes: [UInt8]
        let path: String
        let separator: UInt8
        let isQuoted: Bool
        let lineEnd: UInt8
        var index = 0
        var line = 1

        init(file: TextFile, separator: UInt8) {
            bytes = file.bytes
            path = file.path
            self.separator = separator
            isQuoted = separator != SeparatedTable.tab
            lineEnd = file.lineEnd
        }

        mutating func record() throws -> [Field] {
            var fields: [Field] = []
            while true {
                if isQuoted, index < bytes.count, bytes[index] == SeparatedTable.quote {
                    fields.append(try quotedField())
                } else {
                    let start = index
                    while index < bytes.count, bytes[index] != separator, bytes[index] != lineEnd { index += 1 }
                    let isLast = index == bytes.count || bytes[index] == lineEnd
                    let hasReturn = isLast && index > start && bytes[index - 1] == UInt8(ascii: "\r")
                    fields.append(Field(range: start..<(hasReturn ? index - 1 : index)))
                }
                guard index < bytes.count, bytes[index] == separator else { break }
                index += 1
            }
            if index < bytes.count {
                index += 1
                line += 1
            }
            return fields
        }

        private mutating func quotedField() throws -> Field {
            let (start, firstLine) = (index + 1, line)
            var hasDoubledQuotes = false
            index += 1
            while true {
                guard index < bytes.count else {
                    throw LabelledTextProblem.unclosedQuote.error(path: path, line: firstLine)
                }
                if bytes[index] == SeparatedTable.quote {
                    guard index + 1 < bytes.count, bytes[index + 1] == SeparatedTable.quote else { break }
                    hasDoubledQuotes = true
                    index += 1
                } else if bytes[index] == lineEnd {
                    line += 1
                }
                index += 1
            }
            let field = Field(range: start..<index, hasDoubledQuotes: hasDoubledQuotes)
            index += 1
            if lineEnd == UInt8(ascii: "\n"), index < bytes.count, bytes[index] == UInt8(ascii: "\r") { index += 1 }
            guard index == bytes.count || bytes[index] == separator || bytes[index] == lineEnd else {
                throw LabelledTextProblem.textAfterQuote(openingLine: firstLine).error(path: path, line: line)
            }
            return field
        }
    }
}
