import FileKinds

/// A pull parser for JSON text (RFC 8259) that always knows its position: the byte and the key path.
///
/// It throws `JSONFailure`, and passes on the errors of the closures that it calls.
package struct JSONScanner {
    private enum Key {
        case name(String)
        case index(Int)
    }

    package let bytes: [UInt8]
    /// The next byte to read.
    var index: Int
    let refusesLoneSurrogates: Bool
    private var keys: [Key] = []

    /// The largest depth of nesting that is accepted, so that no input exhausts the stack.
    private static let maxDepth = 200

    /// - Parameters:
    ///   - start: the byte where the text begins, after a byte order mark.
    ///   - refusesLoneSurrogates: False for a text whose characters are counted. A lone surrogate in an escape then becomes U+FFFD, so that
    ///     scalar offsets are the same as in Python, where it is one code point.
    package init(_ bytes: [UInt8], start: Int = 0, refusesLoneSurrogates: Bool = false) {
        self.bytes = bytes
        index = start
        self.refusesLoneSurrogates = refusesLoneSurrogates
    }

    /// The path to the current value, e.g. `data[3].paragraphs[0].qas[2]`. Empty at the top level.
    package var keyPath: String {
        keys.reduce(into: "") { path, key in
            switch key {
            case .name(let name): path += (path.isEmpty ? "" : ".") + name.shortened(to: 40)
            case .index(let index): path += "[\(index)]"
            }
        }
    }

    /// The byte where the next value begins.
    package mutating func valueStart() -> Int {
        skipBlanks()
        return index
    }

    /// Reads an object. `body` is called for each key and has to consume its value.
    package mutating func members(_ body: (inout JSONScanner, _ key: String) throws -> Void) throws {
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

    /// Reads an array. `body` has to consume each element.
    package mutating func elements(_ body: (inout JSONScanner) throws -> Void) throws {
        try expectKind("an array", first: UInt8(ascii: "["))
        try sequence(closing: UInt8(ascii: "]")) { scanner, number in
            scanner.keys.append(.index(number))
            try body(&scanner)
            scanner.keys.removeLast()
        }
    }

    /// Reads a string.
    package mutating func string() throws -> String {
        try expectKind("a string", first: UInt8(ascii: "\""))
        let start = index
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                index += 1
                return try text(bytes[start..<index - 1], from: start)
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            if byte < 0x20 { throw malformed("a string contains a control character", at: index) }
            index += 1
        }
        throw truncated()
    }

    /// Reads a whole number.
    package mutating func integer() throws -> Int {
        let start = valueStart()
        let text = try scalarText()
        if let value = Int(text) { return value }
        throw wrongKind("a whole number", at: start)
    }

    /// Reads true or false.
    package mutating func boolean() throws -> Bool {
        let start = valueStart()
        let first = try current()
        guard first == UInt8(ascii: "t") || first == UInt8(ascii: "f") else {
            throw wrongKind("true or false", at: start)
        }
        return try scalarText() == "true"
    }

    /// Skips a value of any kind.
    package mutating func skip() throws {
        skipBlanks()
        switch try current() {
        case UInt8(ascii: "{"): try members { scanner, _ in try scanner.skip() }
        case UInt8(ascii: "["): try elements { scanner in try scanner.skip() }
        case UInt8(ascii: "\""): _ = try string()
        default: _ = try scalarText()
        }
    }

    /// Checks that only blanks follow.
    package mutating func end() throws {
        skipBlanks()
        if index < bytes.count { throw malformed("something follows the end of the JSON text", at: index) }
    }

    /// The error for an object that lacks a key. The object begins at byte `start`.
    package func missing(_ key: String, at start: Int) -> JSONFailure {
        JSONFailure(offset: start, keyPath: keyPath, problem: .missingKey(key))
    }

    // MARK: - Grammar

    private mutating func sequence(
        closing: UInt8, _ element: (inout JSONScanner, _ number: Int) throws -> Void
    ) throws {
        if keys.count >= JSONScanner.maxDepth { throw malformed("values are nested too deeply", at: index - 1) }
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

    mutating func skipBlanks() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            default: return
            }
        }
    }

    func current() throws -> UInt8 {
        guard index < bytes.count else { throw truncated() }
        return bytes[index]
    }

    /// Reads a number or one of the words `true`, `false` and `null`, and checks its spelling.
    mutating func scalarText() throws -> String {
        skipBlanks()
        let start = index
        loop: while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
                index += 1
            default: break loop
            }
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if ["true", "false", "null"].contains(text) || JSONScanner.isNumber(text) { return text }
        if index == bytes.count { throw truncated() }
        if text.isEmpty, [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\"")].contains(bytes[index]) {
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

// MARK: - Errors

extension JSONScanner {
    func truncated() -> JSONFailure { JSONFailure(offset: bytes.count, keyPath: keyPath, problem: .truncated) }

    func malformed(_ problem: String, at index: Int) -> JSONFailure {
        JSONFailure(offset: index, keyPath: keyPath, problem: .malformed(problem))
    }

    /// What a value is, by its first byte; nil where none begins there.
    package func kindName(at index: Int) -> String? {
        guard index < bytes.count else { return nil }
        switch bytes[index] {
        case UInt8(ascii: "{"): return "an object"
        case UInt8(ascii: "["): return "an array"
        case UInt8(ascii: "\""): return "a string"
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return "true or false"
        case UInt8(ascii: "n"): return "null"
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return "a number"
        default: return nil
        }
    }

    private func wrongKind(_ expected: String, at index: Int) -> JSONFailure {
        guard let found = kindName(at: index) else {
            return malformed("a value is missing or misspelt", at: index)
        }
        return JSONFailure(offset: index, keyPath: keyPath, problem: .wrongKind(expected: expected, found: found))
    }
}
