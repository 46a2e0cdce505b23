/// A value for every code point, in pages of 128. Uniform pages with equal values are stored once.
struct PagedTable<Value: BitwiseCopyable & Hashable & Sendable>: Sendable {
    static var pageSize: Int { 128 }
    static var pageCount: Int { 0x110000 / pageSize }

    private let pages: FrozenTable<UInt32>
    private let values: FrozenTable<Value>

    /// Calls `uniform` for each page, and if the result is nil, `value` for each of the page's code points in ascending order.
    init(uniform: (_ page: Int) -> Value?, value: (_ codePoint: UInt32) -> Value) {
        var starts: [UInt32] = []
        var stored: [Value] = []
        var shared: [Value: UInt32] = [:]
        starts.reserveCapacity(Self.pageCount)
        for page in 0..<Self.pageCount {
            if let same = uniform(page) {
                if let start = shared[same] {
                    starts.append(start)
                    continue
                }
                shared[same] = UInt32(stored.count)
                starts.append(UInt32(stored.count))
                stored.append(contentsOf: repeatElement(same, count: Self.pageSize))
            } else {
                starts.append(UInt32(stored.count))
                let first = UInt32(page * Self.pageSize)
                for codePoint in first..<first + UInt32(Self.pageSize) { stored.append(value(codePoint)) }
            }
        }
        pages = FrozenTable(starts)
        values = FrozenTable(stored)
    }

    /// The value of a code point below 0x110000.
    @inline(__always)
    subscript(codePoint: UInt32) -> Value {
        values[Int(pages[Int(codePoint >> 7)]) + Int(codePoint & 127)]
    }
}
