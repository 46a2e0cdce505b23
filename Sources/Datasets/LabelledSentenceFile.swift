import FileKinds

/// Labelled sentences from the files of a split: CoNLL columns with one word per line, or a table with a list of
/// words and a list of tags in each row.
///
/// If a table names its labels, those are used. Otherwise the labels are `O`, and `B-` and `I-` with every type that occurs. They are
/// returned in IOB2, where every entity begins with `B-`; ``TaggedSentences`` describes how other schemes are read.
package struct LabelledSentenceFile: Sendable, Equatable {
    /// How the tags of a file mark the beginning of an entity.
    package enum Scheme: String, Sendable, CaseIterable {
        /// `I-` begins an entity; `B-` begins one directly after another of the same type.
        case iob1 = "IOB1"
        /// `B-` begins every entity.
        case iob2 = "IOB2"
        /// As IOB2, but `E-` ends an entity, and `S-` is an entity of one word.
        case bioes = "BIOES"
        /// Both IOB1 and IOB2 are used, so the file is inconsistent.
        case mixed = "IOB1 and IOB2"
        /// There is no entity.
        case none = "no entities"
    }

    /// The sentences in the order of the files, with ids of `labels`.
    package internal(set) var examples: [LabelledSentence] = []
    /// As the files list them; otherwise `O`, and `B-` and `I-` of every type that occurs, with types in byte order.
    package internal(set) var labels = TokenLabels(types: [])
    /// Whether the order of the labels was given, by the files or as CoNLL-2003's for numbers without names.
    package internal(set) var hasPublishedLabels = false
    /// The kind of table, e.g. `Parquet`; nil for CoNLL columns.
    package internal(set) var table: String?
    /// The scheme that was detected.
    package internal(set) var scheme = Scheme.none
    /// How many `I-` tags became `B-`.
    package internal(set) var convertedTagCount = 0
    /// Notes for the reader, one sentence each: conversions, mixed schemes.
    package internal(set) var notes: [String] = []
    /// Likely misunderstandings: words in another column, several columns of tags.
    package internal(set) var warnings: [String] = []
    /// Counted findings: words that are numbers, or follow one.
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

    /// Whether a file's first lines look like CoNLL columns, with a tag at the end of most lines, or like a table of words and tags.
    package static func recognizes(path: String) -> Bool {
        if let columns = DataFile.columns(at: path) { return TaggedRows.recognizes(columns) }
        let lines = TextFile.firstLines(of: path)
            .map { $0.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }
            .filter { $0.count > 1 && !$0[0].starts(with: "-DOCSTART-".utf8) && $0[0].first != UInt8(ascii: "#") }
        let tagged = lines.count { columns in columns.dropFirst().contains { CoNLLTag(Array($0)[...]) != nil } }
        return tagged > 0 && 10 * tagged >= 9 * lines.count
    }

    /// The sentences with the ids of other labels, which must include all that occur.
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
