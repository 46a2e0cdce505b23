import FileKinds

/// Labelled sentences from a file of CoNLL columns.
///
/// One word a line, in as many columns as there are, separated by blanks or tabs: the first is the word and the last the
/// tag, unless the columns themselves say otherwise (``CoNLLLayout``). Empty lines end a sentence; a line whose first
/// column is `-DOCSTART-` begins a document and holds no word; before a sentence, a line that begins with `#` and has
/// another number of columns is a comment. UTF-8, with either kind of line end.
///
/// The labels are those of the file: `O`, and `B-` and `I-` with every type that occurs. They come out as IOB2, where every
/// entity begins with `B-`. In IOB1, as CoNLL-2003 was first published, an entity begins with `I-`, and with `B-` only
/// directly after another one of its type; in BIOES (or BILOU) an entity's last word has `E-` and one of a single word `S-`.
/// Which scheme a file follows is seen from its tags: an `I-X` that doesn't follow an X shows IOB1, a `B-X` that doesn't
/// follow an X shows IOB2, an `E-` or `S-` BIOES. Every `I-X` that begins an entity is read as `B-X`, whichever the scheme, as
/// conlleval and seqeval count it.
package struct CoNLLFile: Sendable, Equatable {
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

    /// The sentences in the file's order, with ids of `labels`.
    package private(set) var examples: [LabelledSentence] = []
    /// `O`, and `B-` and `I-` of every type that occurs, types in the order of their bytes.
    package private(set) var labels = TokenLabels(types: [])
    /// The scheme that was found.
    package private(set) var scheme = Scheme.none
    /// Columns of every line.
    package private(set) var columnCount = 0
    /// The number of `-DOCSTART-` lines.
    package private(set) var documentCount = 0
    /// How many `I-` tags became `B-`.
    package private(set) var convertedTagCount = 0
    /// What a reader should know, one sentence each: conversions, mixed schemes.
    package private(set) var notes: [String] = []
    /// What is probably not as the reader thinks: words in another column, several columns of tags.
    package private(set) var warnings: [String] = []
    /// What is counted: words that are numbers, or have one before them.
    package private(set) var findings: [DatasetFinding] = []

    /// Reads a file.
    ///
    /// - Throws: `DatasetError`: `unreadable`, `otherKind`, `notUTF8`, `columnCount`, `unknownTag`, `noExamples`.
    package static func load(path: String) throws -> CoNLLFile {
        let file = try TextFile(path: path, expected: expected)
        do {
            var parser = Parser(file: file)
            return try parser.parse()
        } catch let error as DatasetError {
            throw file.error(error, expected: expected)
        }
    }

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
            LabelledSentence(words: example.words, labels: example.labels.map { ids[Int($0)] }, line: example.line)
        }
    }

    private static let expected = "CoNLL columns"

    private struct Parser {
        let file: TextFile
        let layout: CoNLLLayout
        var result = CoNLLFile()
        var columns: [Range<Int>] = []
        var words: [String] = []
        /// 0 for `O`, else 1 or 2 more than twice the type's place: it begins an entity, or goes on with one.
        var tags: [Int32] = []
        var types: [[UInt8]: Int32] = [:]
        var firstLine = 0
        var commentCount = 0
        /// The type of the entity that may go on, -1 at a sentence's start and where there is none.
        var openType: Int32 = -1
        var iob1Line: Int?
        var iob2Line: Int?
        var bioesLine: Int?

        init(file: TextFile) {
            self.file = file
            layout = CoNLLLayout(of: file)
        }

        mutating func parse() throws -> CoNLLFile {
            let file = file
            try file.forEachLine { try addLine($0, number: $1) }
            endSentence()
            if result.examples.isEmpty { throw DatasetError.noExamples(path: file.path) }
            conclude()
            return result
        }

        mutating func addLine(_ line: Range<Int>, number: Int) throws {
            file.columns(of: line, into: &columns)
            guard let first = columns.first else { return endSentence() }
            if file.bytes[first].elementsEqual("-DOCSTART-".utf8) {
                result.documentCount += 1
                return endSentence()
            }
            if words.isEmpty, layout.isComment(columns, in: file) {
                commentCount += 1
                return
            }
            guard columns.count == layout.columnCount, columns.count > 1 else {
                let scalars = String(decoding: file.bytes[line], as: UTF8.self).unicodeScalars
                if let blank = scalars.first(where: { !$0.isASCII && $0.properties.isWhitespace }) {
                    throw DatasetError.oddBlank(path: file.path, line: number, blank: blank)
                }
                throw DatasetError.columnCount(
                    path: file.path, line: number, found: columns.count,
                    expected: layout.columnCount > 1 ? layout.columnCount : nil)
            }
            guard let tag = CoNLLTag(file.bytes[columns[layout.tag]]) else {
                throw DatasetError.unknownTag(
                    path: file.path, line: number,
                    tag: String(decoding: file.bytes[columns[layout.tag]], as: UTF8.self))
            }
            if words.isEmpty { firstLine = number }
            words.append(String(decoding: file.bytes[columns[layout.word]], as: UTF8.self))
            tags.append(iob2(tag, line: number))
        }

        mutating func iob2(_ tag: CoNLLTag, line: Int) -> Int32 {
            guard tag.place != .outside else {
                openType = -1
                return 0
            }
            let name = Array(tag.type)
            let type = types[name] ?? Int32(types.count)
            types[name] = type
            let goesOn = type == openType
            openType = tag.isLast ? -1 : type
            let (begins, inside) = (1 + 2 * type, 2 + 2 * type)
            switch tag.place {
            case .begin:
                if !goesOn { iob2Line = iob2Line ?? line }
                return begins
            case .single:
                bioesLine = bioesLine ?? line
                return begins
            case .end where goesOn, .inside where goesOn:
                if tag.isLast { bioesLine = bioesLine ?? line }
                return inside
            case .end: bioesLine = bioesLine ?? line
            case .inside: iob1Line = iob1Line ?? line
            case .outside: break
            }
            result.convertedTagCount += 1
            return begins
        }

        mutating func endSentence() {
            openType = -1
            guard !words.isEmpty else { return }
            result.examples.append(LabelledSentence(words: words, labels: tags, line: firstLine))
            words.removeAll(keepingCapacity: true)
            tags.removeAll(keepingCapacity: true)
        }

        mutating func conclude() {
            // From the types in the order of the file to those in the order of their bytes.
            let inFile = types.sorted { $0.value < $1.value }.map { String(decoding: $0.key, as: UTF8.self) }
            result.labels = TokenLabels(types: inFile)
            let sorted = types.keys.sorted { $0.lexicographicallyPrecedes($1) }
            let labels = TokenLabels(types: sorted.map { String(decoding: $0, as: UTF8.self) })
            result.examples = result.examples(with: labels)
            result.labels = labels
            result.columnCount = layout.columnCount
            result.warnings = layout.warnings(path: file.path)
            let wordCount = result.examples.reduce(0) { $0 + $1.words.count }
            result.findings = [
                layout.numbering(wordCount: wordCount, line: result.examples[0].line),
                DatasetFinding.misspelt(in: result.examples, labels: labels),
            ].compactMap { $0 }
            if commentCount > 0 {
                let lines = commentCount == 1 ? "1 line that begins" : "\(commentCount) lines that begin"
                result.notes.append("\(file.path): \(lines) with # before a sentence are passed over as comments.")
            }
            noteScheme()
        }

        private mutating func noteScheme() {
            let converted = "\(result.convertedTagCount) I- tags that begin an entity are read as B-"
            switch (iob1Line, iob2Line, bioesLine) {
            case (nil, nil, nil):
                result.scheme = .none
                result.notes += ["\(file.path) has no entity: every tag is O."]
            case (_, _, let line?):
                result.scheme = .bioes
                result.notes += [
                    "\(file.path) is tagged in BIOES (first seen in line \(line)): S- is read as B-, and E- as I-."
                        + (iob1Line == nil ? "" : " \(converted).")
                ]
            case (nil, _?, nil):
                result.scheme = .iob2
            case (let line?, nil, nil):
                result.scheme = .iob1
                result.notes += ["\(file.path) is tagged in IOB1 (first seen in line \(line)): \(converted)."]
            case (let line1?, let line2?, nil):
                result.scheme = .mixed
                result.notes += [
                    "\(file.path) is not consistent: line \(line1) begins an entity with I- (IOB1), line \(line2) one "
                        + "with B- (IOB2). \(converted)."
                ]
            }
        }
    }
}
