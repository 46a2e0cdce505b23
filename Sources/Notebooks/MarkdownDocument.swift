import CCMark
import Foundation

/// A CommonMark document with pipe tables, task lists, footnotes, strikethrough, formulas and references, parsed and rendered by
/// libcmark-gfm.
///
/// Only the files named `MarkdownDocument` use the library. HTML is rendered in its safe mode, which omits raw HTML. Links with a scheme
/// other than `http`, `https` and `mailto` lose their target, and pictures become what `replacePictures` returns.
final class MarkdownDocument {
    /// A top-level block of the document.
    struct Block {
        enum Kind: Equatable {
            case heading(level: Int)
            /// A fenced code block with its info string, and its content without the fence's indentation.
            case fence(info: String, content: String)
            /// The text of a footnote, which is shown elsewhere.
            case footnote
            case other
        }

        var kind: Kind
        /// Counted from 1 in the parsed text, both included.
        var lines: ClosedRange<Int>
        var node: OpaquePointer
    }

    /// A block that contains no other blocks, at any depth.
    struct Leaf {
        enum Kind: Equatable {
            /// A code block: its info string, and the first line in it.
            case code(info: String, firstLine: String)
            case html
            /// A paragraph, a heading or a table.
            case text
        }

        var kind: Kind
        var lines: ClosedRange<Int>
        /// True inside a list or quotation.
        var isNested: Bool
    }

    /// A picture or link with its address as written; for a link, `text` is empty.
    struct Reference {
        var url: String
        /// Its text, without marks.
        var text: String
        var title: String
        /// The first line of its block.
        var line: Int
    }

    let root: OpaquePointer
    /// The marks: syntax that CommonMark does not know. A node refers to its mark by index.
    var marks: [Mark] = []
    /// The nodes of marks, which are links without a real address.
    var markNodes: Set<OpaquePointer> = []
    /// By table, the caption's paragraph below it, and the caption's label.
    var captions: [OpaquePointer: (paragraph: OpaquePointer, label: String?)] = [:]
    var captionParagraphs: Set<OpaquePointer> = []
    /// By footnote number, the number of references to it.
    var footnoteReferenceCounts: [Int: Int] = [:]
    /// The number of formulas with a label.
    var equationCount = 0
    /// Formulas that cannot be parsed.
    var formulaFaults: [FormulaFault] = []
    /// Lines that begin with a `$$` that is not closed in its paragraph.
    private(set) var openFormulaLines: [Int] = []
    /// The first line of a table that is too large; if there is one, no tables are read.
    let oversizedTableLine: Int?
    /// First words of quotations that look like an admonition of an unknown kind.
    var unknownAdmonitions: [(word: String, line: Int)] = []

    /// Parses Markdown; nil only if there is not enough memory.
    init?(_ text: String) {
        oversizedTableLine = Self.oversizedTableLine(text)
        let hasTables = oversizedTableLine == nil
        guard var tree = Self.parse(text, hasTables: hasTables) else { return nil }
        if !tree.scanner.openFormulaLines.isEmpty,
            let indented = Self.withFormulasAsParagraphs(text, tree.scanner.openFormulaLines, in: tree.root),
            let second = Self.parse(indented, hasTables: hasTables)
        {
            cmark_node_free(tree.root)
            tree = second
        }
        root = tree.root
        openFormulaLines = tree.scanner.openFormulaLines
        cmark_consolidate_text_nodes(root)
        take(tree.scanner.found)
        takeFootnotes()
        takeAdmonitions()
        takeCaptions()
    }

    deinit { cmark_node_free(root) }

    /// The top-level blocks in the order of their lines; libcmark puts footnotes at the end.
    var blocks: [Block] {
        children(of: root).map { node in
            let kind: Block.Kind =
                switch cmark_node_get_type(node) {
                case CMARK_NODE_HEADING: .heading(level: Int(cmark_node_get_heading_level(node)))
                case CMARK_NODE_CODE_BLOCK: .fence(info: info(of: node), content: literal(of: node))
                case CMARK_NODE_FOOTNOTE_DEFINITION: .footnote
                default: .other
                }
            return Block(kind: kind, lines: lines(of: node), node: node)
        }.enumerated().sorted { ($0.element.lines.lowerBound, $0.offset) < ($1.element.lines.lowerBound, $1.offset) }
            .map(\.element)
    }

    /// All code, raw HTML, paragraphs and headings, in order.
    private(set) lazy var leaves: [Leaf] = {
        var leaves: [Leaf] = []
        walk(root) { node, type, isStart in
            guard isStart else { return }
            let kind: Leaf.Kind
            switch type {
            case CMARK_NODE_CODE_BLOCK:
                let firstLine = Substring(literal(of: node).utf8.prefix { $0 != UInt8(ascii: "\n") })
                kind = .code(info: info(of: node), firstLine: String(firstLine))
            case CMARK_NODE_HTML_BLOCK: kind = .html
            case CMARK_NODE_PARAGRAPH, CMARK_NODE_HEADING: kind = .text
            default:
                guard isTable(node) else { return }
                kind = .text
            }
            leaves.append(Leaf(kind: kind, lines: lines(of: node), isNested: cmark_node_parent(node) != root))
        }
        return leaves
    }()

    /// A heading's number (`6.1` in `6.1 Title`, `12` in `12. Title`), the rest as plain text and as HTML, and the label at
    /// its end, as in `Title {#sec-loss}`.
    func heading(_ block: Block) -> (number: String?, title: String, html: String, label: String?) {
        var number: String?
        let label = cmark_node_last_child(block.node).flatMap { takeLabel("sec-", endOf: $0) }
        if let first = cmark_node_first_child(block.node), cmark_node_get_type(first) == CMARK_NODE_TEXT {
            let text = literal(of: first)
            let (found, rest) = Self.splitNumber(text)
            if let found, !rest.isEmpty || cmark_node_next(first) != nil {
                number = found
                cmark_node_set_literal(first, rest)
            }
        }
        let html = parts(of: children(of: block.node).map(render).joined()).html
        return (number, plainText(of: block.node), html, label)
    }

    /// `6.1 Title` and `12. Title` begin with a number; `3 tasks` does not.
    private static func splitNumber(_ text: String) -> (String?, String) {
        let head = text.unicodeScalars.prefix { !$0.properties.isWhitespace }
        let parts = head.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return (nil, text) }
        let digits = parts.last?.isEmpty == true ? parts.dropLast() : parts[...]
        guard digits.allSatisfy({ !$0.isEmpty && $0.allSatisfy { ("0"..."9").contains($0) } }) else {
            return (nil, text)
        }
        let rest = text.unicodeScalars[head.endIndex...].drop(while: \.properties.isWhitespace)
        return (digits.map { String($0) }.joined(separator: "."), String(rest))
    }

    /// Replaces every picture for which `html` returns HTML. A picture's alternative text contains no pictures.
    func replacePictures(_ html: (Reference) -> String?) {
        for (node, line) in references(of: CMARK_NODE_IMAGE) {
            let picture = Reference(
                url: address(of: node), text: plainText(of: node),
                title: cmark_node_get_title(node).map { String(cString: $0) } ?? "", line: line)
            if let replacement = html(picture) { replace(node, with: .html(replacement, words: picture.text)) }
        }
    }

    /// The links in order. Links in a picture's alternative text have no effect and are skipped.
    var links: [Reference] {
        references(of: CMARK_NODE_LINK).map { Reference(url: address(of: $0), text: "", title: "", line: $1) }
    }

    /// Removes the target of every link that `isSafe` rejects, keeping its text; returns those links.
    func dropLinks(unless isSafe: (String) -> Bool) -> [Reference] {
        var dropped: [Reference] = []
        for (node, line) in references(of: CMARK_NODE_LINK) {
            let url = address(of: node)
            guard !isSafe(url) else { continue }
            dropped.append(Reference(url: url, text: "", title: "", line: line))
            for child in children(of: node) { cmark_node_insert_before(node, child) }
            cmark_node_unlink(node)
            cmark_node_free(node)
        }
        return dropped
    }

    /// The first lines of the blocks with raw HTML other than comments.
    var rawHTMLLines: Set<Int> {
        var found: Set<Int> = []
        var line = 1
        walk(root) { node, type, isStart in
            guard isStart else { return }
            line = self.line(of: node) ?? line
            guard type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE else { return }
            if !literal(of: node).utf8.starts(with: "<!--".utf8) { found.insert(line) }
        }
        return found
    }

    // MARK: Nodes

    func children(of node: OpaquePointer) -> [OpaquePointer] {
        var children: [OpaquePointer] = []
        var next = cmark_node_first_child(node)
        while let child = next {
            children.append(child)
            next = cmark_node_next(child)
        }
        return children
    }

    /// Visits a tree in the order of the text, without recursion, because a notebook may nest as deeply as it is long.
    ///
    /// - Parameter visit: Called with a node, its type, and true at its beginning, or false at the end of a node with
    ///   children. It must not change the tree.
    func walk(_ start: OpaquePointer, _ visit: (OpaquePointer, cmark_node_type, Bool) -> Void) {
        guard let iterator = cmark_iter_new(start) else { return }
        defer { cmark_iter_free(iterator) }
        while true {
            let event = cmark_iter_next(iterator)
            if event == CMARK_EVENT_DONE { return }
            guard let node = cmark_iter_get_node(iterator) else { continue }
            visit(node, cmark_node_get_type(node), event == CMARK_EVENT_ENTER)
        }
    }

    /// Links or pictures outside pictures, each with the first line of its block. None contains another (links hold no links), so
    /// freeing one leaves the others valid.
    func references(of type: cmark_node_type) -> [(node: OpaquePointer, line: Int)] {
        var found: [(node: OpaquePointer, line: Int)] = []
        var depth = 0
        var line = 1
        walk(root) { node, nodeType, isStart in
            if isStart {
                line = self.line(of: node) ?? line
                if nodeType == type, depth == 0, !markNodes.contains(node) { found.append((node, line)) }
            }
            if nodeType == CMARK_NODE_IMAGE { depth += isStart ? 1 : -1 }
        }
        return found
    }

    /// The first line of a block; nil for inline nodes, whose positions in libcmark are less reliable.
    func line(of node: OpaquePointer) -> Int? {
        let (mask, block) = (UInt32(CMARK_NODE_TYPE_MASK), UInt32(CMARK_NODE_TYPE_BLOCK))
        guard cmark_node_get_type(node).rawValue & mask == block else { return nil }
        let line = Int(cmark_node_get_start_line(node))
        return line > 0 ? line : nil
    }

    func lines(of node: OpaquePointer) -> ClosedRange<Int> {
        let start = max(1, Int(cmark_node_get_start_line(node)))
        return start...max(start, Int(cmark_node_get_end_line(node)))
    }

    func literal(of node: OpaquePointer) -> String {
        cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
    }

    func info(of node: OpaquePointer) -> String {
        cmark_node_get_fence_info(node).map { String(cString: $0) } ?? ""
    }

    func address(of node: OpaquePointer) -> String {
        cmark_node_get_url(node).map { String(cString: $0) } ?? ""
    }

    func plainText(of node: OpaquePointer) -> String {
        var text = ""
        walk(node) { node, type, isStart in
            guard isStart else { return }
            switch type {
            case CMARK_NODE_TEXT, CMARK_NODE_CODE: text += literal(of: node)
            case CMARK_NODE_LINK: if let mark = mark(of: node) { text += mark.words }
            case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: text += " "
            default: break
            }
        }
        return text
    }

    func render(_ node: OpaquePointer) -> String {
        guard let html = cmark_render_html(node, CMARK_OPT_DEFAULT, nil) else { return "" }
        defer { free(html) }
        return String(cString: html)
    }
}
