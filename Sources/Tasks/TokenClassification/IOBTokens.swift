import Outputs

/// Tokens with labels of IOB and related schemes, e.g. `B-PER`. The type determines the token's colour.
extension TokenRows.Token {
    init(_ text: String, iob label: String) {
        self.init(text, label: label, group: Self.type(of: label))
    }

    /// `PER` for `B-PER`, `I-PER` and the other prefixes of related schemes; nil for a label that names no type.
    static func type(of label: String) -> String? {
        let scalars = label.unicodeScalars
        guard scalars.count > 2, let first = scalars.first, "BIESLU".unicodeScalars.contains(first),
            scalars.dropFirst().first == "-"
        else { return nil }
        return String(scalars.dropFirst(2))
    }
}
