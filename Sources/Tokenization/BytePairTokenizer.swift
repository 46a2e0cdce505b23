/// RoBERTa's tokenizer: byte-level byte-pair encoding (BPE), as GPT-2 introduced it. It gives the same ids, offsets, words and windows as
/// Hugging Face's `RobertaTokenizer`.
///
/// It follows tokenizers 0.23.3 and transformers 5.23.0, and uses their Unicode data, not the system's. A value may be used
/// from any number of threads.
package struct BytePairTokenizer: Tokenizer {
    /// The tokens in the alphabet of bytes, as their files have them.
    let vocabulary: Vocabulary
    /// In the order of their ranks.
    let merges: [PairMerges.Merge]
    let addedTokens: [AddedToken]
    /// Searches the text for the added tokens that are not normalised, and then what is between them for the others. There is no
    /// normaliser, but the order can matter.
    let matchers: [AddedTokenMatcher<UInt8>]
    private(set) var addsPrefixSpace: Bool
    let trimsOffsets: Bool

    let pairs: PairMerges
    /// The token of each byte.
    let byteIDs: FrozenTable<Int32>
    /// The words that are merged to a single token, by their bytes.
    let wholeWords: TokenTable
    /// The blanks of each token of the vocabulary.
    let blanks: FrozenTable<UInt32>

    /// The id of `<pad>`.
    package let padID: Int32
    /// The id of `<unk>`.
    package let unknownID: Int32
    /// The id of `<s>`.
    package let classificationID: Int32
    /// The id of `</s>`.
    package let separatorID: Int32
    /// The id of `<mask>`.
    package let maskID: Int32

    init(_ vocabulary: Vocabulary, _ merges: [PairMerges.Merge], _ settings: BytePairSettings) throws {
        let specials = try settings.specialIDs(in: vocabulary)
        (padID, unknownID, maskID) = (specials.pad, specials.unknown, specials.mask)
        (classificationID, separatorID) = (specials.classification, specials.separator)
        let added = settings.addedTokens(with: specials).sorted { $0.id < $1.id }
        self.vocabulary = vocabulary
        self.merges = merges
        addedTokens = added
        addsPrefixSpace = settings.addsPrefixSpace
        trimsOffsets = settings.trimsOffsets
        matchers = [false, true].map { isNormalized in
            AddedTokenMatcher(added.filter { $0.isNormalized == isNormalized }.map { (Array($0.content.utf8), $0) })
        }
        byteIDs = FrozenTable(
            try ByteLevelAlphabet.scalars.enumerated().map { byte, scalar in
                guard let id = vocabulary.id(of: String(scalar)) else {
                    throw TokenizationError.missingByte(
                        source: settings.source, byte: UInt8(byte), token: String(scalar))
                }
                return id
            })
        pairs = PairMerges(merges)
        wholeWords = Self.wholeWords(vocabulary, byteIDs, pairs)
        blanks = FrozenTable((0..<Int32(vocabulary.count)).map { Self.blanks(vocabulary.token($0)) })
    }

    /// Finds the tokens that their own bytes are merged to. Most are, but a token that no merge leads to is not, nor one whose parts are
    /// merged with others first.
    private static func wholeWords(
        _ vocabulary: Vocabulary, _ byteIDs: FrozenTable<Int32>, _ pairs: PairMerges
    ) -> TokenTable {
        var bytes: [UInt8] = []
        var tokens: [(range: Range<Int>, id: Int32)] = []
        var word = MergedWord()
        for id in 0..<Int32(vocabulary.count) {
            guard let spelling = ByteLevelAlphabet.bytes(vocabulary.token(id)), !spelling.isEmpty else { continue }
            spelling.withUnsafeBufferPointer { buffer in
                guard let start = buffer.baseAddress else { return }
                word.merge(start, count: buffer.count, byteIDs: byteIDs, merges: pairs)
            }
            guard word.symbols[0].id == id, Int(word.symbols[0].length) == spelling.count else { continue }
            tokens.append((bytes.count..<bytes.count + spelling.count, id))
            bytes += spelling
        }
        let stored = FrozenTable(bytes + [UInt8](repeating: 0, count: WordBuffer.slack))
        var table = TokenTable.Builder(capacity: tokens.count)
        for (range, id) in tokens { table.insert(range, id: id, bytes: stored) }
        return TokenTable(table, bytes: stored)
    }

    /// The number of blanks at the start of a token, and in the upper half of the bits those at its end.
    static func blanks(_ token: String) -> UInt32 {
        let start = ByteLevelAlphabet.blanks(token.unicodeScalars)
        let end = ByteLevelAlphabet.blanks(token.unicodeScalars.reversed())
        return UInt32(min(start, 0xFFFF)) | UInt32(min(end, 0xFFFF)) << 16
    }

    var template: SequenceTemplate {
        SequenceTemplate(
            start: classificationID, middle: [separatorID, separatorID], end: separatorID, secondType: 0)
    }

    package var specialIDs: [Int32] { [classificationID, separatorID, padID, unknownID, maskID] }

    package var vocabularySize: Int { max(vocabulary.count, Int(addedTokens.map(\.id).max() ?? -1) + 1) }

    /// Always false: upper and lower case are different bytes.
    package var lowercases: Bool { false }

    /// The same with `add_prefix_space`, so that the first word of a text is encoded like the others.
    package var forWords: any Tokenizer {
        var tokenizer = self
        tokenizer.addsPrefixSpace = true
        return tokenizer
    }

    package var content: [String] {
        let added = addedTokens.flatMap { token in
            [
                "\(token.id)", token.content,
                "\([token.isSpecial, token.isSingleWord, token.stripsLeft, token.stripsRight, token.isNormalized])",
            ]
        }
        return (0..<Int32(vocabulary.count)).map(vocabulary.token)
            + merges.map { "\($0.left) \($0.right)" } + ["\(specialIDs) \([addsPrefixSpace, trimsOffsets])"] + added
    }

    /// The text of a token in the alphabet of bytes, where a space is `Ġ`. Empty for an id without a token.
    package func token(_ id: Int32) -> String {
        addedTokens.first { $0.id == id }?.content ?? vocabulary.token(id)
    }
}
