import FileKinds
import Notebooks

/// The cells that a user chosen: by a section's number or slug, or by a cell's label.
package struct CellSelection: Sendable, Equatable {
    package var sections: [String]
    package var from: String?
    package var to: String?

    /// Selects all cells if nothing is given.
    package init(sections: [String] = [], from: String? = nil, to: String? = nil) {
        self.sections = sections
        self.from = from
        self.to = to
    }

    /// Why a selection is not valid.
    package enum Failure: Error, Equatable, CustomStringConvertible {
        case unknown(String, suggestion: String)
        case empty(String)
        case backwards(from: String, to: String)
        case bothWays

        package var description: String {
            switch self {
            case .unknown(let name, let suggestion):
                "there is no section or cell '\(name)'. \(suggestion)\(suggestion.isEmpty ? "" : " ")`practicum list` shows all numbers, slugs and labels."
            case .empty(let name): "there is no cell in section '\(name)': nothing to run there."
            case .backwards(let from, let to): "'\(to)' comes before '\(from)': swap --from and --to."
            case .bothWays: "--section can't be used with --from or --to: name the sections, or the first and the last."
            }
        }
    }

    /// Indices of the chosen cells in the plan; nil for all.
    package func cells(in plan: Plan) throws(Failure) -> Set<Int>? {
        guard !sections.isEmpty || from != nil || to != nil else { return nil }
        if !sections.isEmpty {
            guard from == nil, to == nil else { throw .bothWays }
            var chosen: Set<Int> = []
            for name in sections { chosen.formUnion(try cells(named: name, in: plan)) }
            return chosen
        }
        var range = 0...max(0, plan.cells.count - 1)
        if let from {
            let first = try cells(named: from, in: plan).lowerBound
            range = first...max(first, range.upperBound)
        }
        if let to {
            let last = try cells(named: to, in: plan).upperBound - 1
            guard last >= range.lowerBound else { throw .backwards(from: from ?? "", to: to) }
            range = range.lowerBound...last
        }
        return Set(range)
    }

    /// The cells of a section include those of its subsections.
    private func cells(named name: String, in plan: Plan) throws(Failure) -> Range<Int> {
        if let place = plan.cells.firstIndex(where: { $0.cell.label == name && $0.cell.hasOwnLabel }) {
            return place..<place + 1
        }
        let sections = plan.notebook.sections
        guard
            let place = sections.firstIndex(where: { $0.number == name || $0.slug == name })
                ?? sections.firstIndex(where: { $0.title.lowercased() == name.lowercased() })
        else {
            if let place = plan.cells.firstIndex(where: { $0.cell.label == name }) { return place..<place + 1 }
            let names = sections.compactMap(\.number) + sections.map(\.slug) + plan.cells.map(\.cell.label)
            throw .unknown(name, suggestion: names.nearest(to: name).map { "Did you mean '\($0)'?" } ?? "")
        }
        let section = sections[place]
        let end = sections[(place + 1)...].first { $0.level <= section.level }?.range.start.line ?? Int.max
        let inside = plan.cells.indices.filter {
            (section.range.start.line..<end).contains(plan.cells[$0].cell.range.start.line)
        }
        guard let first = inside.first, let last = inside.last else { throw .empty(name) }
        return first..<last + 1
    }
}
