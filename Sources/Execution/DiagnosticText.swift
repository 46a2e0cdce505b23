import Notebooks

/// An error or a warning for a terminal. Its sentences are wrapped between words. Of a long source line, only the part around the caret
/// is shown, because the line and the caret must be aligned.
struct DiagnosticText {
    let text: String

    func lines(width: Int?) -> [StyledText] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var shown: [StyledText] = []
        var place = 0
        while place < lines.count {
            let line = lines[place]
            if lines.indices.contains(place + 1), Self.isCaret(lines[place + 1]) {
                shown += Self.excerpt(line, caret: lines[place + 1], width: width)
                place += 2
            } else {
                shown += Self.painted(line).wrapped(to: width, hang: line.hasPrefix(" ") ? 0 : 4)
                place += 1
            }
        }
        return shown
    }

    private static func isCaret(_ line: String) -> Bool {
        let marks = line.drop { $0 == " " || $0 == "\t" }
        return line.first != "^" && marks.first == "^" && marks.allSatisfy { "^~".contains($0) }
    }

    /// Colors the word that says whether it is an error or a warning.
    private static func painted(_ line: String) -> StyledText {
        for (word, ink) in [("error:", StyledText.Ink.red), ("warning:", .orange), ("note:", .cyan)] {
            guard let range = line.range(of: word), range.lowerBound == line.startIndex || !line.hasPrefix(" "),
                line[..<range.lowerBound].last.map({ $0 == " " }) ?? true
            else { continue }
            return StyledText(line[..<range.lowerBound]) + StyledText(word, .bold, ink)
                + StyledText(line[range.upperBound...])
        }
        return StyledText(line)
    }

    private static func excerpt(_ line: String, caret: String, width: Int?) -> [StyledText] {
        let whole = [StyledText(line), StyledText(caret, .bold, .red)]
        guard let width, whole.contains(where: { $0.width > width }) else { return whole }
        let indent = String(line.prefix { $0 == " " }.prefix(4))
        let marks = caret.drop { $0 != "^" }
        let target = caret.displayWidth - marks.count - indent.count
        // Leaves room for an ellipsis at both ends.
        let room = max(4, width - indent.count - 2)
        // The marked part is shown completely if possible.
        let first = max(0, target - max(0, min(room * 2 / 3, room - marks.count)))
        var kept = ""
        var column = 0
        var isCut = false
        for character in line.dropFirst(indent.count) {
            if column >= first, column + character.displayWidth <= first + room { kept.append(character) }
            column += character.displayWidth
            isCut = isCut || column > first + room
        }
        let blanks = String(repeating: " ", count: target - first + (first > 0 ? 1 : 0))
        return [
            StyledText("\(indent)\(first > 0 ? "…" : "")\(kept)\(isCut ? "…" : "")"),
            StyledText("\(indent)\(blanks)\(marks.prefix(max(1, room - target + first)))", .bold, .red),
        ]
    }
}

extension StyledText {
    /// The lines of a text that may contain a source line with a caret.
    package static func diagnostic(_ text: String, width: Int?) -> [StyledText] {
        DiagnosticText(text: text).lines(width: width)
    }
}
