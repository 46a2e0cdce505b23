extension JSONScanner {
    /// Converts a string's bytes to text.
    func text(_ utf8: ArraySlice<UInt8>, from start: Int) throws -> String {
        guard let text = String(validating: utf8, as: UTF8.self) else {
            throw malformed("a string is not UTF-8", at: start)
        }
        return text
    }

    /// Reads the rest of a string from its first escape on.
    mutating func escapedString(from start: Int) throws -> String {
        var text = Array(bytes[start..<index])
        while true {
            let byte = try current()
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return try self.text(text[...], from: start)
            case UInt8(ascii: "\\"): text.append(contentsOf: String(Character(try escape())).utf8)
            case 0..<0x20: throw malformed("a string contains a control character", at: index - 1)
            default: text.append(byte)
            }
        }
    }

    private mutating func escape() throws -> Unicode.Scalar {
        let byte = try current()
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw malformed("a string contains an unknown escape", at: index - 2)
        }
    }

    private mutating func unicodeEscape() throws -> Unicode.Scalar {
        let start = index - 2
        let first = try fourHexDigits()
        let afterFirst = index
        if (0xD800..<0xDC00).contains(first), bytes[index...].starts(with: [0x5C, 0x75]) {
            index += 2
            let second = try fourHexDigits()
            if (0xDC00..<0xE000).contains(second) {
                return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
            }
            index = afterFirst
        }
        if let scalar = Unicode.Scalar(first) { return scalar }
        if refusesLoneSurrogates { throw malformed("half of a surrogate pair is missing", at: start) }
        return "\u{FFFD}"
    }

    private mutating func fourHexDigits() throws -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = try current()
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw malformed("\\u is not followed by four hexadecimal digits", at: index)
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }
}
