import FileKinds

/// NER sentences from a file of CoNLL columns.
///
/// One word a line, in as many columns as there are, separated by blanks or tabs: the first is the word and the last the
/// tag, unless the columns themselves say otherwise (``CoNLLLayout``). Empty lines end a sentence; a line whose first
/// column is `-DOCSTART-` begins a document and holds no word; before a sentence, a line that begins with `#` and has
/// another number of columns is a comment. UTF-8, with either kind of line end.
///
/// Labels come out as IOB2, where every entity begins with `B-`. In IOB1, as CoNLL-2003 was first published, an entity
/// begins with `I-`, and with `B-` only directly after another one of its type. Which scheme a file follows is seen at
/// the beginnings of entities: an `I-X` that doesn't follow an X shows IOB1, a `B-X` that doesn't follow an X shows
/// IOB2. Every `I-X` that begins an entity is read as `B-X`, whichever the scheme, as conlleval and seqeval count it.
package struct CoNLLFile: Sendable, Equatable {
    /// How the tags of a file mark where entities begin.
    package enum Scheme: String, Sendable, CaseIterable {
        /// `I-` begins an entity, `B-` one directly after another of its type.
        case iob1 = "IOB1"
        /// `B-` begins every entity.
        case iob2 = "IOB2"
        /// Both are used, so that the file is not clean.
        case mixed = "IOB1 and IOB2"
        /// There is no entity.
        case none = "no entities"
    }

    /// The sentences in the file's order, labels in IOB2.
    package private(set) var examples: [NERExample] = []
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
    package static func load(path: String, labels: NERLabels = .conll2003) throws -> CoNLLFile {
        let file = try TextFile(path: path, expected: expected)
        do {
            var parser = Parser(file: file, labels: labels)
            return try parser.parse()
        } catch let error as DatasetError {
            throw file.error(error, expected: expected)
        }
    }

    private static let expected = "CoNLL columns"

    private struct Parser {
        let file: TextFile
        let labels: NERLabels
        let layout: CoNLLLayout
        var result = CoNLLFile()
        var columns: [Range<Int>] = []
        var words: [String] = []
        var tags: [Int32] = []
        var firstLine = 0
        var commentCount = 0
        /// The type of the tag before, -1 at a sentence's start and outside of entities.
        var previousType: Int32 = -1
        var iob1Line: Int?
        var iob2Line: Int?

        init(file: TextFile, labels: NERLabels) {
            self.file = file
            self.labels = labels
            layout = CoNLLLayout(of: file, labels: labels)
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
            guard let id = labels.id(of: file.bytes[columns[layout.tag]]) else {
                throw DatasetError.unknownTag(
                    path: file.path, line: number,
                    tag: String(decoding: file.bytes[columns[layout.tag]], as: UTF8.self), known: labels.names)
            }
            if words.isEmpty { firstLine = number }
            words.append(String(decoding: file.bytes[columns[layout.word]], as: UTF8.self))
            tags.append(iob2Label(id, line: number))
        }

        mutating func iob2Label(_ id: Int32, line: Int) -> Int32 {
            let part = labels.part(of: id)
            defer { previousType = part.type }
            guard part.type >= 0, part.type != previousType else { return id }
            if part.begins {
                iob2Line = iob2Line ?? line
                return id
            }
            iob1Line = iob1Line ?? line
            guard let label = part.beginLabel else { return id }
            result.convertedTagCount += 1
            return label
        }

        mutating func endSentence() {
            previousType = -1
            guard !words.isEmpty else { return }
            result.examples.append(NERExample(words: words, labels: tags, line: firstLine))
            words.removeAll(keepingCapacity: true)
            tags.removeAll(keepingCapacity: true)
        }

        mutating func conclude() {
            result.columnCount = layout.columnCount
            result.warnings = layout.warnings(path: file.path)
            let wordCount = result.examples.reduce(0) { $0 + $1.words.count }
            result.findings = [layout.numbering(wordCount: wordCount, line: result.examples[0].line)].compactMap { $0 }
            if commentCount > 0 {
                let lines = commentCount == 1 ? "1 line that begins" : "\(commentCount) lines that begin"
                result.notes.append("\(file.path): \(lines) with # before a sentence are passed over as comments.")
            }
            let converted = "\(result.convertedTagCount) I- tags that begin an entity are read as B-"
            switch (iob1Line, iob2Line) {
            case (nil, nil):
                result.scheme = .none
                result.notes += ["\(file.path) has no entity: every tag is O."]
            case (nil, _?):
                result.scheme = .iob2
            case (let line?, nil):
                result.scheme = .iob1
                result.notes += ["\(file.path) is tagged in IOB1 (first seen in line \(line)): \(converted)."]
            case (let line1?, let line2?):
                result.scheme = .mixed
                result.notes += [
                    "\(file.path) is not consistent: line \(line1) begins an entity with I- (IOB1), line \(line2) one "
                        + "with B- (IOB2). \(converted)."
                ]
            }
        }
    }
}
