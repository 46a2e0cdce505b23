extension StringProtocol {
    /// The text with every character that would control a terminal or change the reading direction written as `<U+001B>`.
    ///
    /// These are the control characters of ASCII and Latin-1 other than tab and line feed, and Unicode's marks, embeddings,
    /// overrides and isolates of writing direction with its line and paragraph separators.
    package var visible: String {
        // Most texts are ASCII.
        let isPlain = utf8.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x09 || $0 == 0x0A }
        guard !isPlain, unicodeScalars.contains(where: \.isSteering) else { return String(self) }
        var text = ""
        for scalar in unicodeScalars {
            if scalar.isSteering {
                text += scalar.codePointName
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}

extension Unicode.Scalar {
    /// True for a character that a terminal interprets instead of showing it.
    package var isSteering: Bool {
        switch value {
        case 0x09, 0x0A: false
        case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// The code point as `<U+202E>`.
    package var codePointName: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "<U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)>"
    }
}
