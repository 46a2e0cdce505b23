/// Makes any text safe as HTML content and as a double-quoted attribute value.
enum HTMLEscaping {
    /// Appends `text` with `& < > " '` as character references and control characters, which HTML forbids, as their
    /// Unicode control pictures (U+2400 …). Tabs and line breaks stay.
    static func append(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        var copied = 0
        for place in text.indices {
            guard let replacement = replacement(of: text[place]) else { continue }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[copied..<place]))
            switch replacement {
            case .reference(let reference):
                bytes.append(
                    contentsOf: UnsafeBufferPointer(start: reference.utf8Start, count: reference.utf8CodeUnitCount))
            case .picture(let last):
                bytes.append(0xE2)
                bytes.append(0x90)
                bytes.append(last)
            }
            copied = place + 1
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[copied...]))
    }

    private enum Replacement {
        case reference(StaticString)
        /// Last byte of the control picture's UTF-8 form E2 90 xx.
        case picture(UInt8)
    }

    private static func replacement(of byte: UInt8) -> Replacement? {
        switch byte {
        case UInt8(ascii: "&"): .reference("&amp;")
        case UInt8(ascii: "<"): .reference("&lt;")
        case UInt8(ascii: ">"): .reference("&gt;")
        case UInt8(ascii: "\""): .reference("&quot;")
        case UInt8(ascii: "'"): .reference("&#39;")
        case 0x09, 0x0A, 0x0D: nil
        case 0x00..<0x20: .picture(0x80 + byte)
        case 0x7F: .picture(0xA1)
        default: nil
        }
    }
}
