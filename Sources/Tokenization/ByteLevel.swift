/// The alphabet in which byte-level vocabularies are written: a printable character for each byte, `bytes_to_unicode` of GPT-2.
///
/// A space is `Ġ`, and `é`, two bytes in UTF-8, is `Ã©`.
enum ByteLevelAlphabet {
    /// The character of each byte.
    static let scalars: [Unicode.Scalar] = {
        var next: UInt32 = 256
        return (UInt32(0)..<256).map { byte in
            let isPrintable = (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || byte >= 0xAE
            defer { if !isPrintable { next += 1 } }
            return Unicode.Scalar(isPrintable ? byte : next) ?? " "
        }
    }()

    private static let byteOfScalar: [UInt32: UInt8] = Dictionary(
        uniqueKeysWithValues: scalars.enumerated().map { ($1.value, UInt8($0)) })

    /// The bytes for which a token stands. Nil if it has a character that is not in the alphabet: then no text gives this token.
    static func bytes(_ token: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(token.utf8.count)
        for scalar in token.unicodeScalars {
            guard let byte = byteOfScalar[scalar.value] else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    /// The number of blanks with which a sequence of characters begins.
    static func blanks(_ scalars: some Sequence<Unicode.Scalar>) -> Int {
        scalars.prefix { $0 == "Ġ" || UnicodeData.frozen.properties($0.value).contains(.whitespace) }.count
    }
}

/// Splits text into the words inside which byte-level BPE merges, by the pattern of GPT-2:
///
///     's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
///
/// The classes of scalars are those of the reference's regular expressions, whose Unicode version is not the system's.
struct ByteLevelSplitter: Sendable {
    enum Class {
        static let other: UInt8 = 0
        static let letter: UInt8 = 1
        static let number: UInt8 = 2
        static let blank: UInt8 = 3
    }

    static let frozen = ByteLevelSplitter()

    private let classes: PagedTable<UInt8>

    private init() { classes = Runs(UnicodeTables.splitClasses).table() }

    /// The end of the word that starts at `start` in valid UTF-8 of `count` bytes.
    func endOfWord(_ text: UnsafePointer<UInt8>, from start: Int, count: Int) -> Int {
        if let end = Self.endOfContraction(text, from: start, count: count) { return end }
        let first = classAndEnd(text, start)
        if first.kind != Class.blank { return endOfRun(first.kind, text, from: first.end, count: count) }
        if text[start] == UInt8(ascii: " "), first.end < count {
            let next = classAndEnd(text, first.end)
            if next.kind != Class.blank { return endOfRun(next.kind, text, from: next.end, count: count) }
        }
        // All blanks but the last, which belongs to what follows if it is a space. A single one stays alone.
        var end = first.end
        var last = start
        while end < count {
            let next = classAndEnd(text, end)
            if next.kind != Class.blank { return last > start ? last : end }
            last = end
            end = next.end
        }
        return end
    }

    private func endOfRun(_ kind: UInt8, _ text: UnsafePointer<UInt8>, from start: Int, count: Int) -> Int {
        var end = start
        while end < count {
            let next = classAndEnd(text, end)
            if next.kind != kind { break }
            end = next.end
        }
        return end
    }

    @inline(__always)
    private func classAndEnd(_ text: UnsafePointer<UInt8>, _ start: Int) -> (kind: UInt8, end: Int) {
        let (scalar, length) = BERTNormalizer.decode(text + start)
        return (classes[scalar], start + length)
    }

    private static func endOfContraction(_ text: UnsafePointer<UInt8>, from start: Int, count: Int) -> Int? {
        guard text[start] == UInt8(ascii: "'"), start + 1 < count else { return nil }
        switch text[start + 1] {
        case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return start + 2
        case UInt8(ascii: "r"), UInt8(ascii: "v"):
            return start + 2 < count && text[start + 2] == UInt8(ascii: "e") ? start + 3 : nil
        case UInt8(ascii: "l"):
            return start + 2 < count && text[start + 2] == UInt8(ascii: "l") ? start + 3 : nil
        default: return nil
        }
    }
}
