/// Pieces of GitHub's Markdown that show a text literally, whatever it contains.
package enum MarkdownText {
    /// A text as lines of Markdown: nothing in it is markup, and line breaks are kept.
    package static func inline(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
            // Blanks at the beginning of a line would make it code.
            escaped(String(line.trimmingPrefix { $0 == " " || $0 == "\t" }))
        }.joined(separator: "<br>")
    }

    /// The same as one line, for table cells, headings and pictures' alternative texts.
    package static func oneLine(_ text: String) -> String {
        escaped(String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 }))
    }

    private static func escaped(_ line: String) -> String {
        var result = ""
        // Digits at the beginning of a line, which a following mark would turn into a list.
        var isOpening = true
        var before: Unicode.Scalar?
        let scalars = Array(line.unicodeScalars)
        for (place, scalar) in scalars.enumerated() {
            let isWordEnd = place + 1 == scalars.count || scalars[place + 1] == " "
            switch scalar {
            // Emphasis, code, links, HTML and its character names, strikethrough, tables, formulas, user names.
            case "\\", "*", "_", "`", "[", "]", "<", ">", "&", "~", "|", "$", "@": result += "\\\(scalar)"
            // Addresses become links automatically, and words between colons become emoji.
            case ":": result += "\\:"
            case ".", ")":
                let isMarkup = isOpening && isWordEnd || scalar == "." && (before == "w" || before == "W")
                result += isMarkup ? "\\\(scalar)" : String(scalar)
            case "#", "-", "+", "=": result += isOpening ? "\\\(scalar)" : String(scalar)
            case _ where scalar.properties.generalCategory == .control: result += " "
            default: result.unicodeScalars.append(scalar)
            }
            isOpening = isOpening && (("0"..."9").contains(scalar) || scalar == " ")
            before = scalar
        }
        return result
    }

    /// A fence around a text, longer than any fence in it.
    package static func code(_ text: String, language: String = "text") -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let fence = JupyterImport.fence(around: lines)
        return "\(fence)\(language)\n\(text)\n\(fence)"
    }

    /// A pipe table.
    static func table(columns: [String], isRight: (Int) -> Bool, rows: [[String]]) -> String {
        func line(_ cells: [String]) -> String {
            "| \(columns.indices.map { $0 < cells.count ? oneLine(cells[$0]) : "" }.joined(separator: " | ")) |"
        }
        let rule = columns.indices.map { isRight($0) ? "---:" : ":---" }.joined(separator: " | ")
        return ([line(columns), "| \(rule) |"] + rows.map(line)).joined(separator: "\n")
    }

    /// An alert, which GitHub shows with a colour and an icon.
    static func alert(_ kind: String, _ lines: [String]) -> String {
        (["> [!\(kind)]"] + lines.map { $0.isEmpty ? ">" : "> \($0)" }).joined(separator: "\n")
    }
}
