import CCMark
import Foundation

/// A CommonMark document, parsed and rendered by libcmark.
///
/// The one file that touches libcmark. HTML is rendered in its safe mode, which leaves raw HTML out; links with a
/// scheme other than `http`, `https` and `mailto` lose their target, and pictures are what `replacePictures` makes them.
final class MarkdownDocument {
    /// A child of the document.
    struct Block {
        enum Kind {
            case heading(level: Int)
            /// A fenced code block with its info string, and its content without the fence's indentation.
            case fence(info: String, content: String)
            case other
        }

        var kind: Kind
        /// Counted from 1 in the parsed text, both included.
        var lines: ClosedRange<Int>
        fileprivate var node: OpaquePointer
    }

    /// A block without blocks in it, at any depth.
    struct Leaf {
        enum Kind: Equatable {
            /// A code block: its info string, and the first line in it.
            case code(info: String, firstLine: String)
            case html
            /// A paragraph or heading.
            case text
        }

        var kind: Kind
        var lines: ClosedRange<Int>
        /// True inside a list or quotation.
        var isNested: Bool
    }

    /// A picture or link with its address as written; a link comes without its words.
    struct Reference {
        var url: String
        /// The words in it, without marks.
        var text: String
        var title: String
        /// The first line of the block that it stands in.
        var line: Int
    }

    private let root: OpaquePointer

    /// Parses CommonMark; nil only when memory runs out.
    init?(_ text: String) {
        let length = text.utf8.count
        guard let root = cmark_parse_document(text, length, CMARK_OPT_DEFAULT) else { return nil }
        self.root = root
    }

    deinit { cmark_node_free(root) }

    /// The document's children in order.
    var blocks: [Block] {
        children(of: root).map { node in
            let kind: Block.Kind =
                switch cmark_node_get_type(node) {
                case CMARK_NODE_HEADING: .heading(level: Int(cmark_node_get_heading_level(node)))
                case CMARK_NODE_CODE_BLOCK: .fence(info: info(of: node), content: literal(of: node))
                default: .other
                }
            return Block(kind: kind, lines: lines(of: node), node: node)
        }
    }

    /// All code, raw HTML, paragraphs and headings in order.
    var leaves: [Leaf] {
        var leaves: [Leaf] = []
        walk(root) { node, type, isStart in
            guard isStart else { return }
            let kind: Leaf.Kind
            switch type {
            case CMARK_NODE_CODE_BLOCK:
                let firstLine = literal(of: node).split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
                kind = .code(info: info(of: node), firstLine: firstLine.first.map(String.init) ?? "")
            case CMARK_NODE_HTML_BLOCK: kind = .html
            case CMARK_NODE_PARAGRAPH, CMARK_NODE_HEADING: kind = .text
            default: return
            }
            leaves.append(Leaf(kind: kind, lines: lines(of: node), isNested: cmark_node_parent(node) != root))
        }
        return leaves
    }

    /// The HTML of one block.
    func html(of block: Block) -> String { render(block.node) }

    /// A heading's number (`6.1` of `6.1 Title`, `12` of `12. Title`), the rest in plain text, and the rest as HTML.
    func heading(_ block: Block) -> (number: String?, title: String, html: String) {
        var number: String?
        if let first = cmark_node_first_child(block.node), cmark_node_get_type(first) == CMARK_NODE_TEXT {
            let text = literal(of: first)
            let (found, rest) = Self.splitNumber(text)
            if let found, !rest.isEmpty || cmark_node_next(first) != nil {
                number = found
                cmark_node_set_literal(first, rest)
            }
        }
        let html = children(of: block.node).map(render).joined()
        return (number, plainText(of: block.node), html)
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

    /// Puts HTML in place of every picture for which `html` returns some. What stands in a picture's words is no picture.
    func replacePictures(_ html: (Reference) -> String?) {
        for (node, line) in references(of: CMARK_NODE_IMAGE) {
            let picture = Reference(
                url: address(of: node), text: plainText(of: node),
                title: cmark_node_get_title(node).map { String(cString: $0) } ?? "", line: line)
            guard let replacement = html(picture), let custom = cmark_node_new(CMARK_NODE_CUSTOM_INLINE) else {
                continue
            }
            cmark_node_set_on_enter(custom, replacement)
            if cmark_node_insert_before(node, custom) == 1 {
                cmark_node_unlink(node)
                cmark_node_free(node)
            } else {
                cmark_node_free(custom)
            }
        }
    }

    /// The links in order; those in a picture's words lead nowhere and are left out.
    var links: [Reference] {
        references(of: CMARK_NODE_LINK).map { Reference(url: address(of: $0), text: "", title: "", line: $1) }
    }

    /// Takes the target from every link that `isSafe` refuses, leaving its words; returns those links.
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

    /// First lines of the blocks with raw HTML other than comments.
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

    private func children(of node: OpaquePointer) -> [OpaquePointer] {
        var children: [OpaquePointer] = []
        var next = cmark_node_first_child(node)
        while let child = next {
            children.append(child)
            next = cmark_node_next(child)
        }
        return children
    }

    /// Goes through a tree in the order of the text, without recursion: a notebook may nest as deep as it is long.
    ///
    /// - Parameter visit: Takes a node, its type, and true where it begins, false where one with children ends. It must not
    ///   change the tree.
    private func walk(_ start: OpaquePointer, _ visit: (OpaquePointer, cmark_node_type, Bool) -> Void) {
        guard let iterator = cmark_iter_new(start) else { return }
        defer { cmark_iter_free(iterator) }
        while true {
            let event = cmark_iter_next(iterator)
            if event == CMARK_EVENT_DONE { return }
            guard let node = cmark_iter_get_node(iterator) else { continue }
            visit(node, cmark_node_get_type(node), event == CMARK_EVENT_ENTER)
        }
    }

    /// Links or pictures outside of pictures, with the first line of the block that each stands in. None is part of another
    /// (links hold no links), so that freeing one leaves the rest.
    private func references(of type: cmark_node_type) -> [(node: OpaquePointer, line: Int)] {
        var found: [(node: OpaquePointer, line: Int)] = []
        var depth = 0
        var line = 1
        walk(root) { node, nodeType, isStart in
            if isStart {
                line = self.line(of: node) ?? line
                if nodeType == type, depth == 0 { found.append((node, line)) }
            }
            if nodeType == CMARK_NODE_IMAGE { depth += isStart ? 1 : -1 }
        }
        return found
    }

    /// The first line of a block; nil for what stands in one, which libcmark places less well.
    private func line(of node: OpaquePointer) -> Int? {
        guard cmark_node_get_type(node).rawValue <= CMARK_NODE_LAST_BLOCK.rawValue else { return nil }
        let line = Int(cmark_node_get_start_line(node))
        return line > 0 ? line : nil
    }

    private func lines(of node: OpaquePointer) -> ClosedRange<Int> {
        let start = max(1, Int(cmark_node_get_start_line(node)))
        return start...max(start, Int(cmark_node_get_end_line(node)))
    }

    private func literal(of node: OpaquePointer) -> String {
        cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
    }

    private func info(of node: OpaquePointer) -> String {
        cmark_node_get_fence_info(node).map { String(cString: $0) } ?? ""
    }

    private func address(of node: OpaquePointer) -> String {
        cmark_node_get_url(node).map { String(cString: $0) } ?? ""
    }

    private func plainText(of node: OpaquePointer) -> String {
        var text = ""
        walk(node) { node, type, isStart in
            guard isStart else { return }
            switch type {
            case CMARK_NODE_TEXT, CMARK_NODE_CODE: text += literal(of: node)
            case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: text += " "
            default: break
            }
        }
        return text
    }

    private func render(_ node: OpaquePointer) -> String {
        guard let html = cmark_render_html(node, CMARK_OPT_DEFAULT) else { return "" }
        defer { free(html) }
        return String(cString: html)
    }
}
