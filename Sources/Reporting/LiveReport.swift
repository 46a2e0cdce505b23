import Execution
import Notebooks
import Outputs

/// A report that changes while it is looked at: the same HTML as `HTMLReport` writes, in pieces that a page replaces one by one.
///
/// Every piece is one element with an attribute `data-piece`: the place of its block in the notebook, or `head`, `side`, `folded`
/// and `facts`. Where something runs, the cell holds an empty piece `live` for `LiveProgress`.
package struct LiveReport {
    private let report: JoinedReport

    /// - Parameter activities: What is at work, by the places of cells.
    package init(notebook: Notebook, run: RunRecord, activities: [Int: CellActivity]) {
        report = JoinedReport(notebook: notebook, run: run, activities: activities)
    }

    /// What the page consists of, in order. As long as it is the same, pieces can be replaced.
    package var structure: [String] {
        report.blocks.map { block in
            switch block {
            case .section(let index): "section \(report.sections[index].id) \(report.sections[index].headingLevel)"
            case .prose: "prose"
            case .literal(_, let id): "text \(id)"
            case .cell(let place): "cell \(report.cells[place].id)"
            }
        } + ["\(report.notebook.footnotes.count) notes"]
    }

    /// The pieces that change with every run.
    package static let frame = ["head", "side", "folded", "facts"]

    /// The HTML of the frame's pieces, in their order.
    package var framePieces: [(name: String, html: String)] {
        let contents = TableOfContents(report: report)
        return [
            ("head", Self.html { ReportHead(report: report).write(into: &$0) }),
            ("side", Self.html(contents.writeSidebar)), ("folded", Self.html(contents.writeFolded)),
            ("facts", Self.html(RunFacts(report: report).write)),
        ]
    }

    /// The HTML of blocks, by their places in the notebook.
    ///
    /// - Parameter isWanted: Says of a cell, by its place among the cells, whether it is among them; all other blocks are.
    package func blockPieces(where isWanted: (Int) -> Bool) -> [(name: String, html: String)] {
        let page = Page(report: report)
        return report.blocks.indices.compactMap { place in
            if case .cell(let cell) = report.blocks[place], !isWanted(cell) { return nil }
            return ("\(report.places[place])", Self.html { page.write(place, into: &$0) })
        }
    }

    /// The HTML of single cells, by their places among the cells.
    package func cellPieces(_ cells: Set<Int>) -> [(name: String, html: String)] {
        let page = Page(report: report)
        return report.blocks.indices.compactMap { place in
            guard case .cell(let cell) = report.blocks[place], cells.contains(cell) else { return nil }
            return ("\(report.places[place])", Self.html { page.write(place, into: &$0) })
        }
    }

    /// What of a cell counts for the numbers of other cells.
    package static func counts(_ record: CellRecord) -> [String] {
        record.outputs.compactMap { output in
            switch output.output {
            case .figure: "figure"
            case .table(let table): "table \(table.caption == nil)"
            case .message(let message) where message.level == .notice: message.text
            default: nil
            }
        }
    }

    /// All that is replaced when the structure is another one.
    package var sheet: String { Self.html { Page(report: report).writeSheet(into: &$0) } }

    /// The whole page.
    package func document(_ live: LiveParts) -> String {
        Self.html { Page(report: report, live: live).write(into: &$0) }
    }

    static func html(_ write: (inout HTMLWriter) -> Void) -> String {
        var html = HTMLWriter()
        write(&html)
        return html.html
    }
}

/// What the window of a live page has around the report.
package struct LiveParts {
    /// Of this program: no text of a notebook's.
    package var script: String
    package var style: String
    /// Made by `LiveControls`.
    package var controls: String
    /// Where the stream of events begins for this page, and what else the script needs.
    package var state: String

    package init(script: String, style: String, controls: String, state: String) {
        self.script = script
        self.style = style
        self.controls = controls
        self.state = state
    }
}

extension JoinedReport {
    /// The attribute by which a live page finds an element; none in a report that is written to a file.
    func piece(_ name: String) -> HTMLAttribute? {
        activities == nil ? nil : HTMLAttribute("data-piece", name)
    }
}
