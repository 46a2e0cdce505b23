import Files

/// The SHA-256 of everything that a command's result, or a slot's version, depends on.
package struct Key: Hashable, Sendable, Codable, CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    package let hexadecimal: String

    package var description: String { hexadecimal }

    /// Nil unless the text is a valid key.
    package init?(hexadecimal: String) {
        guard hexadecimal.count == 64, hexadecimal.allSatisfy({ "0123456789abcdef".contains($0) }) else { return nil }
        self.hexadecimal = hexadecimal
    }

    /// The key from everything that was added to a hasher.
    init(_ hasher: consuming ContentHasher) { hexadecimal = hasher.finalize().hexadecimal }

    /// The key of several texts, e.g. of a command's key and the name of a slot that the command writes.
    init(of texts: String...) {
        var hasher = ContentHasher()
        for text in texts { hasher.add(text) }
        self.init(hasher)
    }

    package init(from decoder: any Decoder) throws {
        hexadecimal = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hexadecimal)
    }
}

/// The number of a command's random stream, from the cell's label, or the stream that the cell names, and the command's
/// index in the cell.
package func randomStream(label: String, place: Int) -> UInt64 {
    var hasher = ContentHasher()
    hasher.add("random stream")
    hasher.add(label)
    hasher.add(place)
    return hasher.finalize().bytes.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
}
