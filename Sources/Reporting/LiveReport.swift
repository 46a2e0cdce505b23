import Execution
import Notebooks
import Outputs

/// A report that changes while it is open. It has the same HTML as `HTMLReport`, in pieces that a page replaces one by one.
///
/// Every piece is one element with an attribute `data-piece`: the index of its block in the notebook, or `head`, `side`, `folded`
/// or `facts`. A running cell contains an empty piece `live` for `LiveProgress`.
package struct LiveReport {
    private let report: JoinedReport

    /// - Parameter activities: The cells that are running or waiting, by index.
    package init(notebook: Notebook, run: RunRecord, activities: [Int: CellActivity]) {
        report = JoinedReport(notebook: notebook, run: run, activities: activities)
    }

    /// Describes the page's blocks in order. As long as it stays the same, single pieces can be replaced.
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

    /// The HTML of blocks, named by their indices in the notebook.
    ///
    /// - Parameter isWanted: Decides by a cell's index whether it is included. All other blocks are.
    package func blockPieces(where isWanted: (Int) -> Bool) -> [(name: String, html: String)] {
        let page = Page(report: report)
        return report.blocks.indices.compactMap { place in
            if case .cell(let cell) = report.blocks[place], !isWanted(cell) { return nil }
            return ("\(report.places[place])", Self.html { page.write(place, into: &$0) })
        }
    }

    /// The HTML of single cells, which are given by their indices among the cells.
    package func cellPieces(_ cells: Set<Int>) -> [(name: String, html: String)] {
        let page = Page(report: report)
        return report.blocks.indices.compactMap { place in
            guard case .cell(let cell) = report.blocks[place], cells.contains(cell) else { return nil }
            return ("\(report.places[place])", Self.html { page.write(place, into: &$0) })
        }
    }

    /// The outputs of a cell that affect how other cells are shown: figures and tables, which are numbered, and notices.
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

    /// The HTML that is replaced if the structure has changed.
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

/// What a live page has around the report.
package struct LiveParts {
    /// The program's own script. It contains no text from a notebook.
    package var script: String
    package var style: String
    /// Made by `LiveControls`.
    package var controls: String
    /// The state from which the script continues, e.g. the place in the stream of events.
    package var state: String

    package init(script: String, style: String, controls: String, state: String) {
        self.script = script
        self.style = style
        self.controls = controls
        self.state = state
    }
}

extension JoinedReport {
    /// The attribute by which a live page finds an element; nil in a report that is written to a file.
    func piece(_ name: String) -> HTMLAttribute? {
        activities == nil ? nil : HTMLAttribute("data-piece", name)
    }
}
