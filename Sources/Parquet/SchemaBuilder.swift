/// Builds the schema's tree. It recognizes lists by the groups that represent them ("Lists" and "Maps" in parquet-format's
/// LogicalTypes.md, including the older representations).
struct SchemaBuilder {
    /// The levels of the fields around a field.
    struct Levels {
        var definition: UInt8 = 0
        var repetition: UInt8 = 0
        var slotDefinition: UInt8 = 0

        static let top = Levels()
        /// One more definition level, from which the field is not null.
        var optional: Levels {
            Levels(definition: definition + 1, repetition: repetition, slotDefinition: slotDefinition)
        }
        /// The levels of a list's elements.
        var repeated: Levels {
            Levels(definition: definition + 1, repetition: repetition + 1, slotDefinition: definition + 1)
        }
    }

    /// A level is one byte, and each step of depth adds at most two levels.
    private static let depthLimit = 64

    private let elements: [SchemaElement]
    /// The index of the next element; element 0 is the root.
    private(set) var next = 1
    private(set) var leaves: [LeafSchema] = []
    private var depth = 0

    init(elements: [SchemaElement]) { self.elements = elements }

    private mutating func takeElement() throws -> SchemaElement {
        guard next < elements.count else { throw ParquetProblem.damaged("the schema ends too early") }
        defer { next += 1 }
        return elements[next]
    }

    /// Reads the next element and everything in it.
    mutating func field(_ levels: Levels, path: String) throws -> SchemaNode {
        let element = try takeElement()
        let path = path.isEmpty ? element.name : "\(path).\(element.name)"
        switch element.repetition {
        case .required: return try content(of: element, levels, isNullable: false, path)
        case .optional: return try content(of: element, levels.optional, isNullable: true, path)
        case .repeated:
            // A list without a group around it: neither the list nor its elements can be null.
            let child = try content(of: element, levels.repeated, isNullable: false, path)
            return list(of: child, named: element.name, levels, isNullable: false)
        }
    }

    private mutating func content(
        of element: SchemaElement, _ levels: Levels, isNullable: Bool, _ path: String
    ) throws -> SchemaNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else {
            throw ParquetProblem.damaged("the schema is more than \(Self.depthLimit) levels deep")
        }
        guard element.type == nil else { return try leaf(element, levels, isNullable: isNullable, path) }
        guard element.childCount > 0 else {
            throw ParquetProblem.damaged("the schema's group `\(path.shortened())` has no fields")
        }
        let isList = [.list, .map].contains(element.annotation)
        guard isList, element.childCount == 1, next < elements.count, elements[next].repetition == .repeated else {
            return try structure(element, levels, isNullable: isNullable, path)
        }
        let repeated = try takeElement()
        let inside = levels.repeated
        let isElement =
            repeated.type != nil || repeated.childCount != 1 || element.annotation == .map
            || repeated.name == "array" || repeated.name == "\(element.name)_tuple"
            || next < elements.count && elements[next].repetition == .repeated
        var child: SchemaNode
        if isElement {
            child = try content(of: repeated, inside, isNullable: false, path)
        } else {
            child = try field(inside, path: path)
            // A list's elements have no name of their own in messages.
            renameLeaves(child.leaves, from: "\(path).\(child.field.name)", to: path)
        }
        child.field.name = "element"
        return list(of: child, named: element.name, levels, isNullable: isNullable)
    }

    private mutating func renameLeaves(_ range: Range<Int>, from prefix: String, to path: String) {
        for index in range where leaves[index].path.hasPrefix(prefix) {
            leaves[index].path = path + leaves[index].path.dropFirst(prefix.count)
        }
    }

    private func list(of child: SchemaNode, named name: String, _ levels: Levels, isNullable: Bool) -> SchemaNode {
        SchemaNode(
            field: ParquetField(name: name, kind: .list(child.field), isNullable: isNullable), shape: .list(child),
            definition: levels.definition, repetition: levels.repetition + 1, slotDefinition: levels.slotDefinition,
            leaves: child.leaves)
    }

    private mutating func structure(
        _ element: SchemaElement, _ levels: Levels, isNullable: Bool, _ path: String
    ) throws -> SchemaNode {
        let first = leaves.count
        var children: [SchemaNode] = []
        for _ in 0..<element.childCount { children.append(try field(levels, path: path)) }
        return SchemaNode(
            field: ParquetField(
                name: element.name, kind: .structure(children.map(\.field)), isNullable: isNullable),
            shape: .structure(children), definition: levels.definition, repetition: levels.repetition,
            slotDefinition: levels.slotDefinition, leaves: first..<leaves.count)
    }

    private mutating func leaf(
        _ element: SchemaElement, _ levels: Levels, isNullable: Bool, _ path: String
    ) throws -> SchemaNode {
        guard let type = element.type.flatMap(PhysicalType.init) else {
            throw ParquetProblem.damaged("the schema gives `\(path.shortened())` a type that does not exist")
        }
        guard element.length >= 0, element.length <= Int(Int32.max) else {
            throw ParquetProblem.damaged("the schema gives `\(path.shortened())` an impossible length")
        }
        let (kind, range) = Self.kind(element, type)
        leaves.append(
            LeafSchema(
                path: path, type: type, length: element.length, kind: kind, range: range,
                isUnsigned: range?.lowerBound == 0, maxDefinition: levels.definition,
                maxRepetition: levels.repetition, slotDefinition: levels.slotDefinition))
        return SchemaNode(
            field: ParquetField(name: element.name, kind: .leaf(kind), isNullable: isNullable), shape: .leaf,
            definition: levels.definition, repetition: levels.repetition, slotDefinition: levels.slotDefinition,
            leaves: leaves.count - 1..<leaves.count)
    }

    private static func kind(_ element: SchemaElement, _ type: PhysicalType) -> (ParquetLeaf, ClosedRange<Int64>?) {
        switch (type, element.annotation) {
        case (.int96, _): (.unsupported("INT96"), nil)
        case (_, .decimal): (.unsupported("DECIMAL"), nil)
        case (_, .float16): (.unsupported("FLOAT16"), nil)
        case (_, .interval): (.unsupported("INTERVAL"), nil)
        case (.boolean, _): (.boolean, nil)
        case (.int32, .integer(bits: 32, isSigned: true)), (.int64, .integer(bits: 64, isSigned: true)): (.integer, nil)
        // The upper half of the unsigned 64-bit range does not fit into `Int64`.
        case (.int64, .integer(bits: 64, isSigned: false)): (.integer, 0...Int64.max)
        case (.int32, .integer(let bits, let isSigned)) where bits <= 32, (.int64, .integer(let bits, let isSigned)):
            (.integer, isSigned ? -(1 << (bits - 1))...(1 << (bits - 1)) - 1 : 0...(1 << bits) - 1)
        case (.int32, _), (.int64, _): (.integer, nil)
        case (.float, _), (.double, _): (.double, nil)
        case (.byteArray, .string): (.string, nil)
        case (.byteArray, _), (.fixedByteArray, _): (.bytes, nil)
        }
    }
}
