import Notebooks

/// Makes any text safe as HTML content and as a double-quoted attribute value.
enum HTMLEscaping {
    /// Appends `text` with three replacements: `& < > " '` become character references; control characters, which HTML forbids,
    /// become Unicode's control pictures (U+2400 …); and characters that would change the reading direction of the text around
    /// them become their names, such as `<U+202E>`. Tabs and line breaks stay.
    ///
    /// - Parameter isMarkup: True for trusted HTML. Its markup stays, and only control characters are replaced.
    static func append(_ text: UnsafeBufferPointer<UInt8>, isMarkup: Bool = false, to bytes: inout [UInt8]) {
        var copied = 0
        for place in text.indices {
            guard let replacement = replacement(at: place, of: text) else { continue }
            if isMarkup, case .reference = replacement { continue }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[copied..<place]))
            copied = place + 1
            switch replacement {
            case .reference(let reference):
                bytes.append(
                    contentsOf: UnsafeBufferPointer(start: reference.utf8Start, count: reference.utf8CodeUnitCount))
            case .picture(let last):
                bytes.append(0xE2)
                bytes.append(0x90)
                bytes.append(last)
            case .name(let scalar, let length):
                bytes.append(contentsOf: "&lt;\(scalar.codePointName.dropFirst().dropLast())&gt;".utf8)
                copied = place + length
            }
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[copied...]))
    }

    private enum Replacement {
        case reference(StaticString)
        /// The last byte of the control picture, whose UTF-8 form is E2 90 xx.
        case picture(UInt8)
        /// A character that is replaced by its name, and the length of its UTF-8 form.
        case name(Unicode.Scalar, length: Int)
    }

    private static func replacement(at place: Int, of text: UnsafeBufferPointer<UInt8>) -> Replacement? {
        let byte = text[place]
        return switch byte {
        case UInt8(ascii: "&"): .reference("&amp;")
        case UInt8(ascii: "<"): .reference("&lt;")
        case UInt8(ascii: ">"): .reference("&gt;")
        case UInt8(ascii: "\""): .reference("&quot;")
        case UInt8(ascii: "'"): .reference("&#39;")
        case 0x09, 0x0A, 0x0D: nil
        case 0x00..<0x20: .picture(0x80 + byte)
        case 0x7F: .picture(0xA1)
        // C1 controls, U+0080 to U+009F.
        case 0xC2 where place + 1 < text.count && text[place + 1] < 0xA0:
            .name(Unicode.Scalar(text[place + 1]), length: 2)
        // Embeddings and overrides, U+202A to U+202E, and isolates, U+2066 to U+2069. Direction marks stay: they do not
        // affect the text around them, and right-to-left texts need them.
        case 0xE2 where place + 2 < text.count: directionControl(text[place + 1], text[place + 2])
        default: nil
        }
    }

    private static func directionControl(_ second: UInt8, _ third: UInt8) -> Replacement? {
        switch (second, third) {
        case (0x80, 0xAA...0xAE), (0x81, 0xA6...0xA9):
            Unicode.Scalar(0x2000 | UInt32(second & 0x3F) << 6 | UInt32(third & 0x3F)).map { .name($0, length: 3) }
        default: nil
        }
    }
}
