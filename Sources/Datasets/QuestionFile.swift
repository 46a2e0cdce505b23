import JSONReading

/// Questions from the files of a split: SQuAD's JSON, or a table with a question and its context in each row.
package struct QuestionFile: Sendable, Equatable {
    /// The questions in the order of the files.
    package private(set) var examples: [Question] = []
    /// `SQuAD v1.1` or `SQuAD v2`, after the kind of table if there is one.
    package private(set) var format = ""

    /// Reads the files of a split, in their order.
    ///
    /// - Throws: As `SQuADFile.load`; `DatasetError.row`; errors of Parquet.
    package static func load(paths: [String]) throws -> QuestionFile {
        var result = QuestionFile()
        var table: String?
        for (index, path) in paths.enumerated() {
            if ParquetTable.recognizes(path) {
                try read(ParquetTable(path), index, of: paths, into: &result.examples)
                table = "Parquet"
                continue
            }
            let file = try TextFile(path: path, expected: SQuADFile.expected)
            if isTable(file), let rows = try JSONLinesTable(file) {
                try read(rows, index, of: paths, into: &result.examples)
                table = rows.format
            } else {
                result.examples += try SQuADFile.load(file)
            }
        }
        let version = result.examples.allSatisfy { !$0.answers.isEmpty } ? "SQuAD v1.1" : "SQuAD v2"
        result.format = [table, version].compactMap { $0 }.joined(separator: ", ")
        return result
    }

    /// Whether a file begins like SQuAD's JSON, or like a table of questions.
    package static func recognizes(path: String) -> Bool {
        SQuADFile.recognizes(path: path) || DataFile.columns(at: path).map(QuestionRows.recognizes) ?? false
    }

    private static func read(
        _ table: some RowTable, _ index: Int, of paths: [String], into examples: inout [Question]
    ) throws {
        let count = examples.count
        try QuestionRows(table).read(into: &examples, file: paths.count > 1 ? index + 1 : 0)
        if examples.count == count { throw DatasetError.noExamples(path: table.path) }
    }

    /// Whether a JSON text begins with an object that is a row. SQuAD's object has `data`.
    private static func isTable(_ file: TextFile) -> Bool {
        enum Found: Error { case table(Bool) }
        var scanner = JSONScanner(file.bytes)
        do {
            try scanner.members { scanner, key in
                if key == "data" { throw Found.table(false) }
                if ["question", "context", "answers"].contains(key.lowercased()) { throw Found.table(true) }
                try scanner.skip()
            }
            return true
        } catch Found.table(let isTable) {
            return isTable
        } catch {}
        return false
    }
}
