import Notebooks
import Outputs

/// A named text of the notebook with its name: folded where an output shows the whole of it.
struct LiteralView {
    let literal: Literal
    let id: String
    let shown: ShownTexts
    /// How a live page finds it.
    var piece: HTMLAttribute?

    func write(into html: inout HTMLWriter) {
        let use = shown.use(of: literal.text)
        if use == nil {
            html.block("figure", .class("literal"), .id(id), piece) { html in
                html.block("figcaption", content: writeName)
                writeText(isList: false, into: &html)
            }
        } else {
            html.block("details", .class("literal"), .id(id), piece) { html in
                html.block("summary", content: writeName)
                writeText(isList: use == .lineByLine, into: &html)
            }
        }
    }

    private func writeName(into html: inout HTMLWriter) {
        html.text("Text ")
        html.inline("code", text: "@" + literal.label)
    }

    private func writeText(isList: Bool, into html: inout HTMLWriter) {
        html.block("div", .class("literal-text"), .ownDirection) { html in
            if isList || !RunningText.isWrapped(literal.text) {
                for line in RunningText.lines(literal.text) { html.block("p", .ownDirection, text: line) }
            } else {
                html.running(literal.text)
            }
        }
    }
}

/// The texts that the cells of a run show with marks or in tables, by which a named text is known to be shown again.
struct ShownTexts {
    enum Use {
        case whole
        /// Each of its lines is a text of its own.
        case lineByLine
    }

    private let texts: Set<String>

    init(_ cells: [JoinedCell]) {
        var texts: Set<String> = []
        for cell in cells where cell.cell.options.output {
            for output in cell.record.outputs {
                switch output.output {
                case .markedTexts(let shown): texts.formUnion(shown.map { RunningText.folded($0.text) })
                case .table(let table):
                    // A short cell is a word that many tables have.
                    texts.formUnion(table.rows.joined().filter { $0.utf8.count > 20 }.map(RunningText.folded))
                default: continue
                }
            }
        }
        self.texts = texts
    }

    /// How outputs show a text; nil when no output shows the whole of it.
    func use(of text: String) -> Use? {
        let lines = RunningText.lines(text)
        guard !texts.isEmpty, !lines.isEmpty else { return nil }
        if texts.contains(RunningText.folded(text)) { return .whole }
        return lines.allSatisfy { texts.contains(RunningText.folded($0)) } ? .lineByLine : nil
    }
}

/// Text in plain lines as a paragraph is set: its line breaks are blanks there, and an empty line is a gap.
enum RunningText {
    /// The text in one line.
    static func folded(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The lines that have words in them.
    static func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }.map(String.init)
    }

    /// Whether lines break within a sentence: the breaks are an editor's then, and no list's.
    static func isWrapped(_ text: String) -> Bool {
        lines(text).dropLast().contains { line in
            let last = line.last { !$0.isWhitespace && !"\"'”’»)]".contains($0) }
            return last.map { !".!?…:;。！？".contains($0) } ?? false
        }
    }
}

extension HTMLWriter {
    /// Running text: the style sheet lets its line breaks be blanks, and where lines are empty a gap is left.
    mutating func running(_ text: String) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        var isBehindGap = false
        for (place, line) in lines.enumerated() {
            if place > 0, place < lines.count - 1, line.allSatisfy(\.isWhitespace) {
                if !isBehindGap { markup("<br><br>") }
                isBehindGap = true
            } else {
                if place > 0, !isBehindGap { self.text("\n") }
                self.text(String(line))
                isBehindGap = false
            }
        }
    }
}
