/// A leaf of the schema: the type of its values, and its nesting depth.
struct LeafSchema: Sendable {
    /// Its name in messages: the fields' names separated by points.
    var path: String
    var type: PhysicalType
    /// The number of bytes of a value of fixed length.
    var length: Int
    var kind: ParquetLeaf
    /// The valid integers of its type; nil if all are valid.
    var range: ClosedRange<Int64>?
    var isUnsigned: Bool
    /// The definition level of a value that is not null.
    var maxDefinition: UInt8
    var maxRepetition: UInt8
    /// The lowest definition level at which a slot exists, null or not. At a lower level, an enclosing list is empty or null.
    var slotDefinition: UInt8
}

/// A field with what is needed to assemble it from its leaves' levels ("Nested encoding" of parquet-format, which follows Dremel).
struct SchemaNode: Sendable {
    indirect enum Shape: Sendable {
        case leaf
        case list(SchemaNode)
        case structure([SchemaNode])
    }

    var field: ParquetField
    var shape: Shape
    /// The lowest definition level at which it is not null.
    var definition: UInt8
    /// For a list, the repetition level of each further element; otherwise that of the enclosing list.
    var repetition: UInt8
    /// The lowest definition level at which a slot exists.
    var slotDefinition: UInt8
    /// The indices of its leaves, at least one.
    var leaves: Range<Int>
}

/// The schema as a tree.
struct Schema: Sendable {
    private(set) var columns: [SchemaNode] = []
    private(set) var leaves: [LeafSchema] = []

    /// - Parameter elements: The tree in depth-first order, the root first.
    init(_ elements: [SchemaElement]) throws {
        guard let root = elements.first else { throw ParquetProblem.damaged("it has no schema") }
        var builder = SchemaBuilder(elements: elements)
        for _ in 0..<max(root.childCount, 0) {
            columns.append(try builder.field(.top, path: ""))
        }
        guard builder.next == elements.count else {
            throw ParquetProblem.damaged("the schema has \(elements.count - builder.next) nodes too many")
        }
        leaves = builder.leaves
    }
}
