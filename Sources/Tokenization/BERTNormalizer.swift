/// Hugging Face's `BertNormalizer` and `BertPreTokenizer` together: the treatment of every scalar, computed in advance.
///
/// The steps are, in this order: drop control characters and turn blanks into spaces; put spaces around ideographs; decompose
/// canonically and drop nonspacing marks; convert each scalar to lower case; then split at white space and around
/// punctuation. Each step acts on one scalar at a time. Only decomposition may also move combining marks, which matters
/// only for the few marks that are not dropped. A text with such a mark is processed by `BERTNormalizer+Reordering`.
struct BERTNormalizer: Sendable {
    /// Which of the steps are enabled.
    struct Steps: Sendable, Equatable {
        var cleansText = true
        var spacesIdeographs = true
        var stripsAccents = true
        var lowercases = true
    }

    /// The pre-tokenizer's class of a scalar.
    enum Kind: UInt32 {
        case word, blank, punctuation
    }

    /// The treatment of a scalar. Numbers from `expansion` on are indices in `expansions`.
    enum Action {
        static let keep: UInt16 = 0
        static let drop: UInt16 = 1
        static let blank: UInt16 = 2
        static let punctuation: UInt16 = 3
        static let ideograph: UInt16 = 4
        static let syllable: UInt16 = 5
        static let reorder: UInt16 = 6
        static let expansion: UInt16 = 8
    }

    let steps: Steps
    let actions: PagedTable<UInt16>
    /// For each byte below 0x80, its action in the upper eight bits and its normalised byte in the lower
    /// eight bits. For the other bytes, `notASCII`.
    let ascii: FrozenTable<UInt16>
    /// The start of each expansion, and the end of the last one.
    let expansionStarts: FrozenTable<UInt32>
    /// Scalars, with their `Kind` in the bits from 21 on.
    let expansions: FrozenTable<UInt32>

    static let notASCII: UInt16 = 0xFF00

    init(_ steps: Steps) {
        var compiler = ActionCompiler(steps: steps)
        self.steps = steps
        actions = PagedTable { page in
            UnicodeData.frozen.isPlain(page: page) ? compiler.action(UInt32(page * PagedTable<UInt16>.pageSize)) : nil
        } value: { codePoint in
            compiler.action(codePoint)
        }
        expansionStarts = FrozenTable(compiler.starts)
        expansions = FrozenTable(compiler.scalars)

        var ascii = [UInt16](repeating: Self.notASCII, count: 256)
        for byte in UInt16(0)..<0x80 {
            let action = actions[UInt32(byte)]
            if action < Action.expansion {
                ascii[Int(byte)] = action << 8 | byte
            } else {
                // The only expansion of an ASCII scalar is its lower-case letter.
                let scalar = compiler.scalars[Int(compiler.starts[Int(action - Action.expansion)])]
                ascii[Int(byte)] = Action.keep << 8 | UInt16(scalar & 0x7F)
            }
        }
        self.ascii = FrozenTable(ascii)
    }
}

/// Computes the actions of scalars, and collects the expansions.
private struct ActionCompiler {
    typealias Action = BERTNormalizer.Action

    let steps: BERTNormalizer.Steps
    var starts: [UInt32] = [0]
    var scalars: [UInt32] = []
    private var decomposed: [UInt32] = []
    private var result: [UInt32] = []
    private var decompositionKey = 0
    private var lowercaseKey = 0

    init(steps: BERTNormalizer.Steps) { self.steps = steps }

    /// The action of a code point. Code points have to be requested in ascending order.
    mutating func action(_ codePoint: UInt32) -> UInt16 {
        let data = UnicodeData.frozen
        var scalar = codePoint
        let properties = data.properties(scalar)
        if steps.cleansText {
            if properties.contains(.control) { return Action.drop }
            if properties.contains(.blank) { scalar = 0x20 }
        }
        let isSpaced = steps.spacesIdeographs && properties.contains(.ideograph)
        if steps.stripsAccents, Hangul.contains(scalar) { return Action.syllable }
        let isDecomposed = Self.advance(&decompositionKey, in: data.decompositions.keys, to: codePoint)
        let isLowered = Self.advance(&lowercaseKey, in: data.lowercase.keys, to: codePoint)
        if !(isDecomposed && steps.stripsAccents), !(isLowered && steps.lowercases), !isSpaced, scalar == codePoint {
            return plainAction(scalar, properties)
        }

        decomposed.removeAll(keepingCapacity: true)
        result.removeAll(keepingCapacity: true)
        if steps.stripsAccents {
            data.decompose(scalar, into: &decomposed)
            for part in decomposed where !data.properties(part).contains(.nonspacing) {
                if data.combiningClass(part) != 0 { return Action.reorder }
                result.append(part)
            }
        } else {
            result.append(scalar)
        }
        if steps.lowercases {
            decomposed.removeAll(keepingCapacity: true)
            for part in result {
                if let lower = data.lowercase[part] {
                    decomposed.append(contentsOf: lower)
                } else {
                    decomposed.append(part)
                }
            }
            swap(&decomposed, &result)
        }
        return encode(codePoint, isSpaced: isSpaced)
    }

    /// Whether the code point is one of the keys. Moves `place` up to it.
    private static func advance(_ place: inout Int, in keys: [UInt32], to codePoint: UInt32) -> Bool {
        while place < keys.count, keys[place] < codePoint { place += 1 }
        return place < keys.count && keys[place] == codePoint
    }

    /// The action of a scalar that is not replaced by another.
    private func plainAction(_ scalar: UInt32, _ properties: ScalarProperties) -> UInt16 {
        if steps.stripsAccents {
            if properties.contains(.nonspacing) { return Action.drop }
            if UnicodeData.frozen.combiningClass(scalar) != 0 { return Action.reorder }
        }
        if properties.contains(.whitespace) { return Action.blank }
        return properties.contains(.punctuation) ? Action.punctuation : Action.keep
    }

    private mutating func encode(_ codePoint: UInt32, isSpaced: Bool) -> UInt16 {
        if result.isEmpty { return isSpaced ? Action.blank : Action.drop }
        if result.count == 1 {
            let kind = BERTNormalizer.kind(of: result[0])
            if isSpaced {
                if result[0] == codePoint, kind == .word { return Action.ideograph }
            } else if kind == .blank {
                return Action.blank
            } else if result[0] == codePoint {
                return kind == .punctuation ? Action.punctuation : Action.keep
            }
        }
        let blank = 0x20 | BERTNormalizer.Kind.blank.rawValue << 21
        if isSpaced { scalars.append(blank) }
        for part in result { scalars.append(part | BERTNormalizer.kind(of: part).rawValue << 21) }
        if isSpaced { scalars.append(blank) }
        starts.append(UInt32(scalars.count))
        return Action.expansion + UInt16(starts.count - 2)
    }
}

extension BERTNormalizer {
    /// The pre-tokenizer's class of a scalar in normalised text.
    static func kind(of scalar: UInt32) -> Kind {
        let properties = UnicodeData.frozen.properties(scalar)
        if properties.contains(.whitespace) { return .blank }
        return properties.contains(.punctuation) ? .punctuation : .word
    }
}
