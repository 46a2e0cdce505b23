/// A node of the schema as it is stored in the footer.
struct SchemaElement {
    enum Repetition: Int {
        case required, optional, repeated
    }

    /// The meaning of the values: from the logical type, or else from the older converted type.
    enum Annotation: Equatable {
        case none, string, list, map, decimal, float16, interval
        case integer(bits: Int, isSigned: Bool)
    }

    /// Nil for a group.
    var type: Int?
    /// The number of bytes of a value of fixed length.
    var length = 0
    var repetition = Repetition.required
    var name = ""
    var childCount = 0
    var annotation = Annotation.none

    init(_ reader: inout ThriftReader) throws {
        var converted: Annotation?
        var logical: Annotation?
        try reader.structure { reader, field in
            switch field.id {
            case 1: self.type = try reader.integer(field)
            case 2: self.length = try reader.integer(field)
            case 3:
                guard let repetition = Repetition(rawValue: try reader.integer(field)) else {
                    throw ParquetProblem.damaged("the schema has a repetition that does not exist")
                }
                self.repetition = repetition
            case 4: self.name = try reader.string(field)
            case 5: self.childCount = try reader.integer(field)
            case 6: converted = Self.converted(try reader.integer(field))
            case 10: try reader.structure(field) { logical = try Self.logical(&$0, $1) }
            default: try reader.skip(field)
            }
        }
        annotation = logical ?? converted ?? .none
    }

    private static func converted(_ number: Int) -> Annotation {
        switch number {
        // UTF8, ENUM, JSON.
        case 0, 4, 19: .string
        case 1, 2: .map
        case 3: .list
        case 5: .decimal
        case 11...14: .integer(bits: 8 << (number - 11), isSigned: false)
        case 15...18: .integer(bits: 8 << (number - 15), isSigned: true)
        case 21: .interval
        default: .none
        }
    }

    /// One member of the union `LogicalType`; nil for one that does not change how values are read.
    private static func logical(_ reader: inout ThriftReader, _ field: ThriftReader.Field) throws -> Annotation? {
        guard field.id != 10 else {
            var (bits, isSigned) = (64, true)
            try reader.structure(field) { reader, field in
                switch field.id {
                case 1: bits = try reader.integer(field)
                case 2: isSigned = try reader.boolean(field)
                default: try reader.skip(field)
                }
            }
            guard [8, 16, 32, 64].contains(bits) else {
                throw ParquetProblem.damaged("the schema has an integer of \(bits) bits")
            }
            return .integer(bits: bits, isSigned: isSigned)
        }
        try reader.skip(field)
        return switch field.id {
        // STRING, ENUM, JSON.
        case 1, 4, 12: .string
        case 2: .map
        case 3: .list
        case 5: .decimal
        case 15: .float16
        default: nil
        }
    }
}
