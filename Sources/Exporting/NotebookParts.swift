import Notebooks

/// A notebook's file split into parts that other formats can represent. Every line is in exactly one part.
struct NotebookParts {
    enum Part {
        /// The lines between cells, from the first to the last that is not blank.
        case prose([String])
        case cell(Fence, Cell)
    }

    /// An executable fence, line by line.
    struct Fence {
        var opening: String
        var content: [String]
        var closing: String
    }

    /// The lines of the front matter with both rules; empty if there is none.
    var frontMatter: [String] = []
    /// Each part with the blank lines before it.
    var parts: [(blankLines: [String], part: Part)] = []
    /// The blank lines at the end.
    var trailing: [String] = []

    init(_ notebook: Notebook) {
        let lines = notebook.lines
        var next = 0
        if let first = lines.first, Self.isRule(first),
            let end = lines.dropFirst().firstIndex(where: { Self.isRule($0) || Self.trimmed($0) == "..." })
        {
            frontMatter = Array(lines[...end])
            next = end + 1
        }
        for cell in notebook.cells {
            let opening = cell.range.start.line - 1
            guard lines.indices.contains(opening), opening >= next else { continue }
            let closing = Self.closing(of: opening, in: lines)
            let blank = addProse(lines[next..<opening])
            let content = opening + 1 < closing ? Array(lines[(opening + 1)..<closing]) : []
            let fence = Fence(
                opening: lines[opening], content: content, closing: closing < lines.count ? lines[closing] : "")
            parts.append((blank, .cell(fence, cell)))
            next = min(closing + 1, lines.count)
        }
        trailing = addProse(lines[next...])
    }

    /// Adds the lines between two cells, and returns the blank lines at their end.
    private mutating func addProse(_ lines: ArraySlice<String>) -> [String] {
        guard let first = lines.firstIndex(where: { !Self.isBlank($0) }),
            let last = lines.lastIndex(where: { !Self.isBlank($0) })
        else { return Array(lines) }
        parts.append((Array(lines[..<first]), .prose(Array(lines[first...last]))))
        return Array(lines[(last + 1)...])
    }

    /// The line that closes a fence, by CommonMark's rule; the number of lines if none does.
    private static func closing(of opening: Int, in lines: [String]) -> Int {
        let head = lines[opening].unicodeScalars.drop { $0 == " " }
        guard let mark = head.first else { return lines.count }
        let width = head.prefix { $0 == mark }.count
        return lines[(opening + 1)...].firstIndex { line in
            let text = line.unicodeScalars.drop { $0 == " " }
            let marks = text.prefix { $0 == mark }.count
            return line.unicodeScalars.count - text.count < 4 && marks >= width
                && text.dropFirst(marks).allSatisfy { $0 == " " || $0 == "\t" }
        } ?? lines.count
    }

    static func isBlank(_ line: String) -> Bool { line.unicodeScalars.allSatisfy { $0 == " " || $0 == "\t" } }

    /// The line without trailing white space.
    static func trimmed(_ line: String) -> Substring {
        var text = line[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }

    static func isRule(_ line: String) -> Bool { trimmed(line) == "---" }
}
