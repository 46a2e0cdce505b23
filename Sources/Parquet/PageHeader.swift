/// The header of a page: `PageHeader` of parquet-format.
struct PageHeader {
    enum Kind: Int {
        case data, index, dictionary, dataV2
    }

    /// Nil for an unknown kind. Such a page is skipped, as parquet-format requires.
    var kind: Kind?
    var uncompressedSize = -1
    var compressedSize = -1
    /// CRC-32 of the page's bytes as they are stored in the file.
    var checksum: UInt32?
    var valueCount = -1
    var encoding = -1
    /// The encoding of the levels of a data page of version 1.
    var definitionEncoding = Encoding.rle.rawValue
    var repetitionEncoding = Encoding.rle.rawValue
    /// The number of bytes of the levels of a data page of version 2.
    var definitionBytes = -1
    var repetitionBytes = -1
    /// Whether the values of a data page of version 2 are compressed.
    var isCompressed = true

    /// The number of bytes of the header itself.
    private(set) var byteCount = 0

    /// A larger page is rejected, whatever its header claims.
    static let sizeLimit = 1 << 30

    /// - Parameter bytes: The bytes from the header to the end of the column chunk.
    init(_ bytes: UnsafeRawBufferPointer) throws {
        var reader = ThriftReader(bytes)
        try reader.structure { reader, field in
            switch field.id {
            case 1: self.kind = Kind(rawValue: try reader.integer(field))
            case 2: self.uncompressedSize = try reader.integer(field)
            case 3: self.compressedSize = try reader.integer(field)
            case 4: self.checksum = UInt32(truncatingIfNeeded: try reader.integer(field))
            case 5: try reader.structure(field) { try self.readData(&$0, $1) }
            case 7: try reader.structure(field) { try self.readDictionary(&$0, $1) }
            case 8: try reader.structure(field) { try self.readDataV2(&$0, $1) }
            default: try reader.skip(field)
            }
        }
        byteCount = reader.position
        guard compressedSize >= 0, compressedSize <= bytes.count - byteCount else {
            throw ParquetProblem.damaged("a page of \(compressedSize) bytes goes beyond its column chunk")
        }
        guard uncompressedSize >= 0 else {
            throw ParquetProblem.damaged("a page has an impossible size of \(uncompressedSize) bytes")
        }
        guard uncompressedSize <= Self.sizeLimit else {
            throw ParquetProblem.tooLarge(
                "a page has \(uncompressedSize) bytes, and at most \(Self.sizeLimit) are read")
        }
    }

    private mutating func readData(_ reader: inout ThriftReader, _ field: ThriftReader.Field) throws {
        switch field.id {
        case 1: valueCount = try reader.integer(field)
        case 2: encoding = try reader.integer(field)
        case 3: definitionEncoding = try reader.integer(field)
        case 4: repetitionEncoding = try reader.integer(field)
        default: try reader.skip(field)
        }
    }

    private mutating func readDictionary(_ reader: inout ThriftReader, _ field: ThriftReader.Field) throws {
        switch field.id {
        case 1: valueCount = try reader.integer(field)
        case 2: encoding = try reader.integer(field)
        default: try reader.skip(field)
        }
    }

    private mutating func readDataV2(_ reader: inout ThriftReader, _ field: ThriftReader.Field) throws {
        switch field.id {
        case 1: valueCount = try reader.integer(field)
        case 4: encoding = try reader.integer(field)
        case 5: definitionBytes = try reader.integer(field)
        case 6: repetitionBytes = try reader.integer(field)
        case 7: isCompressed = try reader.boolean(field)
        default: try reader.skip(field)
        }
    }
}
