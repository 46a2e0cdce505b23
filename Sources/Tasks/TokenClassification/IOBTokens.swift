import Outputs

/// Tokens with labels of IOB and its relatives, e.g. `B-PER`: the type gives a token its colour.
extension TokenRows.Token {
    init(_ text: String, iob label: String) {
        self.init(text, label: label, group: Self.type(of: label))
    }

    /// A token whose label was predicted: `I-ORG ≠ O` where it is not the true one.
    init(_ text: String, predicted: String, expected: String) {
        guard predicted != expected else {
            self.init(text, iob: expected == "O" ? "" : expected)
            return
        }
        let (found, wanted) = (Self.type(of: predicted), Self.type(of: expected))
        self.init(
            text, label: "\(predicted) ≠ \(expected)", group: found ?? wanted,
            mistake: found == nil && wanted != nil ? .missed : .wrong)
    }

    /// `PER` of `B-PER`, `I-PER` and the other letters of IOB's relatives; nil for a label that names no type.
    private static func type(of label: String) -> String? {
        let scalars = label.unicodeScalars
        guard scalars.count > 2, let first = scalars.first, "BIESLU".unicodeScalars.contains(first),
            scalars.dropFirst().first == "-"
        else { return nil }
        return String(scalars.dropFirst(2))
    }
}
