/// The name of a character that is invisible or looks like another one.
extension Unicode.Scalar {
    /// `U+200B ZERO WIDTH SPACE`.
    package var codePointAndName: String {
        let digits = String(value, radix: 16, uppercase: true)
        let name = properties.name ?? properties.nameAlias ?? Self.controlNames[value]
        return "U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)" + (name.map { " \($0)" } ?? "")
    }

    /// Unicode has no names for control characters.
    private static let controlNames: [UInt32: String] = [
        0x00: "NULL", 0x07: "BELL", 0x08: "BACKSPACE", 0x0B: "VERTICAL TAB", 0x0C: "FORM FEED", 0x1B: "ESCAPE",
        0x7F: "DELETE",
        0x85: "NEXT LINE", 0x9B: "CONTROL SEQUENCE INTRODUCER",
    ]
}
