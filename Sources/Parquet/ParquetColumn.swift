/// The values of a column in one row group, or of a part of a nested column.
///
/// Nesting is as in Arrow: a list has offsets into one column of all its elements, a struct has a column for each field.
package struct ParquetColumn: Sendable {
    package indirect enum Values: Sendable {
        case booleans([Bool])
        case integers([Int64])
        case doubles([Double])
        /// UTF-8, which was checked.
        case strings(ByteStrings)
        case bytes(ByteStrings)
        /// List `i` holds the elements `offsets[i]..<offsets[i + 1]`; there is one offset more than lists.
        case lists(offsets: [Int], elements: ParquetColumn)
        /// A column for each field, all of this column's count.
        case structures([ParquetColumn])
    }

    package let field: ParquetField
    package let count: Int
    /// False where there is null; nil where there is no null. At a null, `values` holds 0, false, an empty string or an empty list.
    package let validity: [Bool]?
    package let values: Values

    package func isNull(at index: Int) -> Bool { validity.map { !$0[index] } ?? false }
}

/// Strings of bytes, which lie anywhere in one block of memory: equal ones may lie in one place.
package struct ByteStrings: Sendable {
    let store: ByteStore
    let ranges: [ByteRange]

    package var count: Int { ranges.count }

    /// Calls `body` with the bytes of a string, which are valid during the call.
    package func withBytes<Result>(at index: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result
    {
        try withExtendedLifetime(store) { try body(store[ranges[index]]) }
    }

    /// A string; bytes that are not UTF-8, which `Values.strings` has none of, are replaced by U+FFFD.
    package func string(at index: Int) -> String { withBytes(at: index) { String(decoding: $0, as: UTF8.self) } }

    package func bytes(at index: Int) -> [UInt8] { withBytes(at: index) { Array($0) } }
}
