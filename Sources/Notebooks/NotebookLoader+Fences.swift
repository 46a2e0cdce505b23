import FileKinds

// Fences of cells and of named texts.

extension NotebookLoader {
    /// False for a fence without a closing line, which is reported.
    mutating func isClosed(_ block: MarkdownDocument.Block, _ misread: MisreadText) -> Bool {
        let first = block.lines.lowerBound + lineOffset
        let line = source.lines[first - 1].unicodeScalars
        let opening = line.drop { $0 == " " }
        // A block of indented code has no closing fence.
        guard let mark = opening.first, mark == "`" || mark == "~", line.count - opening.count < 4 else { return true }
        let width = opening.prefix { $0 == mark }.count
        guard width >= 3 else { return true }
        let last = min(block.lines.upperBound + lineOffset, source.lines.count)
        if last > first {
            let closing = source.lines[last - 1].unicodeScalars.drop { $0 == " " }
            let marks = closing.prefix { $0 == mark }.count
            if marks >= width, closing.dropFirst(marks).allSatisfy({ $0 == " " || $0 == "\t" }) { return true }
        }
        if let near = misread.nearMissOfEnd(of: first, before: last + 1) {
            diagnostics.append(near)
        } else {
            fail(
                first, length: width, "this fence is not closed",
                "Close it with a line \(String(repeating: String(mark), count: width)).")
        }
        return false
    }

    /// Reads a fence in braces: a cell, a text, or an error.
    mutating func addFence(
        _ block: MarkdownDocument.Block, info: String, content: String, sectionSlug: String?
    ) {
        let first = block.lines.lowerBound + lineOffset
        let contentLines = (first + 1)..<max(first + 1, block.lines.upperBound + lineOffset)
        let column = source.lines[first - 1].unicodeScalars.prefix { $0 != "{" }.count + 1
        switch info {
        case "{practicum}":
            var parser = CellOptionParser(source: source, keys: CellOptionParser.cellKeys)
            let options = parser.parse(lines: contentLines)
            diagnostics += parser.diagnostics
            if let label = options.label, let range = options.labelRange { register(label, range) }
            rawCells.append(
                RawCell(
                    label: options.label, options: options.options,
                    contentLines: (contentLines.lowerBound + options.lineCount)..<contentLines.upperBound,
                    misreadLines: options.misreadLines,
                    source: Self.dropping(options.lineCount, from: content), sectionSlug: sectionSlug,
                    range: source.range(line: first, length: 0), place: blocks.count))
            // A placeholder until the commands are read.
            blocks.append(.prose(Prose(markdown: "", html: "", range: source.range(line: first, length: 0))))
        case "{text}":
            var parser = CellOptionParser(source: source, keys: CellOptionParser.literalKeys)
            let options = parser.parse(lines: contentLines)
            diagnostics += parser.diagnostics
            if !parser.diagnostics.isEmpty { literalsAreSound = false }
            guard let label = options.label, let range = options.labelRange else {
                if parser.diagnostics.isEmpty {
                    fail(
                        first, column: column, length: info.unicodeScalars.count, "this text has no label",
                        "Write `#| label: name` below; a command takes the text as `@name`.")
                }
                return
            }
            register(label, range)
            let literal = Literal(
                label: label, text: Self.dropping(options.lineCount, from: content),
                range: source.range(line: first, length: 0))
            literals[label] = literals[label] ?? literal
            blocks.append(.literal(literal))
        default:
            let fence = FenceLookalike(source.lines[first - 1])
            if let odd = fence?.odd {
                return fail(
                    first, column: odd.offset + 1, "this fence's word contains \(odd.scalar.codePointAndName)",
                    "Write \(fence?.meant ?? "```{practicum}").")
            }
            let word = info.dropFirst().prefix { $0 != "}" && $0 != " " && $0 != "," }
            let remedy =
                if let fence {
                    "Write only `{\(fence.word)}`; options are below it on lines `#| key: value`."
                } else {
                    ["practicum", "text"].suggestion(for: String(word), noun: "word")
                        + " A fence that is only shown has no braces: ```\(word.isEmpty ? "text" : word.brief())"
                }
            fail(
                first, column: column, length: info.unicodeScalars.count,
                "a fence in braces can't be `\(info.brief())`", remedy)
        }
    }

    /// The content of a fence without its first lines and without its last line end.
    private static func dropping(_ count: Int, from content: String) -> String {
        let newline = UInt8(ascii: "\n")
        var rest = content.utf8[...]
        for _ in 0..<count { rest = rest.drop { $0 != newline }.dropFirst() }
        if rest.last == newline { rest.removeLast() }
        return String(Substring(rest))
    }
}
