import CLZ4
import CSnappy
import CZstd

/// The compression of a block of known length.
package enum BlockCodec: Sendable {
    case snappy
    /// RFC 1952 or RFC 1950; one member or several.
    case gzip
    case zstd
    /// An LZ4 block without a frame.
    case lz4Raw

    /// Decompresses `source` into `target`.
    ///
    /// - Throws: `BlockError` if `source` is damaged, or holds more or fewer bytes than `target`.
    package func decompress(_ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) throws {
        // The libraries accept no null pointers. An empty block needs no decompression, and a compressed block is never empty.
        guard let to = target.baseAddress, target.count > 0 else { return }
        guard let from = source.baseAddress, source.count > 0 else { throw BlockError.damaged }
        let count: Int
        switch self {
        case .snappy:
            let start = from.assumingMemoryBound(to: CChar.self)
            var length = 0
            // A wrong length is distinguished from damage, and found before anything is written.
            guard snappy_uncompressed_length(start, source.count, &length) == SNAPPY_OK else {
                throw BlockError.damaged
            }
            guard length == target.count else { throw BlockError.wrongLength }
            let status = snappy_uncompress(start, source.count, to.assumingMemoryBound(to: CChar.self), &length)
            guard status == SNAPPY_OK else { throw BlockError.damaged }
            count = length
        case .gzip:
            guard let inflation = Inflation() else { throw BlockError.damaged }
            count = try inflation.fill(target, from: source)
        case .zstd:
            count = ZSTD_decompress(to, target.count, from, source.count)
            guard ZSTD_isError(count) == 0 else { throw BlockError.damaged }
        case .lz4Raw:
            guard let inputCount = Int32(exactly: source.count), let room = Int32(exactly: target.count) else {
                throw BlockError.wrongLength
            }
            let written = LZ4_decompress_safe(
                from.assumingMemoryBound(to: CChar.self), to.assumingMemoryBound(to: CChar.self), inputCount, room)
            guard written >= 0 else { throw BlockError.damaged }
            count = Int(written)
        }
        guard count == target.count else { throw BlockError.wrongLength }
    }
}

/// What is wrong with a compressed block. The caller adds where the block is.
package enum BlockError: Error, Equatable {
    case damaged
    /// The block holds another number of bytes than it should.
    case wrongLength
}
