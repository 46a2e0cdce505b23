import Execution
import Notebooks

/// Says how the run ended; after a failure or an interruption also where, and what was done and what was not.
struct OutcomeBanner {
    let report: JoinedReport

    func write(into html: inout HTMLWriter) {
        let run = report.run
        html.block("div", .class("outcome \(run.outcome.rawValue)"), HTMLAttribute("role", "status")) { html in
            html.markup("\n")
            html.block("p", .class("verdict")) { html in
                switch run.outcome {
                case .finished:
                    html.inline("strong", text: "Finished")
                    html.text(" in \(DisplayedNumber.duration(run.seconds)): \(tally).")
                case .failed: writeFailure(into: &html)
                case .interrupted: writeInterruption(into: &html)
                }
            }
            if run.outcome == .failed, let message = report.failedCell?.record.error {
                html.block("p", .class("reason"), .ownDirection, text: Self.firstLine(of: message))
            }
            if run.outcome != .finished { writeDoneAndNotDone(into: &html) }
        }
    }

    private func writeFailure(into html: inout HTMLWriter) {
        html.inline("strong", text: "Failed")
        if let failed = report.failedCell {
            html.text(" in cell ")
            CellLinks(cells: [failed], report: report).write(into: &html)
        }
        html.text(" after \(DisplayedNumber.duration(report.run.seconds)).")
    }

    private func writeInterruption(into html: inout HTMLWriter) {
        html.inline("strong", text: "Interrupted")
        if let stopped = report.interruptedCell {
            html.text(" in cell ")
            CellLinks(cells: [stopped], report: report).write(into: &html)
        }
        html.text(" after \(DisplayedNumber.duration(report.run.seconds)).")
    }

    private func writeDoneAndNotDone(into html: inout HTMLWriter) {
        let done = report.cells([.ran, .reused])
        let notDone = report.cells([.notRun])
        html.block("dl", .class("progress")) { html in
            for (word, cells) in [("Done", done), ("Not run", notDone)] {
                html.block("div") { html in
                    html.inline("dt", text: word)
                    html.inline("dd") { html in
                        html.text("\(cells.count) of \(DisplayedNumber.count(report.cells.count, "cell"))")
                        guard !cells.isEmpty else { return }
                        html.text(": ")
                        CellLinks(cells: cells, report: report, namesSections: false).write(into: &html)
                    }
                }
            }
        }
    }

    /// `21 cells, 18 ran, 2 reused, 1 skipped`.
    private var tally: String {
        var parts: [String] = []
        for status in [CellStatus.ran, .reused, .failed, .skipped, .interrupted, .notRun] {
            let cells = report.cells([status])
            let expected = cells.count { status == .failed && $0.cell.options.error }
            if cells.count > expected { parts.append("\(cells.count - expected) \(StatusChip.word(status))") }
            if expected > 0 { parts.append("\(expected) failed as expected") }
        }
        let all = DisplayedNumber.count(report.cells.count, "cell")
        return parts.isEmpty ? all : all + ", " + parts.joined(separator: ", ")
    }

    private static func firstLine(of text: String) -> String {
        text.split(whereSeparator: \.isNewline).first.map(String.init) ?? text
    }
}
