/// A leaf of the schema: what its pages hold, and how deep it is nested.
struct LeafSchema: Sendable {
    /// As messages name it: the fields' names with points between them.
    var path: String
    var type: PhysicalType
    /// Bytes of a value of fixed length.
    var length: Int
    var kind: ParquetLeaf
    /// The integers that its type has; nil where all that can be written are right.
    var range: ClosedRange<Int64>?
    var isUnsigned: Bool
    /// The definition level of a value that is not null.
    var maxDefinition: UInt8
    var maxRepetition: UInt8
    /// The definition level from which there is a place for it, null or not: below, a list around it is empty or null.
    var slotDefinition: UInt8
}

/// A field with what is needed to assemble it from its leaves' levels ("Nested encoding" of parquet-format, after Dremel).
struct SchemaNode: Sendable {
    indirect enum Shape: Sendable {
        case leaf
        case list(SchemaNode)
        case structure([SchemaNode])
    }

    var field: ParquetField
    var shape: Shape
    /// The definition level from which it is not null.
    var definition: UInt8
    /// Of a list, the repetition level of one more element; else that of the list around it.
    var repetition: UInt8
    /// The definition level from which there is a place for it.
    var slotDefinition: UInt8
    /// Numbers of the leaves in it, at least one.
    var leaves: Range<Int>
}

/// The schema as a tree.
struct Schema: Sendable {
    private(set) var columns: [SchemaNode] = []
    private(set) var leaves: [LeafSchema] = []

    /// - Parameter elements: The tree in the order in which it is walked, the root first.
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
