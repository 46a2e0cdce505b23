import Foundation

/// The position of a string in a `ByteStore`.
struct ByteRange: Equatable, Sendable {
    var start: UInt32
    var count: UInt32

    static let empty = ByteRange(start: 0, count: 0)
}

/// A growing block of memory. Pages are decompressed into it, and strings stay where they are.
///
/// It is not an array, because the system's `realloc` neither copies large blocks nor fills them with zeros. It is written while one row
/// group's column is read, and never changed afterwards.
final class ByteStore: @unchecked Sendable {
    /// Positions of strings have 32 bits. A column with more bytes in one row group is rejected.
    static let limit = 2 << 30

    private var start: UnsafeMutableRawPointer?
    private var capacity = 0
    private(set) var count = 0

    deinit { free(start) }

    /// The bytes of a string. Its range was checked when it was created.
    subscript(range: ByteRange) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: start.map { $0 + Int(range.start) }, count: Int(range.count))
    }

    /// Removes the content and keeps the memory.
    func removeAll() { count = 0 }

    /// Adds uninitialized memory at the end, and returns it. Earlier pointers into the store are no longer valid.
    func grow(by added: Int) throws -> UnsafeMutableRawBufferPointer {
        let (total, overflow) = count.addingReportingOverflow(added)
        guard added >= 0, !overflow, total <= Self.limit else {
            throw ParquetProblem.tooLarge("it has more than \(Self.limit) bytes in one row group")
        }
        if total > capacity || start == nil {
            let wanted = max(total, min(capacity + capacity / 2, Self.limit), 64)
            guard let grown = realloc(start, wanted) else {
                throw ParquetProblem.tooLarge("there is no memory for its \(wanted) bytes")
            }
            start = grown
            capacity = wanted
        }
        defer { count = total }
        return UnsafeMutableRawBufferPointer(start: start.map { $0 + count }, count: added)
    }
}
