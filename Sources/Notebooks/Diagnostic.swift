/// One thing that is wrong (or worth a word) in a notebook: where, what, and how to mend it.
package struct Diagnostic: Error, Sendable, Equatable, Codable {
    package enum Severity: String, Sendable, Codable { case error, warning }

    package var severity: Severity
    package var range: SourceRange
    /// What is wrong, in one sentence without a final full stop.
    package var message: String
    /// What to write or do instead.
    package var remedy: String?
    /// The source line that the caret points into, when it is known.
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
    /// `file:line:column: error: message`, the line around the caret, the caret, and the remedy; nothing in it steers a
    /// terminal, and nothing is longer than one reads.
    package var description: String {
        var text =
            "\(range.start.description.visible): \(severity.rawValue): \(Self.shortened(message, to: 600, quoted: 80))"
        if let sourceLine {
            let excerpt = Excerpt(of: sourceLine, column: range.start.column, length: range.length)
            text += "\n    \(excerpt.line)\n    \(excerpt.caret)"
        }
        // What is to be written or typed is of use only whole.
        if let remedy { text += "\n    \(Self.shortened(remedy, to: 2000, quoted: 1000))" }
        return text
    }

    /// The sentence with each thing that it quotes cut to a length, and all of it too.
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
            // Three in a row are a fence.
            if marks.count == 1 { isQuoted.toggle() }
        }
        return text.brief(limit)
    }
}

/// Everything that is wrong with a notebook, thrown together so that all of it can be mended at once.
package struct Diagnostics: Error, Sendable, CustomStringConvertible {
    /// How many are shown in full.
    package static let limit = 50

    package var all: [Diagnostic]

    package init(_ all: [Diagnostic]) { self.all = all }

    package var hasErrors: Bool { all.contains { $0.severity == .error } }

    /// Each as it is shown, errors before warnings where there are too many, and the number of the rest.
    package var texts: [String] {
        guard all.count > Self.limit else { return all.map(\.description) }
        let ranked = all.enumerated().filter { $0.element.severity == .error }.prefix(Self.limit)
        let others = all.enumerated().filter { $0.element.severity == .warning }.prefix(Self.limit - ranked.count)
        let shown = (ranked + others).sorted { $0.offset < $1.offset }.map(\.element)
        let left = Self.count(all) { total, severity in total - shown.count { $0.severity == severity } }
        return shown.map(\.description) + ["… and \(left) more."]
    }

    package var description: String { texts.joined(separator: "\n") }

    /// `12 errors and 1 warning`, of what a closure leaves of each number.
    private static func count(_ all: [Diagnostic], _ left: (Int, Diagnostic.Severity) -> Int) -> String {
        [Diagnostic.Severity.error, .warning].compactMap { severity in
            let number = left(all.count { $0.severity == severity }, severity)
            return number == 0 ? nil : "\(number) \(severity.rawValue)\(number == 1 ? "" : "s")"
        }.joined(separator: " and ")
    }
}
