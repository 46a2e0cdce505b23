/// The metadata at the end of the file: the fields of parquet-format's `FileMetaData` that are used.
struct Footer {
    /// The schema's tree in depth-first order, each group before its children.
    var elements: [SchemaElement] = []
    var rowCount = 0
    var rowGroups: [RowGroup] = []
    var metadata: [String: String] = [:]
    var isEncrypted = false

    init(_ bytes: UnsafeRawBufferPointer) throws {
        var reader = ThriftReader(bytes)
        try reader.structure { reader, field in
            switch field.id {
            case 2: try reader.structures(field) { self.elements.append(try SchemaElement(&$0)) }
            case 3: self.rowCount = try reader.integer(field)
            case 4: try reader.structures(field) { self.rowGroups.append(try RowGroup(&$0)) }
            case 5: try reader.structures(field) { try self.readPair(&$0) }
            case 8:
                self.isEncrypted = true
                try reader.skip(field)
            default: try reader.skip(field)
            }
        }
    }

    private mutating func readPair(_ reader: inout ThriftReader) throws {
        var (key, value) = ("", "")
        try reader.structure { reader, field in
            switch field.id {
            case 1: key = try reader.string(field)
            case 2: value = try reader.string(field)
            default: try reader.skip(field)
            }
        }
        metadata[key] = value
    }
}

struct RowGroup: Sendable {
    var rowCount = 0
    var chunks: [ColumnChunk] = []

    init(_ reader: inout ThriftReader) throws {
        try reader.structure { reader, field in
            switch field.id {
            case 1: try reader.structures(field) { self.chunks.append(try ColumnChunk(&$0)) }
            case 3: self.rowCount = try reader.integer(field)
            default: try reader.skip(field)
            }
        }
    }
}

/// The position and the encoding of a leaf's values in one row group.
struct ColumnChunk: Sendable {
    var type = -1
    var codec = 0
    /// The number of all levels, null values and empty lists included.
    var valueCount = 0
    var compressedSize = 0
    var dataOffset = 0
    var dictionaryOffset: Int?
    var isEncrypted = false
    var isInOtherFile = false

    init(_ reader: inout ThriftReader) throws {
        try reader.structure { reader, field in
            switch field.id {
            case 1:
                self.isInOtherFile = true
                try reader.skip(field)
            case 3: try reader.structure(field) { try self.readMetadata(&$0, $1) }
            case 8, 9:
                self.isEncrypted = true
                try reader.skip(field)
            default: try reader.skip(field)
            }
        }
    }

    private mutating func readMetadata(_ reader: inout ThriftReader, _ field: ThriftReader.Field) throws {
        switch field.id {
        case 1: type = try reader.integer(field)
        case 4: codec = try reader.integer(field)
        case 5: valueCount = try reader.integer(field)
        case 7: compressedSize = try reader.integer(field)
        case 9: dataOffset = try reader.integer(field)
        case 11: dictionaryOffset = try reader.integer(field)
        default: try reader.skip(field)
        }
    }

    /// The byte range of its pages.
    ///
    /// - Parameter end: Where the footer begins.
    func bytes(before end: Int) throws -> Range<Int> {
        // Some writers write 0 if there is no dictionary.
        let start = dictionaryOffset.map { $0 > 0 ? min($0, dataOffset) : dataOffset } ?? dataOffset
        // The file begins with four magic bytes.
        guard start >= 4, compressedSize >= 0, start <= end, compressedSize <= end - start else {
            throw ParquetProblem.damaged(
                "\(compressedSize) bytes from byte \(start) on do not lie between the file's head and its footer at \(end)"
            )
        }
        return start..<start + compressedSize
    }
}
