/// Brings the pictures of the prose into the page: local ones are inlined, others become a sentence.
struct ProsePictures {
    /// The notebook's path: pictures are named relative to its folder.
    let notebookPath: String
    let read: (String) -> [UInt8]?

    /// libcmark's HTML with each `<img src="…">` inlined or replaced.
    ///
    /// libcmark writes an `img` element with its `src` first and every quote in a value escaped, so the element ends at
    /// the first `>` behind its attributes.
    func inlined(in html: String) -> String {
        let opening = "<img src=\""
        guard html.contains(opening) else { return html }
        var result = ""
        var rest = html[...]
        while let start = rest.firstRange(of: opening) {
            let tail = rest[start.upperBound...]
            guard let quote = tail.firstIndex(of: "\""), let end = tail[quote...].firstRange(of: ">") else { break }
            result += rest[..<start.lowerBound]
            let attributes = String(tail[tail.index(after: quote)..<end.lowerBound])
            result += replacement(source: String(tail[..<quote]), attributes: attributes)
            rest = rest[end.upperBound...]
        }
        return result + rest
    }

    /// `source` and `attributes` are HTML already: what is taken over from them is escaped by libcmark.
    private func replacement(source: String, attributes: String) -> String {
        if source.hasPrefix("data:image/") { return "<img src=\"\(source)\"\(attributes)>" }
        let isRemote = source.hasPrefix("//") || source.prefix { $0 != "/" }.contains(":")
        if isRemote { return missing("A remote picture is left out", source, attributes) }
        guard let data = read(path(of: source)) else {
            return missing("A picture could not be read", source, attributes)
        }
        guard let type = Self.mediaType(data) else {
            return missing("A file is no PNG, JPEG, GIF or WebP picture", source, attributes)
        }
        var encoded: [UInt8] = []
        Base64.append(data, to: &encoded)
        return "<img src=\"data:\(type);base64,\(String(decoding: encoded, as: UTF8.self))\"\(attributes)>"
    }

    private func missing(_ what: String, _ source: String, _ attributes: String) -> String {
        let words = Self.value(of: "alt", in: attributes)
        let described = words.isEmpty ? "" : ", “\(words)”"
        return "<span class=\"missing-picture\">\(what): <code>\(source)</code>\(described)</span>"
    }

    private func path(of source: String) -> String {
        let path = Self.percentDecoded(Self.unescaped(source))
        guard !path.hasPrefix("/"), let slash = notebookPath.lastIndex(of: "/") else { return path }
        return notebookPath[...slash] + path
    }

    private static func value(of name: String, in attributes: String) -> String {
        guard let start = attributes.firstRange(of: " \(name)=\"") else { return "" }
        return String(attributes[start.upperBound...].prefix { $0 != "\"" })
    }

    private static func unescaped(_ text: String) -> String {
        // The ampersand last, or `&amp;lt;` would be unescaped twice.
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&amp;", "&")].reduce(text) {
            $0.replacing($1.0, with: $1.1)
        }
    }

    private static func percentDecoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "%"), digits.utf8.count == 2, let value = UInt8(digits, radix: 16) {
                bytes.append(value)
                rest.removeFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// By the file's first bytes: nothing but a picture gets into the page, whatever it is called.
    private static func mediaType(_ data: [UInt8]) -> String? {
        if data.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "image/png" }
        if data.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if data.starts(with: "GIF8".utf8) { return "image/gif" }
        if data.starts(with: "RIFF".utf8), data.dropFirst(8).starts(with: "WEBP".utf8) { return "image/webp" }
        return nil
    }
}
