import FileKinds
import Mathematics

/// Checks the prose: formulas that cannot be parsed, footnotes without a reference, unknown admonitions.
struct ProseCheck {
    let source: SourceText
    /// The number of lines before the Markdown.
    let lineOffset: Int
    private(set) var diagnostics: [Diagnostic] = []

    init(source: SourceText, lineOffset: Int, document: MarkdownDocument) {
        self.source = source
        self.lineOffset = lineOffset
        checkFormulas(document)
        checkFootnotes(document)
        if let line = document.oversizedTableLine {
            warn(
                line, "", "this table is so large that the notebook's tables are shown as they are written",
                "A table in the prose has at most 500 columns and 100,000 cells: put larger ones into a file of data.")
        }
        for (word, line) in document.unknownAdmonitions {
            let kinds = Admonition.allCases.map { $0.rawValue.uppercased() }
            let nearest = kinds.nearest(to: word).map { "Did you mean `[!\($0)]`? " } ?? ""
            warn(
                line, "[!\(word)]", "there is no admonition `\(word.brief())`, so that this is shown as a quotation",
                nearest + "Known ones: \(kinds.map { "`[!\($0)]`" }.joined(separator: ", ")).")
        }
    }

    /// Adds a warning at the first occurrence of a text from a line on.
    private mutating func warn(_ line: Int, _ words: String, _ message: String, _ remedy: String) {
        var places = ReferencePlaces(source: source, lineOffset: lineOffset)
        let isShown = diagnostics.count < 3 * Diagnostics.limit
        let reference = MarkdownDocument.Reference(url: isShown ? words : "", text: "", title: "", line: line)
        diagnostics.append(source.diagnostic(.warning, at: places.range(of: reference), message, remedy: remedy))
    }

    // MARK: Formulas

    private mutating func checkFormulas(_ document: MarkdownDocument) {
        var places = ReferencePlaces(source: source, lineOffset: lineOffset)
        for fault in document.formulaFaults {
            let message = fault.error.message
            diagnostics.append(
                source.diagnostic(
                    at: range(of: fault, &places),
                    "in this formula, \(message.prefix(1).lowercased() + message.dropFirst())",
                    remedy: fault.error.remedy))
        }
        for line in document.openFormulaLines {
            warn(
                line, "$$", "this `$$` has no second one in its paragraph and is shown as it is written",
                "Close the formula with `$$`, and leave no blank line in it; two dollars alone are written `\\$\\$`.")
        }
    }

    /// The source range of a fault: first the formula is found, then its line with the fault.
    private func range(of fault: MarkdownDocument.FormulaFault, _ places: inout ReferencePlaces) -> SourceRange {
        let dollars = fault.isDisplay ? "$$" : "$"
        let lines = fault.tex.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let first = dollars + (lines.first ?? "") + (lines.count == 1 ? dollars : "")
        var start = places.range(
            of: MarkdownDocument.Reference(url: first, text: "", title: "", line: fault.line))
        // If the formula is not found as written, the whole line is used.
        guard start.length == first.unicodeScalars.count else { return start }
        var bytes = fault.error.start
        for (place, line) in lines.enumerated() {
            guard bytes > line.utf8.count, place + 1 < lines.count else {
                let before = String(decoding: line.utf8.prefix(bytes), as: UTF8.self).unicodeScalars.count
                let rest = String(decoding: line.utf8.dropFirst(bytes).prefix(fault.error.length), as: UTF8.self)
                let number = start.start.line + place
                guard number <= source.lines.count else { return start }
                let text = source.lines[number - 1]
                let column =
                    place == 0
                    ? start.start.column + dollars.utf8.count
                    : text.unicodeScalars.count - line.unicodeScalars.count + 1
                guard place == 0 || text.hasSuffix(line) || place == lines.count - 1 else {
                    return source.range(line: number)
                }
                if place > 0, !text.hasSuffix(line) {
                    // The last line ends with the closing dollar signs, and text may follow them.
                    guard let end = text.range(of: line + dollars) else { return source.range(line: number) }
                    start.start.column =
                        text.unicodeScalars.distance(
                            from: text.startIndex, to: end.lowerBound) + before + 1
                } else {
                    start.start.column = column + before
                }
                start.start.line = number
                start.length = max(1, rest.unicodeScalars.count)
                return start
            }
            bytes -= line.utf8.count + 1
        }
        return start
    }

    // MARK: Footnotes

    /// Warns about footnotes without a reference; `RawMarkdown` finds references without a footnote.
    private mutating func checkFootnotes(_ document: MarkdownDocument) {
        var owned = [Bool](repeating: false, count: source.lines.count + 2)
        for leaf in document.leaves {
            for line in leaf.lines where line + lineOffset < owned.count { owned[line + lineOffset] = true }
        }
        // libcmark-gfm omits a footnote without a reference.
        for line in (lineOffset + 1)..<max(lineOffset + 1, source.lines.count + 1) where !owned[line] {
            let text = source.lines[line - 1].trimmed
            guard text.hasPrefix("[^"), let end = text.range(of: "]:") else { continue }
            let name = String(text[..<end.lowerBound]) + "]"
            warn(
                line - lineOffset, name,
                "nothing in the text refers to the footnote `\(name.brief())`, and it is left out",
                "Write `\(name.brief())` where it belongs, or remove it.")
        }
    }
}
