import FileKinds

/// Reads a file of CoNLL columns.
///
/// One word per line, in columns separated by spaces or tabs. The first column is the word and the last the tag, unless the
/// columns show otherwise (``CoNLLLayout``). Empty lines end a sentence. A line whose first column is `-DOCSTART-` begins a
/// document and holds no word. Before a sentence, a line that begins with `#` and has another number of columns is a comment.
/// UTF-8, with either kind of line end.
struct CoNLLReader {
    private let file: TextFile
    /// The number of this file among several, from 1; 0 for the only one.
    private let number: Int
    private let layout: CoNLLLayout
    private var columns: [Range<Int>] = []
    private var commentCount = 0

    init(file: TextFile, number: Int) {
        self.file = file
        self.number = number
        layout = CoNLLLayout(of: file)
    }

    /// - Throws: `DatasetError`: `columnCount`, `oddBlank`, `unknownTag`, `noExamples`.
    mutating func read(into sentences: inout TaggedSentences) throws {
        let firstExample = sentences.result.examples.count
        try file.forEachLine { try addLine($0, number: $1, to: &sentences) }
        sentences.endSentence()
        let examples = sentences.result.examples[firstExample...]
        guard let first = examples.first else { throw DatasetError.noExamples(path: file.path) }
        sentences.result.warnings += layout.warnings(path: file.path)
        let wordCount = examples.reduce(0) { $0 + $1.words.count }
        // The first of several files reports it for all of them.
        if number <= 1, let finding = layout.numbering(wordCount: wordCount, place: first.place) {
            sentences.result.findings.append(finding)
        }
        if commentCount > 0 {
            let lines = commentCount == 1 ? "1 line that begins" : "\(commentCount) lines that begin"
            sentences.result.notes.append(
                "\(file.path): \(lines) with # before a sentence are skipped as comments.")
        }
    }

    private mutating func addLine(_ line: Range<Int>, number: Int, to sentences: inout TaggedSentences) throws {
        file.columns(of: line, into: &columns)
        guard let first = columns.first else { return sentences.endSentence() }
        if file.bytes[first].elementsEqual("-DOCSTART-".utf8) { return sentences.endSentence() }
        if sentences.isBetweenSentences, layout.isComment(columns, in: file) {
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
        sentences.append(
            String(decoding: file.bytes[columns[layout.word]], as: UTF8.self), tag,
            at: .line(number, file: self.number))
    }
}
