import CZlib

package enum Checksum {
    /// CRC-32 as in gzip and Parquet (polynomial 0x04C11DB7, reflected).
    package static func crc32(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        guard let start = bytes.baseAddress else { return 0 }
        return UInt32(truncatingIfNeeded: crc32_z(0, start.assumingMemoryBound(to: UInt8.self), bytes.count))
    }
}
