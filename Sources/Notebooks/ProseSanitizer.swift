import Files
import Foundation

/// Prepares a notebook's prose for a report that opens from disk without a network: pictures from files are embedded, remote ones are
/// replaced by a notice, and links with a dangerous scheme lose their target.
struct ProseSanitizer {
    let source: SourceText
    /// The number of lines before the Markdown.
    let lineOffset: Int
    private(set) var diagnostics: [Diagnostic] = []
    private var places: ReferencePlaces

    /// Larger pictures are omitted, because the report is one file that people send by mail.
    private static let maximumPictureSize = 20 << 20

    /// If false, pictures outside the notebook's own files are omitted.
    let allowsOutside: Bool

    init(source: SourceText, lineOffset: Int, allowsOutside: Bool = false) {
        self.allowsOutside = allowsOutside
        self.source = source
        self.lineOffset = lineOffset
        places = ReferencePlaces(source: source, lineOffset: lineOffset)
    }

    mutating func clean(_ document: MarkdownDocument) {
        for link in document.dropLinks(unless: Self.isSafe) {
            warn(
                link, "the link to `\(link.url.brief())` is left out", "A link may begin with http:, https: or mailto:."
            )
        }
        places = ReferencePlaces(source: source, lineOffset: lineOffset)
        // A closure cannot capture `self` here, so it works on a copy.
        var copy = self
        document.replacePictures { copy.html(for: $0) }
        self = copy
        for line in document.rawHTMLLines.sorted() {
            let range = source.range(line: min(line + lineOffset, source.lines.count))
            diagnostics.append(
                source.diagnostic(
                    .warning, at: range, "raw HTML is left out of the report", remedy: "Write Markdown instead."))
        }
    }

    private mutating func warn(_ reference: MarkdownDocument.Reference, _ message: String, _ remedy: String) {
        let range = places.range(of: reference)
        diagnostics.append(source.diagnostic(.warning, at: range, message, remedy: remedy))
    }

    /// The part before a colon that comes before any `/`, `?` or `#`, in lower case.
    private static func scheme(of url: String) -> String? {
        let head = url.unicodeScalars.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return head.firstIndex(of: ":").map { String(head[..<$0]).lowercased() }
    }

    private static func isSafe(_ url: String) -> Bool {
        guard let scheme = scheme(of: url) else { return true }
        return ["http", "https", "mailto"].contains(scheme)
    }

    private mutating func html(for picture: MarkdownDocument.Reference) -> String? {
        let scheme = Self.scheme(of: picture.url)
        if scheme == "data" { return nil }
        if scheme != nil || picture.url.utf8.starts(with: "//".utf8) {
            warn(
                picture, "the picture `\(picture.url.brief())` is not on this machine and is left out",
                "Put the file beside the notebook: a report needs no network.")
            return Self.notice(picture, "Picture not shown: it is not part of the notebook.")
        }
        guard let path = picture.url.removingPercentEncoding, !path.isEmpty else {
            warn(picture, "this picture has no address", "Write `![words](file.png)`.")
            return Self.notice(picture, "Picture not shown: it has no address.")
        }
        let folder =
            source.path.unicodeScalars.lastIndex(of: "/").map { String(source.path.unicodeScalars[...$0]) } ?? ""
        let file = path.utf8.first == UInt8(ascii: "/") ? path : folder + path
        guard allowsOutside || PathBoundary.isNear(file, notebook: source.path) else {
            warn(
                picture, "the picture `\(picture.url.brief())` lies outside of the notebook's folder and is left out",
                "Put it beside the notebook, or run with `--allow-outside`.")
            return Self.notice(picture, "Picture not shown: it is not part of the notebook.")
        }
        do {
            let bytes = try SourceText.readBytes(file, kind: "picture", limit: Self.maximumPictureSize)
            guard let type = Self.mediaType(bytes) else {
                warn(
                    picture, "`\(picture.url.brief())` is not a picture that a report can contain",
                    "Use a PNG, JPEG, GIF, WebP or SVG file.")
                return Self.notice(picture, "Picture not shown: the file is of an unknown kind.")
            }
            let data = Data(bytes).base64EncodedString()
            let title = picture.title.isEmpty ? "" : " title=\"\(picture.title.escapedForHTML)\""
            return "<img src=\"data:\(type);base64,\(data)\" alt=\"\(picture.text.escapedForHTML)\"\(title) />"
        } catch {
            warn(
                picture, "the picture `\(picture.url.brief())` can't be shown: \(error.message)",
                "Its path starts from the notebook's folder. A picture is a regular file of at most 20 MB.")
            let isMissing = error.message == "there is no such picture"
            return Self.notice(
                picture, "Picture not shown: the file \(isMissing ? "is missing" : "can't be read").")
        }
    }

    private static func notice(_ picture: MarkdownDocument.Reference, _ reason: String) -> String {
        let words = picture.text.isEmpty ? "" : " (\(picture.text.escapedForHTML))"
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
}

/// Finds the positions of addresses in the source, one after another, because libcmark gives positions only for blocks.
struct ReferencePlaces {
    let source: SourceText
    let lineOffset: Int
    /// The end of the previous address.
    private var line = 0
    private var offset = 0
    private var searches = 0

    init(source: SourceText, lineOffset: Int) {
        self.source = source
        self.lineOffset = lineOffset
    }

    /// The address, searched from its block's first line on. The result is that line if it is not found, and for all addresses after
    /// the largest number that can be shown.
    mutating func range(of reference: MarkdownDocument.Reference) -> SourceRange {
        let first = min(reference.line + lineOffset, source.lines.count)
        let url = Array(reference.url.unicodeScalars)
        guard !url.isEmpty, searches < 3 * Diagnostics.limit else { return source.range(line: first) }
        searches += 1
        if line < first { (line, offset) = (first, 0) }
        for candidate in line...max(line, min(first + 40, source.lines.count)) {
            let scalars = Array(source.lines[candidate - 1].unicodeScalars.dropFirst(candidate == line ? offset : 0))
            guard scalars.count >= url.count,
                let found = (0...(scalars.count - url.count)).first(where: { scalars[$0...].starts(with: url) })
            else { continue }
            let column = found + (candidate == line ? offset : 0) + 1
            (line, offset) = (candidate, column - 1 + url.count)
            return source.range(line: candidate, column: column, length: url.count)
        }
        return source.range(line: first)
    }
}

extension String {
    /// The text escaped for HTML content and attribute values.
    var escapedForHTML: String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar {
            case "&": result += "&amp;".unicodeScalars
            case "<": result += "&lt;".unicodeScalars
            case ">": result += "&gt;".unicodeScalars
            case "\"": result += "&quot;".unicodeScalars
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
