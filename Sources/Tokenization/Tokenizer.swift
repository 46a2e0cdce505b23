/// What turns text into the token ids of an encoder. A value may be used from any number of threads.
///
/// To add a kind, write a type of this protocol; the encoder families that use it name the type.
package protocol Tokenizer: Sendable {
    /// The files of a Hugging Face folder that `load` looks at, whether they are there or not.
    static var files: [String] { get }

    /// Loads the tokenizer of a Hugging Face folder. Throws a ``TokenizationError`` that names the file.
    static func load(folder: String) throws -> Self

    /// The number of ids, added tokens included: the rows that the embedding table needs at least.
    var vocabularySize: Int { get }
    /// True where upper and lower case give the same tokens.
    var lowercases: Bool { get }
    /// The id that batches are padded with.
    var padID: Int32 { get }
    /// Every special token's id, in the order in which they are shown.
    var specialIDs: [Int32] { get }

    /// Everything that decides about what it gives: two tokenizers with equal content give equal tokens. `savedFiles` may hold less.
    var content: [String] { get }

    /// The text of a token; empty for an id that no token has.
    func token(_ id: Int32) -> String

    /// Encodes a text between its special tokens, truncated on the right to `maxLength` tokens in all; nil for any number.
    func encode(_ text: String, maxLength: Int?) -> Encoding

    /// Encodes words that are cut already: each on its own, with offsets into it and its place as its word id.
    func encode(words: [String], maxLength: Int?) -> Encoding

    /// Encodes a pair in as many windows over the context as it takes, each of at most `maxLength` tokens; neighbours share `docStride`
    /// tokens of the context. Throws a ``TokenizationError`` when no window can hold the question.
    func encode(question: String, context: String, maxLength: Int, docStride: Int) throws -> [Encoding]

    /// The files, by name and content, that transformers and `load` read this tokenizer from.
    ///
    /// - Parameters:
    ///   - maxLength: the longest sequence that the encoder takes.
    ///   - usesTokenTypes: whether the encoder is to be given the types of tokens.
    ///   - isWhole: whether the files have to hold all of `content`, not only what makes a checkpoint readable.
    func savedFiles(maxLength: Int, usesTokenTypes: Bool, isWhole: Bool) -> [(name: String, content: String)]
}

extension Tokenizer {
    /// The tokens of an encoding, special ones included.
    package func tokens(_ encoding: Encoding) -> [String] { encoding.inputIDs.map(token) }
}
