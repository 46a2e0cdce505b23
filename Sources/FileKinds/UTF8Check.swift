/// Whether bytes are UTF-8, as RFC 3629 has it: no surrogates, no longer form than is needed, nothing above U+10FFFF.
package enum UTF8Check {
    package static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool { firstInvalidIndex(bytes) == nil }

    /// The first byte of the first sequence that is not UTF-8.
    package static func firstInvalidIndex(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard let start = bytes.baseAddress else { return nil }
        let count = bytes.count
        var index = 0
        while index < count {
            // Most text is ASCII, of which eight bytes are looked at together.
            while index &+ 8 <= count,
                (start + index).loadUnaligned(as: UInt64.self) & 0x8080_8080_8080_8080 == 0
            {
                index &+= 8
            }
            guard index < count else { return nil }
            let byte = bytes[index]
            if byte < 0x80 {
                index &+= 1
                continue
            }
            let length: Int
            var second: ClosedRange<UInt8> = 0x80...0xBF
            switch byte {
            case 0xC2...0xDF: length = 2
            case 0xE0: (length, second) = (3, 0xA0...0xBF)
            case 0xED: (length, second) = (3, 0x80...0x9F)
            case 0xE1...0xEF: length = 3
            case 0xF0: (length, second) = (4, 0x90...0xBF)
            case 0xF1...0xF3: length = 4
            case 0xF4: (length, second) = (4, 0x80...0x8F)
            default: return index
            }
            guard length <= count - index, second.contains(bytes[index + 1]) else { return index }
            for place in 2..<max(length, 2) where bytes[index + place] & 0xC0 != 0x80 { return index }
            index &+= length
        }
        return nil
    }
}
