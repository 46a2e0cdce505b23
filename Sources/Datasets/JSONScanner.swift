import FileKinds

/// A pull parser over JSON text that always knows its place: line, column and key path.
///
/// It is strict (RFC 8259). Half of a surrogate pair in an escape becomes U+FFFD, so that scalar offsets stay as they
/// are in Python, where it is one code point.
struct JSONScanner {
    private enum Key {
        case name(String)
        case index(Int)
    }

    let file: TextFile
    private var index = 0
    private var keys: [Key] = []

    /// Nesting beyond which a file is refused, so that no input exhausts the stack.
    private static let maxDepth = 128

    init(_ file: TextFile) {
        self.file = file
    }

    /// Where the scanner is, e.g. `data[3].paragraphs[0].qas[2]`; empty at the top.
    var keyPath: String {
        keys.reduce(into: "") { path, key in
            switch key {
            case .name(let name): path += (path.isEmpty ? "" : ".") + name.shortened(to: 40)
            case .index(let index): path += "[\(index)]"
            }
        }
    }

    /// The byte where the next value begins.
    mutating func valueStart() -> Int {
        skipBlanks()
        return index
    }

    /// Reads an object; `body` has to consume the value of each key that it is called with.
    mutating func members(_ body: (inout JSONScanner, _ key: String) throws -> Void) throws {
        try expectKind("an object", first: UInt8(ascii: "{"))
        try sequence(closing: UInt8(ascii: "}")) { scanner, _ in
            let start = scanner.valueStart()
            guard try scanner.current() == UInt8(ascii: "\"") else {
                throw scanner.malformed("a key in quotes is missing", at: start)
            }
            let key = try scanner.string()
            scanner.keys.append(.name(key))
            scanner.skipBlanks()
            guard try scanner.current() == UInt8(ascii: ":") else {
                throw scanner.malformed("a colon is missing after the key", at: scanner.index)
            }
            scanner.index += 1
            try body(&scanner, key)
            scanner.keys.removeLast()
        }
    }

    /// Reads an array; `body` has to consume each element.
    mutating func elements(_ body: (inout JSONScanner) throws -> Void) throws {
        try expectKind("an array", first: UInt8(ascii: "["))
        try sequence(closing: UInt8(ascii: "]")) { scanner, number in
            scanner.keys.append(.index(number))
            try body(&scanner)
            scanner.keys.removeLast()
        }
    }

    /// Reads a string.
    mutating func string() throws -> String {
        try expectKind("a string", first: UInt8(ascii: "\""))
        let start = index
        while index < file.bytes.count {
            let byte = file.bytes[index]
            if byte == UInt8(ascii: "\"") {
                index += 1
                return String(decoding: file.bytes[start..<index - 1], as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            if byte < 0x20 { throw malformed("a control character stands in a string", at: index) }
            index += 1
        }
        throw truncated()
    }

    /// Reads a whole number.
    mutating func integer() throws -> Int {
        let start = valueStart()
        let text = try scalarText()
        if let value = Int(text) { return value }
        throw wrongKind("a whole number", at: start)
    }

    /// Passes over a value of any kind.
    mutating func skip() throws {
        skipBlanks()
        switch try current() {
        case UInt8(ascii: "{"): try members { scanner, _ in try scanner.skip() }
        case UInt8(ascii: "["): try elements { scanner in try scanner.skip() }
        case UInt8(ascii: "\""): _ = try string()
        default: _ = try scalarText()
        }
    }

    /// Makes sure that nothing but blanks follows.
    mutating func end() throws {
        skipBlanks()
        if index < file.bytes.count { throw malformed("something follows the end of the JSON text", at: index) }
    }

    /// The error for an object, begun at a byte, that lacks a key.
    func missing(_ key: String, at start: Int) -> DatasetError {
        let place = file.place(at: start)
        return .missingKey(path: file.path, line: place.line, column: place.column, keyPath: keyPath, key: key)
    }

    // MARK: - Grammar

    private mutating func sequence(
        closing: UInt8, _ element: (inout JSONScanner, _ number: Int) throws -> Void
    ) throws {
        if keys.count >= JSONScanner.maxDepth { throw malformed("values are nested too deeply", at: index) }
        skipBlanks()
        if try current() == closing {
            index += 1
            return
        }
        var number = 0
        while true {
            try element(&self, number)
            number += 1
            skipBlanks()
            let byte = try current()
            index += 1
            if byte == closing { return }
            if byte != UInt8(ascii: ",") { throw malformed("a comma or a closing bracket is missing", at: index - 1) }
        }
    }

    private mutating func expectKind(_ kind: String, first: UInt8) throws {
        skipBlanks()
        guard try current() == first else { throw wrongKind(kind, at: index) }
        index += 1
    }

    private mutating func skipBlanks() {
        while index < file.bytes.count {
            switch file.bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            default: return
            }
        }
    }

    private func current() throws -> UInt8 {
        guard index < file.bytes.count else { throw truncated() }
        return file.bytes[index]
    }

    /// Reads a number or one of the three words, and checks how it is written.
    private mutating func scalarText() throws -> String {
        skipBlanks()
        let start = index
        loop: while index < file.bytes.count {
            switch file.bytes[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
                index += 1
            default: break loop
            }
        }
        let text = String(decoding: file.bytes[start..<index], as: UTF8.self)
        if ["true", "false", "null"].contains(text) || JSONScanner.isNumber(text) { return text }
        if index == file.bytes.count { throw truncated() }
        if text.isEmpty, [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\"")].contains(file.bytes[index]) {
            throw wrongKind("a whole number", at: index)
        }
        throw malformed("a value is missing or misspelt", at: start)
    }

    private static func isNumber(_ text: String) -> Bool {
        var rest = text.utf8[...]
        func take(_ bytes: [UInt8]) -> Bool {
            guard let first = rest.first, bytes.contains(first) else { return false }
            rest = rest.dropFirst()
            return true
        }
        func digits() -> Int {
            let count = rest.prefix { (0x30...0x39).contains($0) }.count
            rest = rest.dropFirst(count)
            return count
        }
        _ = take([UInt8(ascii: "-")])
        let startsWithZero = rest.first == UInt8(ascii: "0")
        let whole = digits()
        guard whole == 1 || (whole > 1 && !startsWithZero) else { return false }
        if take([UInt8(ascii: ".")]), digits() == 0 { return false }
        if take([UInt8(ascii: "e"), UInt8(ascii: "E")]) {
            _ = take([UInt8(ascii: "+"), UInt8(ascii: "-")])
            if digits() == 0 { return false }
        }
        return rest.isEmpty
    }
}

// MARK: - Escapes

extension JSONScanner {
    /// Reads the rest of a string whose first escape was just found.
    private mutating func escapedString(from start: Int) throws -> String {
        var text = Array(file.bytes[start..<index])
        while true {
            let byte = try current()
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text.append(contentsOf: String(Character(try escape())).utf8)
            case 0..<0x20: throw malformed("a control character stands in a string", at: index - 1)
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
        default: throw malformed("an unknown escape stands in a string", at: index - 2)
        }
    }

    private mutating func unicodeEscape() throws -> Unicode.Scalar {
        let first = try fourHexDigits()
        let afterFirst = index
        if (0xD800..<0xDC00).contains(first), file.bytes[index...].starts(with: [0x5C, 0x75]) {
            index += 2
            let second = try fourHexDigits()
            if (0xDC00..<0xE000).contains(second) {
                return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
            }
            index = afterFirst
        }
        return Unicode.Scalar(first) ?? "\u{FFFD}"
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

    // MARK: - Errors

    private func truncated() -> DatasetError {
        let place = file.place(at: file.bytes.count)
        return .truncatedJSON(path: file.path, line: place.line, column: place.column, keyPath: keyPath)
    }

    private func malformed(_ problem: String, at index: Int) -> DatasetError {
        let place = file.place(at: index)
        return .malformedJSON(
            path: file.path, line: place.line, column: place.column, keyPath: keyPath, problem: problem)
    }

    private func wrongKind(_ expected: String, at index: Int) -> DatasetError {
        let found: String
        switch file.bytes[index] {
        case UInt8(ascii: "{"): found = "an object"
        case UInt8(ascii: "["): found = "an array"
        case UInt8(ascii: "\""): found = "a string"
        case UInt8(ascii: "t"), UInt8(ascii: "f"): found = "true or false"
        case UInt8(ascii: "n"): found = "null"
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): found = "a number"
        default: return malformed("a value is missing or misspelt", at: index)
        }
        let place = file.place(at: index)
        return .wrongKind(
            path: file.path, line: place.line, column: place.column, keyPath: keyPath, expected: expected, found: found)
    }
}
