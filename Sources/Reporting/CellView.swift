import Execution
import Notebooks
import Outputs

/// Shows a cell as its options say: its name and state, its source, and its outputs.
struct CellView {
    let joined: JoinedCell
    let report: JoinedReport
    /// The attribute by which a live page finds the cell.
    var piece: HTMLAttribute?
    /// True if the cell has half of the page. Its figures are then shown in their narrow form.
    var isNarrow = false

    func write(into html: inout HTMLWriter) {
        let options = joined.cell.options
        let state = joined.activity?.rawValue ?? StatusChip.cssClass(joined.record.status)
        html.block(
            "div", .class("cell \(state)"), .id(joined.id), HTMLAttribute("role", "group"),
            .label("Cell \(joined.cell.label)"), piece
        ) { html in
            html.markup("\n")
            // If the author hides the source, the outputs come first.
            if options.echo {
                writeHead(into: &html)
                writeSource(into: &html)
            }
            if options.output { writeOutputs(into: &html) }
            writeError(into: &html)
            if joined.activity == .running { html.block("div", report.piece("live"), text: "") }
            if !options.echo { writeHead(into: &html) }
        }
    }

    private func writeHead(into html: inout HTMLWriter) {
        html.block("div", .class(joined.cell.options.echo ? "cell-head" : "cell-head below")) { html in
            html.inline("a", .class("cell-label"), .link(to: joined.id), text: joined.cell.label)
            if let activity = joined.activity {
                html.inline("span", .class("chip \(activity.rawValue)"), text: activity.rawValue)
                return
            }
            StatusChip(status: joined.record.status, isExpected: joined.cell.options.error).write(into: &html)
            if !joined.cell.options.eval {
                html.inline("span", .class("why"), text: "eval: false")
            } else if let madeAt = joined.record.madeAt, joined.record.status == .reused {
                let time = DisplayedNumber.time(madeAt, shortAt: report.run.header.startedAt)
                html.inline("span", .class("why")) { html in
                    html.text("from ")
                    html.inline("time", HTMLAttribute("datetime", time.machine), text: time.shown)
                }
            } else if let staleness = joined.record.staleness, joined.record.status == .notRun {
                html.inline("span", .class("why stale")) { html in
                    html.text("stale: ")
                    MessageBox.writeSentence(staleness, into: &html)
                }
            } else if joined.record.seconds > 0 {
                html.inline("span", .class("duration"), text: DisplayedNumber.duration(joined.record.seconds))
            }
            if joined.cell.options.output, joined.record.outputs.contains(where: { $0.isVolatile && !isHidden($0) }) {
                html.inline(
                    "span", .class("varies-mark"),
                    HTMLAttribute("title", "Some of what it shows may differ between two equal runs"), text: "varies")
            }
        }
    }

    private func writeSource(into html: inout HTMLWriter) {
        guard !joined.cell.source.allSatisfy(\.isWhitespace) else { return }
        let fold = joined.cell.options.codeFold ?? report.notebook.codeFold
        guard fold != .never else { return writeListing(into: &html) }
        html.block("details", .class("fold"), fold == .open ? HTMLAttribute("open") : nil) { html in
            html.inline(
                "summary", text: joined.cell.options.codeSummary ?? report.notebook.codeSummary ?? "Code")
            writeListing(into: &html)
        }
    }

    private func writeListing(into html: inout HTMLWriter) {
        html.block("pre", .class("source")) { html in
            html.inline("code") { html in
                SourceHighlighter(source: joined.cell.source, literalIDs: report.literalIDs).write(into: &html)
            }
        }
    }

    private func writeOutputs(into html: inout HTMLWriter) {
        let outputs = joined.record.outputs.filter { !isHidden($0) }
        guard !outputs.isEmpty else { return }
        html.block("div", .class("outputs")) { html in
            html.markup("\n")
            var figureNumber = joined.firstFigureNumber
            var tablePlace = 0
            let exampleIDs = exampleIDs(outputs)
            for output in outputs {
                if case .table = output.output { tablePlace += 1 }
                OutputView(
                    output: output, figureNumber: figureNumber, tablePlace: tablePlace, cell: joined.cell,
                    cellID: joined.id, report: report, isNarrow: isNarrow, exampleIDs: exampleIDs
                )
                .write(into: &html)
                if case .figure = output.output { figureNumber += 1 }
            }
        }
    }

    /// The ids of the example groups that have a name. Like those of `OutputNumbers`, they have a colon, which no other id has.
    private func exampleIDs(_ outputs: [CellOutput]) -> [String: String] {
        let names = outputs.flatMap { output in
            if case .examples(let groups) = output.output { groups.compactMap(\.name) } else { [String]() }
        }
        return Dictionary(names.enumerated().map { ($1, "\(joined.id):examples-\($0 + 1)") }) { first, _ in first }
    }

    /// Writes the error of a cell that failed, even if the cell's outputs are hidden.
    private func writeError(into html: inout HTMLWriter) {
        if let error = joined.record.error {
            MessageBox(level: .error, title: joined.record.status == .interrupted ? "Interrupted" : "Error")
                .write(into: &html) { html in
                    ErrorText(text: error).write(into: &html)
                }
        } else if joined.record.status == .interrupted {
            MessageBox(level: .warning, title: "Interrupted").write(into: &html) { html in
                html.text("The run was stopped while this cell was at work.")
            }
        }
    }

    /// True for an output that is shown elsewhere: the error that ended the cell, or a notice that an earlier cell gave too.
    private func isHidden(_ output: CellOutput) -> Bool {
        guard case .message(let message) = output.output else { return false }
        return message.level == .error
            ? message.text == joined.record.error : joined.repeatedNotices.contains(message.text)
    }
}

/// One word for the status of a cell.
struct StatusChip {
    let status: CellStatus
    /// True for a cell whose options say `error: true`.
    var isExpected = false

    func write(into html: inout HTMLWriter) {
        let word = status == .failed && isExpected ? "failed as expected" : Self.word(status)
        html.inline("span", .class("chip \(Self.cssClass(status))"), text: word)
    }

    static func word(_ status: CellStatus) -> String { status == .notRun ? "not run" : status.rawValue }
    static func cssClass(_ status: CellStatus) -> String { status == .notRun ? "not-run" : status.rawValue }
}
