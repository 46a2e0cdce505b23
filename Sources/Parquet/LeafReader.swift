import Compression

/// A leaf's levels and values in one row group.
struct LeafColumn {
    /// One for each value, null or empty list; empty if no value can be null.
    var definitions: [UInt8] = []
    /// The nesting depth of the list that each level continues, 0 for a new row; empty if there is no list.
    var repetitions: [UInt8] = []
    /// The number of levels, even if they are not stored.
    var levelCount = 0
    var values: LeafValues
}

/// Reads the pages of a column chunk ("Data Pages" in parquet-format).
struct LeafReader {
    private let leaf: LeafSchema
    private let chunk: ColumnChunk
    private let bytes: UnsafeRawBufferPointer
    private var column: LeafColumn
    private var dictionary: LeafValues?
    /// Scratch memory for decompressed pages that are not kept.
    private let scratch = ByteStore()

    private init(_ leaf: LeafSchema, _ chunk: ColumnChunk, _ bytes: UnsafeRawBufferPointer) {
        (self.leaf, self.chunk, self.bytes) = (leaf, chunk, bytes)
        column = LeafColumn(values: LeafValues(leaf: leaf, store: ByteStore(), isDictionary: false))
    }

    /// - Parameters:
    ///   - bytes: The chunk's pages.
    ///   - failing: Called with the levels read so far if a value is wrong, to find its row.
    static func read(
        _ leaf: LeafSchema, _ chunk: ColumnChunk, _ bytes: UnsafeRawBufferPointer,
        failing: (LeafColumn, ParquetProblem) -> any Error
    ) throws -> LeafColumn {
        var reader = LeafReader(leaf, chunk, bytes)
        do {
            try reader.readPages()
        } catch let problem as ParquetProblem {
            throw failing(reader.column, problem)
        }
        return reader.column
    }

    private mutating func readPages() throws {
        // The footer is not checked yet, so no more memory is reserved than a large row group needs.
        let expected = min(chunk.valueCount, 1 << 22)
        if leaf.maxDefinition > 0 { column.definitions.reserveCapacity(expected) }
        if leaf.maxRepetition > 0 { column.repetitions.reserveCapacity(expected) }
        column.values.reserve(expected)
        var position = 0
        while column.levelCount < chunk.valueCount {
            guard position < bytes.count else {
                throw ParquetProblem.damaged(
                    "its pages end after \(column.levelCount) of \(chunk.valueCount) values")
            }
            let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
            let header = try PageHeader(rest)
            let body = UnsafeRawBufferPointer(
                rebasing: rest[header.byteCount..<header.byteCount + header.compressedSize])
            if let checksum = header.checksum, checksum != Checksum.crc32(body) {
                throw ParquetProblem.damaged("the checksum of a page is not that of its bytes")
            }
            switch header.kind {
            case .dictionary: try readDictionary(header, body)
            case .data: try readData(header, body)
            case .dataV2: try readDataV2(header, body)
            case .index, nil: break
            }
            position += header.byteCount + header.compressedSize
        }
    }

    // MARK: - Pages

    private mutating func readDictionary(_ header: PageHeader, _ body: UnsafeRawBufferPointer) throws {
        guard dictionary == nil, column.levelCount == 0 else {
            throw ParquetProblem.damaged("a dictionary is not its first page")
        }
        guard [Encoding.plain.rawValue, Encoding.plainDictionary.rawValue].contains(header.encoding) else {
            throw Encoding.unsupported(header.encoding)
        }
        guard header.valueCount >= 0 else { throw ParquetProblem.damaged("its dictionary has no size") }
        let entries = LeafValues(leaf: leaf, store: column.values.store, isDictionary: true)
        let (page, offset) = try unpack(
            body, to: header.uncompressedSize, isCompressed: true, keeps: entries.keepsBytes)
        try entries.append(
            header.valueCount, encoding: Encoding.plain.rawValue, from: page, storeOffset: offset, dictionary: nil)
        dictionary = entries
    }

    private mutating func readData(_ header: PageHeader, _ body: UnsafeRawBufferPointer) throws {
        let count = try checkedCount(header)
        var (page, offset) = try unpack(
            body, to: header.uncompressedSize, isCompressed: true, keeps: keepsBytes(header))
        func takeLevels(_ max: UInt8, encoding: Int) throws -> UnsafeRawBufferPointer? {
            if max == 0 { return nil }
            guard encoding == Encoding.rle.rawValue else { throw Encoding.unsupported(encoding) }
            let (levels, byteCount) = try LeafValues.prefixed(page)
            page = UnsafeRawBufferPointer(rebasing: page[byteCount...])
            offset += byteCount
            return levels
        }
        let repetitions = try takeLevels(leaf.maxRepetition, encoding: header.repetitionEncoding)
        let definitions = try takeLevels(leaf.maxDefinition, encoding: header.definitionEncoding)
        let present = try appendLevels(count, repetitions: repetitions, definitions: definitions)
        try column.values.append(
            present, encoding: header.encoding, from: page, storeOffset: offset, dictionary: dictionary)
    }

    private mutating func readDataV2(_ header: PageHeader, _ body: UnsafeRawBufferPointer) throws {
        let count = try checkedCount(header)
        let (repetitionBytes, definitionBytes) = (header.repetitionBytes, header.definitionBytes)
        guard repetitionBytes >= 0, definitionBytes >= 0, repetitionBytes <= body.count,
            definitionBytes <= body.count - repetitionBytes,
            repetitionBytes + definitionBytes <= header.uncompressedSize
        else { throw ParquetProblem.damaged("the levels of a page go beyond its end") }
        let levelBytes = repetitionBytes + definitionBytes
        let present = try appendLevels(
            count, repetitions: UnsafeRawBufferPointer(rebasing: body[..<repetitionBytes]),
            definitions: UnsafeRawBufferPointer(rebasing: body[repetitionBytes..<levelBytes]))
        let (page, offset) = try unpack(
            UnsafeRawBufferPointer(rebasing: body[levelBytes...]), to: header.uncompressedSize - levelBytes,
            isCompressed: header.isCompressed, keeps: keepsBytes(header))
        try column.values.append(
            present, encoding: header.encoding, from: page, storeOffset: offset, dictionary: dictionary)
    }

    private func checkedCount(_ header: PageHeader) throws -> Int {
        guard header.valueCount >= 0, header.valueCount <= chunk.valueCount - column.levelCount else {
            throw ParquetProblem.damaged(
                "a page has \(header.valueCount) values, and \(chunk.valueCount - column.levelCount) are left")
        }
        return header.valueCount
    }

    // MARK: - Levels

    /// Appends a page's levels, and returns the number of its values that are not null.
    private mutating func appendLevels(
        _ count: Int, repetitions: UnsafeRawBufferPointer?, definitions: UnsafeRawBufferPointer?
    ) throws -> Int {
        var present = count
        if let repetitions, leaf.maxRepetition > 0 {
            try Self.append(count, max: leaf.maxRepetition, from: repetitions, to: &column.repetitions)
        }
        if let definitions, leaf.maxDefinition > 0 {
            present = try Self.append(count, max: leaf.maxDefinition, from: definitions, to: &column.definitions)
        }
        column.levelCount += count
        return present
    }

    /// Appends levels, and returns how many of them have the maximum.
    @discardableResult
    private static func append(
        _ count: Int, max: UInt8, from bytes: UnsafeRawBufferPointer, to levels: inout [UInt8]
    ) throws -> Int {
        var largest = 0
        try levels.extend(by: count, filler: 0) { target in
            try HybridRuns.decode(bytes, width: 8 - max.leadingZeroBitCount, into: target)
            var isTooLarge = false
            for level in target {
                largest &+= level == max ? 1 : 0
                isTooLarge = isTooLarge || level > max
            }
            if isTooLarge { throw ParquetProblem.damaged("a level is above the schema's \(max)") }
        }
        return largest
    }

    // MARK: - Compression

    /// Whether strings refer to the page's bytes rather than to the dictionary.
    private func keepsBytes(_ header: PageHeader) -> Bool {
        let refers = [Encoding.plainDictionary.rawValue, Encoding.rleDictionary.rawValue].contains(header.encoding)
        return column.values.keepsBytes && !refers
    }

    /// A page's bytes, and their position in the store if they are kept.
    private func unpack(
        _ body: UnsafeRawBufferPointer, to size: Int, isCompressed: Bool, keeps: Bool
    ) throws -> (page: UnsafeRawBufferPointer, storeOffset: Int) {
        let codec = isCompressed ? try Self.codec(chunk.codec) : nil
        if codec == nil {
            guard size == body.count else {
                throw ParquetProblem.damaged("a page of \(size) bytes is stored in \(body.count)")
            }
            if !keeps { return (body, 0) }
        }
        let store = keeps ? column.values.store : scratch
        if !keeps { scratch.removeAll() }
        let offset = store.count
        let target = try store.grow(by: size)
        if let codec {
            do {
                try codec.decompress(body, into: target)
            } catch let error as BlockError {
                let name = CodecName.name(chunk.codec)
                throw ParquetProblem.damaged(
                    error == .wrongLength
                        ? "a page compressed with \(name) does not have the \(size) bytes that it should"
                        : "a page can't be decompressed with \(name)")
            }
        } else {
            target.copyMemory(from: body)
        }
        return (UnsafeRawBufferPointer(target), offset)
    }

    /// Nil if the pages are not compressed.
    private static func codec(_ number: Int) throws -> BlockCodec? {
        switch number {
        case 0: nil
        case 1: .snappy
        case 2: .gzip
        case 6: .zstd
        case 7: .lz4Raw
        default:
            throw ParquetProblem.unsupported(
                "is compressed with \(CodecName.name(number))",
                remedy: "Write it again with `compression=\"zstd\"` of pyarrow's `write_table`.")
        }
    }
}
