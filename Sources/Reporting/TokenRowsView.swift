import Outputs

/// Shows tokens in boxes that wrap, each with its label under it. Highlighted tokens have a frame.
struct TokenRowsView {
    let rows: TokenRows

    func write(into html: inout HTMLWriter) {
        html.block("figure", .class("tokens-figure")) { html in
            if rows.caption != nil || shownHighlight != nil { writeCaption(into: &html) }
            html.block("ol", .class("tokens"), .ownDirection) { html in
                html.markup("\n")
                for (place, token) in rows.tokens.enumerated() {
                    write(token, isHighlighted: shownHighlight?.contains(place) == true, into: &html)
                }
            }
        }
    }

    private func writeCaption(into html: inout HTMLWriter) {
        html.block("figcaption") { html in
            if let caption = rows.caption { html.inline("span", .ownDirection, text: caption) }
            guard let range = shownHighlight else { return }
            if rows.caption != nil { html.text(" · ") }
            html.text("framed: token\(range.count == 1 ? " " : "s ")")
            html.text(range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound - 1)")
        }
    }

    private func write(_ token: TokenRows.Token, isHighlighted: Bool, into html: inout HTMLWriter) {
        var names: [String] = []
        if isHighlighted { names.append("framed") }
        if let group = token.group { names.append(LabelLooks.cssClass(group)) }
        html.block("li", names.isEmpty ? nil : .class(names.joined(separator: " "))) { html in
            html.inline("span", text: token.text.isEmpty ? "\u{2423}" : token.text)
            if !token.label.isEmpty {
                html.text(" ")
                html.inline("small", text: token.label)
            }
        }
    }

    private var shownHighlight: Range<Int>? {
        guard let range = rows.highlighted?.clamped(to: 0..<rows.tokens.count), !range.isEmpty else { return nil }
        return range
    }
}
