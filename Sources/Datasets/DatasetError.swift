import FileKinds

/// Why data can't be read or encoded, with the place. Lines and columns start at 1; columns count Unicode scalars.
package enum DatasetError: Error, Equatable {
    /// The file is missing, a folder, or may not be read.
    case unreadable(path: String, reason: String)
    /// The file is not what it should be.
    case otherKind(path: String, kind: ContentKind, expected: String)
    /// The first byte that is not part of a UTF-8 sequence, and the encoding that the file seems to have.
    case notUTF8(path: String, line: Int, column: Int, encoding: String? = nil)
    /// The file holds no example.
    case noExamples(path: String)
    /// A CoNLL line with a wrong number of columns; `expected` is nil where there is one column alone.
    case columnCount(path: String, line: Int, found: Int, expected: Int?)
    /// Such a line with a blank that is neither a space nor a tab.
    case oddBlank(path: String, line: Int, blank: Unicode.Scalar)
    /// A tag of no scheme.
    case unknownTag(path: String, line: Int, tag: String)
    /// The JSON text ends in the middle; the place is where it ends, `keyPath` what it was inside of.
    case truncatedJSON(path: String, line: Int, column: Int, keyPath: String)
    /// The JSON text breaks JSON's grammar.
    case malformedJSON(path: String, line: Int, column: Int, keyPath: String, problem: String)
    /// A value of another kind than SQuAD's format asks for.
    case wrongKind(path: String, line: Int, column: Int, keyPath: String, expected: String, found: String)
    /// An object without a key that it needs; the place is where the object begins.
    case missingKey(path: String, line: Int, column: Int, keyPath: String, key: String)
    /// An answer that doesn't stand at its `answer_start`.
    case answerMismatch(AnswerMismatch)
    /// A table of labelled texts that can't be read; the line is where the record begins.
    case labelledText(path: String, place: ExamplePlace, problem: LabelledTextProblem)
    /// A row of a table that can't be read; `none` for the table itself.
    case row(path: String, place: ExamplePlace, problem: RowProblem)
    /// A question that can't be encoded.
    case unencodableQuestion(id: String, question: String, reason: String)
}

/// An answer that doesn't stand where its `answer_start` says, all offsets in Unicode scalars.
package struct AnswerMismatch: Sendable, Equatable {
    /// What `answer_start` seems to have been counted in.
    package enum CountedIn: String, Sendable {
        case utf16 = "UTF-16 units"
        case utf8 = "UTF-8 bytes"
    }

    package let path: String
    package let place: ExamplePlace
    package let keyPath: String
    package let questionID: String
    package let text: String
    package let start: Int
    package let contextCount: Int
    /// What stands at `start`, as long as the text; nil when `start` is outside of the context.
    package let found: String?
    /// Where the text does stand, nearest first, at most three places.
    package let occurrences: [Int]
    /// Set when the text stands at `start` counted in this unit.
    package let unit: CountedIn?
}
