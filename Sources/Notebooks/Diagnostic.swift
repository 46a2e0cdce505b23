/// An error or a warning about a notebook: where, what, and how to fix it.
package struct Diagnostic: Error, Sendable, Equatable, Codable {
    package enum Severity: String, Sendable, Codable { case error, warning }

    package var severity: Severity
    package var range: SourceRange
    /// What is wrong, as one sentence without a full stop at its end.
    package var message: String
    /// What to write or do instead.
    package var remedy: String?
    /// The source line that the caret points into, if it is known.
    package var sourceLine: String?

    package init(
        severity: Severity = .error, range: SourceRange, message: String, remedy: String? = nil,
        sourceLine: String? = nil
    ) {
        self.severity = severity
        self.range = range
        self.message = message
        self.remedy = remedy
        self.sourceLine = sourceLine
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `file:line:column: error: message`, an excerpt of the line, the caret, and the remedy. Control characters are made
    /// visible, and long texts are shortened.
    package var description: String {
        var text =
            "\(range.start.description.visible): \(severity.rawValue): \(Self.shortened(message, to: 600, quoted: 80))"
        if let sourceLine {
            let excerpt = Excerpt(of: sourceLine, column: range.start.column, length: range.length)
            text += "\n    \(excerpt.line)\n    \(excerpt.caret)"
        }
        // A text to write or type is useful only if it is complete.
        if let remedy { text += "\n    \(Self.shortened(remedy, to: 2000, quoted: 1000))" }
        return text
    }

    /// The sentence, with each quoted text and the whole sentence shortened to a limit.
    private static func shortened(_ sentence: String, to limit: Int, quoted: Int) -> String {
        let visible = sentence.visible
        guard visible.utf8.count > 80 else { return visible }
        var text = ""
        var isQuoted = false
        var rest = visible[...]
        while !rest.isEmpty {
            let piece = rest.prefix { $0 != "`" }
            text += isQuoted ? piece.brief(quoted) : String(piece)
            rest = rest.dropFirst(piece.count)
            let marks = rest.prefix { $0 == "`" }
            text += marks
            rest = rest.dropFirst(marks.count)
            // Three backticks in a row are a fence.
            if marks.count == 1 { isQuoted.toggle() }
        }
        return text.brief(limit)
    }
}

/// All errors and warnings about a notebook, thrown together so that they can be fixed at once.
package struct Diagnostics: Error, Sendable, CustomStringConvertible {
    /// The number of diagnostics shown in full.
    package static let limit = 50

    package var all: [Diagnostic]

    package init(_ all: [Diagnostic]) { self.all = all }

    package var hasErrors: Bool { all.contains { $0.severity == .error } }

    /// The diagnostics as they are shown, and the number of those left out. If there are too many, errors come before warnings.
    package var texts: [String] {
        guard all.count > Self.limit else { return all.map(\.description) }
        let ranked = all.enumerated().filter { $0.element.severity == .error }.prefix(Self.limit)
        let others = all.enumerated().filter { $0.element.severity == .warning }.prefix(Self.limit - ranked.count)
        let shown = (ranked + others).sorted { $0.offset < $1.offset }.map(\.element)
        let left = Self.count(all) { total, severity in total - shown.count { $0.severity == severity } }
        return shown.map(\.description) + ["… and \(left) more."]
    }

    package var description: String { texts.joined(separator: "\n") }

    /// `12 errors and 1 warning`, counting what a closure leaves of each number.
    private static func count(_ all: [Diagnostic], _ left: (Int, Diagnostic.Severity) -> Int) -> String {
        [Diagnostic.Severity.error, .warning].compactMap { severity in
            let number = left(all.count { $0.severity == severity }, severity)
            return number == 0 ? nil : "\(number) \(severity.rawValue)\(number == 1 ? "" : "s")"
        }.joined(separator: " and ")
    }
}
