/// The token that identifies the user to the Hub. Nothing that is printed, logged or reflected shows it.
package struct HubToken: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Used only for the header that carries it.
    let secret: String

    /// - Parameters:
    ///   - text: Line ends and blanks around it are removed, as `huggingface_hub` does.
    ///   - source: The text's origin, for the error: `HF_TOKEN` or a path.
    /// - Returns: Nil for a blank text.
    /// - Throws: `HubError.badSetting` for a text that is not valid in a header. The error doesn't show the text.
    package init?(_ text: String, from source: String) throws(HubError) {
        // Compares scalars, because Swift treats a carriage return and a line feed as one character.
        let joined = text.unicodeScalars.filter { $0 != "\r" && $0 != "\n" }
        let isBlank = { (scalar: Unicode.Scalar) in scalar == " " || scalar == "\t" }
        let start = joined.drop(while: isBlank)
        let trimmed = start.reversed().drop(while: isBlank).reversed()
        if trimmed.isEmpty { return nil }
        guard trimmed.allSatisfy({ (0x21...0x7E).contains($0.value) }) else {
            throw .badSetting(name: source, reason: "its token contains characters that are not allowed in tokens")
        }
        secret = String(String.UnicodeScalarView(trimmed))
    }

    package var description: String { "a token" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
