import FileKinds

/// Labelled sentences from the files of a split: CoNLL columns, one word a line.
///
/// The labels are those of the files: `O`, and `B-` and `I-` with every type that occurs. They come out as IOB2, where every
/// entity begins with `B-`; ``TaggedSentences`` says how other schemes are read.
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
    /// `O`, and `B-` and `I-` of every type that occurs, types in the order of their bytes.
    package internal(set) var labels = TokenLabels(types: [])
    /// The scheme that was found.
    package internal(set) var scheme = Scheme.none
    /// Columns of every line.
    package internal(set) var columnCount = 0
    /// The number of `-DOCSTART-` lines.
    package internal(set) var documentCount = 0
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
    /// - Throws: `DatasetError`: `unreadable`, `otherKind`, `notUTF8`, `columnCount`, `unknownTag`, `noExamples`.
    package static func load(paths: [String]) throws -> LabelledSentenceFile {
        var sentences = TaggedSentences(paths: paths)
        for (index, path) in paths.enumerated() {
            let file = try TextFile(path: path, expected: expected)
            do {
                var reader = CoNLLReader(file: file, number: paths.count > 1 ? index + 1 : 0)
                try reader.read(into: &sentences)
            } catch let error as DatasetError {
                throw file.error(error, expected: expected)
            }
        }
        return sentences.conclude()
    }

    package static func load(path: String) throws -> LabelledSentenceFile { try load(paths: [path]) }

    /// Whether a file's first lines look like CoNLL columns: most lines end with a tag.
    package static func recognizes(path: String) -> Bool {
        let lines = TextFile.firstLines(of: path)
            .map { $0.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }
            .filter { $0.count > 1 && !$0[0].starts(with: "-DOCSTART-".utf8) && $0[0].first != UInt8(ascii: "#") }
        let tagged = lines.count { columns in columns.dropFirst().contains { CoNLLTag(Array($0)[...]) != nil } }
        return tagged > 0 && 10 * tagged >= 9 * lines.count
    }

    /// The sentences with ids of other labels, which must have all of the file's.
    package func examples(with others: TokenLabels) -> [LabelledSentence] {
        let ids = labels.names.map { name in
            guard let id = others.id(of: name) else { preconditionFailure("`\(name)` is not among the labels") }
            return id
        }
        return examples.map { example in
            LabelledSentence(words: example.words, labels: example.labels.map { ids[Int($0)] }, place: example.place)
        }
    }

    private static let expected = "CoNLL columns"
}
