import Foundation

/// Builds HTML as UTF-8 bytes. Names of elements and attributes come from this module; everything else is escaped.
///
/// A closure writes an element's content, so that every tag that is opened is also closed. Text that is HTML already is written by
/// `trustedHTML`. Only the HTML of `Prose.Part` and `Section.titleHTML`, and this program's own styles and scripts, may be written so.
struct HTMLWriter {
    private(set) var bytes: [UInt8] = []

    /// Creates an empty page and reserves memory for `capacity` bytes.
    init(capacity: Int = 1 << 16) { bytes.reserveCapacity(capacity) }

    /// The page so far.
    var html: String { String(decoding: bytes, as: UTF8.self) }

    /// Writes text content, escaped.
    mutating func text(_ text: String) {
        var text = text
        text.withUTF8 { HTMLEscaping.append($0, to: &bytes) }
    }

    /// Writes text content that is given as UTF-8, escaped.
    mutating func text(utf8: ArraySlice<UInt8>) {
        utf8.withUnsafeBufferPointer { HTMLEscaping.append($0, to: &bytes) }
    }

    /// Writes markup that is in this module's source.
    mutating func markup(_ markup: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: markup.utf8Start, count: markup.utf8CodeUnitCount))
    }

    /// Writes HTML that libcmark-gfm rendered in its safe mode. Control characters, which it keeps, are replaced.
    mutating func trustedHTML(_ html: String) {
        var html = html
        html.withUTF8 { HTMLEscaping.append($0, isMarkup: true, to: &bytes) }
    }

    /// Writes an element without a line break after it.
    mutating func inline(
        _ name: StaticString, _ attributes: HTMLAttribute?..., content: (inout HTMLWriter) -> Void
    ) {
        openTag(name, attributes)
        content(&self)
        closeTag(name)
    }

    /// Writes an inline element that contains only text.
    mutating func inline(_ name: StaticString, _ attributes: HTMLAttribute?..., text: String) {
        openTag(name, attributes)
        self.text(text)
        closeTag(name)
    }

    /// Writes an element with a line break after it.
    mutating func block(
        _ name: StaticString, _ attributes: HTMLAttribute?..., content: (inout HTMLWriter) -> Void
    ) {
        openTag(name, attributes)
        content(&self)
        closeTag(name)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Writes a block that contains only text.
    mutating func block(_ name: StaticString, _ attributes: HTMLAttribute?..., text: String) {
        openTag(name, attributes)
        self.text(text)
        closeTag(name)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Writes an element without content and end tag, e.g. `meta`.
    mutating func void(_ name: StaticString, _ attributes: HTMLAttribute?...) {
        openTag(name, attributes)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Writes a picture whose bytes are part of the page.
    mutating func picture(_ data: [UInt8], mediaType: StaticString, _ attributes: HTMLAttribute?...) {
        openTag("img", attributes)
        embed(data, as: " src", mediaType: mediaType)
    }

    /// Writes a picture, also part of the page, that a `picture` element shows instead of its `img` if a media query holds.
    mutating func alternative(_ data: [UInt8], mediaType: StaticString, _ attributes: HTMLAttribute?...) {
        openTag("source", attributes)
        embed(data, as: " srcset", mediaType: mediaType)
    }

    /// Adds an attribute with data to the tag that was just opened.
    private mutating func embed(_ data: [UInt8], as attribute: StaticString, mediaType: StaticString) {
        bytes.removeLast()
        markup(attribute)
        markup("=\"data:")
        markup(mediaType)
        markup(";base64,")
        bytes.append(contentsOf: Data(data).base64EncodedData())
        markup("\">")
    }

    private mutating func openTag(_ name: StaticString, _ attributes: [HTMLAttribute?]) {
        bytes.append(UInt8(ascii: "<"))
        markup(name)
        for case let attribute? in attributes {
            bytes.append(UInt8(ascii: " "))
            markup(attribute.name)
            guard let value = attribute.value else { continue }
            markup("=\"")
            text(value)
            bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(UInt8(ascii: ">"))
    }

    private mutating func closeTag(_ name: StaticString) {
        markup("</")
        markup(name)
        bytes.append(UInt8(ascii: ">"))
    }
}

/// An attribute of an element; its value is escaped when it is written.
struct HTMLAttribute {
    var name: StaticString
    /// Nil for an attribute without a value, such as `open`.
    var value: String?

    init(_ name: StaticString, _ value: String? = nil) {
        self.name = name
        self.value = value
    }

    static func `class`(_ names: String) -> HTMLAttribute { HTMLAttribute("class", names) }
    static func id(_ id: String) -> HTMLAttribute { HTMLAttribute("id", id) }
    /// A link within the page.
    static func link(to id: String) -> HTMLAttribute { HTMLAttribute("href", "#" + id) }
    static func label(_ text: String) -> HTMLAttribute { HTMLAttribute("aria-label", text) }
    /// Lets the browser find the reading direction from the text.
    static var ownDirection: HTMLAttribute { HTMLAttribute("dir", "auto") }
}
