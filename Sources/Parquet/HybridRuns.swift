/// Alternating runs of one repeated value and of bit-packed values: levels, indices into a dictionary, booleans ("RLE/Bit-packing
/// hybrid" in parquet-format's Encodings.md).
package enum HybridRuns {
    private static let ended = ParquetProblem.damaged("a run of values ends too early")

    /// Fills `target`.
    ///
    /// - Parameter width: Bits of a value, at most as many as `Value` has.
    package static func decode<Value: FixedWidthInteger & UnsignedInteger>(
        _ bytes: UnsafeRawBufferPointer, width: Int, into target: UnsafeMutableBufferPointer<Value>
    ) throws {
        guard let to = target.baseAddress else { return }
        // There is only one possible value, and some writers omit the runs then.
        if width == 0 { return to.update(repeating: 0, count: target.count) }
        let valueBytes = (width + 7) / 8
        var (position, done) = (0, 0)
        while done < target.count {
            // The header of a run has 32 bits.
            let head = Int(try Varint.read(bytes, &position, bits: 32, ended: ended))
            let (remaining, left) = (bytes.count - position, target.count - done)
            if head & 1 == 0 {
                guard valueBytes <= remaining else { throw ended }
                var value: UInt64 = 0
                for index in 0..<valueBytes { value |= UInt64(bytes[position + index]) << UInt64(index * 8) }
                guard value >> UInt64(width) == 0 else {
                    throw ParquetProblem.damaged("a run has the value \(value), which needs more than \(width) bits")
                }
                position += valueBytes
                let count = min(head >> 1, left)
                (to + done).update(repeating: Value(truncatingIfNeeded: value), count: count)
                done += count
            } else {
                // Some writers omit the unused bytes of the last group.
                let (groups, count) = (head >> 1, min((head >> 1) * 8, left))
                guard (count * width + 7) / 8 <= remaining else { throw ended }
                BitUnpacking.unpack(
                    UnsafeRawBufferPointer(rebasing: bytes[position...]), width: width,
                    into: UnsafeMutableBufferPointer(start: to + done, count: count))
                position += min(groups * width, remaining)
                done += count
            }
        }
    }
}
