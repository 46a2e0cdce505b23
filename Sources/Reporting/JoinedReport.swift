import Execution
import Notebooks
import Outputs

/// A notebook joined with a run of it: each cell with its record, its section, and the id for links.
struct JoinedReport {
    let notebook: Notebook
    let run: RunRecord
    /// The notebook's blocks in order.
    private(set) var blocks: [JoinedBlock] = []
    /// For each of these blocks, its index in the notebook's blocks.
    private(set) var places: [Int] = []
    private(set) var cells: [JoinedCell] = []
    private(set) var sections: [JoinedSection] = []
    /// The ids of the named texts' elements, by label.
    private(set) var literalIDs: [String: String] = [:]
    /// The texts that the cells show. They are gathered only if the notebook has named texts.
    private(set) var shownTexts = ShownTexts([])
    let metricIndex: MetricIndex
    /// The numbers of figures and tables, and the words of references to them.
    private(set) var numbers: OutputNumbers

    /// The cells of an unfinished run that are running or waiting, by index. Nil for a report that is written to a file.
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
                // The title is in the head of the page.
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

    /// The name of a cell's section, e.g. `12 Training Loop`; nil for a cell before the first heading.
    func sectionName(of cell: JoinedCell) -> String? {
        cell.sectionPlace.map { sections[$0].name }
    }

    /// Cells in one of the given states, in order.
    func cells(_ statuses: Set<CellStatus>) -> [JoinedCell] {
        cells.filter { statuses.contains($0.record.status) }
    }
}

/// A block of the notebook. Sections and cells are given by their indices in the report's lists.
enum JoinedBlock {
    case section(Int)
    /// `firstTableNumber` is the number of the first table in it that has a caption.
    case prose(Prose, firstTableNumber: Int)
    case literal(Literal, id: String)
    case cell(Int)
}

/// The activity of a cell in an unfinished run.
package enum CellActivity: String, Sendable {
    case running
    /// The cell was chosen but has not begun.
    case waiting
}

/// A cell with its record and its id for links.
struct JoinedCell {
    var cell: Cell
    var record: CellRecord
    var id: String
    /// The index of its section in `JoinedReport.sections`.
    var sectionPlace: Int?
    /// The number of its first figure; figures are numbered through the whole report.
    var firstFigureNumber: Int
    /// Nil if it is neither running nor waiting.
    var activity: CellActivity?
    /// Those of its notices that an earlier cell shows too.
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
    /// From 2 to 6, because the title is the page's only `h1`.
    var headingLevel: Int
    /// The indices of its own cells in `JoinedReport.cells`, without those of subsections.
    var cells: [Int] = []

    var name: String { section.number.map { $0 + " " + section.title } ?? section.title }
}

/// Assigns heading levels, which begin at 2. A heading is at most one level deeper than the one before it.
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

/// Finds a cell's record: by the cell's index if the record there has its label, otherwise by label.
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
