extension [UInt8] {
    /// Line and column of a byte in a UTF-8 text, both counted from 1. Columns count Unicode scalars.
    package func textPlace(at index: Int) -> (line: Int, column: Int) {
        let before = self[..<Swift.min(index, count)]
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let line = before[..<lineStart].reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
        // Every scalar has exactly one byte that is not a continuation byte.
        return (line, before[lineStart...].reduce(1) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) })
    }
}
