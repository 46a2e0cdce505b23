/// Finds raw lines that look like a cell, a text for commands or a heading, but are not read as one.
///
/// An example in a longer fence, or in a closed comment, is intended and not reported.
struct MisreadText {
    let source: SourceText
    /// The number of lines before the Markdown.
    let lineOffset: Int
    private(set) var diagnostics: [Diagnostic] = []
    /// The first lines of fences that were reported as wrong, so that nothing else is reported about them.
    private(set) var brokenFences: Set<Int> = []

    /// True if parameters are written where they are not read.
    private(set) var hasParameters = false

    private let leaves: [MarkdownDocument.Leaf]
    /// By line, the index in `leaves` of the leaf that it belongs to.
    private var owners: [Int?]
    /// Leaves that were reported.
    private var reported: Set<Int> = []
    /// The first line that was meant to open a fence but does not. After it, closing lines of fences may open new ones.
    private var offBeatLine: Int?
    private var isOffBeat: Bool { offBeatLine != nil }

    init(source: SourceText, lineOffset: Int, document: MarkdownDocument) {
        self.source = source
        self.lineOffset = lineOffset
        leaves = document.leaves
        owners = [Int?](repeating: nil, count: source.lines.count + 2)
        for (place, leaf) in leaves.enumerated() {
            let last = min(leaf.lines.upperBound + lineOffset, source.lines.count)
            for line in (leaf.lines.lowerBound + lineOffset)...max(leaf.lines.lowerBound + lineOffset, last)
            where line < owners.count { owners[line] = place }
        }
    }

    /// - Parameter known: The line of misplaced front matter that was already found.
    mutating func find(besides known: Int?) {
        for leaf in leaves where !leaf.isNested { checkFrontMatter(leaf, besides: known) }
        for line in (lineOffset + 1)..<max(lineOffset + 1, source.lines.count + 1) {
            let text = source.lines[line - 1]
            if let fence = FenceLookalike(text) {
                check(fence, line)
            } else if !text.utf8.isEmpty, let owner = owners[line], leaves[owner].kind == .text {
                checkHeading(text, line)
                checkTrailingFence(text, line)
            }
        }
    }

    private mutating func report(
        _ line: Int, _ column: Int, _ length: Int, _ message: String, _ remedy: String,
        as severity: Diagnostic.Severity = .error
    ) {
        diagnostics.append(
            source.diagnostic(
                severity, at: source.range(line: line, column: column, length: length), message, remedy: remedy))
    }

    // MARK: Fences

    private mutating func check(_ fence: FenceLookalike, _ line: Int) {
        guard let owner = owners[line] else { return lookalike(fence, line) }
        let leaf = leaves[owner]
        let first = leaf.lines.lowerBound + lineOffset
        switch leaf.kind {
        case .text: lookalike(fence, line)
        case .html: swallowed(by: leaf, owner, line)
        case .code(let info, let firstLine):
            let opening = source.lines[first - 1]
            let isIndented = !firstLine.trimmed.isEmpty && firstLine.trimmed == opening.end(asLongAs: firstLine)
            if isIndented, info.isEmpty {
                let last = min(leaf.lines.upperBound + lineOffset, source.lines.count)
                // If only its first line matches, it continues as ordinary text up to a blank line.
                let rest = source.lines[line..<max(line, last)]
                let below = rest.isEmpty ? source.lines[line...].prefix { !$0.trimmed.isEmpty } : rest
                let hasEnd = below.contains { text in
                    let plain = text.plainly.trimmed.unicodeScalars
                    return plain.count >= 3 && plain.allSatisfy { $0 == fence.mark }
                }
                if hasEnd, reported.insert(owner).inserted { lookalike(fence, line) }
            } else if first < line {
                swallowed(byFence: opening, owner, fence, line)
            } else if leaf.isNested {
                brokenFences.insert(first)
                report(
                    line, 1, 1, "a fence `{\(fence.word)}` is inside a list or a quotation",
                    "Move it to the left margin, on lines of its own.")
            } else if !info.utf8.starts(with: "{".utf8) {
                lookalike(fence, line)
            }
        }
    }

    /// Says why a line is not a fence, or only a fence that is shown.
    private mutating func lookalike(_ fence: FenceLookalike, _ line: Int) {
        let what = fence.word == "text" ? "this text" : "this cell"
        let isFence = owners[line].map { if case .code = leaves[$0].kind { true } else { false } } ?? false
        if !isFence { offBeatLine = offBeatLine ?? line }
        brokenFences.insert(line)
        if let odd = fence.odd {
            report(
                line, odd.offset + 1, 1, "\(odd.scalar.codePointAndName) keeps \(what) from being read as one",
                "Write \(fence.meant) at the left margin, with nothing before it.")
        } else if fence.indentation >= 4 {
            report(
                line, fence.offset + 1, fence.markCount, "\(what) is indented so far that it is shown as text",
                "Move it to the left margin; an example that is only shown goes into a fence of four backticks: ````markdown."
            )
        } else if fence.mark == "'" || fence.markCount < 3 {
            report(
                line, fence.offset + 1, fence.markCount, "these marks do not begin a fence",
                "Write three backticks: \(fence.meant)")
        } else {
            report(
                line, fence.offset + 1, fence.markCount,
                "\(what) is shown and not run: its word must be alone in braces",
                "Write \(fence.meant); an example that is only shown goes into a fence of four backticks: ````markdown."
            )
        }
    }

    private mutating func swallowed(
        byFence opening: String, _ owner: Int, _ fence: FenceLookalike, _ line: Int
    ) {
        let marks = opening.fenceMarks
        guard marks.mark == fence.mark, fence.markCount >= marks.count, fence.indentation < 4 else { return }
        let leaf = leaves[owner]
        let first = leaf.lines.lowerBound + lineOffset
        guard reported.insert(owner).inserted else { return }
        brokenFences.insert(first)
        // The closing line of what was not a fence opens this one.
        guard !isOffBeat || opening.trimmed.unicodeScalars.count != marks.count else { return }
        if let near = nearMissOfEnd(of: first, before: line) {
            diagnostics.append(near)
        } else {
            report(
                line, fence.offset + 1, fence.markCount,
                "the fence that begins on line \(first) is not closed above, so this line is part of it",
                "Close that one with a line \(String(repeating: String(marks.mark), count: marks.count)); to show an example, "
                    + "begin it with one mark more.")
        }
    }

    /// A line that was meant to close the fence that begins on line `first`, but does not.
    func nearMissOfEnd(of first: Int, before end: Int) -> Diagnostic? {
        let marks = source.lines[first - 1].fenceMarks
        guard first + 1 < end else { return nil }
        for line in (first + 1)..<end {
            let text = source.lines[line - 1]
            let plain = text.plainly.trimmed.unicodeScalars
            guard plain.count >= 2, let mark = plain.first, ["`", "~", "'"].contains(mark),
                plain.allSatisfy({ $0 == mark })
            else { continue }
            let offset = text.firstOdd?.offset ?? text.unicodeScalars.prefix { $0 == " " || $0 == "\t" }.count
            let why: String
            if let odd = text.firstOdd {
                why = "\(odd.scalar.codePointAndName) keeps"
            } else if offset > 0 {
                why = "its indentation prevents"
            } else {
                // Other marks, or fewer, may well belong to the text.
                continue
            }
            return source.diagnostic(
                at: source.range(line: line, column: offset + 1),
                "\(why) this line from closing the fence of line \(first)",
                remedy:
                    "Write \(String(repeating: String(marks.mark), count: marks.count)) at the left margin and nothing else."
            )
        }
        return nil
    }

    private mutating func swallowed(by leaf: MarkdownDocument.Leaf, _ owner: Int, _ line: Int) {
        guard reported.insert(owner).inserted else { return }
        let first = leaf.lines.lowerBound + lineOffset
        // libcmark excludes the closing line of such a block.
        let last = min(leaf.lines.upperBound + lineOffset + 1, source.lines.count)
        let opening = source.lines[first - 1].trimmed
        let isOpenEnded = ["<!", "<?", "<pre", "<script", "<style", "<textarea"].first {
            opening.lowercased().hasPrefix($0)
        }
        guard let isOpenEnded else {
            offBeatLine = offBeatLine ?? line
            return report(
                line, 1, 1, "the HTML that begins on line \(first) includes this line, so it is not a cell",
                "Put a blank line before it; raw HTML ends there.")
        }
        let end: String
        switch isOpenEnded {
        case "<!": end = opening.hasPrefix("<!--") ? "-->" : opening.hasPrefix("<![CDATA[") ? "]]>" : ">"
        case "<?": end = "?>"
        default: end = "</\(isOpenEnded.dropFirst())>"
        }
        let column = source.lines[first - 1].unicodeScalars.prefix { $0 == " " }.count + 1
        let isClosed = source.lines[line..<max(line, last)].contains { $0.lowercased().contains(end) }
        if isClosed, end != "-->" {
            report(
                line, 1, 1, "the HTML that begins on line \(first) includes this line, so it is not a cell",
                "Move the cell below `\(end)`; only a comment leaves a cell out.")
        } else if !isClosed {
            offBeatLine = offBeatLine ?? line
            report(
                first, column, end == "-->" ? 4 : isOpenEnded.count,
                "this \(end == "-->" ? "comment" : "HTML") is not closed, and includes the cell on line \(line)",
                "Close it with `\(end)`.")
        } else if end == "-->",
            let other = ((first + 1)...last).first(where: { source.lines[$0 - 1].contains("<!--") })
        {
            report(
                first, column, 4,
                "this comment includes the cell on line \(line): it ends with the comment on line \(other)",
                "Close it with `-->` before the cell, or remove the inner comment.")
        }
    }

    /// True for a fence without an info string that was meant to be a closing line.
    func isLeftover(_ line: Int, info: String) -> Bool {
        brokenFences.contains(line) || info.isEmpty && offBeatLine.map { $0 < line } == true
    }

    // MARK: Front matter

    private mutating func checkFrontMatter(_ leaf: MarkdownDocument.Leaf, besides known: Int?) {
        let first = leaf.lines.lowerBound + lineOffset
        var rule = FrontMatter.looksLikeRule(source.lines[first - 1]) ? first : first - 1
        switch leaf.kind {
        case .text: break
        case .code: return
        case .html:
            // It continues to a blank line, even over rules.
            let lines = first...max(first, min(leaf.lines.upperBound + lineOffset, source.lines.count))
            guard !source.lines[first - 1].trimmed.hasPrefix("<!--"),
                let inner = lines.first(where: { FrontMatter.looksLikeRule(source.lines[$0 - 1]) })
            else { return }
            rule = inner
        }
        guard rule > lineOffset, rule != known, FrontMatter.looksLikeRule(source.lines[rule - 1]),
            FrontMatter.looksLikeFrontMatter(below: rule, in: source)
        else { return }
        let content = source.lines.dropFirst(rule).prefix(200).prefix { !FrontMatter.looksLikeRule($0) }
        let isRun = content.contains { FrontMatter.beginsWithKey($0, of: ["params", "profiles"]) }
        guard isRun || content.contains(where: { FrontMatter.beginsWithKey($0, of: FrontMatter.keys) }) else { return }
        hasParameters = hasParameters || isRun
        report(
            rule, 1, 3, "this looks like front matter, which must begin on the first line",
            "Put what it says between the two lines `---` at the top of the file.", as: isRun ? .error : .warning)
    }

    /// A fence that follows text on the same line: its closing line then opens a fence.
    private mutating func checkTrailingFence(_ text: String, _ line: Int) {
        guard text.utf8.last == UInt8(ascii: "}"),
            let word = ["practicum", "text"].first(where: {
                text.hasSuffix("```{\($0)}")
            })
        else { return }
        let before = text.unicodeScalars.dropLast(word.utf8.count + 5)
        guard before.last != "`" else { return }
        offBeatLine = offBeatLine ?? line
        report(
            line, before.count + 1, 3, "a fence must begin its line, but this one follows a text",
            "Write ```{\(word)} on a line of its own.")
    }

    // MARK: Headings

    private mutating func checkHeading(_ text: String, _ line: Int) {
        guard let first = text.utf8.first, first >= 0x80 || first == UInt8(ascii: "#") || first == UInt8(ascii: " ")
        else {
            return
        }
        let plain = String(text.unicodeScalars.prefix(200)).plainly.trimmed.unicodeScalars
        let level = plain.prefix { $0 == "#" }.count
        guard (1...12).contains(level), plain.count > level else { return }
        let isSpaced = plain[plain.index(plain.startIndex, offsetBy: level)] == " "
        if level > 6 {
            report(
                line, 1, level, "a heading has at most six marks, so this line is not a heading", "Write fewer.",
                as: .warning)
        } else if isSpaced, let odd = text.firstOdd, odd.offset <= level {
            report(
                line, odd.offset + 1, 1, "\(odd.scalar.codePointAndName) keeps this line from being a heading",
                "Write `\(String(plain).brief())` at the left margin.", as: .warning)
        } else if !isSpaced, level > 1, text.utf8.first == UInt8(ascii: "#") {
            report(
                line, 1, level, "a blank is missing, so this line is not a heading",
                "Write one after the marks.", as: .warning)
        }
    }
}

extension StringProtocol {
    /// The backticks or tildes at the beginning of a fence's line, after blanks and the marks of lists and quotations.
    fileprivate var fenceMarks: (mark: Unicode.Scalar, count: Int) {
        let rest = unicodeScalars.drop { $0 != "`" && $0 != "~" }
        guard let mark = rest.first else { return ("`", 0) }
        return (mark, rest.prefix { $0 == mark }.count)
    }

    /// The end of a line: the part of it that indented code keeps as its first line.
    fileprivate func end(asLongAs code: String) -> String {
        String(String.UnicodeScalarView(unicodeScalars.suffix(code.unicodeScalars.count))).trimmed
    }
}
