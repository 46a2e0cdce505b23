import Execution
import Notebooks
import Outputs

/// A notebook and a run of it, joined: each cell with its record, its section, and the ids that links lead to.
struct JoinedReport {
    let notebook: Notebook
    let run: RunRecord
    /// The notebook's blocks in order.
    private(set) var blocks: [JoinedBlock] = []
    /// For each of them, its place among the notebook's.
    private(set) var places: [Int] = []
    private(set) var cells: [JoinedCell] = []
    private(set) var sections: [JoinedSection] = []
    /// Element id by label.
    private(set) var literalIDs: [String: String] = [:]
    /// What marked texts the cells show; gathered where there are named texts.
    private(set) var shownTexts = ShownTexts([])
    let metricIndex: MetricIndex
    /// Of figures and tables, and what references to them say.
    private(set) var numbers: OutputNumbers

    /// What of a run that goes on is at work, by the places of cells; nil for a report that is written to a file.
    let activities: [Int: CellActivity]?

    init(notebook: Notebook, run: RunRecord, activities: [Int: CellActivity]? = nil) {
        self.notebook = notebook
        self.run = run
        self.activities = activities
        metricIndex = MetricIndex(run)
        numbers = OutputNumbers(notebook)
        join()
    }

    private mutating func join() {
        var levels = HeadingLevels(notebook)
        let records = RecordLookup(run)
        var nextFigure = 1
        var shownNotices: Set<String> = []
        for (place, (block, elementID)) in zip(notebook.blocks, notebook.elementIDs).enumerated() {
            let id = elementID ?? ""
            let isTitle = if case .section = block { elementID == nil } else { false }
            if !isTitle { places.append(place) }
            switch block {
            case .section(let section):
                // The title stands at the head.
                guard elementID != nil else { continue }
                numbers.add(section, id: id)
                sections.append(
                    JoinedSection(section: section, id: id, headingLevel: levels.next(section.level)))
                blocks.append(.section(sections.count - 1))
            case .prose(let prose):
                blocks.append(.prose(prose, firstTableNumber: numbers.add(prose.parts)))
            case .literal(let literal):
                if literalIDs[literal.label] == nil { literalIDs[literal.label] = id }
                blocks.append(.literal(literal, id: id))
            case .cell(let cell):
                let record = records.record(ofCell: cells.count, label: cell.label)
                var joined = JoinedCell(
                    cell: cell, record: record, id: id,
                    sectionPlace: sections.indices.last, firstFigureNumber: nextFigure)
                joined.activity = activities?[cells.count]
                joined.repeatedNotices = shownNotices.intersection(joined.notices)
                if cell.options.output {
                    nextFigure += joined.figureCount
                    shownNotices.formUnion(joined.notices)
                    numbers.add(joined.record.outputs.map(\.output), of: cell, id: id)
                }
                if let last = sections.indices.last { sections[last].cells.append(cells.count) }
                blocks.append(.cell(cells.count))
                cells.append(joined)
            }
        }
        for footnote in notebook.footnotes { numbers.addEquations(in: footnote.parts) }
        if !literalIDs.isEmpty { shownTexts = ShownTexts(cells) }
    }

    /// `12 Training Loop`, or nothing for a cell before the first heading.
    func sectionName(of cell: JoinedCell) -> String? {
        cell.sectionPlace.map { sections[$0].name }
    }

    /// Cells in one of the given states, in order.
    func cells(_ statuses: Set<CellStatus>) -> [JoinedCell] {
        cells.filter { statuses.contains($0.record.status) }
    }
}

/// A block of the notebook; sections and cells by their place in the joined lists.
enum JoinedBlock {
    case section(Int)
    /// With the number that its first table with a caption has.
    case prose(Prose, firstTableNumber: Int)
    case literal(Literal, id: String)
    case cell(Int)
}

/// What a cell is at while a run goes on.
package enum CellActivity: String, Sendable {
    case running
    /// It was chosen, and its turn comes.
    case waiting
}

/// A cell, what became of it, and where links to it lead.
struct JoinedCell {
    var cell: Cell
    var record: CellRecord
    var id: String
    /// Place in `JoinedReport.sections`.
    var sectionPlace: Int?
    /// Number of its first figure, counted through the report.
    var firstFigureNumber: Int
    /// What it is at, while a run goes on.
    var activity: CellActivity?
    /// Notices of its that an earlier cell shows.
    var repeatedNotices: Set<String> = []

    /// The texts of its notices.
    var notices: [String] {
        record.outputs.compactMap { output in
            guard case .message(let message) = output.output, message.level == .notice else { return nil }
            return message.text
        }
    }

    var figureCount: Int {
        record.outputs.count { if case .figure = $0.output { true } else { false } }
    }
}

/// A section, its id and the level of its heading in the page.
struct JoinedSection {
    var section: Section
    var id: String
    /// 2 to 6; the title is the page's only `h1`.
    var headingLevel: Int
    /// Places of its own cells in `JoinedReport.cells`.
    var cells: [Int] = []

    var name: String { section.number.map { $0 + " " + section.title } ?? section.title }
}

/// Heading levels that start at 2 and never skip one on the way down.
private struct HeadingLevels {
    private let top: Int
    private var last = 1

    init(_ notebook: Notebook) {
        var sections = notebook.sections[...]
        if case .section(let first)? = notebook.blocks.first, first.title == notebook.title, first.number == nil {
            sections = sections.dropFirst()
        }
        top = sections.map(\.level).min() ?? 1
    }

    mutating func next(_ level: Int) -> Int {
        last = min(2 + max(0, level - top), last + 1, 6)
        return last
    }
}

/// Records by place when the label there is the cell's, by label otherwise.
private struct RecordLookup {
    private let records: [CellRecord]
    private let byLabel: [String: CellRecord]

    init(_ run: RunRecord) {
        records = run.cells
        byLabel = Dictionary(run.cells.map { ($0.label, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func record(ofCell place: Int, label: String) -> CellRecord {
        if records.indices.contains(place), records[place].label == label { return records[place] }
        return byLabel[label] ?? CellRecord(label: label)
    }
}
