/// Integers of variable length: seven bits per byte, the lowest first; the highest bit of a byte is set if more bytes follow (ULEB128).
enum Varint {
    /// Reads an integer at `position`, and moves `position` past it.
    ///
    /// - Parameters:
    ///   - bits: The most bits that it may have, as far as its number of bytes shows.
    ///   - ended: The error if the bytes end within it.
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

    /// Decodes a signed integer whose sign is in the lowest bit.
    static func zigzag(_ value: UInt64) -> Int64 { Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1) }
}
