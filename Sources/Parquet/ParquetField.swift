/// A column, or a part of one, as the schema describes it: its name and its type.
package struct ParquetField: Equatable, Sendable {
    package indirect enum Kind: Equatable, Sendable {
        case leaf(ParquetLeaf)
        /// A list; a map is a list of structs of `key` and `value`.
        case list(ParquetField)
        case structure([ParquetField])
    }

    package var name: String
    package var kind: Kind
    package var isNullable: Bool

    package init(name: String, kind: Kind, isNullable: Bool) {
        self.name = name
        self.kind = kind
        self.isNullable = isNullable
    }
}

/// The types of single values, as they are read.
package enum ParquetLeaf: Equatable, Sendable {
    case boolean
    /// Integers of any width. Dates, times and timestamps are integers in the file's unit.
    case integer
    /// Floats of 32 or 64 bits.
    case double
    /// UTF-8, checked when it is read.
    case string
    case bytes
    /// The name of a type that is not supported, e.g. `INT96`; reading such a column throws.
    case unsupported(String)
}
