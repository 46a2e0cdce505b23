/// Integers of variable length: seven bits a byte, the lowest first, and the highest bit where more follow (ULEB128).
enum Varint {
    /// Reads one from `position` on, and moves it behind.
    ///
    /// - Parameters:
    ///   - bits: The most that it may have, as far as its number of bytes tells.
    ///   - ended: The error where the bytes end within it.
    static func read(
        _ bytes: UnsafeRawBufferPointer, _ position: inout Int, bits: Int = 64, ended: @autoclosure () -> ParquetProblem
    ) throws -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: bits, by: 7) {
            guard position < bytes.count else { throw ended() }
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte < 0x80 { return value }
        }
        throw ParquetProblem.damaged("a number has more than \(bits) bits")
    }

    /// The signed integer that has its sign in the lowest bit.
    static func zigzag(_ value: UInt64) -> Int64 { Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1) }
}
