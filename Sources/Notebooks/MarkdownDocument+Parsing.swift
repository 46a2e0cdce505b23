import CCMark
import Synchronization

// Parsing with libcmark-gfm, its extensions, and an extension of ours for inline marks.

extension MarkdownDocument {
    /// libcmark-gfm keeps the letters that begin an extension's syntax in a global table, which it also reads while it parses.
    private static let parsing = Mutex(())

    static func parse(_ text: String, hasTables: Bool) -> (root: OpaquePointer, scanner: InlineScanner)? {
        parsing.withLock { _ in
            cmark_gfm_core_extensions_ensure_registered()
            let scanner = InlineScanner()
            let options = CMARK_OPT_FOOTNOTES | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE
            guard let parser = cmark_parser_new(options), let own = cmark_syntax_extension_new("formula") else {
                return nil
            }
            let memory = cmark_get_default_mem_allocator()
            defer {
                cmark_parser_free(parser)
                cmark_syntax_extension_free(memory, own)
            }
            for name in (hasTables ? ["table"] : []) + ["strikethrough", "tasklist"] {
                guard let known = cmark_find_syntax_extension(name) else { continue }
                cmark_parser_attach_syntax_extension(parser, known)
            }
            var letters: UnsafeMutablePointer<cmark_llist>?
            for letter in [UInt8(ascii: "$"), UInt8(ascii: "@")] {
                letters = cmark_llist_append(memory, letters, UnsafeMutableRawPointer(bitPattern: UInt(letter)))
            }
            cmark_syntax_extension_set_special_inline_chars(own, letters)
            cmark_syntax_extension_set_private(own, Unmanaged.passUnretained(scanner).toOpaque(), nil)
            cmark_syntax_extension_set_match_inline_func(own) { own, _, parent, letter, parser in
                guard let pointer = cmark_syntax_extension_get_private(own), let parent, let parser else { return nil }
                return Unmanaged<InlineScanner>.fromOpaque(pointer).takeUnretainedValue()
                    .node(for: letter, in: parent, parser)
            }
            cmark_parser_attach_syntax_extension(parser, own)
            return withExtendedLifetime(scanner) {
                cmark_parser_feed(parser, text, text.utf8.count)
                return cmark_parser_finish(parser).map { ($0, scanner) }
            }
        }
    }

    /// The first line of a paragraph that would be a table with too many cells; usually nil.
    ///
    /// libcmark-gfm 0.29 fills short rows up to the number of columns, and its time grows with the square of that number: a text of a few
    /// kilobytes would become millions of cells.
    static func oversizedTableLine(_ text: String) -> Int? {
        let (mostColumns, mostCells) = (500, 100_000)
        var (first, rows, columns) = (1, 0, 0)
        for (place, line) in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
                (first, rows, columns) = (place + 2, 0, 0)
                continue
            }
            rows += 1
            if line.allSatisfy({ "|-: >\t".utf8.contains($0) }) {
                columns = max(columns, line.count { $0 == UInt8(ascii: "|") } + 1)
            }
            if columns > mostColumns || columns * rows > mostCells { return first }
        }
        return nil
    }

    /// The text with the lines of open formulas indented so that none of them begins a block: a line `+ b` within `$$` is not a list. Nil
    /// if no formula is closed before the next blank line or fence.
    static func withFormulasAsParagraphs(_ text: String, _ openLines: [Int], in root: OpaquePointer) -> String? {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var isCode = [Bool](repeating: false, count: lines.count + 2)
        var next = cmark_node_first_child(root)
        while let node = next {
            if cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK {
                let (first, last) = (Int(cmark_node_get_start_line(node)), Int(cmark_node_get_end_line(node)))
                for line in max(1, first)..<max(1, min(last + 1, isCode.count)) { isCode[line] = true }
            }
            next = cmark_node_next(node)
        }
        var isChanged = false
        var closed = 0
        for open in openLines where open > closed {
            // `lines[open]` is the line after the opening one.
            var place = open
            while place < lines.count, !isCode[place + 1], !lines[place].trimmed.isEmpty {
                place += 1
                guard lines[place - 1].contains("$$") else { continue }
                // The part after the marks of the quotations that the formula is in.
                let marks = lines[open - 1].prefix { $0 == " " || $0 == ">" }.count { $0 == ">" }
                for inner in open..<place {
                    var left = marks
                    let prefix = lines[inner].prefix { letter in
                        if letter == ">" { left -= 1 }
                        return letter == " " || letter == ">" && left >= 0
                    }
                    lines[inner] = prefix + "    " + lines[inner].dropFirst(prefix.count)
                }
                isChanged = true
                closed = place
                break
            }
        }
        return isChanged ? lines.joined(separator: "\n") : nil
    }
}

/// Finds formulas and references while libcmark-gfm parses the text of a block. So it takes no emphasis from their characters, and none
/// of them is found in code, in the address of a link or after a backslash.
final class InlineScanner {
    struct Found {
        enum Kind {
            case formula(isDisplay: Bool)
            case reference
        }

        var kind: Kind
        /// A formula without its dollar signs, or a reference without `@`.
        var text: String
        /// The line that it begins on, counted from 1.
        var line: Int
        var node: OpaquePointer
    }

    private(set) var found: [Found] = []
    private(set) var openFormulaLines: [Int] = []
    /// The block whose lines are being counted, and the position reached.
    private var parent: OpaquePointer?
    private var offset: Int32 = 0
    private var newlines = 0

    private enum Byte {
        static let dollar = UInt8(ascii: "$")
        static let backslash = UInt8(ascii: "\\")
        static let newline = UInt8(ascii: "\n")
        static func isBlank(_ byte: UInt8) -> Bool { byte == 0 || byte == 0x20 || (0x09...0x0D).contains(byte) }
        static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
        static func isWord(_ byte: UInt8) -> Bool {
            isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
        }
    }

    /// The node that begins with a letter at the parser's position; the parser continues after it. Nil if it is text.
    func node(for letter: UInt8, in parent: OpaquePointer, _ parser: OpaquePointer) -> OpaquePointer? {
        let start = cmark_inline_parser_get_offset(parser)
        let line = line(of: start, in: parent, parser)
        switch letter {
        case Byte.dollar: return formula(at: start, line, parser)
        case UInt8(ascii: "@"): return reference(at: start, line, parser)
        default: return nil
        }
    }

    private func line(of start: Int32, in parent: OpaquePointer, _ parser: OpaquePointer) -> Int {
        if parent != self.parent || start < offset { (self.parent, offset, newlines) = (parent, 0, 0) }
        while offset < start {
            if cmark_inline_parser_peek_at(parser, offset) == Byte.newline { newlines += 1 }
            offset += 1
        }
        return max(1, Int(cmark_node_get_start_line(parent))) + newlines
    }

    private func add(
        _ kind: Found.Kind, _ range: Range<Int32>, end: Int32, _ line: Int, _ parser: OpaquePointer
    ) -> OpaquePointer? {
        guard let node = cmark_node_new(CMARK_NODE_LINK) else { return nil }
        let bytes = range.map { cmark_inline_parser_peek_at(parser, $0) }
        found.append(Found(kind: kind, text: String(decoding: bytes, as: UTF8.self), line: line, node: node))
        cmark_inline_parser_set_offset(parser, end)
        return node
    }

    // MARK: Formulas

    /// Pandoc's rule: `$` with no blank directly inside either one, and no digit after the closing one; `$$` with any content. A formula
    /// contains no backtick, so a price before `$code` in backticks is not one.
    private func formula(at start: Int32, _ line: Int, _ parser: OpaquePointer) -> OpaquePointer? {
        func byte(_ place: Int32) -> UInt8 { place < 0 ? Byte.newline : cmark_inline_parser_peek_at(parser, place) }
        /// The next dollar sign that is not escaped by a backslash.
        func nextDollar(from place: Int32) -> Int32? {
            var place = place
            while true {
                switch byte(place) {
                case 0, UInt8(ascii: "`"): return nil
                case Byte.dollar: return place
                case Byte.backslash where byte(place + 1) != 0: place += 2
                default: place += 1
                }
            }
        }
        if byte(start + 1) == Byte.dollar {
            var close = nextDollar(from: start + 2)
            while let place = close, byte(place + 1) != Byte.dollar { close = nextDollar(from: place + 1) }
            guard let close else {
                var before = start - 1
                while byte(before) == 0x20 { before -= 1 }
                if byte(before) == Byte.newline { openFormulaLines.append(line) }
                return nil
            }
            return add(.formula(isDisplay: true), start + 2..<close, end: close + 2, line, parser)
        }
        guard byte(start - 1) != Byte.dollar || byte(start - 2) == Byte.backslash, !Byte.isBlank(byte(start + 1)),
            let close = nextDollar(from: start + 1), !Byte.isBlank(byte(close - 1)), !Byte.isDigit(byte(close + 1))
        else { return nil }
        return add(.formula(isDisplay: false), start + 1..<close, end: close + 1, line, parser)
    }

    // MARK: References

    /// `@fig-losses`, if no letter or digit precedes it. A full stop, dash or underscore at its end belongs to the sentence.
    private func reference(at start: Int32, _ line: Int, _ parser: OpaquePointer) -> OpaquePointer? {
        func byte(_ place: Int32) -> UInt8 { place < 0 ? 0 : cmark_inline_parser_peek_at(parser, place) }
        guard !Byte.isWord(byte(start - 1)) else { return nil }
        var bytes: [UInt8] = []
        while Byte.isWord(byte(start + 1 + Int32(bytes.count))) || byte(start + 1 + Int32(bytes.count)) >= 0x80
            || [UInt8(ascii: "-"), UInt8(ascii: ".")].contains(byte(start + 1 + Int32(bytes.count)))
        {
            bytes.append(byte(start + 1 + Int32(bytes.count)))
            // Most words are none of the kinds.
            if bytes.count == 4, CrossReference.kind(of: String(decoding: bytes, as: UTF8.self)) == nil { return nil }
        }
        var name = String(decoding: bytes, as: UTF8.self).unicodeScalars.prefix(while: CrossReference.isAllowed)
        while let last = name.last, last == "." || last == "-" || last == "_" { name.removeLast() }
        let length = Int32(String(name).utf8.count)
        guard CrossReference(String(name)) != nil else { return nil }
        return add(.reference, start + 1..<start + 1 + length, end: start + 1 + length, line, parser)
    }
}
