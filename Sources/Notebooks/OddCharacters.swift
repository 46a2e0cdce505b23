/// Characters that look like others or are invisible. Word processors, web pages and PDF files insert them into text.
extension Unicode.Scalar {
    /// True for a blank other than a space, a tab or a line end.
    var isOddBlank: Bool { !isASCII && properties.isWhitespace }

    /// True for an invisible character: control characters, direction marks, joiners, zero-width blanks.
    var isInvisible: Bool {
        switch properties.generalCategory {
        case .format: true
        case .control: value != 0x09 && value != 0x0A && value != 0x0D && value != 0x85
        default: value == 0x034F || value == 0x115F || value == 0x3164 || value == 0xFFA0 || value == 0x2800
        }
    }

    /// True for a character that looks like an ASCII character.
    var isLookalike: Bool { lookalike != nil }

    /// The ASCII character that was probably meant: `-` for dashes, `"` and `'` for typographic quotes, and the
    /// ASCII character for its full-width form.
    var lookalike: Unicode.Scalar? {
        switch value {
        case 0x2010...0x2015, 0x2043, 0x2212, 0x02D7, 0x058A, 0xFE58, 0xFE63: "-"
        case 0x201C...0x201F, 0x00AB, 0x00BB, 0x2033, 0x02BA, 0x300C, 0x300D: "\""
        case 0x2018...0x201B, 0x2039, 0x203A, 0x2032, 0x02B9, 0x02BC: "'"
        case 0x00B4, 0x02CB: "`"
        case 0x2223, 0x00A6: "|"
        case 0x02DC, 0x223C: "~"
        case 0xFF01...0xFF5E: Unicode.Scalar(value - 0xFEE0)
        case 0xFE55, 0x2236, 0xA789: ":"
        default: nil
        }
    }

    /// True for a typographic quote that can open a quoted text.
    var isOpeningQuote: Bool { lookalike == "\"" || lookalike == "'" || value == 0xB4 }
}

extension StringProtocol {
    /// True if all characters are printable ASCII, so that none looks like another one.
    private var isPlain: Bool { utf8.allSatisfy { (0x20..<0x7F).contains($0) } }

    /// The text in ASCII: lookalikes replaced, invisible characters removed, odd blanks replaced by spaces.
    var plainly: String {
        guard !isPlain else { return String(self) }
        var text = String.UnicodeScalarView()
        for scalar in unicodeScalars where !scalar.isInvisible {
            text.append(scalar.isOddBlank ? " " : scalar.lookalike ?? scalar)
        }
        return String(text)
    }

    /// The first scalar that `plainly` changes, and the number of scalars before it.
    var firstOdd: (scalar: Unicode.Scalar, offset: Int)? {
        guard !isPlain else { return nil }
        let found = unicodeScalars.enumerated().first {
            $0.element.isInvisible || $0.element.isOddBlank || $0.element.isLookalike
        }
        return found.map { ($0.element, $0.offset) }
    }

    /// The text shortened to this many characters by omitting its middle.
    package func brief(_ limit: Int = 80) -> String {
        guard unicodeScalars.dropFirst(limit).first != nil else { return String(self) }
        let half = (limit - 1) / 2
        var text = String.UnicodeScalarView(unicodeScalars.prefix(limit - 1 - half))
        text.append("…")
        text.append(contentsOf: unicodeScalars.suffix(half))
        return String(text)
    }
}
