import FileKinds

/// A text with its label: an example for text classification.
package struct LabelledText: Sendable, Equatable {
    /// The text as the file has it.
    package var text: String
    /// An index into the file's labels.
    package var label: Int32
    /// The line on which it begins, or its row.
    package var place: ExamplePlace

    package init(text: String, label: Int32, place: ExamplePlace = .none) {
        self.text = text
        self.label = label
        self.place = place
    }
}

extension LabelledText: ContentSource {
    /// The place is part of the content because messages name it.
    package func content(_ add: (UnsafeRawBufferPointer) -> Void) {
        text.content(add)
        Int(label).content(add)
        place.content(add)
    }
}

/// Labelled texts from the files of a split: tab-separated values (TSV), comma-separated values (CSV), JSON Lines or Parquet.
///
/// The format is detected from the content. TSV has no quoting. CSV is quoted as in RFC 4180, and may use semicolons instead of commas.
/// JSON Lines holds one object per line. ``LabelledTextColumns`` describes how the text and the label are found.
///
/// If a table names its labels, those are used in the table's order. Otherwise the labels are the values that occur, in numeric order if
/// all are whole numbers, and in byte order if not.
package struct LabelledTextFile: Sendable, Equatable {
    /// The texts in the file's order.
    package private(set) var examples: [LabelledText] = []
    /// The labels' names, indexed by id.
    package private(set) var labels: [String] = []
    /// `TSV`, `CSV`, `JSON Lines` or `Parquet`.
    package private(set) var format: String
    /// The columns in the file's order, or the keys of its first object. Without a header they are `column 1` and so on.
    package private(set) var columns: [String]
    /// Notes for the reader, one sentence each: which columns were read and which were skipped.
    package private(set) var notes: [String] = []
    /// Likely misunderstandings.
    package private(set) var warnings: [String] = []
    /// Counted findings: texts without a word, contradictory labels, labels that occur once.
    package private(set) var findings: [DatasetFinding] = []

    /// Reads the files of a split, in their order.
    ///
    /// - Parameter needsSeveralLabels: Whether to reject a file in which all texts have the same label. Nothing can be learnt from
    ///   such a file, but it can be scored.
    /// - Throws: `DatasetError`: `unreadable`, `otherKind`, `notUTF8`, `truncatedJSON`, `malformedJSON`, `labelledText`, `row`;
    ///   errors of Parquet.
    package static func load(paths: [String], needsSeveralLabels: Bool = true) throws -> LabelledTextFile {
        let tables = try paths.enumerated().map { index, path in
            try read(path, number: paths.count > 1 ? index + 1 : 0)
        }
        let loaded = LabelledTextFile(tables, paths: paths)
        let labels = loaded.occurringLabels
        if labels == ["-1"] {
            throw DatasetError.row(
                path: paths[0], place: loaded.examples[0].place,
                problem: .noLabel(column: tables[0].columns.labelName))
        }
        if needsSeveralLabels, labels.count == 1 {
            throw LabelledTextProblem.oneLabel(labels[0], count: loaded.examples.count)
                .error(path: paths[0], place: loaded.examples[0].place)
        }
        return loaded
    }

    package static func load(path: String, needsSeveralLabels: Bool = true) throws -> LabelledTextFile {
        try load(paths: [path], needsSeveralLabels: needsSeveralLabels)
    }

    /// - Parameter number: The number of this file among several, from 1; 0 for the only one.
    private static func read(_ path: String, number: Int) throws -> LabelledTextTable {
        let expected = "a table of labelled texts (TSV, CSV, JSON Lines or Parquet)"
        let file: TextFile
        switch try DataFile(path: path, expected: expected) {
        case .rows(let rows):
            let table = try LabelledTextTable(rows, file: number)
            guard !table.rows.isEmpty else { throw DatasetError.noExamples(path: path) }
            return table
        case .text(let text): file = text
        }
        // These files would be read as tables, with something else as labels.
        let others = ["CoNLL columns", "a text with YAML at its head, like a notebook"]
        if let kind = ContentKind(text: file.bytes), others.contains(kind.name) {
            throw DatasetError.otherKind(path: path, kind: kind, expected: expected)
        }
        var table = try SeparatedTable(file).read()
        guard !table.rows.isEmpty else { throw LabelledTextProblem.noTexts.error(path: path, line: 1) }
        for row in table.rows.indices { table.rows[row].place.file = number }
        return table
    }

    /// Whether a file is a table of rows, or its first lines look like one: nine of ten contain a tab, a comma or a semicolon.
    package static func recognizes(path: String) -> Bool {
        if DataFile.columns(at: path) != nil { return true }
        let lines = TextFile.firstLines(of: path).filter { !$0.isEmpty }
        return "\t,;".utf8.contains { separator in
            !lines.isEmpty && 10 * lines.count { $0.contains(separator) } >= 9 * lines.count
        }
    }

    /// - Parameter tables: At least one; one table per path.
    private init(_ tables: [LabelledTextTable], paths: [String]) {
        format = tables[0].format
        columns = tables[0].columns.names
        labels = Self.labels(of: tables)
        let ids = Self.ids(of: labels)
        for (table, path) in zip(tables, paths) {
            examples += table.rows.lazy.map {
                LabelledText(text: $0.text, label: ids[Array($0.label.utf8)] ?? 0, place: $0.place)
            }
            notes += table.columns.notes(path: path)
            warnings += table.columns.warnings(path: path)
        }
        warnings += labelWarnings(path: paths[0])
        findings = DatasetFinding.all(in: examples, labels: labels, isQuoted: tables[0].hasQuotedTexts)
    }

    /// The examples with the ids of another list of labels, which includes those of the file. All splits of a data set use one list.
    package func examples(with names: [String]) -> [LabelledText] {
        let ids = Self.ids(of: names)
        let newIDs = labels.map { label in
            guard let id = ids[Array(label.utf8)] else { preconditionFailure("`\(label)` is not among the labels") }
            return id
        }
        return examples.map { LabelledText(text: $0.text, label: newIDs[Int($0.label)], place: $0.place) }
    }

    /// Keyed by bytes, because Swift's `==` treats canonically equivalent strings as equal.
    private static func ids(of labels: [String]) -> [[UInt8]: Int32] {
        Dictionary(labels.enumerated().map { (Array($1.utf8), Int32($0)) }, uniquingKeysWith: { first, _ in first })
    }

    private static func labels(of tables: [LabelledTextTable]) -> [String] {
        var names: [[UInt8]: String] = [:]
        for table in tables { for row in table.rows { names[Array(row.label.utf8)] = row.label } }
        let published = tables[0].labelNames ?? []
        for name in published { names[Array(name.utf8)] = nil }
        // Sorting UTF-8 bytes gives the same order as sorting scalars.
        let sorted = names.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
        let numbers = sorted.compactMap { Int($0) }
        guard numbers.count == sorted.count else { return published + sorted }
        return published
            + zip(numbers, sorted).enumerated()
            .sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
            .map(\.element.1)
    }

    /// The labels that occur in a text: a table can name more.
    private var occurringLabels: [String] {
        let ids = Set(examples.map(\.label))
        return labels.indices.filter { ids.contains(Int32($0)) }.map { labels[$0] }
    }

    private func labelWarnings(path: String) -> [String] {
        var warnings: [String] = []
        var spellings: [String: String] = [:]
        for label in labels {
            let key = label.lowercased()
            if let other = spellings[key] {
                warnings.append(
                    "\(path): `\(other.shortened())` and `\(label.shortened())` are two labels that differ only in capital "
                        + "letters. If they mean the same, write them alike.")
            }
            spellings[key] = label
        }
        let count = occurringLabels.count
        if count > max(50, examples.count / 3) {
            warnings.append(
                "\(path): \(count) labels occur in \(examples.count) texts. Are they read from the right column?"
            )
        }
        return warnings
    }
}

/// The result of a reader for one format: texts and label names.
struct LabelledTextTable {
    struct Row {
        var text: String
        var label: String
        var place: ExamplePlace
    }

    var format: String
    var columns: LabelledTextColumns
    var rows: [Row] = []
    /// The labels that the file names, by number; nil if it names none.
    var labelNames: [String]?
    /// Whether the format has no quoting, so that quotes around a text are part of it.
    var hasQuotedTexts = false

    /// Adds a text. Blanks around the label are removed.
    ///
    /// - Throws: `DatasetError.labelledText` if the label is empty.
    mutating func append(text: String, label: String, at place: ExamplePlace, path: String) throws {
        let label = label.trimmingASCIIBlanks()
        guard !label.isEmpty else {
            throw LabelledTextProblem.missingLabel(column: columns.labelName).error(path: path, place: place)
        }
        rows.append(Row(text: text, label: label, place: place))
    }
}

extension LabelledTextTable {
    /// The texts of a table of rows.
    ///
    /// - Throws: `DatasetError`: `labelledText`, `row`, and what the table throws.
    init(_ table: any RowTable, file: Int) throws {
        let columns: LabelledTextColumns
        do {
            guard let known = try LabelledTextColumns(header: table.columns) else {
                throw LabelledTextProblem.noTextColumn(columns: table.columns)
            }
            columns = known
        } catch let problem as LabelledTextProblem {
            throw problem.error(path: table.path, place: .none)
        }
        self.init(format: table.format, columns: columns)
        labelNames = table.labelNames(of: columns.labelName)
        let names = labelNames
        try table.forEachRow(of: [columns.names[columns.text], columns.labelName], optional: [], file: file) { row in
            try append(
                text: row.text(0), label: Self.label(row, names: names), at: row.place, path: row.path)
        }
    }

    private static func label(_ row: TableRow, names: [String]?) throws -> String {
        let (value, column) = (row.values[1], row.columns[1])
        if let number = value.integer {
            guard let names else { return "\(number)" }
            if names.indices.contains(number) { return names[number] }
            throw row.error(
                number == -1 ? .noLabel(column: column) : .labelNumber(number, column: column, count: names.count))
        }
        switch value {
        case .string(let text): return text
        case .bool(let value): return "\(value)"
        case .null: return ""
        // A larger whole number may be one of several that a `Double` cannot distinguish.
        case .number(let value) where !(abs(value) >= 0x1p63): return "\(value)"
        default:
            throw row.wrongValue(value, in: column, expected: "one label, a string or a number of at most 64 bits")
        }
    }
}

extension String {
    /// The text without blanks, tabs and line ends around it.
    func trimmingASCIIBlanks() -> String {
        let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
        guard let first = utf8.firstIndex(where: { !isBlank($0) }), let last = utf8.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(Substring(utf8[first...last]))
    }
}
