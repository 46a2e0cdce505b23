/// Shows an error in a fixed-width face. Its sentences wrap. A source line and the caret under it stay together and scroll, so that
/// the caret is under its character even on a phone.
struct ErrorText {
    let text: String

    func write(into html: inout HTMLWriter) {
        for part in parts {
            if part.isPointer {
                ScrollArea.writePreformatted(part.text, cssClass: "caret", label: "The line and the place", into: &html)
            } else {
                html.block("pre", .class("wrapped"), text: part.text)
            }
        }
    }

    /// True if a caret points into a source line.
    var hasPointer: Bool { parts.contains(where: \.isPointer) }

    /// The text in consecutive parts: source lines with their carets, and other lines.
    var parts: [(text: String, isPointer: Bool)] {
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
        var parts: [(lines: [Substring], isPointer: Bool)] = []
        for (place, line) in lines.enumerated() {
            let isPointer = Self.isCaret(line) || (place + 1 < lines.count && Self.isCaret(lines[place + 1]))
            if parts.last?.isPointer == isPointer {
                parts[parts.count - 1].lines.append(line)
            } else {
                parts.append(([line], isPointer))
            }
        }
        return parts.map { ($0.lines.joined(separator: "\n"), $0.isPointer) }
    }

    private static func isCaret(_ line: Substring) -> Bool {
        let mark = line.drop(while: \.isWhitespace)
        return mark.first == "^" && mark.dropFirst().allSatisfy { $0 == "~" || $0.isWhitespace }
    }
}
