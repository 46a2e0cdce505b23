/// Integers stored as differences, bit-packed in small blocks ("Delta encoding" in parquet-format's Encodings.md).
enum DeltaBinaryPacked {
    /// The largest block that is read. No known program writes larger ones.
    private static let blockLimit = 1 << 24

    /// Fills `target`, with wrapping arithmetic as the format requires, and returns the number of bytes read.
    static func decode(_ bytes: UnsafeRawBufferPointer, into target: UnsafeMutableBufferPointer<Int64>) throws -> Int {
        let ended = ParquetProblem.damaged("a block of differences ends too early")
        var position = 0
        func varint() throws -> UInt64 { try Varint.read(bytes, &position, ended: ended) }
        func zigzag() throws -> Int64 { Varint.zigzag(try varint()) }

        let (blockSize, pieceCount, total) = (try varint(), try varint(), try varint())
        let first = try zigzag()
        guard blockSize > 0, blockSize <= blockLimit, pieceCount > 0, blockSize % pieceCount == 0,
            blockSize / pieceCount % 8 == 0
        else { throw ParquetProblem.damaged("differences stand in blocks of an impossible size") }
        guard total == target.count else {
            throw ParquetProblem.damaged("there are \(total) differences for \(target.count) values")
        }
        guard let to = target.baseAddress, target.count > 0 else { return position }
        to[0] = first
        var (value, done) = (first, 1)
        let pieceSize = Int(blockSize / pieceCount)
        while done < target.count {
            let least = try zigzag()
            let widths = position
            guard Int(pieceCount) <= bytes.count - position else { throw ended }
            position += Int(pieceCount)
            // Miniblocks after the last value have a width but no bytes.
            for piece in 0..<Int(pieceCount) where done < target.count {
                let width = Int(bytes[widths + piece])
                guard width <= 64 else {
                    throw ParquetProblem.damaged("a difference is said to have \(width) bits")
                }
                let byteCount = pieceSize / 8 * width
                guard byteCount <= bytes.count - position else { throw ended }
                let count = min(pieceSize, target.count - done)
                BitUnpacking.unpack(
                    UnsafeRawBufferPointer(rebasing: bytes[position...]), width: width,
                    into: UnsafeMutableBufferPointer(start: to + done, count: count))
                for index in done..<done + count {
                    value = value &+ least &+ to[index]
                    to[index] = value
                }
                position += byteCount
                done += count
            }
        }
        return position
    }
}
