import Notebooks
import Outputs

/// Shows a table. A wide one scrolls inside its own area.
struct TableView {
    let table: Table
    /// The label of the cell, which names the area that scrolls.
    let label: String
    /// The table's number in the report, if it has one.
    var number: Int?
    /// The caption from the cell's options, for a table without one.
    var defaultCaption: String?
    /// The ids of the cell's example groups, by their names.
    var exampleIDs: [String: String] = [:]

    private var caption: String? { table.caption ?? defaultCaption }

    func write(into html: inout HTMLWriter) {
        let width = naturalWidth
        // In print, a short table is kept on one page, and a table with many columns has a small font.
        let names = [table.rows.count <= 12 ? "short" : nil, width > 130 && table.columns.count > 9 ? "vast" : nil]
            .compactMap(\.self)
        ScrollArea(label: caption ?? "Table of cell \(label)", isWide: width > 20).write(into: &html) { html in
            html.block("table", names.isEmpty ? nil : .class(names.joined(separator: " "))) { html in
                writeCaption(into: &html)
                html.block("thead") { html in
                    html.inline("tr") { html in
                        for (place, column) in table.columns.enumerated() {
                            // An empty cell is not a header.
                            guard !column.allSatisfy(\.isWhitespace) else {
                                html.inline("td", text: "")
                                continue
                            }
                            html.inline(
                                "th", HTMLAttribute("scope", "col"),
                                table.isRight(place) ? .class("n") : Self.wrapping(column), text: column)
                        }
                    }
                }
                let parts = table.rows.dropLast(table.summaryRowCount)
                html.block("tbody") { html in
                    html.markup("\n")
                    for place in parts.indices { writeRow(place, into: &html) }
                }
                if parts.count < table.rows.count {
                    html.block("tbody", .class("summary")) { html in
                        for place in parts.count..<table.rows.count { writeRow(place, into: &html) }
                    }
                }
            }
        }
        guard let plain = table.plainForm else { return }
        html.block("details") { html in
            html.inline("summary", text: plain.title)
            ScrollArea.writePreformatted(plain.text, cssClass: "preformatted", label: plain.title, into: &html)
        }
    }

    private func writeCaption(into html: inout HTMLWriter) {
        guard number != nil || caption != nil else { return }
        html.block("caption") { html in
            if let number { html.inline("strong", text: "Table \(number)") }
            guard let caption else { return }
            if number != nil { html.text(" ") }
            html.inline("span", .ownDirection, text: caption)
        }
    }

    private func writeRow(_ place: Int, into html: inout HTMLWriter) {
        let row = table.rows[place]
        let links = table.links?.filter { $0.row == place } ?? []
        html.block("tr") { html in
            // A row that is too short is filled up with empty cells.
            for column in 0..<max(row.count, table.columns.count) {
                let text = column < row.count ? row[column] : ""
                let id = links.first { $0.column == column }.flatMap { exampleIDs[$0.examples] }
                html.inline("td", table.isRight(column) ? .class("n") : Self.wrapping(text)) { html in
                    guard let id else { return html.text(text) }
                    html.inline("a", .link(to: id), .label("\(text), examples"), text: text)
                }
            }
        }
    }

    /// The CSS classes that control the wrapping of a text. Short texts stay on one line, longer ones wrap, and the longest have a minimum
    /// width. A word is broken only if it is very long.
    private static func wrapping(_ text: String) -> HTMLAttribute? {
        var names: [String] = []
        if text.utf8.count > 48 {
            names.append("long")
        } else if text.utf8.count > 14 || text.utf8.contains(UInt8(ascii: "\n")) {
            names.append("wrap")
        }
        if text.utf8.count > 24, text.split(whereSeparator: \.isWhitespace).contains(where: { $0.utf8.count > 24 }) {
            names.append("break")
        }
        return names.isEmpty ? nil : .class(names.joined(separator: " "))
    }

    /// An estimate of the width in characters.
    var naturalWidth: Int {
        table.columns.indices.reduce(0) { total, column in
            let longest = table.rows.prefix(50).reduce(table.columns[column].utf8.count) { longest, row in
                column < row.count ? max(longest, row[column].utf8.count) : longest
            }
            return total + longest + 2
        }
    }
}
