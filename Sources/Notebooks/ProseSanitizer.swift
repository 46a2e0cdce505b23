import Foundation

/// Makes a notebook's prose fit for a report that opens from disk with no network: pictures from files are inlined,
/// remote ones are refused with a notice in their place, and links with a dangerous scheme lose their target.
struct ProseSanitizer {
    let source: SourceText
    /// Lines of the file before the Markdown.
    let lineOffset: Int
    private(set) var diagnostics: [Diagnostic] = []

    /// Pictures above this are left out: the report is one file that people mail.
    private static let maximumPictureSize = 20 << 20

    init(source: SourceText, lineOffset: Int) {
        self.source = source
        self.lineOffset = lineOffset
    }

    mutating func clean(_ document: MarkdownDocument) {
        for link in document.dropLinks(unless: Self.isSafe) {
            warn(link, "the link to `\(link.url)` is left out", "A link may begin with http:, https: or mailto:.")
        }
        // A closure can't capture `self` here, so it works on a copy.
        var copy = self
        document.replacePictures { copy.html(for: $0) }
        self = copy
        for line in Set(document.rawHTMLLines).sorted() {
            let range = source.range(line: min(line + lineOffset, source.lines.count))
            diagnostics.append(
                source.diagnostic(
                    .warning, at: range, "raw HTML is left out of the report", remedy: "Write Markdown instead."))
        }
    }

    private mutating func warn(_ reference: MarkdownDocument.Reference, _ message: String, _ remedy: String) {
        // libcmark places a block, not what stands in it: look for the address from the block's first line on.
        let first = min(reference.line + lineOffset, source.lines.count)
        var range = source.range(line: first)
        for line in first...min(first + 40, source.lines.count) where !reference.url.isEmpty {
            let text = source.lines[line - 1]
            guard let found = text.range(of: reference.url) else { continue }
            let column = text.distance(from: text.startIndex, to: found.lowerBound) + 1
            range = source.range(line: line, column: column, length: reference.url.count)
            break
        }
        diagnostics.append(source.diagnostic(.warning, at: range, message, remedy: remedy))
    }

    /// The part before a colon that comes before any `/`, `?` or `#`, in lower case.
    private static func scheme(of url: String) -> String? {
        let head = url.prefix { !"/?#".contains($0) }
        return head.firstIndex(of: ":").map { head[..<$0].lowercased() }
    }

    private static func isSafe(_ url: String) -> Bool {
        guard let scheme = scheme(of: url) else { return true }
        return ["http", "https", "mailto"].contains(scheme)
    }

    private mutating func html(for picture: MarkdownDocument.Reference) -> String? {
        let scheme = Self.scheme(of: picture.url)
        if scheme == "data" { return nil }
        if scheme != nil || picture.url.hasPrefix("//") {
            warn(
                picture, "the picture `\(picture.url)` is not on this machine and is left out",
                "Put the file beside the notebook: a report needs no network.")
            return Self.notice(picture, "Picture not shown: it is not part of the notebook.")
        }
        guard let path = picture.url.removingPercentEncoding, !path.isEmpty else {
            warn(picture, "this picture has no address", "Write `![words](file.png)`.")
            return Self.notice(picture, "Picture not shown: it has no address.")
        }
        let folder = source.path.lastIndex(of: "/").map { source.path[...$0] } ?? ""
        let file = path.hasPrefix("/") ? path : folder + path
        do {
            let bytes = try SourceText.readBytes(String(file), kind: "picture")
            guard bytes.count <= Self.maximumPictureSize else {
                warn(picture, "the picture `\(picture.url)` is above 20 MB and is left out", "Make it smaller.")
                return Self.notice(picture, "Picture not shown: it is too large.")
            }
            guard let type = Self.mediaType(bytes) else {
                warn(
                    picture, "`\(picture.url)` is no picture that a report can hold",
                    "Use a PNG, JPEG, GIF, WebP or SVG file.")
                return Self.notice(picture, "Picture not shown: the file is of an unknown kind.")
            }
            let data = Data(bytes).base64EncodedString()
            let title = picture.title.isEmpty ? "" : " title=\"\(Self.escaped(picture.title))\""
            return "<img src=\"data:\(type);base64,\(data)\" alt=\"\(Self.escaped(picture.text))\"\(title) />"
        } catch {
            warn(
                picture, "the picture `\(picture.url)` can't be shown: \(error.message)",
                "Its path starts from the notebook's folder.")
            return Self.notice(picture, "Picture not shown: the file is missing.")
        }
    }

    private static func notice(_ picture: MarkdownDocument.Reference, _ reason: String) -> String {
        let words = picture.text.isEmpty ? "" : " (\(escaped(picture.text)))"
        return "<span class=\"picture-notice\">[\(reason)\(words)]</span>"
    }

    private static func mediaType(_ bytes: [UInt8]) -> String? {
        func begins(_ text: String, at offset: Int = 0) -> Bool { bytes.dropFirst(offset).starts(with: text.utf8) }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "image/png" }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if begins("GIF87a") || begins("GIF89a") { return "image/gif" }
        if begins("RIFF"), begins("WEBP", at: 8) { return "image/webp" }
        let head = String(decoding: bytes.prefix(512), as: UTF8.self)
        if head.contains("<svg") { return "image/svg+xml" }
        return nil
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
        return result
    }
}
