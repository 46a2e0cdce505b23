/// Finds Markdown extensions of other programs, which a report shows literally, and footnotes without a text.
/// It reports the first place of each.
struct RawMarkdown {
    let source: SourceText
    /// The number of lines before the Markdown.
    let lineOffset: Int
    private(set) var diagnostics: [Diagnostic] = []
    private var found: Set<Kind> = []

    private enum Kind: String, CaseIterable {
        case division = "a division `:::`"
        case attributes = "a list of attributes `{…}`"
        case comment = "a comment that has no end in its paragraph"

        var remedy: String {
            switch self {
            case .division: "Leave the lines `:::` out."
            case .comment: "Write it as `<!-- … -->`, on lines of its own with a blank line before them."
            case .attributes:
                "Leave them out; a heading may end with `{#sec-name}`, a table's caption with `{#tbl-name}`, and a displayed formula with `{#eq-name}`."
            }
        }
    }

    init(source: SourceText, lineOffset: Int) {
        self.source = source
        self.lineOffset = lineOffset
    }

    /// - Parameter missingFootnotes: Names without a footnote.
    mutating func find(in leaves: [MarkdownDocument.Leaf], missingFootnotes: Set<String>) {
        var missing = missingFootnotes
        for leaf in leaves where leaf.kind == .text && (found.count < Kind.allCases.count || !missing.isEmpty) {
            let first = leaf.lines.lowerBound + lineOffset
            let last = min(leaf.lines.upperBound + lineOffset, source.lines.count)
            guard first <= last else { continue }
            let lines = Self.withoutCode(source.lines[(first - 1)..<last])
            if let (offset, column) = Self.openComment(in: lines) { report(.comment, first + offset, column) }
            for (offset, line) in lines.enumerated() {
                let place = first + offset
                if !missing.isEmpty { findFootnotes(in: line, place, &missing) }
                let start = line.prefix { $0 == " " || $0 == ">" }.count
                if line[start...].starts(with: ":::".unicodeScalars) {
                    report(.division, place, start)
                } else if let column = Self.attributes(in: line) {
                    report(.attributes, place, column)
                }
            }
        }
    }

    private mutating func report(_ kind: Kind, _ line: Int, _ offset: Int) {
        guard found.insert(kind).inserted else { return }
        diagnostics.append(
            source.diagnostic(
                .warning, at: source.range(line: line, column: offset + 1),
                "\(kind.rawValue) is shown as it is written",
                remedy: kind.remedy))
    }

    private mutating func findFootnotes(in line: [Unicode.Scalar], _ number: Int, _ missing: inout Set<String>) {
        for place in line.indices where line[place] == "[" && place + 1 < line.count && line[place + 1] == "^" {
            let name = line[(place + 2)...].prefix(200).prefix { $0 != "]" }
            guard missing.remove(String(String.UnicodeScalarView(name))) != nil else { continue }
            let written = "[^\(String(String.UnicodeScalarView(name)).brief())]"
            diagnostics.append(
                source.diagnostic(
                    .warning, at: source.range(line: number, column: place + 1, length: name.count + 3),
                    "no footnote has the name `\(written)`",
                    remedy: "Write its text on a line `\(written): …`, or a backslash before the bracket."))
        }
    }

    /// The lines, with blanks in place of inline code and of escaped characters.
    private static func withoutCode(_ lines: ArraySlice<String>) -> [[Unicode.Scalar]] {
        var text: [Unicode.Scalar] = []
        for line in lines {
            text += line.unicodeScalars
            text.append("\n")
        }
        // Runs of backticks: inline code extends from one run to the next of equal length.
        var runs: [Int: Range<Int>] = [:]
        var partners: [Int: Range<Int>] = [:]
        var before: [Int: Int] = [:]
        var place = 0
        while place < text.count {
            let end = text[place] == "`" ? text[place...].firstIndex { $0 != "`" } ?? text.count : place + 1
            if text[place] == "`" {
                runs[place] = place..<end
                if let opening = before[end - place] { partners[opening] = place..<end }
                before[end - place] = place
            }
            place = end
        }
        place = 0
        while place < text.count {
            var end = place + 1
            if let run = runs[place] {
                end = partners[place]?.upperBound ?? run.upperBound
            } else if text[place] == "\\" {
                end = runs[place + 1]?.upperBound ?? min(place + 2, text.count)
            } else {
                place = end
                continue
            }
            for blank in place..<end where text[blank] != "\n" { text[blank] = " " }
            place = end
        }
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(Array.init)
    }

    /// The last comment that is opened but not closed, or one whose dashes a word processor replaced.
    private static func openComment(in lines: [[Unicode.Scalar]]) -> (offset: Int, column: Int)? {
        var open: (offset: Int, column: Int)?
        for (offset, line) in lines.enumerated() {
            for column in line.indices {
                if line[column...].starts(with: "<!--".unicodeScalars) {
                    open = open ?? (offset, column)
                } else if line[column...].starts(with: "-->".unicodeScalars) {
                    open = nil
                } else if line[column...].starts(with: "<!".unicodeScalars), column + 2 < line.count,
                    line[column + 2].lookalike == "-"
                {
                    return (offset, column)
                }
            }
        }
        return open
    }

    private static func attributes(in line: [Unicode.Scalar]) -> Int? {
        line.indices.first { place in
            guard line[place] == "{", place + 2 < line.count, line[place + 1] == "#" || line[place + 1] == "." else {
                return false
            }
            // Labels of sections and tables are valid at the end, those of formulas directly after them. There they are read and removed.
            let isLabel =
                ["{#sec-", "{#tbl-"].contains { line[place...].starts(with: $0.unicodeScalars) }
                && line.reversed().drop(while: \.properties.isWhitespace).first == "}"
                || line[place...].starts(with: "{#eq-".unicodeScalars)
                    && line[..<place].reversed().drop { $0 == " " }.starts(with: "$$".unicodeScalars)
            return !isLabel && line[place + 2].properties.isAlphabetic && line[place...].prefix(200).contains("}")
        }
    }
}
