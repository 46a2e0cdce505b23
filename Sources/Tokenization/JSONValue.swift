/// A JSON value that keeps an object's members in order, by spelling.
///
/// A dictionary of `String` would take canonically equivalent tokens of a vocabulary for one.
indirect enum JSONValue {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([(key: String, value: JSONValue)])

    /// The last member of that name, as JSON readers have it; nil if there is none or this is no object.
    subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.key.utf8.elementsEqual(key.utf8) }?.value
    }

    var string: String? {
        if case .string(let value) = self { return value }
        return nil
    }

    var bool: Bool? {
        if case .bool(let value) = self { return value }
        return nil
    }

    /// A whole number that fits.
    var integer: Int? {
        if case .number(let value) = self { return Int(exactly: value) }
        return nil
    }

    var isNull: Bool {
        if case .null = self { return true }
        return false
    }
}

/// Reads JSON (RFC 8259).
struct JSONReader {
    private let bytes: [UInt8]
    private let path: String
    private var at = 0
    private var depth = 0

    /// Reads a whole file's bytes; `path` is for errors.
    static func read(_ bytes: [UInt8], path: String) throws -> JSONValue {
        var reader = JSONReader(bytes: bytes, path: path)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.at = 3 }
        let value = try reader.value()
        reader.skipBlanks()
        if reader.at < bytes.count { throw reader.error("there is more after its end") }
        return value
    }

    private init(bytes: [UInt8], path: String) {
        self.bytes = bytes
        self.path = path
    }

    private func error(_ problem: String) -> TokenizationError {
        let before = bytes[..<min(at, bytes.count)]
        let newline = UInt8(ascii: "\n")
        let lineStart = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
        return .malformedJSON(
            path: path, line: before.reduce(1) { $0 + ($1 == newline ? 1 : 0) },
            column: before.count - lineStart + 1, problem: problem)
    }

    private mutating func skipBlanks() {
        while at < bytes.count, Self.isBlank(bytes[at]) { at += 1 }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    private func next(is character: Unicode.Scalar) -> Bool { at < bytes.count && bytes[at] == UInt8(ascii: character) }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next(is: character) else { return false }
        at += 1
        return true
    }

    private mutating func take(word: String) -> Bool {
        guard bytes[at...].starts(with: word.utf8) else { return false }
        at += word.utf8.count
        return true
    }

    private mutating func value() throws -> JSONValue {
        skipBlanks()
        guard at < bytes.count else { throw error("it breaks off") }
        if next(is: "\"") { return .string(try string()) }
        if next(is: "{") { return try nested { try $0.object() } }
        if next(is: "[") { return try nested { try $0.array() } }
        if take(word: "true") { return .bool(true) }
        if take(word: "false") { return .bool(false) }
        if take(word: "null") { return .null }
        return .number(try number())
    }

    private mutating func nested(_ read: (inout JSONReader) throws -> JSONValue) throws -> JSONValue {
        guard depth < 200 else { throw error("it is nested more than 200 deep") }
        depth += 1
        defer { depth -= 1 }
        at += 1
        return try read(&self)
    }

    private mutating func object() throws -> JSONValue {
        var members: [(key: String, value: JSONValue)] = []
        skipBlanks()
        if take("}") { return .object(members) }
        while true {
            skipBlanks()
            guard next(is: "\"") else { throw error("a member's name in quotes should be here") }
            let key = try string()
            skipBlanks()
            guard take(":") else { throw error("a colon should be here") }
            members.append((key, try value()))
            skipBlanks()
            if take("}") { return .object(members) }
            guard take(",") else { throw error("a comma or a closing brace should be here") }
        }
    }

    private mutating func array() throws -> JSONValue {
        var elements: [JSONValue] = []
        skipBlanks()
        if take("]") { return .array(elements) }
        while true {
            elements.append(try value())
            skipBlanks()
            if take("]") { return .array(elements) }
            guard take(",") else { throw error("a comma or a closing bracket should be here") }
        }
    }

    private mutating func number() throws -> Double {
        let start = at
        while at < bytes.count, Self.isInNumber(bytes[at]) { at += 1 }
        let digits = bytes[start..<at]
        if (1...9).contains(digits.count), digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
            return digits.reduce(0) { $0 * 10 + Double($1 - 0x30) }
        }
        let text = String(decoding: digits, as: UTF8.self)
        guard let value = Double(text), value.isFinite else {
            at = start
            throw error("no value starts like this")
        }
        return value
    }

    private static func isInNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default:
            false
        }
    }

    private mutating func string() throws -> String {
        at += 1
        let start = at
        while at < bytes.count, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "\\"), bytes[at] >= 0x20 {
            at += 1
        }
        if next(is: "\"") {
            defer { at += 1 }
            return try text(bytes[start..<at])
        }
        var result = Array(bytes[start..<at])
        while true {
            guard at < bytes.count else { throw error("a string does not end") }
            let byte = bytes[at]
            if take("\"") { return try text(result[...]) }
            if take("\\") {
                result.append(contentsOf: try escape())
            } else if byte < 0x20 {
                throw error("a string has a control character that is not escaped")
            } else {
                result.append(byte)
                at += 1
            }
        }
    }

    private func text(_ utf8: ArraySlice<UInt8>) throws -> String {
        guard let text = String(validating: utf8, as: UTF8.self) else { throw error("a string is not UTF-8") }
        return text
    }

    private mutating func escape() throws -> [UInt8] {
        guard at < bytes.count else { throw error("a string does not end") }
        let byte = bytes[at]
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "u"):
            var unit = try hexadecimal()
            if unit >> 10 == 0xD800 >> 10, take("\\"), take("u") {
                let low = try hexadecimal()
                guard low >> 10 == 0xDC00 >> 10 else { throw error("half a surrogate pair is missing") }
                unit = 0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF
            }
            guard let scalar = Unicode.Scalar(unit) else { throw error("half a surrogate pair is missing") }
            return Array(String(scalar).utf8)
        default:
            throw error("there is no such escape")
        }
    }

    private mutating func hexadecimal() throws -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard at < bytes.count, let digit = Character(Unicode.Scalar(bytes[at])).hexDigitValue else {
                throw error("four hexadecimal digits should be here")
            }
            value = value << 4 | UInt32(digit)
            at += 1
        }
        return value
    }
}
