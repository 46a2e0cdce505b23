import FileKinds

/// Why a tokenizer cannot be loaded, or a question cannot be encoded.
package enum TokenizationError: Error, Equatable, Sendable {
    /// The folder has neither `tokenizer.json` nor the other files in which this kind of tokenizer is stored.
    case noVocabulary(folder: String, files: String = "vocab.txt")
    /// The folder has one of two files that are needed together.
    case missingFile(folder: String, file: String, beside: String)
    /// A file exists but cannot be read.
    case unreadable(path: String)
    /// A file is not what its name says.
    case otherKind(path: String, kind: ContentKind, expected: String)
    /// A line of a vocabulary or of merges is not UTF-8.
    case notUTF8(path: String, line: Int)
    /// A JSON file ends too early or breaks JSON's rules.
    case malformedJSON(path: String, line: Int, column: Int, problem: String)
    /// A JSON file lacks a value, or has a value of another type.
    case unexpectedValue(path: String, key: String, expected: String)
    /// The tokenizer is of another kind, or has a step that cannot be used.
    case unsupported(path: String, key: String, found: String, supported: String)
    /// A token occurs twice. Ids count from 0.
    case duplicateToken(source: String, token: String, first: Int, second: Int)
    /// Two tokens of `tokenizer.json` have the same id, or an id is out of range.
    case impossibleID(path: String, token: String, id: Int)
    /// A token that the encoder's sequences need is not in the vocabulary.
    case missingSpecialToken(source: String, token: String)
    /// A byte-level vocabulary has no token for a byte, so that not every text could be encoded.
    case missingByte(source: String, byte: UInt8, token: String)
    /// A merge cannot be used. `place` is its line, or its key in a JSON file.
    case impossibleMerge(path: String, place: String, problem: String)
    /// A question leaves no room for a window of its context that is longer than the stride.
    case questionTooLong(question: String, tokens: Int, maxLength: Int, docStride: Int, specials: Int = 3)
    /// No question would leave room for a window that is longer than the stride.
    case impossibleWindows(maxLength: Int, docStride: Int, specials: Int = 3)
}
