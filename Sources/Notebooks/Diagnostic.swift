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
    /// `file:line:column: error: message`, the line, a caret, and the remedy.
    package var description: String {
        var text = "\(range.start): \(severity.rawValue): \(message)"
        if let sourceLine {
            // Tabs are kept so that the caret stands under its character in any terminal.
            let lead = sourceLine.prefix(max(0, range.start.column - 1)).map { $0 == "\t" ? "\t" : " " }.joined()
            let room = max(1, sourceLine.count - range.start.column + 1)
            let mark = "^" + String(repeating: "~", count: max(0, min(range.length, room) - 1))
            text += "\n    \(sourceLine)\n    \(lead)\(mark)"
        }
        if let remedy { text += "\n    \(remedy)" }
        return text
    }
}

/// Everything that is wrong with a notebook, thrown together so that all of it can be mended at once.
package struct Diagnostics: Error, Sendable, CustomStringConvertible {
    package var all: [Diagnostic]

    package init(_ all: [Diagnostic]) { self.all = all }

    package var hasErrors: Bool { all.contains { $0.severity == .error } }
    package var description: String { all.map(\.description).joined(separator: "\n") }
}
