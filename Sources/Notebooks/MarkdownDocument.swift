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

    /// A fence below the top level, e.g. in a list.
    struct NestedFence {
        var info: String
        var line: Int
    }

    /// A picture or link with its address as written.
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
            let start = Int(cmark_node_get_start_line(node))
            let end = max(start, Int(cmark_node_get_end_line(node)))
            let kind: Block.Kind =
                switch cmark_node_get_type(node) {
                case CMARK_NODE_HEADING: .heading(level: Int(cmark_node_get_heading_level(node)))
                case CMARK_NODE_CODE_BLOCK: .fence(info: info(of: node), content: literal(of: node))
                default: .other
                }
            return Block(kind: kind, lines: start...end, node: node)
        }
    }

    /// Fences inside lists, quotes and the like.
    var nestedFences: [NestedFence] {
        nodes(of: CMARK_NODE_CODE_BLOCK).filter { cmark_node_parent($0) != root }.map {
            NestedFence(info: info(of: $0), line: Int(cmark_node_get_start_line($0)))
        }
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
        let head = text.prefix { !$0.isWhitespace }
        let parts = head.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return (nil, text) }
        let digits = parts.last == "" ? parts.dropLast() : parts[...]
        guard digits.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber } }) else {
            return (nil, text)
        }
        return (digits.joined(separator: "."), String(text[head.endIndex...].drop(while: \.isWhitespace)))
    }

    /// Puts HTML in place of every picture for which `html` returns some.
    func replacePictures(_ html: (Reference) -> String?) {
        for node in nodes(of: CMARK_NODE_IMAGE) {
            guard let replacement = html(reference(node)), let custom = cmark_node_new(CMARK_NODE_CUSTOM_INLINE) else {
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

    /// Takes the target from every link that `isSafe` refuses, leaving its words; returns those links.
    func dropLinks(unless isSafe: (String) -> Bool) -> [Reference] {
        var dropped: [Reference] = []
        for node in nodes(of: CMARK_NODE_LINK) {
            let link = reference(node)
            guard !isSafe(link.url) else { continue }
            dropped.append(link)
            for child in children(of: node) { cmark_node_insert_before(node, child) }
            cmark_node_unlink(node)
            cmark_node_free(node)
        }
        return dropped
    }

    /// First lines of the blocks with raw HTML other than comments.
    var rawHTMLLines: [Int] {
        (nodes(of: CMARK_NODE_HTML_BLOCK) + nodes(of: CMARK_NODE_HTML_INLINE))
            .filter { !literal(of: $0).hasPrefix("<!--") }
            .map(line)
    }

    // MARK: Nodes

    private func children(of node: OpaquePointer) -> [OpaquePointer] {
        Array(sequence(first: cmark_node_first_child(node)) { $0.map { cmark_node_next($0) } }.prefix { $0 != nil })
            .compactMap { $0 }
    }

    private func nodes(of type: cmark_node_type) -> [OpaquePointer] {
        guard let iterator = cmark_iter_new(root) else { return [] }
        defer { cmark_iter_free(iterator) }
        var nodes: [OpaquePointer] = []
        while true {
            let event = cmark_iter_next(iterator)
            if event == CMARK_EVENT_DONE { return nodes }
            guard event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(iterator) else { continue }
            if cmark_node_get_type(node) == type { nodes.append(node) }
        }
    }

    private func literal(of node: OpaquePointer) -> String {
        cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
    }

    private func info(of node: OpaquePointer) -> String {
        cmark_node_get_fence_info(node).map { String(cString: $0) } ?? ""
    }

    private func reference(_ node: OpaquePointer) -> Reference {
        Reference(
            url: cmark_node_get_url(node).map { String(cString: $0) } ?? "",
            text: plainText(of: node),
            title: cmark_node_get_title(node).map { String(cString: $0) } ?? "",
            line: line(of: node))
    }

    private func line(of node: OpaquePointer) -> Int {
        var current: OpaquePointer? = node
        while let node = current {
            let line = Int(cmark_node_get_start_line(node))
            if line > 0 { return line }
            current = cmark_node_parent(node)
        }
        return 1
    }

    private func plainText(of node: OpaquePointer) -> String {
        children(of: node).map { child in
            switch cmark_node_get_type(child) {
            case CMARK_NODE_TEXT, CMARK_NODE_CODE: literal(of: child)
            case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: " "
            default: plainText(of: child)
            }
        }.joined()
    }

    private func render(_ node: OpaquePointer) -> String {
        guard let html = cmark_render_html(node, CMARK_OPT_DEFAULT) else { return "" }
        defer { free(html) }
        return String(cString: html)
    }
}
