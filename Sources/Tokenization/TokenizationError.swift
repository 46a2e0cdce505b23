import FileKinds

/// Why a tokenizer cannot be loaded, or a question cannot be encoded.
package enum TokenizationError: Error, Equatable, Sendable {
    /// The folder has neither `tokenizer.json` nor `vocab.txt`.
    case noVocabulary(folder: String)
    /// A file exists but cannot be read.
    case unreadable(path: String)
    /// A file is not what its name says.
    case otherKind(path: String, kind: ContentKind, expected: String)
    /// A line of a vocabulary is not UTF-8.
    case notUTF8(path: String, line: Int)
    /// A JSON file ends too early or breaks JSON's rules.
    case malformedJSON(path: String, line: Int, column: Int, problem: String)
    /// A JSON file lacks a value, or has a value of another type.
    case unexpectedValue(path: String, key: String, expected: String)
    /// The tokenizer is of another family, or has a step that BERT's tokenizer does not have.
    case unsupported(path: String, key: String, found: String, supported: String)
    /// A token occurs twice. Ids count from 0.
    case duplicateToken(source: String, token: String, first: Int, second: Int)
    /// Two tokens of `tokenizer.json` have the same id, or an id is out of range.
    case impossibleID(path: String, token: String, id: Int)
    /// A token that BERT's sequences need is not in the vocabulary.
    case missingSpecialToken(source: String, token: String)
    /// A question leaves no room for a window of its context that is longer than the stride.
    case questionTooLong(question: String, tokens: Int, maxLength: Int, docStride: Int)
    /// No question would leave room for a window that is longer than the stride.
    case impossibleWindows(maxLength: Int, docStride: Int)
}
