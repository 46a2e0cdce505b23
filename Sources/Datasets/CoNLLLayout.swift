/// Which columns of a CoNLL file hold the words and the tags, found from its first thousand words.
///
/// The word is in the first column and the tag in the last, with two exceptions. If the first column counts the words of every sentence
/// (1, 2, 3, as in GermEval and CoNLL-U), the word is in the second column, and the tag is in the first column of tags after it. If the
/// last column holds no tags and exactly one other column holds only tags, the tag is in that column.
struct CoNLLLayout {
    private(set) var columnCount = 0
    private(set) var word = 0
    private(set) var tag = 0
    /// Whether the first column counts the words of every sentence.
    private(set) var isNumbered = false
    /// Other columns of tags with the same types, which are not read.
    private var otherTags: [Int] = []

    private static let sampleCount = 1_000

    init(of file: TextFile) {
        var survey = Survey()
        file.forEachLine { line, _ in survey.add(line, of: file) }
        columnCount = survey.columnCount
        guard columnCount > 1 else { return }
        isNumbered = survey.isNumbered && survey.longest > (columnCount > 2 ? 1 : 2)
        tag = columnCount - 1
        let tagColumns = survey.known.indices.filter { survey.known[$0] == survey.wordCount }
        if isNumbered, columnCount > 2 {
            word = 1
            // Most tags in the column must be known. An unknown tag is then reported in its own column.
            tag = (2..<columnCount).first { 2 * survey.known[$0] >= survey.wordCount } ?? tag
        } else if survey.known[tag] == 0, tagColumns.count == 1 {
            tag = tagColumns[0]
            word = tag == 0 ? 1 : 0
        }
        // Only tags of the same types count: tags of phrases, for example, are something else.
        let types = survey.types[tag]
        otherTags = tagColumns.filter { column in
            column != tag && column != word && !survey.types[column].isEmpty
                && (types.isEmpty || !survey.types[column].isDisjoint(with: types))
        }
    }

    /// Whether a line before a sentence is a comment.
    func isComment(_ columns: [Range<Int>], in file: TextFile) -> Bool {
        file.bytes[columns[0].lowerBound] == UInt8(ascii: "#") && (columns.count != columnCount || isNumbered)
    }

    private var columnsInWords: String { "words are read from column \(word + 1), tags from column \(tag + 1)" }

    /// The finding for a file whose first column counts the words of every sentence.
    func numbering(wordCount: Int, place: ExamplePlace) -> DatasetFinding? {
        guard isNumbered else { return nil }
        return columnCount > 2
            ? DatasetFinding(
                "Words with a number before them", name: "numbered-words",
                "The first column counts 1, 2, 3 in every sentence and is skipped: \(columnsInWords) of \(columnCount).",
                places: ["in \(place)"], count: wordCount)
            : DatasetFinding(
                "Words that are the numbers 1, 2, 3", name: "numbered-words",
                "They count the words of every sentence: the column of the words themselves seems to be missing.",
                places: ["in \(place)"], count: wordCount)
    }

    func warnings(path: String) -> [String] {
        var warnings: [String] = []
        if !isNumbered, word != 0 || tag != columnCount - 1 {
            warnings.append("\(path): the last column holds no tags: \(columnsInWords) of \(columnCount).")
        }
        if !otherTags.isEmpty {
            let list = otherTags.map { "\($0 + 1)" }.joined(separator: ", ")
            warnings.append(
                "\(path): column \(list) holds tags too, for example those of nested entities: only column \(tag + 1) is read."
            )
        }
        return warnings
    }

    /// What is counted in one pass over the lines.
    private struct Survey {
        var columnCount = 0
        /// The number of words examined.
        var wordCount = 0
        /// Per column: the number of values that are tags, and the types in them.
        var known: [Int] = []
        var types: [Set<[UInt8]>] = []
        var isNumbered = true
        /// The number of words of the longest sentence.
        var longest = 0
        private var length = 0
        private var lastNumber = 0
        private var columns: [Range<Int>] = []

        mutating func add(_ line: Range<Int>, of file: TextFile) {
            if !isNumbered, wordCount >= CoNLLLayout.sampleCount { return }
            file.columns(of: line, into: &columns)
            guard let first = columns.first, !file.bytes[first].elementsEqual("-DOCSTART-".utf8) else {
                length = 0
                return
            }
            // Either a comment or a word; the other lines will show the columns.
            if file.bytes[first.lowerBound] == UInt8(ascii: "#"), length == 0 { return }
            if columnCount == 0 {
                columnCount = columns.count
                known = columns.map { _ in 0 }
                types = columns.map { _ in [] }
            }
            count(file.bytes[first])
            guard wordCount < CoNLLLayout.sampleCount, columns.count == columnCount else { return }
            wordCount += 1
            for (column, range) in columns.enumerated() {
                guard let tag = CoNLLTag(file.bytes[range]) else { continue }
                known[column] += 1
                if tag.place != .outside { types[column].insert(Array(tag.type)) }
            }
        }

        private mutating func count(_ bytes: ArraySlice<UInt8>) {
            length += 1
            longest = max(longest, length)
            guard isNumbered else { return }
            let text = String(decoding: bytes.prefix(20), as: UTF8.self)
            // CoNLL-U has lines for ranges of words (1-2) and for omitted words (8.1).
            if text.split(whereSeparator: { $0 == "-" || $0 == "." }).count == 2, text.utf8.allSatisfy({ $0 < 0x3A }) {
                if length == 1 { lastNumber = 0 }
                return
            }
            // Numbers start again in every sentence, or continue through the file.
            let number = Int(text)
            isNumbered = number.map { $0 == lastNumber + 1 || (length == 1 && $0 <= 1) } ?? false
            lastNumber = number ?? 0
        }
    }
}

extension TextFile {
    /// The columns of a line; blanks, tabs and a carriage return separate them.
    func columns(of line: Range<Int>, into columns: inout [Range<Int>]) {
        columns.removeAll(keepingCapacity: true)
        var index = line.lowerBound
        while index < line.upperBound {
            let start = index
            while index < line.upperBound, !Self.separates(bytes[index]) { index += 1 }
            if index > start { columns.append(start..<index) }
            index += 1
        }
    }

    private static func separates(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
}
