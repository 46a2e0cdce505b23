/// The settings in a tokenizer's files, apart from the vocabulary, that every kind of tokenizer has.
protocol TokenizerSettings {
    /// The place of the vocabulary in errors.
    var source: String { get }
    var names: SpecialTokenNames { get set }
    var addedTokens: [AddedToken] { get set }
}

/// The names of the tokens with a role in sequences.
struct SpecialTokenNames {
    var pad, unknown, classification, separator, mask: String

    static let bert = SpecialTokenNames(
        pad: "[PAD]", unknown: "[UNK]", classification: "[CLS]", separator: "[SEP]", mask: "[MASK]")
    static let roberta = SpecialTokenNames(
        pad: "<pad>", unknown: "<unk>", classification: "<s>", separator: "</s>", mask: "<mask>")

    var all: [String] { [pad, unknown, classification, separator, mask] }
}

struct SpecialTokenIDs {
    let pad, unknown, classification, separator, mask: Int32
}

extension TokenizerSettings {
    /// The ids of the special tokens. Throws if there is none for one of them, or if a token of the vocabulary has two ids.
    func specialIDs(in vocabulary: Vocabulary) throws -> SpecialTokenIDs {
        if let (first, second) = vocabulary.duplicate {
            throw TokenizationError.duplicateToken(
                source: source, token: vocabulary.token(first), first: Int(first), second: Int(second))
        }
        func special(_ name: String) throws -> Int32 {
            if let id = addedTokens.first(where: { $0.content.utf8.elementsEqual(name.utf8) })?.id { return id }
            guard let id = vocabulary.id(of: name) else {
                throw TokenizationError.missingSpecialToken(source: source, token: name)
            }
            return id
        }
        return SpecialTokenIDs(
            pad: try special(names.pad), unknown: try special(names.unknown),
            classification: try special(names.classification), separator: try special(names.separator),
            mask: try special(names.mask))
    }

    /// The added tokens, and after them the special tokens that are not among them.
    func addedTokens(with specials: SpecialTokenIDs) -> [AddedToken] {
        var added = addedTokens
        for (name, id) in [
            (names.unknown, specials.unknown), (names.separator, specials.separator), (names.pad, specials.pad),
            (names.classification, specials.classification), (names.mask, specials.mask),
        ] where !added.contains(where: { $0.id == id }) {
            added.append(AddedToken(id: id, content: name))
        }
        return added
    }
}

/// The settings of a WordPiece tokenizer.
struct BERTSettings: TokenizerSettings {
    var source: String
    var steps = BERTNormalizer.Steps()
    var names = SpecialTokenNames.bert
    var addedTokens: [AddedToken] = []
    var continuingPrefix = "##"
    var maxWordScalars = 100
    var cleansUpDecoding = true
}

/// The settings of a byte-level BPE tokenizer.
struct BytePairSettings: TokenizerSettings {
    var source: String
    var names = SpecialTokenNames.roberta
    var addedTokens: [AddedToken] = []
    /// Whether a text gets a space before it, so that its first word is encoded like the others: `add_prefix_space`.
    var addsPrefixSpace = false
    /// Whether offsets leave out the blanks of a token: `trim_offsets`.
    var trimsOffsets = true
}
