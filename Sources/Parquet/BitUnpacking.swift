/// Bit-packed integers of a fixed width, with the lowest bits of each byte first.
package enum BitUnpacking {
    /// - Parameters:
    ///   - bytes: At least as many as the values take. More bytes only make reading the last values faster.
    ///   - width: Bits of a value, 0 to 64.
    package static func unpack<Value: FixedWidthInteger>(
        _ bytes: UnsafeRawBufferPointer, width: Int, into target: UnsafeMutableBufferPointer<Value>
    ) {
        let count = target.count
        guard let to = target.baseAddress, count > 0 else { return }
        guard let from = bytes.baseAddress, width > 0 else { return to.update(repeating: 0, count: count) }
        let mask = width == 64 ? UInt64.max : (1 << UInt64(width)) - 1
        // A value of up to 57 bits lies within the eight bytes that start with its first byte, if there are eight.
        var index = 0
        if width <= 57, bytes.count >= 8 {
            let whole = min(count, ((bytes.count - 8) * 8 + 7) / width + 1)
            while index < whole {
                let bit = index &* width
                let word = UInt64(littleEndian: (from + (bit >> 3)).loadUnaligned(as: UInt64.self))
                to[index] = Value(truncatingIfNeeded: (word &>> UInt64(bit & 7)) & mask)
                index &+= 1
            }
        }
        while index < count {
            let bit = index * width
            let (first, last) = (bit >> 3, min((bit + width + 7) >> 3, bytes.count))
            var value: UInt64 = 0
            for place in first..<max(first, last) {
                let shift = (place - first) * 8 - (bit & 7)
                let byte = UInt64(bytes[place])
                value |= shift >= 0 ? byte << UInt64(shift) : byte >> UInt64(-shift)
            }
            to[index] = Value(truncatingIfNeeded: value & mask)
            index += 1
        }
    }
}
