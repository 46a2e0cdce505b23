/// A JSON value that keeps the members of an object in their order, with their exact spelling.
///
/// A dictionary with `String` keys would merge canonically equivalent tokens of a vocabulary.
package indirect enum JSONValue {
    case null
    case bool(Bool)
    /// A number that is written as a whole one and fits: a `Double` would take large ones for their neighbours.
    case integer(Int)
    /// Any other number.
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([(key: String, value: JSONValue)])

    /// The last member with this name, as other JSON readers choose too. Nil if there is none, or if this is not an object.
    package subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.key.utf8.elementsEqual(key.utf8) }?.value
    }

    package var string: String? {
        if case .string(let value) = self { return value }
        return nil
    }

    package var bool: Bool? {
        if case .bool(let value) = self { return value }
        return nil
    }

    /// The value as an integer, if it is a whole number that fits.
    package var integer: Int? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int(exactly: value)
        default: nil
        }
    }

    package var isNull: Bool {
        if case .null = self { return true }
        return false
    }
}

extension JSONValue {
    /// Reads a whole text, which may begin with a byte order mark.
    ///
    /// - Throws: `JSONFailure`.
    package init(_ bytes: [UInt8]) throws {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var scanner = JSONScanner(bytes, start: start, refusesLoneSurrogates: true)
        self = try scanner.value()
        try scanner.end()
    }
}

extension JSONScanner {
    /// Reads a value of any kind, including everything inside it.
    package mutating func value() throws -> JSONValue {
        skipBlanks()
        switch try current() {
        case UInt8(ascii: "{"):
            var read: [(key: String, value: JSONValue)] = []
            try members { scanner, key in read.append((key, try scanner.value())) }
            return .object(read)
        case UInt8(ascii: "["):
            var read: [JSONValue] = []
            try elements { scanner in read.append(try scanner.value()) }
            return .array(read)
        case UInt8(ascii: "\""): return .string(try string())
        default:
            let start = index
            switch try scalarText() {
            case "true": return .bool(true)
            case "false": return .bool(false)
            case "null": return .null
            case let text:
                if let integer = Int(text) { return .integer(integer) }
                guard let number = Double(text), number.isFinite else {
                    throw malformed("a number is too large", at: start)
                }
                return .number(number)
            }
        }
    }
}
