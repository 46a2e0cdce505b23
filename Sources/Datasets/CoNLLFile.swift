/// NER sentences from a file of CoNLL columns.
///
/// One word a line: 2 columns (word, tag) or 4 (word, part of speech, chunk, tag), separated by blanks or tabs. Empty
/// lines end a sentence; a line whose first column is `-DOCSTART-` begins a document and holds no word. UTF-8, with
/// either kind of line end.
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
    /// 2 or 4.
    package private(set) var columnCount = 0
    /// The number of `-DOCSTART-` lines.
    package private(set) var documentCount = 0
    /// How many `I-` tags became `B-`.
    package private(set) var convertedTagCount = 0
    /// What a reader should know, one sentence each: conversions, mixed schemes.
    package private(set) var notes: [String] = []

    /// Reads a file.
    ///
    /// - Throws: `DatasetError`: `unreadable`, `notUTF8`, `columnCount`, `unknownTag`, `noExamples`.
    package static func load(path: String, labels: NERLabels = .conll2003) throws -> CoNLLFile {
        var parser = Parser(file: try TextFile(path: path), labels: labels)
        return try parser.parse()
    }

    private struct Parser {
        let file: TextFile
        let labels: NERLabels
        var result = CoNLLFile()
        var words: [String] = []
        var tags: [Int32] = []
        var firstLine = 0
        /// The type of the tag before, -1 at a sentence's start and outside of entities.
        var previousType: Int32 = -1
        var iob1Line: Int?
        var iob2Line: Int?

        init(file: TextFile, labels: NERLabels) {
            self.file = file
            self.labels = labels
        }

        mutating func parse() throws -> CoNLLFile {
            var number = 0
            var start = 0
            while start < file.bytes.count {
                number += 1
                let end = file.bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? file.bytes.count
                try addLine(file.bytes[start..<end], number: number)
                start = end + 1
            }
            endSentence()
            if result.examples.isEmpty { throw DatasetError.noExamples(path: file.path) }
            conclude()
            return result
        }

        mutating func addLine(_ line: ArraySlice<UInt8>, number: Int) throws {
            let columns = Columns(of: line)
            guard let first = columns.first, let last = columns.last else { return endSentence() }
            if first.elementsEqual("-DOCSTART-".utf8) {
                result.documentCount += 1
                return endSentence()
            }
            if result.columnCount == 0, columns.count == 2 || columns.count == 4 { result.columnCount = columns.count }
            guard columns.count == result.columnCount else {
                throw DatasetError.columnCount(
                    path: file.path, line: number, found: columns.count,
                    expected: result.columnCount == 0 ? nil : result.columnCount)
            }
            let tag = String(decoding: last, as: UTF8.self)
            guard let id = labels.id(of: tag) else {
                throw DatasetError.unknownTag(path: file.path, line: number, tag: tag, known: labels.names)
            }
            if words.isEmpty { firstLine = number }
            words.append(String(decoding: first, as: UTF8.self))
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
            let converted = "\(result.convertedTagCount) I- tags that begin an entity are read as B-"
            switch (iob1Line, iob2Line) {
            case (nil, nil):
                result.scheme = .none
                result.notes = ["\(file.path) has no entity: every tag is O."]
            case (nil, _?):
                result.scheme = .iob2
            case (let line?, nil):
                result.scheme = .iob1
                result.notes = ["\(file.path) is tagged in IOB1 (first seen in line \(line)): \(converted)."]
            case (let line1?, let line2?):
                result.scheme = .mixed
                result.notes = [
                    "\(file.path) is not consistent: line \(line1) begins an entity with I- (IOB1), line \(line2) one "
                        + "with B- (IOB2). \(converted)."
                ]
            }
        }
    }

    /// The first and last column of a line, and how many there are; blanks, tabs and a carriage return separate.
    private struct Columns {
        var count = 0
        var first: ArraySlice<UInt8>?
        var last: ArraySlice<UInt8>?

        init(of line: ArraySlice<UInt8>) {
            var index = line.startIndex
            while index < line.endIndex {
                let start = index
                while index < line.endIndex, !Columns.separates(line[index]) { index += 1 }
                if index > start {
                    count += 1
                    first = first ?? line[start..<index]
                    last = line[start..<index]
                }
                index += 1
            }
        }

        private static func separates(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
    }
}
