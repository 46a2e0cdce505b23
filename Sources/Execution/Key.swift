import Crypto
import Notebooks

/// The SHA-256 of all that a command's result, or a slot's version, depends on.
package struct Key: Hashable, Sendable, Codable, CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    package let hexadecimal: String

    package var description: String { hexadecimal }

    /// Accepts only what a key looks like.
    package init?(hexadecimal: String) {
        guard hexadecimal.count == 64, hexadecimal.allSatisfy({ "0123456789abcdef".contains($0) }) else { return nil }
        self.hexadecimal = hexadecimal
    }

    fileprivate init(_ digest: SHA256Digest) { hexadecimal = digest.hexadecimal }
}

extension Key {
    private enum CodingKeys: CodingKey { case hexadecimal }

    /// From its digits, or from an object with them, as records had it at first.
    package init(from decoder: any Decoder) throws {
        if let digits = try? decoder.singleValueContainer().decode(String.self) {
            hexadecimal = digits
        } else {
            hexadecimal = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .hexadecimal)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hexadecimal)
    }
}

/// Gathers the parts of a key; each goes in with its length, so that no two lists of parts read the same.
struct KeyBuilder {
    private var hash = SHA256()

    mutating func add(_ text: String) {
        add(UInt64(text.utf8.count))
        hash.update(data: Array(text.utf8))
    }

    mutating func add(_ number: UInt64) {
        withUnsafeBytes(of: number.littleEndian) { hash.update(bufferPointer: $0) }
    }

    func key() -> Key { Key(hash.finalize()) }

    /// The first eight bytes of the digest.
    func number() -> UInt64 {
        hash.finalize().prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension SHA256Digest {
    /// Lower-case hexadecimal digits.
    package var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

/// The number that a command's random numbers are drawn by: from the cell's label and the command's place in the cell.
package func randomStream(label: String, place: Int) -> UInt64 {
    var builder = KeyBuilder()
    builder.add("random stream")
    builder.add(label)
    builder.add(UInt64(place))
    return builder.number()
}
