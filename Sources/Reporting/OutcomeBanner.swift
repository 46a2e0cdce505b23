import Execution
import Notebooks
import Outputs

/// Says how the run ended, in the same words as the terminal. After a failure or an interruption it also says where, which cells were
/// done, and which were not.
struct OutcomeBanner {
    let report: JoinedReport
    private let tally: RunTally

    init(report: JoinedReport) {
        self.report = report
        // The cells that are shown below are counted, each with its record.
        var run = report.run
        run.cells = report.cells.map(\.record)
        tally = RunTally(run)
    }

    func write(into html: inout HTMLWriter) {
        html.block("div", .class("outcome \(report.run.outcome.rawValue)"), HTMLAttribute("role", "status")) { html in
            html.markup("\n")
            html.block("p", .class("verdict")) { html in
                html.inline("strong", text: tally.word)
                if let place = tally.endedIn {
                    html.text(" in cell ")
                    CellLinks(cells: [report.cells[place]], report: report).write(into: &html)
                }
                html.text(String(tally.sentence(seconds: report.run.seconds).dropFirst(tally.word.count)))
                if let profile = report.run.header.profile {
                    html.text(" ")
                    html.inline("strong", text: "\(profile.prefix(1).uppercased())\(profile.dropFirst()) profile:")
                    html.text(" these are not the full figures.")
                }
            }
            if report.run.outcome == .failed, let place = tally.endedIn, let message = report.cells[place].record.error
            {
                html.block("p", .class("reason"), .ownDirection, text: Self.firstLine(of: message))
            }
            if report.run.outcome != .finished { writeDoneAndNotDone(into: &html) }
        }
    }

    private func writeDoneAndNotDone(into html: inout HTMLWriter) {
        html.block("dl", .class("progress")) { html in
            for (word, places) in [("Done", tally.donePlaces), ("Not run", tally.notRunPlaces)] {
                html.block("div") { html in
                    html.inline("dt", text: word)
                    html.inline("dd") { html in
                        html.text("\(places.count) of \(tally.cells)")
                        guard !places.isEmpty else { return }
                        html.text(": ")
                        CellLinks(cells: places.map { report.cells[$0] }, report: report, namesSections: false)
                            .write(into: &html)
                    }
                }
            }
        }
    }

    private static func firstLine(of text: String) -> String {
        text.split(whereSeparator: \.isNewline).first.map(String.init) ?? text
    }
}
