import JSONReading

/// Sentences from a table with a list of words and a list of their tags in each row, as conll2003 in `datasets`.
struct TaggedRows {
    private let table: any RowTable
    private let words: String
    private let tags: String
    /// The tags that numbers stand for.
    private let names: [String]
    /// Whether the file itself names them.
    private let areNamed: Bool

    private static let wordNames = ["tokens", "words"]
    private static let tagNames = ["ner_tags", "tags", "labels"]
    /// CoNLL-2003's tags, in the Hub's order.
    private static let standardNames = TokenLabels(types: ["PER", "ORG", "LOC", "MISC"]).names

    /// Whether a table with these columns would be read.
    static func recognizes(_ columns: [String]) -> Bool {
        columns.column(named: wordNames) != nil && columns.column(named: tagNames) != nil
    }

    /// - Throws: `DatasetError.row` if a column is missing.
    init(_ table: any RowTable) throws {
        self.table = table
        words = try table.column(of: "the words", named: Self.wordNames)
        tags = try table.column(of: "their tags", named: Self.tagNames)
        let names = table.labelNames(of: tags)
        areNamed = names != nil
        self.names = names ?? Self.standardNames
    }

    /// - Throws: `DatasetError`, and the table's errors.
    func read(into sentences: inout TaggedSentences, file: Int) throws {
        let firstExample = sentences.result.examples.count
        let known = names.map { CoNLLTag(Array($0.utf8)[...]) }
        var hasNumbers = false
        try table.forEachRow(of: [words, tags], optional: [], file: file) { row in
            let (words, tags) = (try row.list(0), try row.list(1))
            guard words.count == tags.count else {
                throw row.error(.counts(words: words.count, tags: tags.count, column: self.tags))
            }
            for index in words.indices {
                guard let word = words[index].string else {
                    throw row.wrongValue(words[index], in: "\(self.words)[\(index)]", expected: "a string")
                }
                var tag: CoNLLTag?
                var name = ""
                if let number = tags[index].integer {
                    hasNumbers = true
                    if number == -1 { throw row.error(.noLabel(column: self.tags)) }
                    guard names.indices.contains(number) else {
                        throw row.error(.labelNumber(number, column: self.tags, count: names.count))
                    }
                    (name, tag) = (names[number], known[number])
                } else if let text = tags[index].string {
                    (name, tag) = (text, CoNLLTag(Array(text.utf8)[...]))
                } else {
                    throw row.wrongValue(tags[index], in: "\(self.tags)[\(index)]", expected: "a number or a string")
                }
                guard let tag else { throw row.error(.notATag(name, column: self.tags)) }
                sentences.append(word, tag, at: row.place)
            }
            sentences.endSentence()
        }
        guard sentences.result.examples.count > firstExample else { throw DatasetError.noExamples(path: table.path) }
        sentences.result.table = table.format
        guard hasNumbers else { return }
        sentences.publishedNames = sentences.publishedNames ?? names
        if !areNamed {
            sentences.result.warnings.append(
                "\(table.path): `\(tags)` holds numbers, and the file does not name them. They are taken for CoNLL-2003's: "
                    + names.enumerated().map { "\($0) \($1)" }.joined(separator: ", ") + ".")
        }
    }
}
