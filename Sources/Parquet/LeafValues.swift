/// The values of a leaf that are not null, one after the other: the values of a dictionary or of a column chunk's data pages.
///
/// Only the array for the leaf's type is used.
final class LeafValues {
    let leaf: LeafSchema
    /// Holds the bytes of strings. A column's dictionary and its values share one store.
    let store: ByteStore
    let isDictionary: Bool
    private(set) var booleans: [Bool] = []
    private(set) var integers: [Int64] = []
    private(set) var doubles: [Double] = []
    var ranges: [ByteRange] = []
    /// The dictionary entries that are not UTF-8. They are errors only if they are used.
    private var invalidEntries: Set<Int> = []
    private var indices: [UInt32] = []

    init(leaf: LeafSchema, store: ByteStore, isDictionary: Bool) {
        self.leaf = leaf
        self.store = store
        self.isDictionary = isDictionary
    }

    /// Reserves memory for this many values, because growing step by step would copy them several times.
    func reserve(_ count: Int) {
        switch leaf.kind {
        case .boolean: booleans.reserveCapacity(count)
        case .integer: integers.reserveCapacity(count)
        case .double: doubles.reserveCapacity(count)
        default: ranges.reserveCapacity(count)
        }
    }

    /// Whether pages are kept because strings refer to them.
    var keepsBytes: Bool { leaf.type == .byteArray || leaf.type == .fixedByteArray }

    var count: Int {
        switch leaf.kind {
        case .boolean: booleans.count
        case .integer: integers.count
        case .double: doubles.count
        default: ranges.count
        }
    }

    /// Reads values from a page.
    ///
    /// - Parameters:
    ///   - count: The number of values, without nulls.
    ///   - bytes: The bytes from the first value to the end of the page. They are in `store` if `keepsBytes` is true.
    ///   - storeOffset: Their offset in the store.
    func append(
        _ count: Int, encoding number: Int, from bytes: UnsafeRawBufferPointer, storeOffset: Int,
        dictionary: LeafValues?
    ) throws {
        // A page that holds only nulls may have no bytes at all.
        if count == 0 { return }
        let start = self.count
        switch (Encoding(rawValue: number), leaf.type) {
        case (.plain, _): try appendPlain(count, from: bytes, storeOffset: storeOffset)
        case (.plainDictionary, _) where isDictionary: try appendPlain(count, from: bytes, storeOffset: storeOffset)
        case (.plainDictionary, _), (.rleDictionary, _): try look(up: count, in: dictionary, by: bytes)
        case (.rle, .boolean): try appendRuns(count, from: bytes)
        case (.deltaBinaryPacked, .int32), (.deltaBinaryPacked, .int64):
            try integers.extend(by: count, filler: 0) { _ = try DeltaBinaryPacked.decode(bytes, into: $0) }
            if leaf.type == .int32 { wrapTo32Bits(from: start) }
        case (.deltaLengthByteArray, .byteArray): try appendLengths(count, from: bytes, storeOffset: storeOffset)
        case (.deltaByteArray, .byteArray), (.deltaByteArray, .fixedByteArray):
            try appendPrefixed(count, from: bytes, storeOffset: storeOffset)
        case (.byteStreamSplit, .int32), (.byteStreamSplit, .float): try appendSplit(count, from: bytes, width: 4)
        case (.byteStreamSplit, .int64), (.byteStreamSplit, .double): try appendSplit(count, from: bytes, width: 8)
        default: throw Encoding.unsupported(number, of: leaf.type)
        }
        try checkIntegers(from: start)
    }

    // MARK: - PLAIN

    private func appendPlain(_ count: Int, from bytes: UnsafeRawBufferPointer, storeOffset: Int) throws {
        switch leaf.type {
        case .boolean:
            try Self.check(bytes, holds: (count + 7) / 8)
            booleans.extend(by: count, filler: false) { target in
                for index in target.indices { target[index] = bytes[index >> 3] >> UInt8(index & 7) & 1 == 1 }
            }
        case .int32 where leaf.isUnsigned: try appendIntegers(UInt32.self, count, from: bytes)
        case .int32: try appendIntegers(Int32.self, count, from: bytes)
        case .int64: try appendIntegers(Int64.self, count, from: bytes)
        case .float: try appendDoubles(UInt32.self, count, from: bytes) { Double(Float(bitPattern: $0)) }
        case .double: try appendDoubles(UInt64.self, count, from: bytes) { Double(bitPattern: $0) }
        case .byteArray: try appendStrings(count, from: bytes, storeOffset: storeOffset)
        case .fixedByteArray:
            try Self.check(bytes, holds: count, times: leaf.length)
            for index in 0..<count {
                ranges.append(Self.range(storeOffset + index * leaf.length, leaf.length))
            }
        case .int96: throw Encoding.unsupported(Encoding.plain.rawValue, of: leaf.type)
        }
    }

    private func appendIntegers<Stored: FixedWidthInteger>(
        _ type: Stored.Type, _ count: Int, from bytes: UnsafeRawBufferPointer
    ) throws {
        let width = MemoryLayout<Stored>.size
        try Self.check(bytes, holds: count, times: width)
        guard let from = bytes.baseAddress else { return }
        integers.extend(by: count, filler: 0) { target in
            for index in target.indices {
                let stored = (from + index &* width).loadUnaligned(as: Stored.self)
                target[index] = Int64(truncatingIfNeeded: Stored(littleEndian: stored))
            }
        }
    }

    private func appendDoubles<Stored: FixedWidthInteger>(
        _ type: Stored.Type, _ count: Int, from bytes: UnsafeRawBufferPointer, _ double: (Stored) -> Double
    ) throws {
        let width = MemoryLayout<Stored>.size
        try Self.check(bytes, holds: count, times: width)
        guard let from = bytes.baseAddress else { return }
        doubles.extend(by: count, filler: 0) { target in
            for index in target.indices {
                let stored = (from + index &* width).loadUnaligned(as: Stored.self)
                target[index] = double(Stored(littleEndian: stored))
            }
        }
    }

    // MARK: - Dictionaries and runs

    private func look(up count: Int, in dictionary: LeafValues?, by bytes: UnsafeRawBufferPointer) throws {
        guard let dictionary, let width = bytes.first else {
            throw ParquetProblem.damaged("a page refers to a dictionary that is not there")
        }
        guard width <= 32 else { throw ParquetProblem.damaged("indices are said to have \(width) bits") }
        if indices.count < count { indices = [UInt32](repeating: 0, count: count) }
        let first = self.count
        try indices.withUnsafeMutableBufferPointer { buffer in
            let indices = UnsafeMutableBufferPointer(rebasing: buffer[..<count])
            try HybridRuns.decode(UnsafeRawBufferPointer(rebasing: bytes[1...]), width: Int(width), into: indices)
            switch leaf.kind {
            case .integer: try Self.gather(dictionary.integers, into: &integers, by: indices)
            case .double: try Self.gather(dictionary.doubles, into: &doubles, by: indices)
            case .boolean: try Self.gather(dictionary.booleans, into: &booleans, by: indices)
            default: try Self.gather(dictionary.ranges, into: &ranges, by: indices)
            }
            if !dictionary.invalidEntries.isEmpty,
                let index = indices.firstIndex(where: { dictionary.invalidEntries.contains(Int($0)) })
            {
                try note([first + index])
            }
        }
    }

    private static func gather<Value>(
        _ entries: [Value], into values: inout [Value], by indices: UnsafeMutableBufferPointer<UInt32>
    ) throws {
        guard let filler = entries.first else {
            throw ParquetProblem.damaged("an index refers to an empty dictionary")
        }
        try entries.withUnsafeBufferPointer { entries in
            try values.extend(by: indices.count, filler: filler) { target in
                for place in target.indices {
                    let index = Int(indices[place])
                    guard index < entries.count else {
                        throw ParquetProblem.damaged(
                            "an index is \(index), and the dictionary has \(entries.count) entries")
                    }
                    target[place] = entries[index]
                }
            }
        }
    }

    /// Booleans as runs, preceded by the length of all runs.
    private func appendRuns(_ count: Int, from bytes: UnsafeRawBufferPointer) throws {
        let (runs, _) = try Self.prefixed(bytes)
        var bits = [UInt8](repeating: 0, count: count)
        try bits.withUnsafeMutableBufferPointer { try HybridRuns.decode(runs, width: 1, into: $0) }
        booleans.extend(by: count, filler: false) { target in
            for index in target.indices { target[index] = bits[index] == 1 }
        }
    }

    /// The bytes after a length of four bytes, and the length of both together.
    static func prefixed(_ bytes: UnsafeRawBufferPointer) throws -> (bytes: UnsafeRawBufferPointer, byteCount: Int) {
        guard bytes.count >= 4 else { throw ended }
        let length = Int(UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)))
        guard length <= bytes.count - 4 else { throw ended }
        return (UnsafeRawBufferPointer(rebasing: bytes[4..<4 + length]), 4 + length)
    }

    // MARK: - Splits and checks

    /// BYTE_STREAM_SPLIT: the first bytes of all values, then their second bytes, and so on.
    private func appendSplit(_ count: Int, from bytes: UnsafeRawBufferPointer, width: Int) throws {
        try Self.check(bytes, holds: count, times: width)
        var joined = [UInt8](repeating: 0, count: count * width)
        joined.withUnsafeMutableBufferPointer { target in
            for place in 0..<width {
                for index in 0..<count { target[index &* width &+ place] = bytes[place &* count &+ index] }
            }
        }
        try joined.withUnsafeBytes { try appendPlain(count, from: $0, storeOffset: 0) }
    }

    private func wrapTo32Bits(from start: Int) {
        let isUnsigned = leaf.isUnsigned
        integers.withUnsafeMutableBufferPointer { values in
            for index in start..<values.count {
                let bits = UInt32(truncatingIfNeeded: values[index])
                values[index] = isUnsigned ? Int64(bits) : Int64(Int32(bitPattern: bits))
            }
        }
    }

    private func checkIntegers(from start: Int) throws {
        guard let range = leaf.range, !isDictionary else { return }
        let wrong = integers.withUnsafeBufferPointer { values in
            (start..<values.count).first { !range.contains(values[$0]) }
        }
        guard let wrong else { return }
        throw ParquetProblem.badValue(
            index: wrong,
            integers[wrong] < 0 && range.upperBound == .max
                ? "is \(UInt64(bitPattern: integers[wrong])), above the largest that is read, \(Int64.max)"
                : "is \(integers[wrong]), outside of its type's \(range.lowerBound) to \(range.upperBound)")
    }

    /// Handles strings that are not UTF-8: they are an error at once, or for a dictionary only if the entry is used.
    func note(_ invalid: [Int]) throws {
        guard let first = invalid.first else { return }
        guard isDictionary else { throw ParquetProblem.badValue(index: first, "is not UTF-8") }
        invalidEntries.formUnion(invalid)
    }

    static let ended = ParquetProblem.damaged("a page's values go beyond its end")

    static func check(_ bytes: UnsafeRawBufferPointer, holds count: Int, times width: Int = 1) throws {
        let (size, overflow) = count.multipliedReportingOverflow(by: width)
        guard !overflow, size <= bytes.count else { throw ended }
    }

    /// A range in a store. The store's limit ensures that it fits into 32 bits.
    static func range(_ start: Int, _ count: Int) -> ByteRange {
        ByteRange(start: UInt32(truncatingIfNeeded: start), count: UInt32(truncatingIfNeeded: count))
    }
}

extension Array {
    /// Appends this many elements; `fill` writes them.
    mutating func extend(
        by added: Int, filler: Element, _ fill: (UnsafeMutableBufferPointer<Element>) throws -> Void
    ) rethrows {
        let start = count
        append(contentsOf: repeatElement(filler, count: added))
        try withUnsafeMutableBufferPointer { try fill(UnsafeMutableBufferPointer(rebasing: $0[start...])) }
    }
}
