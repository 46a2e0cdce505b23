import Execution
import Notebooks
import Outputs

/// Adjacent cells that are read together: each has the same command for another subject, e.g. `evaluate a` and `evaluate b`.
///
/// They are side by side if the page is wide enough and all their outputs fit into half of it. On a live page each cell has a row
/// of its own, because any of them may change.
struct CellsAbreast {
    let cells: [JoinedCell]
    let report: JoinedReport

    /// Finds the cells that belong together, beginning at an index in the report's blocks. Nil if there are fewer than two.
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

    /// True if both cells have the same command with another first argument.
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

    /// The number of characters that fit into half of the page.
    private static let widest = 60
}
