/// Pieces of GitHub's Markdown that show a text as it is, whatever stands in it.
package enum MarkdownText {
    /// A text in lines of Markdown: nothing in it is markup, and line breaks are kept.
    package static func inline(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
            // Blanks at a line's beginning would make code of it.
            escaped(String(line.trimmingPrefix { $0 == " " || $0 == "\t" }))
        }.joined(separator: "<br>")
    }

    /// The same where no line may end: table cells, headings, the words of a picture.
    package static func oneLine(_ text: String) -> String {
        escaped(String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 }))
    }

    private static func escaped(_ line: String) -> String {
        var result = ""
        // Digits at the line's beginning, which a mark behind them makes a list of.
        var isOpening = true
        var before: Unicode.Scalar?
        let scalars = Array(line.unicodeScalars)
        for (place, scalar) in scalars.enumerated() {
            let isWordEnd = place + 1 == scalars.count || scalars[place + 1] == " "
            switch scalar {
            // Emphasis, code, links, HTML and its names of characters, strikethrough, tables, formulas, names of people.
            case "\\", "*", "_", "`", "[", "]", "<", ">", "&", "~", "|", "$", "@": result += "\\\(scalar)"
            // Addresses become links by themselves, and words between colons signs.
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

    /// A fence around a text, longer than any in it.
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

    /// An alert: GitHub shows it with a colour and a sign.
    static func alert(_ kind: String, _ lines: [String]) -> String {
        (["> [!\(kind)]"] + lines.map { $0.isEmpty ? ">" : "> \($0)" }).joined(separator: "\n")
    }
}
