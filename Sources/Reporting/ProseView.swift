import Notebooks

/// Shows the prose between cells, with the numbers of its references and captions.
struct ProseView {
    let parts: [Prose.Part]
    /// The number of its first table with a caption.
    let firstTableNumber: Int
    let numbers: OutputNumbers
    /// The attribute by which a live page finds the prose.
    var piece: HTMLAttribute?

    func write(into html: inout HTMLWriter) {
        html.block("div", .class("prose"), piece) { html in Self.write(parts, firstTableNumber, numbers, into: &html) }
    }

    static func write(
        _ parts: [Prose.Part], _ firstTableNumber: Int, _ numbers: OutputNumbers, into html: inout HTMLWriter
    ) {
        var tableNumber = firstTableNumber
        for part in parts {
            switch part {
            case .html(let text): html.trustedHTML(text)
            case .reference(let reference):
                let (words, id) = numbers.link(reference)
                if let id {
                    html.inline("a", .class("reference"), .link(to: id), text: words)
                } else {
                    html.inline(
                        "span", .class("reference missing"), HTMLAttribute("title", "This run does not show it"),
                        text: words)
                }
            case .caption(let label):
                html.inline(
                    "strong", label.map { .id(OutputNumbers.id(ofProseTable: $0)) }, text: "Table \(tableNumber)")
                html.text(" ")
                tableNumber += 1
            case .equation(let label):
                html.inline(
                    "span", .class("equation-number"), .id(OutputNumbers.id(ofEquation: label)),
                    text: "(\(numbers.equation(label)))")
            }
        }
    }
}

/// Shows the footnotes, each with links back to the text.
struct FootnotesView {
    let footnotes: [Footnote]
    let numbers: OutputNumbers

    func write(into html: inout HTMLWriter) {
        guard !footnotes.isEmpty else { return }
        html.block("section", .class("prose footnotes"), .label("Footnotes")) { html in
            html.block("ol") { html in
                html.markup("\n")
                for (place, footnote) in footnotes.enumerated() {
                    html.block("li", .id(FootnoteID.note(place + 1))) { html in
                        ProseView.write(footnote.parts, 1, numbers, into: &html)
                        writeBackLinks(place + 1, footnote.referenceCount, into: &html)
                    }
                }
            }
        }
    }

    private func writeBackLinks(_ number: Int, _ count: Int, into html: inout HTMLWriter) {
        html.block("p", .class("note-back")) { html in
            for place in 1...max(1, count) {
                if place > 1 { html.text(" ") }
                let name = count > 1 ? "Back to place \(place) of note \(number)" : "Back to note \(number)"
                html.inline("a", .link(to: FootnoteID.reference(number, place)), .label(name), text: "↩")
            }
        }
    }
}
