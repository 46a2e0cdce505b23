/// Reads Thrift's compact protocol, in which Parquet writes its footer and its page headers.
///
/// Format: "Thrift compact protocol encoding" of Apache Thrift. A struct is a sequence of fields. Each field has the difference between
/// its id and that of the field before. Integers have variable length; zigzag encoding puts the sign into the lowest bit.
struct ThriftReader {
    enum Kind: UInt8 {
        case yes = 1
        case no, byte, int16, int32, int64, double, binary, list, set, map, structure, uuid
    }

    struct Field {
        var id: Int
        var kind: Kind
    }

    /// Larger than the depth of Parquet's own structs.
    private static let depthLimit = 32

    private let bytes: UnsafeRawBufferPointer
    /// The number of bytes read.
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    private static let ended = ParquetProblem.damaged("it ends too early")

    private mutating func next() throws -> UInt8 {
        guard position < bytes.count else { throw Self.ended }
        defer { position += 1 }
        return bytes[position]
    }

    private mutating func varint() throws -> UInt64 { try Varint.read(bytes, &position, ended: Self.ended) }

    private mutating func zigzag() throws -> Int { Int(truncatingIfNeeded: Varint.zigzag(try varint())) }

    /// A length or a count. Each counted element takes at least one byte.
    private mutating func count() throws -> Int {
        guard let count = Int(exactly: try varint()), count <= bytes.count - position else { throw Self.ended }
        return count
    }

    /// Reads a struct: `body` is called for each field, and must read or skip it.
    mutating func structure(_ body: (inout ThriftReader, Field) throws -> Void) throws {
        var id = 0
        while true {
            let head = try next()
            if head == 0 { return }
            guard let kind = Kind(rawValue: head & 15) else { throw Self.wrongKind(id) }
            id = head >> 4 == 0 ? try zigzag() : id + Int(head >> 4)
            // Field ids have 16 bits.
            guard Int16(exactly: id) != nil else { throw Self.wrongKind(id) }
            try body(&self, Field(id: id, kind: kind))
        }
    }

    private static func wrongKind(_ id: Int) -> ParquetProblem {
        .damaged("its field \(id) is not of the type that Parquet has there")
    }

    /// A struct that is a field of another.
    mutating func structure(_ field: Field, _ body: (inout ThriftReader, Field) throws -> Void) throws {
        guard field.kind == .structure else { throw Self.wrongKind(field.id) }
        try structure(body)
    }

    mutating func integer(_ field: Field) throws -> Int {
        switch field.kind {
        case .byte: return Int(Int8(bitPattern: try next()))
        case .int16, .int32, .int64: return try zigzag()
        default: throw Self.wrongKind(field.id)
        }
    }

    func boolean(_ field: Field) throws -> Bool {
        switch field.kind {
        case .yes: return true
        case .no: return false
        default: throw Self.wrongKind(field.id)
        }
    }

    /// A string. Bytes that are not UTF-8 are replaced by U+FFFD.
    mutating func string(_ field: Field) throws -> String {
        guard field.kind == .binary else { throw Self.wrongKind(field.id) }
        let length = try count()
        defer { position += length }
        return String(decoding: bytes[position..<position + length], as: UTF8.self)
    }

    /// A list of structs: `body` reads one.
    mutating func structures(_ field: Field, _ body: (inout ThriftReader) throws -> Void) throws {
        guard field.kind == .list else { throw Self.wrongKind(field.id) }
        let (count, kind) = try listHead()
        guard count == 0 || kind == .structure else { throw Self.wrongKind(field.id) }
        for _ in 0..<count { try body(&self) }
    }

    private mutating func listHead() throws -> (count: Int, kind: Kind) {
        let head = try next()
        let count = head >> 4 == 15 ? try self.count() : Int(head >> 4)
        guard let kind = Kind(rawValue: head & 15) else {
            if count == 0 { return (0, .byte) }
            throw ParquetProblem.damaged("it has a list of an unknown type")
        }
        return (count, kind)
    }

    mutating func skip(_ field: Field) throws { try skip(field.kind, isElement: false, depth: 0) }

    private mutating func skip(_ kind: Kind, isElement: Bool, depth: Int) throws {
        guard depth < Self.depthLimit else { throw ParquetProblem.damaged("it is nested too deeply") }
        switch kind {
        case .yes, .no: if isElement { try skip(bytes: 1) }
        case .byte: try skip(bytes: 1)
        case .int16, .int32, .int64: _ = try varint()
        case .double: try skip(bytes: 8)
        case .uuid: try skip(bytes: 16)
        case .binary: try skip(bytes: count())
        case .list, .set:
            let (count, kind) = try listHead()
            for _ in 0..<count { try skip(kind, isElement: true, depth: depth + 1) }
        case .map:
            let count = try self.count()
            if count == 0 { return }
            let kinds = try next()
            guard let key = Kind(rawValue: kinds >> 4), let value = Kind(rawValue: kinds & 15) else {
                throw ParquetProblem.damaged("it has a map of an unknown type")
            }
            for _ in 0..<count {
                try skip(key, isElement: true, depth: depth + 1)
                try skip(value, isElement: true, depth: depth + 1)
            }
        case .structure:
            try structure { reader, field in try reader.skip(field.kind, isElement: false, depth: depth + 1) }
        }
    }

    private mutating func skip(bytes count: Int) throws {
        guard count <= bytes.count - position else { throw Self.ended }
        position += count
    }
}
