import Notebooks

/// Texts with entities marked in them, and a legend of the types: by colour, by underline, and in letters.
struct EntityTextsView {
    let texts: [EntityText]

    func write(into html: inout HTMLWriter) {
        writeLegend(into: &html)
        if texts.count == 1, let text = texts.first {
            html.block("p", .class("marked"), .ownDirection) { html in write(text, into: &html) }
            return
        }
        html.block("ol", .class("marked-texts")) { html in
            html.markup("\n")
            for text in texts {
                // The number stays at its side, whichever way the text is read.
                html.block("li", .class("marked")) { html in
                    html.inline("div", .ownDirection) { html in write(text, into: &html) }
                }
            }
        }
    }

    private func write(_ text: EntityText, into html: inout HTMLWriter) {
        let marks = text.entities.map {
            MarkedText.Mark(
                start: $0.start, end: $0.end, cssClass: "entity " + EntityTypes.cssClass($0.type), letters: $0.type)
        }
        MarkedText(text.text, marks: marks).write(into: &html)
        if text.entities.isEmpty { html.inline("span", .class("none"), text: " (no entity found)") }
    }

    private func writeLegend(into html: inout HTMLWriter) {
        var counts: [String: Int] = [:]
        for text in texts { for entity in text.entities { counts[entity.type, default: 0] += 1 } }
        guard !counts.isEmpty else { return }
        html.block("ul", .class("legend"), .label("Entity types")) { html in
            for (type, count) in counts.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
                html.inline("li") { html in
                    html.inline("mark", .class("entity " + EntityTypes.cssClass(type)), text: type)
                    html.text(" \(count)")
                }
            }
        }
    }
}
