import Notebooks

/// One output of a cell, whatever it is; one that may differ between equal runs carries a small mark.
struct OutputView {
    let output: CellOutput
    /// The number that a figure gets here.
    let figureNumber: Int
    let cell: Cell
    let report: JoinedReport

    func write(into html: inout HTMLWriter) {
        html.block("div", .class(output.isVolatile ? "output varies" : "output")) { html in
            writeContent(into: &html)
            if output.isVolatile {
                html.inline(
                    "span", .class("varies-mark"),
                    HTMLAttribute("title", "May differ between two equal runs"), text: "varies")
            }
        }
    }

    private func writeContent(into html: inout HTMLWriter) {
        switch output.output {
        case .text(let text): TextView(text: text).write(into: &html)
        case .preformatted(let text):
            ScrollArea.writePreformatted(
                text, cssClass: "preformatted", label: "Output of cell \(cell.label)", into: &html)
        case .table(let table): TableView(table: table, label: cell.label).write(into: &html)
        case .figure(let figure):
            FigureView(figure: figure, number: figureNumber, options: cell.options).write(into: &html)
        case .metrics(let metrics): MetricCards(metrics: metrics).write(into: &html)
        case .classificationReport(let table): ClassificationReportView(table: table).write(into: &html)
        case .entities(let texts): EntityTextsView(texts: texts).write(into: &html)
        case .answer(let answer): AnswerView(answer: answer).write(into: &html)
        case .tokens(let rows): TokenRowsView(rows: rows).write(into: &html)
        case .warning(let text): MessageBox(kind: .warning, title: "Warning").write(text, into: &html)
        case .notice(let text): MessageBox(kind: .notice, title: "Notice").write(text, into: &html)
        case .error(let text):
            MessageBox(kind: .error, title: "Error").write(into: &html) { html in
                ErrorText(text: text).write(into: &html)
            }
        }
    }
}

/// A sentence or short paragraphs in plain text.
struct TextView {
    let text: String

    func write(into html: inout HTMLWriter) { html.block("p", .class("text"), .ownDirection, text: text) }
}

/// A box with a word at its head: a notice, a warning or an error.
struct MessageBox {
    enum Kind: String { case notice, warning, error }

    let kind: Kind
    let title: String

    func write(_ text: String, into html: inout HTMLWriter) {
        write(into: &html) { html in Self.writeMessage(text, into: &html) }
    }

    /// A message with its line breaks; one that points into a source line, with the caret under its character.
    static func writeMessage(_ text: String, into html: inout HTMLWriter) {
        let error = ErrorText(text: text)
        if error.hasPointer {
            error.write(into: &html)
        } else {
            html.inline("span", .class("message"), .ownDirection) { html in writeSentence(text, into: &html) }
        }
    }

    /// Plain text in which what stands between a pair of backticks is set as code.
    static func writeSentence(_ text: String, into html: inout HTMLWriter) {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false)
        for (place, part) in parts.enumerated() {
            // Every second part is code; a backtick without a partner stays a backtick.
            if place % 2 == 1, place < parts.count - 1, !part.isEmpty {
                html.inline("code", text: String(part))
            } else {
                html.text(place % 2 == 1 ? "`" + part + (place < parts.count - 1 ? "`" : "") : String(part))
            }
        }
    }

    func write(into html: inout HTMLWriter, content: (inout HTMLWriter) -> Void) {
        html.block("div", .class("box \(kind.rawValue)")) { html in
            html.inline("strong", .class("box-title"), text: title)
            html.text(" ")
            content(&html)
        }
    }
}
