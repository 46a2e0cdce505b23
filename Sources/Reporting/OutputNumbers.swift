import Notebooks
import Outputs

/// The numbers of figures and tables in the order of the report, and the words of references to them and to sections.
///
/// Every figure has a number. A table has one if it has a caption or if the text refers to it.
struct OutputNumbers {
    private let targets: CrossReferenceTargets
    private let referred: Set<CrossReferenceTargets.Target>
    private var known: [CrossReferenceTargets.Target: (words: String, number: String, id: String)] = [:]
    private var figureIDs: [Int: String] = [:]
    private var tableIDs: [Int: String] = [:]
    /// For each cell's id, the numbers of its tables by their places in the cell.
    private var tables: [String: [Int: Int]] = [:]
    private var figureCount = 0
    private var tableCount = 0
    private var equationCount = 0
    private var sectionCount = 0

    init(_ notebook: Notebook) {
        let targets = CrossReferenceTargets(notebook)
        self.targets = targets
        referred = Set(
            notebook.proseParts.compactMap { part in
                if case .reference(let reference) = part { targets.target(of: reference) } else { nil }
            })
        // If the first heading is the title, it is a section of the notebook but not of the report.
        if notebook.elementIDs.first == .some(nil), case .section? = notebook.blocks.first { sectionCount = 1 }
    }

    // MARK: Counting

    mutating func add(_ section: Section, id: String) {
        let words = section.number.map { "Section \($0)" } ?? section.title
        known[.section(sectionCount)] = (words, section.number ?? section.title, id)
        sectionCount += 1
    }

    /// Counts the tables with a caption in the prose, and returns the number of the first.
    mutating func add(_ parts: [Prose.Part]) -> Int {
        let first = tableCount + 1
        for case .caption(let label) in parts {
            tableCount += 1
            guard let label else { continue }
            add(.proseTable(label: label), "Table", tableCount, id: Self.id(ofProseTable: label))
        }
        addEquations(in: parts)
        return first
    }

    /// Counts the displayed formulas with a label.
    mutating func addEquations(in parts: [Prose.Part]) {
        for case .equation(let label) in parts {
            equationCount += 1
            add(.equation(label: label), "Equation", equationCount, id: Self.id(ofEquation: label))
        }
    }

    /// Counts the figures and tables of a cell.
    mutating func add(_ outputs: [Output], of cell: Cell, id cellID: String) {
        var figures = 0
        var places = 0
        for output in outputs {
            switch output {
            case .figure:
                figures += 1
                figureCount += 1
                let id = Self.id(cellID, "figure", figures)
                figureIDs[figureCount] = id
                add(.figure(cell: cell.label, number: figures), "Figure", figureCount, id: id)
            case .table(let table):
                places += 1
                let target = CrossReferenceTargets.Target.table(cell: cell.label, number: places)
                let caption = table.caption ?? (places == 1 ? cell.options.tableCaption : nil)
                guard caption != nil || referred.contains(target) else { continue }
                tableCount += 1
                let id = Self.id(cellID, "table", places)
                tableIDs[tableCount] = id
                tables[cellID, default: [:]][places] = tableCount
                add(target, "Table", tableCount, id: id)
            default: break
            }
        }
    }

    private mutating func add(_ target: CrossReferenceTargets.Target, _ noun: String, _ number: Int, id: String) {
        // Equal labels are an error. The first one counts.
        guard known[target] == nil else { return }
        known[target] = ("\(noun) \(number)", String(number), id)
    }

    // MARK: Results

    /// The number of a formula with a label.
    func equation(_ label: String) -> String { known[.equation(label: label)]?.number ?? "" }

    func id(ofFigure number: Int) -> String? { figureIDs[number] }
    func id(ofTable number: Int) -> String? { tableIDs[number] }
    /// The number of a table of the cell with an id.
    func table(of cellID: String, _ place: Int) -> Int? { tables[cellID]?[place] }

    /// The words of a reference, and the id of its target; nil if the run did not show the target.
    func link(_ reference: CrossReference) -> (words: String, id: String?) {
        guard let target = targets.target(of: reference), let found = known[target] else {
            return (
                "\(reference.kind.noun.prefix(1).uppercased() + reference.kind.noun.dropFirst()) “\(reference.name)”",
                nil
            )
        }
        return (reference.isNumberOnly ? found.number : found.words, found.id)
    }

    /// The id of a table in the prose. No other ids in a report contain a colon.
    static func id(ofProseTable label: String) -> String { "table:\(label)" }

    static func id(ofEquation label: String) -> String { "equation:\(label)" }

    private static func id(_ cellID: String, _ kind: String, _ place: Int) -> String {
        place == 1 ? "\(cellID):\(kind)" : "\(cellID):\(kind)-\(place)"
    }
}
