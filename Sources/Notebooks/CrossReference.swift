/// A place in the text that names a figure, a table or a section, as in `@fig-losses`.
package struct CrossReference: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case figure = "fig"
        case table = "tbl"
        case section = "sec"
        case equation = "eq"

        package var noun: String {
            switch self {
            case .figure: "figure"
            case .table: "table"
            case .section: "section"
            case .equation: "equation"
            }
        }
    }

    package var kind: Kind
    /// What stands behind `fig-`.
    package var name: String
    /// True for `[-@fig-losses]`, which stands for the number alone.
    package var isNumberOnly: Bool

    package init(kind: Kind, name: String, isNumberOnly: Bool = false) {
        self.kind = kind
        self.name = name
        self.isNumberOnly = isNumberOnly
    }

    /// Reads `fig-losses`.
    init?(_ text: String) {
        guard let kind = Self.kind(of: text) else { return nil }
        let name = text.dropFirst(kind.rawValue.count + 1)
        guard !name.isEmpty else { return nil }
        self.init(kind: kind, name: String(name))
    }

    /// The kind whose name and a dash a text begins with.
    static func kind(of text: String) -> Kind? { Kind.allCases.first { text.hasPrefix("\($0.rawValue)-") } }

    /// `@fig-losses`.
    package var written: String { "@\(kind.rawValue)-\(name)" }

    /// True for what a label may have in it.
    static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark: true
        default:
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "-" || scalar == "_"
                || scalar == "."
        }
    }
}

/// What the references of a notebook lead to.
package struct CrossReferenceTargets: Sendable {
    package enum Target: Sendable, Equatable, Hashable {
        /// A figure that a cell shows, counted from 1.
        case figure(cell: String, number: Int)
        /// A table that a cell shows, counted from 1.
        case table(cell: String, number: Int)
        /// A table in the prose.
        case proseTable(label: String)
        /// A section, by its place among the notebook's.
        case section(Int)
        /// A formula in the prose.
        case equation(label: String)
    }

    private var cells: Set<String>
    private var proseTables: Set<String> = []
    private var equations: Set<String> = []
    private var sections: [String: Int] = [:]
    /// Labels in the order of the notebook.
    private let cellLabels: [String]

    package init(_ notebook: Notebook) {
        cellLabels = notebook.cells.map(\.label)
        cells = Set(cellLabels)
        for (place, section) in notebook.sections.enumerated() {
            // A label that the author gave wins over a title that reads the same.
            if let label = section.label { sections[label] = place }
            sections[section.slug] = sections[section.slug] ?? place
        }
        for part in notebook.proseParts {
            switch part {
            case .caption(let label?): proseTables.insert(label)
            case .equation(let label): equations.insert(label)
            default: continue
            }
        }
    }

    /// What a reference leads to; nil when nothing has its name.
    ///
    /// `@fig-losses` is the first figure of the cell with the label `fig-losses`, as in Quarto, or else `losses`, and
    /// `@fig-losses-2` its second one. Tables are the same, or the prose's. `@sec-loss` is the section that ends its heading
    /// with `{#sec-loss}`, or whose title reads so.
    package func target(of reference: CrossReference) -> Target? {
        switch reference.kind {
        case .section: return sections[reference.name].map(Target.section)
        case .table:
            if proseTables.contains(reference.name) { return .proseTable(label: reference.name) }
            return cell(reference).map { .table(cell: $0.label, number: $0.number) }
        case .figure: return cell(reference).map { .figure(cell: $0.label, number: $0.number) }
        case .equation: return equations.contains(reference.name) ? .equation(label: reference.name) : nil
        }
    }

    private func cell(_ reference: CrossReference) -> (label: String, number: Int)? {
        func label(_ name: String) -> String? {
            ["\(reference.kind.rawValue)-\(name)", name].first(where: cells.contains)
        }
        if let label = label(reference.name) { return (label, 1) }
        let parts = reference.name.split(separator: "-", omittingEmptySubsequences: false)
        guard let last = parts.last, let number = Int(last), (1...999).contains(number), last.utf8.first != 0x2B else {
            return nil
        }
        return label(parts.dropLast().joined(separator: "-")).map { ($0, number) }
    }

    /// All that a reference of a kind can name, as it is written behind `@`.
    func names(of kind: CrossReference.Kind) -> [String] {
        let prefix = "\(kind.rawValue)-"
        switch kind {
        case .section: return sections.sorted { $0.value < $1.value }.map { prefix + $0.key }
        case .table: return proseTables.sorted().map { prefix + $0 } + cellNames(prefix)
        case .figure: return cellNames(prefix)
        case .equation: return equations.sorted().map { prefix + $0 }
        }
    }

    private func cellNames(_ prefix: String) -> [String] {
        cellLabels.map { $0.hasPrefix(prefix) ? $0 : prefix + $0 }
    }
}
