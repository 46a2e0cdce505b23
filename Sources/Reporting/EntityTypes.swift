/// How entity types look: a colour and an underline that follow from the type's name, so that a type looks the same in
/// every cell of every report.
enum EntityTypes {
    /// How many looks the stylesheet has: eight colours, each with four underlines.
    static let lookCount = 32
    /// CoNLL-2003's types, which most reports show, have a colour each.
    private static let usual = ["LOC", "MISC", "ORG", "PER"]

    /// The class that gives a type its colour and underline. Other types share the looks that the usual ones leave, and
    /// keep their letters.
    static func cssClass(_ type: String) -> String {
        if let place = usual.firstIndex(of: type) { return "look-\(place + 1)" }
        // Bernstein's hash: it does not change between runs and machines, as Swift's own does.
        let hash = type.utf8.reduce(UInt64(0)) { $0 &* 33 &+ UInt64($1) }
        return "look-\(usual.count + 1 + Int(hash % UInt64(lookCount - usual.count)))"
    }
}

/// The label of a token: `B-PER`, or `I-ORG ≠ O` for one that was predicted and is not the true one.
struct TokenLabel {
    /// What was predicted, where that is known.
    let shown: Substring
    /// The true label, when `shown` is another.
    let expected: Substring?

    init(_ label: String) {
        let sign = label.firstRange(of: " ≠ ")
        shown = sign.map { label[..<$0.lowerBound] } ?? label[...]
        expected = sign.map { label[$0.upperBound...] }
    }

    /// Classes for the look of the type, and for a mistake: `entity look-4`, `entity look-3 wrong`; a missed entity has
    /// the look of its true type, and is `missed`. Nil for a word that is rightly outside of all entities.
    var cssClasses: String? {
        let type = Self.type(of: shown) ?? expected.flatMap(Self.type)
        var names = type.map { ["entity", EntityTypes.cssClass($0)] } ?? []
        if expected != nil { names.append("wrong") }
        if expected != nil, Self.type(of: shown) == nil, type != nil { names.append("missed") }
        return names.isEmpty ? nil : names.joined(separator: " ")
    }

    /// `PER` of `B-PER`, `I-PER` and the other letters of IOB's relatives; nil for a label that names no type.
    private static func type(of label: Substring) -> String? {
        let scalars = label.unicodeScalars
        guard scalars.count > 2, let first = scalars.first, "BIESLU".unicodeScalars.contains(first),
            scalars.dropFirst().first == "-"
        else { return nil }
        return String(scalars.dropFirst(2))
    }
}
