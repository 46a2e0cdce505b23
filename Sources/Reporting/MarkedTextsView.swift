import Outputs

/// Shows texts with marked parts, and a legend of the labels. A label is told by colour, by underline and by its letters.
struct MarkedTextsView {
    let texts: [MarkedText]
    var hasLegend = true

    func write(into html: inout HTMLWriter) {
        if hasLegend { writeLegend(into: &html) }
        if texts.count == 1, let text = texts.first { return write(text, into: &html) }
        html.block("ol", .class("marked-texts")) { html in
            html.markup("\n")
            for text in texts {
                // The text's direction is not set here, so that the number stays on the left.
                html.block("li") { html in write(text, into: &html) }
            }
        }
    }

    private func write(_ text: MarkedText, into html: inout HTMLWriter) {
        guard text.title != nil || !text.lines.isEmpty else {
            html.inline("div", .class("marked"), .ownDirection) { html in writePieces(of: text, into: &html) }
            return
        }
        let isJudged = text.marks.contains { $0.verdict != nil }
        html.block("div", .class(isJudged ? "titled judged" : "titled")) { html in
            html.markup("\n")
            if let title = text.title { html.block("p", .class("title"), .ownDirection, text: title) }
            if !text.lines.isEmpty {
                html.block("dl", .class("lines")) { html in for line in text.lines { write(line, into: &html) } }
            }
            guard !text.text.isEmpty else { return }
            html.block("div", .class("context"), .ownDirection) { html in writePieces(of: text, into: &html) }
        }
    }

    private func write(_ line: MarkedText.Line, into html: inout HTMLWriter) {
        html.block("div") { html in
            html.inline("dt", text: line.name)
            html.inline("dd") { html in
                if !line.value.isEmpty { html.inline("strong", .ownDirection, text: line.value) }
                guard !line.note.isEmpty else { return }
                html.text(line.value.isEmpty ? "" : " ")
                html.inline("span", .class(line.value.isEmpty ? "none" : "note"), text: line.note)
            }
        }
    }

    private func writePieces(of text: MarkedText, into html: inout HTMLWriter) {
        let pieces = text.pieces
        for piece in pieces {
            guard let mark = piece.mark else {
                html.running(piece.text)
                continue
            }
            html.inline("mark", .class(Self.cssClass(mark))) { html in
                html.running(piece.text)
                guard !mark.tag.isEmpty else { return }
                html.inline("span", .class("letters")) { html in
                    // The no-break blank separates the label from the word when the page is copied or read aloud, and keeps both on
                    // one line.
                    html.text("\u{A0}")
                    html.text(mark.tag.replacing(" ", with: "\u{A0}"))
                }
            }
        }
        if let note = text.emptyNote, !pieces.contains(where: { $0.mark != nil }) {
            html.inline("span", .class("none"), text: " (\(note))")
        }
    }

    /// If a text shows mistakes, only these have a colour.
    private static func cssClass(_ mark: MarkedText.Mark) -> String {
        switch mark.verdict {
        case .right: "right"
        case _ where mark.label.isEmpty: "highlight"
        case .missed: "\(LabelLooks.cssClass(mark.label)) missed"
        case .wrong, nil: LabelLooks.cssClass(mark.label)
        }
    }

    private func writeLegend(into html: inout HTMLWriter) {
        var counts: [String: Int] = [:]
        for mark in texts.flatMap(\.marks) where !mark.label.isEmpty && mark.verdict == nil {
            counts[mark.label, default: 0] += 1
        }
        guard !counts.isEmpty else { return }
        html.block("ul", .class("legend"), .label("Labels")) { html in
            for (label, count) in counts.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
                html.inline("li") { html in
                    html.inline("mark", .class(LabelLooks.cssClass(label)), text: label)
                    html.text(" \(count)")
                }
            }
        }
    }
}

/// Shows some examples of what a number counts, folded under a heading that names what they have in common.
struct ExampleGroupView {
    let group: ExampleGroup
    /// The id to which a table's number leads.
    var id: String?

    func write(into html: inout HTMLWriter) {
        html.block("details", .class("examples")) { html in
            html.inline("summary", text: group.title)
            // The id is inside, because a browser opens what contains the target of a link.
            html.block("ol", .class("marked-texts"), id.map(HTMLAttribute.id)) { html in
                html.markup("\n")
                for example in group.examples {
                    html.block("li") { html in
                        for text in example { MarkedTextsView(texts: [text], hasLegend: false).write(into: &html) }
                    }
                }
            }
        }
    }
}
