import Outputs

/// An output as HTML without a stylesheet, for programs that can show HTML.
enum OutputMarkup {
    /// Nil if plain text or a picture shows the same.
    static func html(_ output: Output) -> String? {
        switch output {
        case .table(let table): self.table(table)
        case .metrics(let metrics):
            self.table(
                Table(
                    columns: ["", ""],
                    rows: metrics.map { [$0.label, $0.shownValue] }),
                hasHead: false)
        case .markedTexts(let texts): texts.map(marked).joined(separator: "\n")
        case .examples(let groups):
            groups.map { group in
                "<details><summary>\(escaped(group.title))</summary>\n\(group.examples.joined().map(marked).joined(separator: "\n"))\n</details>"
            }.joined(separator: "\n")
        default: nil
        }
    }

    private static func table(_ table: Table, hasHead: Bool = true) -> String {
        func row(_ cells: [String], _ tag: String) -> String {
            let cells = cells.enumerated().map { column, text in
                let style = #" style="text-align: \#(table.isRight(column) ? "right" : "left")""#
                return "<\(tag)\(style)>\(escaped(text))</\(tag)>"
            }
            return "<tr>\(cells.joined())</tr>"
        }
        var lines = ["<table>"]
        if let caption = table.caption { lines.append("<caption>\(escaped(caption))</caption>") }
        if hasHead { lines.append("<thead>\(row(table.columns, "th"))</thead>") }
        lines += ["<tbody>"] + table.rows.map { row($0, "td") } + ["</tbody>", "</table>"]
        return lines.joined(separator: "\n")
    }

    private static func marked(_ text: MarkedText) -> String {
        var lines: [String] = []
        if let title = text.title { lines.append("<p><strong>\(escaped(title))</strong></p>") }
        for line in text.lines {
            let note = line.note.isEmpty ? "" : " <small>\(escaped(line.note))</small>"
            lines.append("<p>\(escaped(line.name)): <strong>\(escaped(line.value))</strong>\(note)</p>")
        }
        guard !text.text.isEmpty || lines.isEmpty else { return lines.joined(separator: "\n") }
        let pieces = text.pieces.map { piece in
            guard let mark = piece.mark else { return escaped(piece.text) }
            let tag = mark.tag.isEmpty ? "" : " <small>\(escaped(mark.tag))</small>"
            let element = mark.verdict == .right ? "span" : "mark"
            return "<\(element)>\(escaped(piece.text))\(tag)</\(element)>"
        }
        let note = text.marks.isEmpty ? text.emptyNote.map { " <small>(\(escaped($0)))</small>" } ?? "" : ""
        return (lines + [#"<p dir="auto">\#(pieces.joined())\#(note)</p>"#]).joined(separator: "\n")
    }

    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
