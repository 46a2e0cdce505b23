/// A tag of a CoNLL file: the position of its word in an entity, and the entity's type.
struct CoNLLTag {
    enum Place { case outside, begin, inside, end, single }

    let place: Place
    /// Bytes of the type; empty outside entities.
    let type: ArraySlice<UInt8>

    /// Nil for anything other than `O`, or one of `B`, `I`, `E`, `S` (or BILOU's `L`, `U`) with a hyphen and a type.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard let first = bytes.first else { return nil }
        if bytes.count == 1, first == UInt8(ascii: "O") {
            (place, type) = (.outside, [])
            return
        }
        guard bytes.count > 2, bytes[bytes.startIndex + 1] == UInt8(ascii: "-") else { return nil }
        type = bytes.dropFirst(2)
        guard CoNLLTag.isVisible(type) else { return nil }
        switch first {
        case UInt8(ascii: "B"): place = .begin
        case UInt8(ascii: "I"): place = .inside
        case UInt8(ascii: "E"), UInt8(ascii: "L"): place = .end
        case UInt8(ascii: "S"), UInt8(ascii: "U"): place = .single
        default: return nil
        }
    }

    /// Whether the type has only visible characters, so that it cannot be mistaken for another.
    private static func isVisible(_ type: ArraySlice<UInt8>) -> Bool {
        if type.allSatisfy({ (0x21...0x7E).contains($0) }) { return true }
        return String(decoding: type, as: UTF8.self).unicodeScalars.allSatisfy {
            ![.format, .control, .spaceSeparator, .lineSeparator, .paragraphSeparator]
                .contains($0.properties.generalCategory)
        }
    }

    /// Whether no later word belongs to its entity.
    var isLast: Bool { place == .end || place == .single }

    /// The tag that a differently spelled one probably stands for: `b-org`, `B_ORG`, `ORG-B`, `ORG`, `o`; nil if that is unclear.
    static func meant(by tag: String) -> String? {
        let letters = tag.unicodeScalars.filter { $0.properties.generalCategory != .format }.map {
            "_:/".unicodeScalars.contains($0) || $0.properties.generalCategory == .dashPunctuation ? "-" : $0
        }
        guard letters.count <= 40 else { return nil }
        func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars)
            return String(view)
        }
        if ["o", "O", "0"].contains(text(letters)) { return "O" }
        var halves = letters.split(separator: "-", maxSplits: 1).map(text)
        if halves.count == 1, halves[0].allSatisfy(\.isLetter), halves[0].count > 1 { halves.insert("B", at: 0) }
        guard halves.count == 2 else { return nil }
        let places = ["B", "I", "E", "S", "L", "U"]
        if !places.contains(halves[0].uppercased()), places.contains(halves[1].uppercased()) { halves.swapAt(0, 1) }
        guard places.contains(halves[0].uppercased()) else { return nil }
        return "\(halves[0].uppercased())-\(halves[1])"
    }
}
