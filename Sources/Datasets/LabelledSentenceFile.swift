import FileKinds

/// Labelled sentences from the files of a split: CoNLL columns, one word a line, or a table with a list of words and one of tags in
/// each row.
///
/// The labels are those of the files: as a table names them, else `O`, and `B-` and `I-` with every type that occurs. They come out as
/// IOB2, where every entity begins with `B-`; ``TaggedSentences`` says how other schemes are read.
package struct LabelledSentenceFile: Sendable, Equatable {
    /// How the tags of a file mark where entities begin.
    package enum Scheme: String, Sendable, CaseIterable {
        /// `I-` begins an entity, `B-` one directly after another of its type.
        case iob1 = "IOB1"
        /// `B-` begins every entity.
        case iob2 = "IOB2"
        /// As IOB2, and `E-` ends an entity, `S-` is one of a single word.
        case bioes = "BIOES"
        /// Both IOB1 and IOB2 are used, so that the file is not clean.
        case mixed = "IOB1 and IOB2"
        /// There is no entity.
        case none = "no entities"
    }

    /// The sentences in the order of the files, with ids of `labels`.
    package internal(set) var examples: [LabelledSentence] = []
    /// As the files publish them; else `O`, and `B-` and `I-` of every type that occurs, types in the order of their bytes.
    package internal(set) var labels = TokenLabels(types: [])
    /// Whether the order of the labels was given: by the files, or as CoNLL-2003's for numbers that they do not name.
    package internal(set) var hasPublishedLabels = false
    /// What kind of table was read, e.g. `Parquet`; nil for CoNLL columns.
    package internal(set) var table: String?
    /// The scheme that was found.
    package internal(set) var scheme = Scheme.none
    /// How many `I-` tags became `B-`.
    package internal(set) var convertedTagCount = 0
    /// What a reader should know, one sentence each: conversions, mixed schemes.
    package internal(set) var notes: [String] = []
    /// What is probably not as the reader thinks: words in another column, several columns of tags.
    package internal(set) var warnings: [String] = []
    /// What is counted: words that are numbers, or have one before them.
    package internal(set) var findings: [DatasetFinding] = []

    /// Reads the files of a split, in their order.
    ///
    /// - Throws: `DatasetError`: `unreadable`, `otherKind`, `notUTF8`, `columnCount`, `unknownTag`, `noExamples`, `row`; errors of JSON
    ///   and of Parquet.
    package static func load(paths: [String]) throws -> LabelledSentenceFile {
        var sentences = TaggedSentences(paths: paths)
        for (index, path) in paths.enumerated() {
            let number = paths.count > 1 ? index + 1 : 0
            switch try DataFile(path: path, expected: expected) {
            case .rows(let table): try TaggedRows(table).read(into: &sentences, file: number)
            case .text(let file):
                do {
                    var reader = CoNLLReader(file: file, number: number)
                    try reader.read(into: &sentences)
                } catch let error as DatasetError {
                    throw file.error(error, expected: expected)
                }
            }
        }
        return sentences.conclude()
    }

    package static func load(path: String) throws -> LabelledSentenceFile { try load(paths: [path]) }

    /// E.g. `IOB2`, `Parquet, IOB2`.
    package var format: String { [table, scheme.rawValue].compactMap { $0 }.joined(separator: ", ") }

    /// Whether a file's first lines look like CoNLL columns, most lines ending with a tag, or like a table of words and tags.
    package static func recognizes(path: String) -> Bool {
        if let columns = DataFile.columns(at: path) { return TaggedRows.recognizes(columns) }
        let lines = TextFile.firstLines(of: path)
            .map { $0.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }
            .filter { $0.count > 1 && !$0[0].starts(with: "-DOCSTART-".utf8) && $0[0].first != UInt8(ascii: "#") }
        let tagged = lines.count { columns in columns.dropFirst().contains { CoNLLTag(Array($0)[...]) != nil } }
        return tagged > 0 && 10 * tagged >= 9 * lines.count
    }

    /// The sentences with ids of other labels, which must have all that occur.
    package func examples(with others: TokenLabels) -> [LabelledSentence] {
        let ids = labels.names.map { others.id(of: $0) }
        func id(_ label: Int32) -> Int32 {
            guard let id = ids[Int(label)] else {
                preconditionFailure("`\(labels.names[Int(label)])` is not among the labels")
            }
            return id
        }
        return examples.map { example in
            LabelledSentence(words: example.words, labels: example.labels.map(id), place: example.place)
        }
    }

    private static let expected = "CoNLL columns or a table of words and tags"
}
