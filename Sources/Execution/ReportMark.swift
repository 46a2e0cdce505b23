import Files
import Foundation

/// A comment at the beginning of a report that says which notebook it belongs to, so that another notebook's run does not replace it.
struct ReportMark: Codable, Equatable {
    /// The notebook's path relative to the report's folder. It stays valid if a project is moved or copied.
    var notebook: String
    var profile: String?

    private static let opening = "<!-- practicum-report "
    private static let closing = " -->"

    /// The report with the mark after its first line.
    func put(into html: String) -> String {
        guard let json = try? JSONEncoder.practicum.encode(self), let end = html.firstIndex(of: "\n") else {
            return html
        }
        // A comment must not contain its own end.
        let text = [("-", "\\u002d"), ("<", "\\u003c"), (">", "\\u003e")]
            .reduce(String(decoding: json, as: UTF8.self)) { $0.replacing($1.0, with: $1.1) }
        return html[...end] + Self.opening + text + Self.closing + html[end...]
    }

    /// The state of the place where a report is to be written.
    enum Place: Equatable {
        /// No file, or an empty file.
        case free
        case marked(ReportMark)
        /// A report of an earlier version, which has no mark.
        case unmarked
        case foreign
    }

    static func place(at path: String) throws(FileError) -> Place {
        guard access(path, F_OK) == 0 else { return .free }
        let start = String(decoding: try InputFile(path, limit: .max).prefix(8_192), as: UTF8.self)
        if start.isEmpty { return .free }
        if let opening = start.firstRange(of: opening),
            let closing = start[opening.upperBound...].firstRange(of: closing),
            let mark = try? JSONDecoder.practicum.decode(
                ReportMark.self, from: Data(start[opening.upperBound..<closing.lowerBound].utf8))
        {
            return .marked(mark)
        }
        return start.contains("<meta name=\"generator\" content=\"Practicum\"") ? .unmarked : .foreign
    }
}
