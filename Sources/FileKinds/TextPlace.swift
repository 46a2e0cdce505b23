extension [UInt8] {
    /// Line and column of a byte of a text in UTF-8, both from 1; columns count Unicode scalars.
    package func textPlace(at index: Int, lineEnd: UInt8 = UInt8(ascii: "\n")) -> (line: Int, column: Int) {
        let before = self[..<Swift.min(index, count)]
        let lineStart = before.lastIndex(of: lineEnd).map { $0 + 1 } ?? 0
        let line = before[..<lineStart].reduce(1) { $0 + ($1 == lineEnd ? 1 : 0) }
        // Every scalar has one byte that is not a continuation.
        return (line, before[lineStart...].reduce(1) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) })
    }
}
