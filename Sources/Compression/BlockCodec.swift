import CLZ4
import CSnappy
import CZstd

/// How a block of known length is compressed.
package enum BlockCodec: Sendable {
    case snappy
    /// RFC 1952, or RFC 1950 in its place; one member or several.
    case gzip
    case zstd
    /// A block of LZ4 without a frame.
    case lz4Raw

    /// Fills `target` with what `source` was before it was compressed.
    ///
    /// - Throws: `BlockError` where `source` is damaged, or holds more or fewer bytes than `target` has room for.
    package func decompress(_ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) throws {
        // The libraries take no null pointers. Nothing may have been left uncompressed; something is never without a byte.
        guard let to = target.baseAddress, target.count > 0 else { return }
        guard let from = source.baseAddress, source.count > 0 else { throw BlockError.damaged }
        let count: Int
        switch self {
        case .snappy:
            let start = from.assumingMemoryBound(to: CChar.self)
            var length = 0
            // Told apart from damage, and found before anything is written.
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

/// What is wrong with a compressed block. Its reader knows where it stands.
package enum BlockError: Error, Equatable {
    case damaged
    /// It holds another number of bytes than it should.
    case wrongLength
}
