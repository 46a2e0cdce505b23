/// Converts text to the token ids of an encoder. A value may be used from any number of threads.
///
/// To add a kind, write a type that conforms to this protocol, and name the type in the encoder families that use it.
package protocol Tokenizer: Sendable {
    /// The files of a Hugging Face folder that `load` may read, whether they exist or not.
    static var files: [String] { get }

    /// The files that hold the vocabulary where there is no `tokenizer.json`: all of them are needed.
    static var vocabularyFiles: [String] { get }

    /// What its tokens are called, in the plural.
    static var pieceName: String { get }

    /// Loads the tokenizer of a Hugging Face folder. Throws a ``TokenizationError`` that names the file.
    static func load(folder: String) throws -> Self

    /// The number of ids, including added tokens: the embedding table needs at least this many rows.
    var vocabularySize: Int { get }
    /// True if upper and lower case give the same tokens.
    var lowercases: Bool { get }
    /// The id of padding.
    var padID: Int32 { get }
    /// The ids of all special tokens, in the order in which they are shown.
    var specialIDs: [Int32] { get }

    /// Everything that determines the tokens: two tokenizers with equal content give equal tokens. `savedFiles` may contain less.
    var content: [String] { get }

    /// The text of a token. Empty for an id without a token.
    func token(_ id: Int32) -> String

    /// Encodes a text between its special tokens, truncated on the right to a total of `maxLength` tokens. Nil means no limit.
    func encode(_ text: String, maxLength: Int?) -> Encoding

    /// Encodes words that are already split. Each is encoded on its own; offsets are relative to the word, and its index is the word id.
    func encode(words: [String], maxLength: Int?) -> Encoding

    /// Encodes a pair in as many windows over the context as necessary, each with at most `maxLength` tokens. Neighbours share `docStride`
    /// tokens of the context. Throws a ``TokenizationError`` if no window has room for the question.
    func encode(question: String, context: String, maxLength: Int, docStride: Int) throws -> [Encoding]

    /// The tokenizer that encodes a text as `encode(words:)` encodes its words, as far as it can: for files that go with a model of words.
    var forWords: any Tokenizer { get }

    /// The files, by name and content, from which transformers and `load` read this tokenizer.
    ///
    /// - Parameters:
    ///   - maxLength: the longest sequence that the encoder takes.
    ///   - usesTokenTypes: whether the encoder needs token types.
    ///   - isWhole: whether the files have to contain all of `content`, not only what makes a checkpoint readable.
    func savedFiles(maxLength: Int, usesTokenTypes: Bool, isWhole: Bool) -> [(name: String, content: String)]
}

extension Tokenizer {
    package var forWords: any Tokenizer { self }

    /// The tokens of an encoding, including special ones.
    package func tokens(_ encoding: Encoding) -> [String] { encoding.inputIDs.map(token) }
}
