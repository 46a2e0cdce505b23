import Notebooks
import Outputs

/// Shows a named text of the notebook. It is folded if an output shows the whole text.
struct LiteralView {
    let literal: Literal
    let id: String
    let shown: ShownTexts
    /// The attribute by which a live page finds the text.
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

/// The texts that the cells of a run show with marks or in tables. They tell whether a named text is shown a second time.
struct ShownTexts {
    enum Use {
        case whole
        /// Each of its lines is shown as a text of its own.
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
                    // Many tables contain the same short words.
                    texts.formUnion(table.rows.joined().filter { $0.utf8.count > 20 }.map(RunningText.folded))
                default: continue
                }
            }
        }
        self.texts = texts
    }

    /// How outputs show a text; nil if they do not show the whole text.
    func use(of text: String) -> Use? {
        let lines = RunningText.lines(text)
        guard !texts.isEmpty, !lines.isEmpty else { return nil }
        if texts.contains(RunningText.folded(text)) { return .whole }
        return lines.allSatisfy { texts.contains(RunningText.folded($0)) } ? .lineByLine : nil
    }
}

/// Plain text that is set as a paragraph: its line breaks count as blanks, and an empty line as a gap.
enum RunningText {
    /// The text on one line.
    static func folded(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The lines that are not blank.
    static func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }.map(String.init)
    }

    /// True if a line ends within a sentence. Then an editor has wrapped the text, and its lines are not the items of a list.
    static func isWrapped(_ text: String) -> Bool {
        lines(text).dropLast().contains { line in
            let last = line.last { !$0.isWhitespace && !"\"'”’»)]".contains($0) }
            return last.map { !".!?…:;。！？".contains($0) } ?? false
        }
    }
}

extension HTMLWriter {
    /// Writes running text. The style sheet shows its line breaks as blanks; empty lines become a gap.
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
