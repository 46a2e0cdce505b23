/// Finds Markdown of other programs, which a report shows as it is written: the first place of each kind.
struct RawMarkdown {
    let source: SourceText
    /// Lines of the file before the Markdown.
    let lineOffset: Int
    private(set) var diagnostics: [Diagnostic] = []
    private var found: Set<Kind> = []

    private enum Kind: String, CaseIterable {
        case table = "a pipe table"
        case formula = "a formula between `$`"
        case footnote = "a footnote"
        case division = "a division `:::`"
        case attributes = "a list of attributes `{…}`"
        case comment = "a comment that has no end in its paragraph"

        var remedy: String {
            switch self {
            case .table: "Write a list, or a fence without braces, whose columns stay as they are."
            case .formula: "Write it in words or in `code`; a dollar alone is written `\\$`."
            case .footnote: "Write the note in brackets where it belongs."
            case .division: "Leave the lines `:::` out."
            case .comment: "Write it as `<!-- … -->`, on lines of its own with a blank line before them."
            case .attributes: "Leave them out; a section's id is its title in lower case, with dashes."
            }
        }
    }

    init(source: SourceText, lineOffset: Int) {
        self.source = source
        self.lineOffset = lineOffset
    }

    mutating func find(in leaves: [MarkdownDocument.Leaf]) {
        for leaf in leaves where leaf.kind == .text && found.count < Kind.allCases.count {
            let first = leaf.lines.lowerBound + lineOffset
            let last = min(leaf.lines.upperBound + lineOffset, source.lines.count)
            guard first <= last else { continue }
            let lines = Self.withoutCode(source.lines[(first - 1)..<last])
            if let (offset, column) = Self.openComment(in: lines) { report(.comment, first + offset, column) }
            for (offset, line) in lines.enumerated() {
                let place = first + offset
                if offset > 0, Self.isTableRule(line), lines[offset - 1].contains("|") { report(.table, place - 1, 0) }
                if let column = Self.formula(in: line) { report(.formula, place, column) }
                if let column = Self.footnote(in: line) { report(.footnote, place, column) }
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

    /// The lines with blanks in place of `code` and of what a backslash makes plain.
    private static func withoutCode(_ lines: ArraySlice<String>) -> [[Unicode.Scalar]] {
        var text: [Unicode.Scalar] = []
        for line in lines {
            text += line.unicodeScalars
            text.append("\n")
        }
        // Runs of backticks: code goes from one to the next of equal length.
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

    /// The last place that begins a comment, when nothing ends it, or one that word processors gave other dashes.
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

    private static func isTableRule(_ line: [Unicode.Scalar]) -> Bool {
        line.contains("|") && line.contains("-")
            && line.allSatisfy { $0 == "|" || $0 == "-" || $0 == ":" || $0 == " " || $0 == "\t" || $0 == ">" }
    }

    /// Where a formula begins, by Pandoc's rule: no blank inside its dollars, and neither letter nor digit outside.
    private static func formula(in line: [Unicode.Scalar]) -> Int? {
        func isWord(_ place: Int) -> Bool {
            line.indices.contains(place)
                && (line[place].properties.isAlphabetic || line[place].properties.numericType != nil)
        }
        func isBlank(_ place: Int) -> Bool { !line.indices.contains(place) || line[place].properties.isWhitespace }
        let dollars = line.indices.filter { line[$0] == "$" }
        for (place, next) in zip(dollars, dollars.dropFirst()) {
            if next == place + 1 { return place }
            if !isWord(place - 1), !isBlank(place + 1), !isBlank(next - 1), !isWord(next + 1) { return place }
        }
        return nil
    }

    private static func footnote(in line: [Unicode.Scalar]) -> Int? {
        line.indices.first { place in
            guard line[place] == "[", place + 2 < line.count, line[place + 1] == "^" else { return false }
            let name = line[(place + 2)...].prefix(60).prefix { $0 != "]" && !$0.properties.isWhitespace }
            return !name.isEmpty && name.endIndex < line.count && line[name.endIndex] == "]"
        }
    }

    private static func attributes(in line: [Unicode.Scalar]) -> Int? {
        line.indices.first { place in
            guard line[place] == "{", place + 2 < line.count, line[place + 1] == "#" || line[place + 1] == "." else {
                return false
            }
            return line[place + 2].properties.isAlphabetic && line[place...].prefix(200).contains("}")
        }
    }
}
