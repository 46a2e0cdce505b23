import CCMark
import Foundation

// Renders blocks as HTML, with the rendered marks in their places.

extension MarkdownDocument {
    /// The label of a table's caption.
    func captionLabel(_ table: Block) -> String? { captions[table.node]?.label }

    /// The labels of the formulas in a block.
    func equationLabels(_ block: Block) -> [String] {
        var labels: [String] = []
        guard equationCount > 0 else { return labels }
        walk(block.node) { node, type, isStart in
            if isStart, type == CMARK_NODE_LINK, case .equation(_, let label, _)? = mark(of: node) {
                labels.append(label)
            }
        }
        return labels
    }

    /// The HTML of one block.
    func parts(of block: Block) -> [Prose.Part] {
        if captionParagraphs.contains(block.node) { return [] }
        let html = render(block.node)
        guard let (paragraph, label) = captions[block.node] else { return parts(of: html) }
        let caption = children(of: paragraph).map(render).joined()
        let opening = "<table>\n"
        guard html.hasPrefix(opening) else { return parts(of: html) }
        return parts(of: opening + "<caption>") + [.caption(label: label)]
            + parts(of: caption + "</caption>\n" + html.dropFirst(opening.count))
    }

    /// Splits HTML from safe mode at its marks. Text contains no literal `<` here, so any match is markup.
    func parts(of html: String) -> [Prose.Part] {
        let html = html.finished
        let opening = "<a href=\"\(Self.scheme)"
        guard html.hasBytes(of: opening) else { return [.html(html)] }
        var parts: [Prose.Part] = []
        var text = ""
        for (place, piece) in html.components(separatedBy: opening).enumerated() {
            guard place > 0 else {
                text = piece
                continue
            }
            let digits = piece.prefix { $0.isASCII && $0.isNumber }
            guard let number = Int(digits), marks.indices.contains(number) else { continue }
            var rest = piece.dropFirst(digits.count + "\"></a>".count)
            switch marks[number] {
            case .html(let html, _) where html.hasPrefix("<math"):
                // A browser may break the line between a formula and the punctuation after it.
                let punctuation = rest.prefix { ".,:;!?)".contains($0) }
                rest = rest.dropFirst(punctuation.count)
                text += punctuation.isEmpty ? html : "<span class=\"whole\">\(html)\(punctuation)</span>"
            case .html(let html, _): text += html
            case .reference(let reference):
                parts += [.html(text), .reference(reference)]
                text = ""
            case .equation(let html, let label, _):
                parts += [.html(text + "<span class=\"numbered\">" + html), .equation(label: label)]
                text = "</span>"
            }
            text += rest
        }
        return parts + [.html(text)]
    }
}

extension String {
    /// Adapts libcmark-gfm's markup to a report: tables that scroll, classes for columns, task lists
    /// without input elements, and admonitions.
    fileprivate var finished: String {
        var html = self
        if html.hasBytes(of: "<table>") || html.hasBytes(of: "</table>") {
            html = html.replacingOccurrences(
                of: "<table>", with: "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>")
            html = html.replacingOccurrences(of: "</table>", with: "</table></div>")
            for (align, name) in [("right", "n"), ("center", "c"), ("left", "l")] {
                html = html.replacingOccurrences(of: " align=\"\(align)\"", with: " class=\"\(name)\"")
            }
        }
        if html.hasBytes(of: "<input") {
            html = html.replacingOccurrences(
                of: "<li><input type=\"checkbox\" checked=\"\" disabled=\"\" />",
                with: "<li class=\"task\"><span class=\"task-mark done\" role=\"img\" aria-label=\"Done:\"></span>")
            html = html.replacingOccurrences(
                of: "<li><input type=\"checkbox\" disabled=\"\" />",
                with: "<li class=\"task\"><span class=\"task-mark\" role=\"img\" aria-label=\"To do:\"></span>")
        }
        if html.hasBytes(of: "<!--") {
            for kind in Admonition.allCases {
                html = html.replacingOccurrences(of: "<blockquote>\n\(kind.marker)", with: kind.opening)
            }
        }
        return html
    }

    /// Whether the text, which has no NUL, contains another one, byte for byte. This is several times as fast as `contains`, which
    /// matters because a long notebook has many short blocks.
    func hasBytes(of other: String) -> Bool { withCString { text in other.withCString { strstr(text, $0) != nil } } }
}

extension [Prose.Part] {
    /// The HTML with references as they are written, and without caption numbers.
    var html: String {
        map { part in
            switch part {
            case .html(let html): html
            case .reference(let reference): reference.written.escapedForHTML
            case .caption, .equation: ""
            }
        }.joined()
    }

    /// The same parts with adjacent pieces of HTML joined.
    var joinedHTML: [Prose.Part] {
        var joined: [Prose.Part] = []
        var text = ""
        for part in self {
            if case .html(let html) = part {
                text += html
                continue
            }
            if !text.isEmpty { joined.append(.html(text)) }
            joined.append(part)
            text = ""
        }
        return text.isEmpty ? joined : joined + [.html(text)]
    }
}
