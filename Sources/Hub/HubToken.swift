/// What proves to the Hub who asks. Nothing that is printed, logged or reflected shows it.
package struct HubToken: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// For the one header that it is sent in.
    let secret: String

    /// - Parameters:
    ///   - text: Line ends and blanks around it are dropped, as `huggingface_hub` does.
    ///   - source: Where the text is from, for the error: `HF_TOKEN` or a path.
    /// - Returns: Nil for a text of blanks.
    /// - Throws: `HubError.badSetting` for a text that can't stand in a header; the error doesn't show it.
    package init?(_ text: String, from source: String) throws(HubError) {
        // By scalar: a carriage return and a line feed are one character.
        let joined = text.unicodeScalars.filter { $0 != "\r" && $0 != "\n" }
        let isBlank = { (scalar: Unicode.Scalar) in scalar == " " || scalar == "\t" }
        let start = joined.drop(while: isBlank)
        let trimmed = start.reversed().drop(while: isBlank).reversed()
        if trimmed.isEmpty { return nil }
        guard trimmed.allSatisfy({ (0x21...0x7E).contains($0.value) }) else {
            throw .badSetting(name: source, reason: "the token in it has characters that no token has")
        }
        secret = String(String.UnicodeScalarView(trimmed))
    }

    package var description: String { "a token" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
