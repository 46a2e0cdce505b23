import FileKinds

/// Why data cannot be read or encoded, and where. Lines and columns start at 1; columns count Unicode scalars.
package enum DatasetError: Error, Equatable {
    /// The file is missing, is a folder, or cannot be read.
    case unreadable(path: String, reason: String)
    /// The file is of another kind than expected.
    case otherKind(path: String, kind: ContentKind, expected: String)
    /// The first byte that is not part of a UTF-8 sequence, and the encoding that the file seems to have.
    case notUTF8(path: String, line: Int, column: Int, encoding: String? = nil)
    /// The file holds no examples.
    case noExamples(path: String)
    /// A CoNLL line with a wrong number of columns; `expected` is nil if the line has only one column.
    case columnCount(path: String, line: Int, found: Int, expected: Int?)
    /// As `columnCount`, on a line with a blank that is neither a space nor a tab.
    case oddBlank(path: String, line: Int, blank: Unicode.Scalar)
    /// A tag that belongs to no known scheme.
    case unknownTag(path: String, line: Int, tag: String)
    /// The JSON text is incomplete. The place is its end, and `keyPath` is the value that it ends in.
    case truncatedJSON(path: String, line: Int, column: Int, keyPath: String)
    /// The JSON text is not valid JSON.
    case malformedJSON(path: String, line: Int, column: Int, keyPath: String, problem: String)
    /// A value of another kind than SQuAD's format requires.
    case wrongKind(path: String, line: Int, column: Int, keyPath: String, expected: String, found: String)
    /// An object without a required key; the place is the object's beginning.
    case missingKey(path: String, line: Int, column: Int, keyPath: String, key: String)
    /// An answer that does not occur at its `answer_start`.
    case answerMismatch(AnswerMismatch)
    /// A table of labelled texts that cannot be read; the line is where the record begins.
    case labelledText(path: String, place: ExamplePlace, problem: LabelledTextProblem)
    /// A row of a table that cannot be read; `none` for the table itself.
    case row(path: String, place: ExamplePlace, problem: RowProblem)
    /// A question that cannot be encoded.
    case unencodableQuestion(id: String, question: String, reason: String)
}

/// An answer that does not occur at its `answer_start`; all offsets are in Unicode scalars.
package struct AnswerMismatch: Sendable, Equatable {
    /// The unit that `answer_start` seems to count.
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
    /// The text at `start`, as long as the answer; nil if `start` is outside the context.
    package let found: String?
    /// Where the answer's text occurs, nearest first, at most three offsets.
    package let occurrences: [Int]
    /// Set if the text occurs at `start` counted in this unit.
    package let unit: CountedIn?
}
