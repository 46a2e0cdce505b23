import FileKinds

/// The encodings of strings: with their lengths, or with the length of the prefix that they share with the previous string.
extension LeafValues {
    /// PLAIN: each string follows its length of four bytes.
    func appendStrings(_ count: Int, from bytes: UnsafeRawBufferPointer, storeOffset: Int) throws {
        try Self.check(bytes, holds: count, times: 4)
        guard let from = bytes.baseAddress else { return }
        let (first, end, checks) = (ranges.count, bytes.count, leaf.kind == .string)
        var invalid: [Int] = []
        try ranges.extend(by: count, filler: .empty) { target in
            var position = 0
            for index in target.indices {
                guard end - position >= 4 else { throw Self.ended }
                let length = Int(UInt32(littleEndian: (from + position).loadUnaligned(as: UInt32.self)))
                position += 4
                guard length <= end - position else { throw Self.ended }
                if checks, !UTF8Check.isValid(UnsafeRawBufferPointer(start: from + position, count: length)) {
                    invalid.append(first + index)
                }
                target[index] = Self.range(storeOffset + position, length)
                position += length
            }
        }
        try note(invalid)
    }

    /// DELTA_LENGTH_BYTE_ARRAY: all lengths, followed by all bytes.
    func appendLengths(_ count: Int, from bytes: UnsafeRawBufferPointer, storeOffset: Int) throws {
        let (lengths, start) = try Self.lengths(count, bytes)
        let checks = leaf.kind == .string
        var position = start
        var invalid: [Int] = []
        for length in lengths {
            guard length >= 0, length <= bytes.count - position else { throw Self.ended }
            let end = position + Int(length)
            if checks, !UTF8Check.isValid(UnsafeRawBufferPointer(rebasing: bytes[position..<end])) {
                invalid.append(ranges.count)
            }
            ranges.append(Self.range(storeOffset + position, Int(length)))
            position = end
        }
        try note(invalid)
    }

    /// DELTA_BYTE_ARRAY: the length of the prefix that each string shares with the previous one, and the rest of each string.
    func appendPrefixed(_ count: Int, from bytes: UnsafeRawBufferPointer, storeOffset: Int) throws {
        let (prefixes, prefixEnd) = try Self.lengths(count, bytes)
        let (suffixes, suffixEnd) = try Self.lengths(count, UnsafeRawBufferPointer(rebasing: bytes[prefixEnd...]))
        // All lengths are checked before memory is allocated for the strings, because a few bytes can ask for very much.
        var (before, total, rest) = (0, 0, bytes.count - prefixEnd - suffixEnd)
        for (prefix, suffix) in zip(prefixes, suffixes) {
            guard prefix >= 0, prefix <= before, suffix >= 0, suffix <= rest else { throw Self.ended }
            rest -= Int(suffix)
            before = Int(prefix) + Int(suffix)
            total += before
            guard total <= PageHeader.sizeLimit else {
                throw ParquetProblem.tooLarge("a page has strings of more than \(PageHeader.sizeLimit) bytes")
            }
        }
        let checks = leaf.kind == .string
        var (source, written) = (storeOffset + prefixEnd + suffixEnd, store.count)
        // The page may move when the store grows, so positions in the store are used from here on.
        guard let end = try store.grow(by: total).baseAddress else { return }
        let base = end - written
        var last = written
        var invalid: [Int] = []
        for (prefix, suffix) in zip(prefixes, suffixes) {
            let (prefix, suffix) = (Int(prefix), Int(suffix))
            (base + written).copyMemory(from: base + last, byteCount: prefix)
            (base + written + prefix).copyMemory(from: base + source, byteCount: suffix)
            let length = prefix + suffix
            guard leaf.type == .byteArray || length == leaf.length else {
                throw ParquetProblem.damaged("a value of \(leaf.length) bytes has \(length)")
            }
            if checks, !UTF8Check.isValid(UnsafeRawBufferPointer(start: base + written, count: length)) {
                invalid.append(ranges.count)
            }
            ranges.append(Self.range(written, length))
            (last, written, source) = (written, written + length, source + suffix)
        }
        try note(invalid)
    }

    private static func lengths(_ count: Int, _ bytes: UnsafeRawBufferPointer) throws -> ([Int64], byteCount: Int) {
        var lengths = [Int64](repeating: 0, count: count)
        let read = try lengths.withUnsafeMutableBufferPointer { try DeltaBinaryPacked.decode(bytes, into: $0) }
        return (lengths, read)
    }
}
