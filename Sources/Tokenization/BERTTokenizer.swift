/// BERT's WordPiece tokenizer. It gives the same ids, offsets, words and windows as Hugging Face's `BertTokenizerFast`.
///
/// It follows tokenizers 0.23.3 and transformers 5.23.0, and uses their Unicode data, not the system's. A value may be used
/// from any number of threads.
package struct BERTTokenizer: Tokenizer {
    let vocabulary: Vocabulary
    let normalizer: BERTNormalizer
    let addedTokens: [AddedToken]
    let rawMatcher: AddedTokenMatcher<UInt8>
    let normalizedMatcher: AddedTokenMatcher<UInt32>
    let continuingPrefix: String
    let maxWordScalars: Int
    let cleansUpDecoding: Bool

    /// The id of `[PAD]`.
    package let padID: Int32
    /// The id of `[UNK]`.
    package let unknownID: Int32
    /// The id of `[CLS]`.
    package let classificationID: Int32
    /// The id of `[SEP]`.
    package let separatorID: Int32
    /// The id of `[MASK]`.
    package let maskID: Int32

    /// A tokenizer with these tokens. The id of a token is its index.
    ///
    /// `[PAD]`, `[UNK]`, `[CLS]`, `[SEP]` and `[MASK]` must be among them, and no token may occur twice. Accents are stripped
    /// if `stripAccents` is true. By default they are stripped when the text is lower-cased, as in the original BERT.
    package init(
        vocabulary: [String], lowercase: Bool = true, stripAccents: Bool? = nil, spacesCJK: Bool = true
    ) throws {
        var settings = BERTSettings(source: "the vocabulary")
        settings.steps.lowercases = lowercase
        settings.steps.stripsAccents = stripAccents ?? lowercase
        settings.steps.spacesIdeographs = spacesCJK
        try self.init(Vocabulary(vocabulary), settings)
    }

    init(_ vocabulary: Vocabulary, _ settings: BERTSettings) throws {
        let specials = try settings.specialIDs(in: vocabulary)
        (padID, unknownID, maskID) = (specials.pad, specials.unknown, specials.mask)
        (classificationID, separatorID) = (specials.classification, specials.separator)
        var added = settings.addedTokens(with: specials)
        let normalizer = BERTNormalizer(settings.steps)
        var normalized: [(units: [UInt32], token: AddedToken)] = []
        for at in added.indices where added[at].isNormalized {
            let utf8 = Array(added[at].content.utf8)
            let scalars = utf8.withUnsafeBufferPointer { normalizer.normalize($0, origin: 0).scalars }
            added[at].spelling = String(String.UnicodeScalarView(scalars.compactMap(Unicode.Scalar.init)))
            normalized.append((scalars, added[at]))
        }
        rawMatcher = AddedTokenMatcher(added.filter { !$0.isNormalized }.map { (Array($0.content.utf8), $0) })
        normalizedMatcher = AddedTokenMatcher(normalized)
        self.vocabulary = vocabulary
        self.normalizer = normalizer
        addedTokens = added
        continuingPrefix = settings.continuingPrefix
        maxWordScalars = settings.maxWordScalars
        cleansUpDecoding = settings.cleansUpDecoding
    }

    var template: SequenceTemplate {
        SequenceTemplate(start: classificationID, middle: [separatorID], end: separatorID, secondType: 1)
    }

    package var specialIDs: [Int32] { [classificationID, separatorID, padID, unknownID, maskID] }

    /// The number of ids, including added tokens: the embedding table needs at least this many rows.
    package var vocabularySize: Int {
        max(vocabulary.count, Int(addedTokens.map(\.id).max() ?? -1) + 1)
    }

    package var content: [String] {
        let steps = normalizer.steps
        let flags =
            [steps.cleansText, steps.spacesIdeographs, steps.stripsAccents, steps.lowercases, cleansUpDecoding]
        let added = addedTokens.flatMap { token in
            [
                "\(token.id)", token.content,
                "\([token.isSpecial, token.isSingleWord, token.stripsLeft, token.stripsRight, token.isNormalized])",
            ]
        }
        return (0..<Int32(vocabulary.count)).map(vocabulary.token) + [
            "\(specialIDs) \(flags)", continuingPrefix, "\(maxWordScalars)",
        ]
            + added
    }

    /// Whether text is lower-cased.
    package var lowercases: Bool { normalizer.steps.lowercases }

    /// True when accents are removed, `strip_accents`.
    package var stripsAccents: Bool { normalizer.steps.stripsAccents }

    /// True when blanks are put around CJK ideographs, `tokenize_chinese_chars`.
    package var spacesCJK: Bool { normalizer.steps.spacesIdeographs }

    /// The text of a token, including `##`. Empty for an id without a token.
    package func token(_ id: Int32) -> String {
        addedTokens.first { $0.id == id }?.content ?? vocabulary.token(id)
    }

    /// The id of the token with exactly these bytes, or nil if there is none.
    package func id(of token: String) -> Int32? {
        addedTokens.first { $0.content.utf8.elementsEqual(token.utf8) }?.id ?? vocabulary.id(of: token)
    }
}
