import Notebooks
import Outputs

/// Shows one output of a cell.
struct OutputView {
    let output: CellOutput
    /// The output's number if it is a figure.
    let figureNumber: Int
    /// If the output is a table, its place among the cell's tables, counted from 1.
    let tablePlace: Int
    let cell: Cell
    let cellID: String
    let report: JoinedReport
    /// True if the cell has half of the page.
    var isNarrow = false
    /// The ids of the cell's example groups, by their names.
    var exampleIDs: [String: String] = [:]

    func write(into html: inout HTMLWriter) {
        if case .series = output.output { return }
        html.block(
            "div", .class(isTable ? "output beside" : "output"), elementID.map(HTMLAttribute.id)
        ) { html in writeContent(into: &html) }
    }

    private var isTable: Bool { if case .table = output.output { true } else { false } }

    /// The id to which references to a figure or table lead.
    private var elementID: String? {
        switch output.output {
        case .figure: report.numbers.id(ofFigure: figureNumber)
        case .table: tableNumber.flatMap(report.numbers.id(ofTable:))
        default: nil
        }
    }

    private var tableNumber: Int? { report.numbers.table(of: cellID, tablePlace) }

    private func writeContent(into html: inout HTMLWriter) {
        switch output.output {
        case .text(let text): TextView(text: text).write(into: &html)
        case .preformatted(let text):
            ScrollArea.writePreformatted(
                text, cssClass: "preformatted", label: "Output of cell \(cell.label)", into: &html)
        case .table(let table):
            TableView(
                table: table, label: cell.label, number: tableNumber,
                defaultCaption: tablePlace == 1 ? cell.options.tableCaption : nil, exampleIDs: exampleIDs
            ).write(into: &html)
        case .figure(let figure):
            FigureView(
                figure: isNarrow ? figure.narrowed : figure, number: figureNumber, options: cell.options,
                label: cell.label
            )
            .write(into: &html)
        case .metrics(let metrics): MetricCards(metrics: metrics).write(into: &html)
        case .markedTexts(let texts): MarkedTextsView(texts: texts).write(into: &html)
        case .examples(let groups):
            for group in groups {
                ExampleGroupView(group: group, id: group.name.flatMap { exampleIDs[$0] }).write(into: &html)
            }
        case .tokens(let rows): TokenRowsView(rows: rows).write(into: &html)
        case .message(let message): MessageBox.write(message, into: &html)
        case .series: return
        }
    }
}

/// Shows a sentence or short paragraphs of plain text.
struct TextView {
    let text: String

    func write(into html: inout HTMLWriter) { html.block("p", .class("text"), .ownDirection, text: text) }
}
