/// The values of a column in one row group, or of a part of a nested column.
///
/// Nesting is as in Arrow: a list has offsets into one column that holds the elements of all lists, and a
/// struct has a column for each field.
package struct ParquetColumn: Sendable {
    package indirect enum Values: Sendable {
        case booleans([Bool])
        case integers([Int64])
        case doubles([Double])
        /// UTF-8, already checked.
        case strings(ByteStrings)
        case bytes(ByteStrings)
        /// List `i` holds the elements `offsets[i]..<offsets[i + 1]`; there is one more offset than lists.
        case lists(offsets: [Int], elements: ParquetColumn)
        /// A column for each field, each as long as this column.
        case structures([ParquetColumn])
    }

    package let field: ParquetField
    package let count: Int
    /// False for a null value; the array is nil if there are no nulls. For a null, `values` holds 0,
    /// false, an empty string or an empty list.
    package let validity: [Bool]?
    package let values: Values

    package func isNull(at index: Int) -> Bool { validity.map { !$0[index] } ?? false }
}

/// Byte strings in one block of memory. Equal strings may share their bytes.
package struct ByteStrings: Sendable {
    let store: ByteStore
    let ranges: [ByteRange]

    package var count: Int { ranges.count }

    /// Calls `body` with the bytes of a string. They are valid only during the call.
    package func withBytes<Result>(at index: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result
    {
        try withExtendedLifetime(store) { try body(store[ranges[index]]) }
    }

    /// The string at an index. Bytes that are not UTF-8 are replaced by U+FFFD; `Values.strings` has none.
    package func string(at index: Int) -> String { withBytes(at: index) { String(decoding: $0, as: UTF8.self) } }

    package func bytes(at index: Int) -> [UInt8] { withBytes(at: index) { Array($0) } }
}
