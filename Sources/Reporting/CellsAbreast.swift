import Execution
import Notebooks
import Outputs

/// Cells that are read together: one command for several subjects, e.g. `evaluate a` and `evaluate b`, with nothing between them.
///
/// They stand side by side where the page is wide enough and everything that they show fits into half of it. On a live page each
/// cell has a row of its own, since any of them may change.
struct CellsAbreast {
    let cells: [JoinedCell]
    let report: JoinedReport

    /// The cells from a place among the blocks on that belong together; nil when there are fewer than two.
    init?(at place: Int, in report: JoinedReport) {
        guard report.activities == nil else { return nil }
        var cells: [JoinedCell] = []
        for block in report.blocks[place...] {
            guard case .cell(let index) = block, Self.fits(report.cells[index]) else { break }
            if let first = cells.first, !Self.areAlike(first.cell, report.cells[index].cell) { break }
            cells.append(report.cells[index])
        }
        guard cells.count > 1 else { return nil }
        self.cells = cells
        self.report = report
    }

    func write(into html: inout HTMLWriter) {
        html.block("div", .class("abreast")) { html in
            html.markup("\n")
            for cell in cells { CellView(joined: cell, report: report, isNarrow: true).write(into: &html) }
        }
    }

    /// One command each, the same, of another subject.
    private static func areAlike(_ one: Cell, _ other: Cell) -> Bool {
        let (words, others) = (one.commands[0].words, other.commands[0].words)
        return words[0].text == others[0].text && words[1].text != others[1].text
    }

    private static func fits(_ joined: JoinedCell) -> Bool {
        guard joined.cell.options.output, joined.record.error == nil,
            joined.record.status == .ran || joined.record.status == .reused, joined.cell.commands.count == 1,
            joined.cell.commands[0].words.count > 1
        else { return false }
        var hasTableOrNumbers = false
        for output in joined.record.outputs {
            switch output.output {
            case .table(let table):
                guard TableView(table: table, label: "").naturalWidth <= widest else { return false }
                hasTableOrNumbers = true
            case .metrics: hasTableOrNumbers = true
            case .preformatted(let text): guard ScrollArea.width(of: text) <= widest else { return false }
            case .figure(let figure):
                guard figure.variants[.narrow] != nil || PNGSize(figure.png).map({ $0.width <= 480 }) == true else {
                    return false
                }
            case .text, .markedTexts, .examples, .tokens, .message, .series: continue
            }
        }
        return hasTableOrNumbers
    }

    /// Characters in half of the page.
    private static let widest = 60
}
