import CCMark
import Foundation
import Mathematics

// Marks extend CommonMark: formulas, references, footnotes, admonitions, captions, and embedded pictures.
//
// In the tree, a mark is a link to `mark:` and its number, which safe mode renders unchanged. Links of the text
// to other schemes are removed before.

extension MarkdownDocument {
    /// What a mark's node represents.
    enum Mark {
        case html(String, words: String)
        case reference(CrossReference)
        /// A displayed formula with a label.
        case equation(String, label: String, words: String)

        /// The mark as plain text.
        var words: String {
            switch self {
            case .html(_, let words), .equation(_, _, let words): words
            case .reference(let reference): reference.written
            }
        }
    }

    /// A formula that cannot be parsed.
    struct FormulaFault {
        var tex: String
        var isDisplay: Bool
        var error: FormulaError
        /// The line that the formula begins on.
        var line: Int
    }

    /// A footnote's text and number.
    struct Footnote {
        var number: Int
        /// The number of references to it.
        var referenceCount: Int
        var parts: [Prose.Part]
    }

    static let scheme = "mark:"

    func mark(of node: OpaquePointer) -> Mark? {
        guard markNodes.contains(node), let number = Int(address(of: node).dropFirst(Self.scheme.count)),
            marks.indices.contains(number)
        else { return nil }
        return marks[number]
    }

    /// Turns a link into the node of a mark.
    private func make(_ node: OpaquePointer, _ mark: Mark) {
        cmark_node_set_url(node, Self.scheme + String(marks.count))
        marks.append(mark)
        markNodes.insert(node)
    }

    /// Replaces a node by a mark.
    func replace(_ node: OpaquePointer, with mark: Mark) {
        guard let link = cmark_node_new(CMARK_NODE_LINK) else { return }
        guard cmark_node_insert_before(node, link) == 1 else { return cmark_node_free(link) }
        make(link, mark)
        cmark_node_unlink(node)
        cmark_node_free(node)
    }

    // MARK: Formulas and references

    func take(_ found: [InlineScanner.Found]) {
        for item in found {
            switch item.kind {
            case .formula(let isDisplay):
                let mark = formula(item, isDisplay)
                if isDisplay, let label = takeEquationLabel(behind: item.node), case .html(let html, let words) = mark {
                    equationCount += 1
                    make(item.node, .equation(html, label: label, words: words))
                } else {
                    make(item.node, mark)
                }
            case .reference:
                guard var reference = CrossReference(item.text) else { continue }
                reference.isNumberOnly = takeBrackets(around: item.node)
                make(item.node, .reference(reference))
            }
        }
    }

    /// Takes the label `{#eq-loss}` off the text behind a displayed formula, as Quarto has it.
    private func takeEquationLabel(behind node: OpaquePointer) -> String? {
        guard let next = cmark_node_next(node), cmark_node_get_type(next) == CMARK_NODE_TEXT else { return nil }
        let text = literal(of: next).drop { $0 == " " }
        guard text.hasPrefix("{#eq-"), let end = text.firstIndex(of: "}") else { return nil }
        let label = text[..<end].dropFirst(5)
        guard !label.isEmpty, label.unicodeScalars.allSatisfy(CrossReference.isAllowed) else { return nil }
        cmark_node_set_literal(next, String(text[text.index(after: end)...]))
        return String(label)
    }

    private func formula(_ item: InlineScanner.Found, _ isDisplay: Bool) -> Mark {
        let dollars = isDisplay ? "$$" : "$"
        let written = dollars + item.text + dollars
        do {
            let formula = try Formula(item.text, display: isDisplay)
            guard isDisplay else { return .html(formula.mathML, words: written) }
            // A formula that may be wider than a phone's screen scrolls and can get keyboard focus.
            let isWide = item.text.utf8.count > 40
            let area = isWide ? " scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Formula\"" : "\""
            return .html("<span class=\"formula\(area)>\(formula.mathML)</span>", words: written)
        } catch {
            formulaFaults.append(FormulaFault(tex: item.text, isDisplay: isDisplay, error: error, line: item.line))
            return .html("<code>\(written.escapedForHTML)</code>", words: written)
        }
    }

    /// The references that a report turns into links, each with the line of its block. References in headings and in pictures'
    /// alternative texts stay as they are written.
    var crossReferences: [(reference: CrossReference, line: Int)] {
        var found: [(reference: CrossReference, line: Int)] = []
        var line = 1
        var depth = 0
        walk(root) { node, type, isStart in
            if isStart { line = self.line(of: node) ?? line }
            if type == CMARK_NODE_HEADING || type == CMARK_NODE_IMAGE { depth += isStart ? 1 : -1 }
            guard isStart, depth == 0, type == CMARK_NODE_LINK, case .reference(let reference)? = mark(of: node) else {
                return
            }
            found.append((reference, line))
        }
        return found
    }

    /// Removes the brackets of `[@fig-a]` and `[-@fig-a]` from the text; true for the second form.
    private func takeBrackets(around node: OpaquePointer) -> Bool {
        guard let before = cmark_node_previous(node), let after = cmark_node_next(node),
            cmark_node_get_type(before) == CMARK_NODE_TEXT, cmark_node_get_type(after) == CMARK_NODE_TEXT
        else { return false }
        let (left, right) = (literal(of: before), literal(of: after))
        guard right.hasPrefix("]"), left.hasSuffix("[") || left.hasSuffix("[-") else { return false }
        let isNumberOnly = left.hasSuffix("[-")
        cmark_node_set_literal(before, String(left.dropLast(isNumberOnly ? 2 : 1)))
        cmark_node_set_literal(after, String(right.dropFirst()))
        return isNumberOnly
    }

    // MARK: Footnotes

    func takeFootnotes() {
        var nodes: [OpaquePointer] = []
        walk(root) { node, type, isStart in
            if isStart, type == CMARK_NODE_FOOTNOTE_REFERENCE { nodes.append(node) }
        }
        for node in nodes {
            guard let number = Int(literal(of: node)) else { continue }
            footnoteReferenceCounts[number, default: 0] += 1
            let count = footnoteReferenceCounts[number, default: 1]
            let id = FootnoteID.reference(number, count)
            let html =
                "<sup class=\"note-mark\"><a href=\"#\(FootnoteID.note(number))\" id=\"\(id)\" "
                + "aria-label=\"Footnote \(number)\">\(number)</a></sup>"
            replace(node, with: .html(html, words: ""))
        }
    }

    /// Names of footnotes that are used, or seem to be, but have no text.
    var missingFootnotes: Set<String> {
        var found: Set<String> = []
        walk(root) { node, type, isStart in
            guard isStart, type == CMARK_NODE_TEXT else { return }
            let text = literal(of: node)
            guard text.hasBytes(of: "[^") else { return }
            var rest = text[...]
            while let start = rest.range(of: "[^"), let end = rest[start.upperBound...].firstIndex(of: "]") {
                found.insert(String(rest[start.upperBound..<end]))
                rest = rest[end...]
            }
        }
        return found
    }

    /// The footnotes in the order of their numbers.
    var footnotes: [Footnote] {
        children(of: root).filter { cmark_node_get_type($0) == CMARK_NODE_FOOTNOTE_DEFINITION }.enumerated()
            .map { place, node in
                Footnote(
                    number: place + 1, referenceCount: footnoteReferenceCounts[place + 1, default: 0],
                    parts: children(of: node).flatMap { parts(of: render($0)) }.joinedHTML)
            }
    }

    // MARK: Admonitions

    /// Converts GitHub's quotations that have `[!NOTE]` on their first line.
    func takeAdmonitions() {
        var quotes: [OpaquePointer] = []
        walk(root) { node, type, isStart in
            if isStart, type == CMARK_NODE_BLOCK_QUOTE { quotes.append(node) }
        }
        for quote in quotes {
            guard let paragraph = cmark_node_first_child(quote),
                cmark_node_get_type(paragraph) == CMARK_NODE_PARAGRAPH,
                let first = cmark_node_first_child(paragraph), cmark_node_get_type(first) == CMARK_NODE_TEXT
            else { continue }
            let text = literal(of: first).trimmed
            guard text.hasPrefix("[!"), text.hasSuffix("]"), !text.dropFirst(2).dropLast().isEmpty else { continue }
            let next = cmark_node_next(first)
            let type = next.map(cmark_node_get_type)
            guard type == nil || type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK else { continue }
            let word = String(text.dropFirst(2).dropLast())
            guard let kind = Admonition(rawValue: word.lowercased()) else {
                unknownAdmonitions.append((word, line(of: paragraph) ?? 1))
                continue
            }
            guard let marker = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK) else { continue }
            cmark_node_set_on_enter(marker, kind.marker)
            cmark_node_prepend_child(quote, marker)
            for node in [next, first].compactMap(\.self) {
                cmark_node_unlink(node)
                cmark_node_free(node)
            }
            if cmark_node_first_child(paragraph) == nil {
                cmark_node_unlink(paragraph)
                cmark_node_free(paragraph)
            }
        }
    }

    // MARK: Tables

    func isTable(_ node: OpaquePointer) -> Bool {
        cmark_node_get_type_string(node).map { String(cString: $0) == "table" } ?? false
    }

    /// Converts Quarto's captions: a paragraph below a table that begins with a colon, and may end with a label `{#tbl-scores}`.
    func takeCaptions() {
        for paragraph in children(of: root) where cmark_node_get_type(paragraph) == CMARK_NODE_PARAGRAPH {
            guard let table = cmark_node_previous(paragraph), isTable(table),
                let first = cmark_node_first_child(paragraph), cmark_node_get_type(first) == CMARK_NODE_TEXT,
                let mark = [": ", "Table: "].first(where: literal(of: first).hasPrefix)
            else { continue }
            cmark_node_set_literal(first, String(literal(of: first).dropFirst(mark.count)))
            let label = cmark_node_last_child(paragraph).flatMap { takeLabel("tbl-", endOf: $0) }
            captions[table] = (paragraph, label)
            captionParagraphs.insert(paragraph)
        }
    }

    /// Removes a label such as `{#sec-loss}` from the end of a text, and returns the part after the prefix.
    func takeLabel(_ prefix: String, endOf node: OpaquePointer) -> String? {
        guard cmark_node_get_type(node) == CMARK_NODE_TEXT else { return nil }
        let text = literal(of: node)
        guard let label = text.endingLabel, label.hasPrefix(prefix), label.utf8.count > prefix.utf8.count else {
            return nil
        }
        let rest = text.trimmed.dropLast(label.count + 3)
        cmark_node_set_literal(node, String(rest).trimmedAtEnd)
        return String(label.dropFirst(prefix.count))
    }
}

/// The five kinds of GitHub's admonitions.
enum Admonition: String, CaseIterable {
    case note, tip, important, warning, caution

    var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
    /// The marker that replaces its first line in the tree.
    var marker: String { "<!--\(rawValue)-->" }
    var opening: String {
        "<blockquote class=\"admonition is-\(rawValue)\" role=\"note\" aria-label=\"\(title)\">\n<p class=\"admonition-title\">\(title)</p>"
    }
}

/// Ids of footnotes. No other id in a report contains a colon.
package enum FootnoteID {
    package static func note(_ number: Int) -> String { "note:\(number)" }
    /// The id of a reference to a footnote; both numbers count from 1.
    package static func reference(_ number: Int, _ count: Int) -> String { "note:\(number):\(count)" }
}

extension String {
    /// The label of a text that ends with `{#label}`.
    var endingLabel: String? {
        let text = trimmed
        guard text.hasSuffix("}"), let start = text.range(of: "{#", options: .backwards) else { return nil }
        let label = text[start.upperBound...].dropLast()
        return !label.isEmpty && label.unicodeScalars.allSatisfy(CrossReference.isAllowed) ? String(label) : nil
    }

    fileprivate var trimmedAtEnd: String {
        var text = self[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
