/// Reads the numbers packed into a literal of `UnicodeTables`. A digit has five bits, and the lowest digit comes first. A digit in the
/// upper half of the alphabet means that another one follows.
struct PackedNumbers {
    private let text: StaticString
    private var position = 0

    init(_ text: StaticString) { self.text = text }

    /// The next number, or nil at the end.
    mutating func next() -> UInt32? {
        let end = text.utf8CodeUnitCount
        guard position < end else { return nil }
        var value: UInt32 = 0
        var shift: UInt32 = 0
        while position < end {
            let digit = Self.digit(text.utf8Start[position])
            position += 1
            value |= (digit & 31) << shift
            if digit < 32 { break }
            shift += 5
        }
        return value
    }

    private static func digit(_ byte: UInt8) -> UInt32 {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte) - 97 + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) - 48 + 52
        case UInt8(ascii: "+"): 62
        default: 63
        }
    }
}
