/// A reference in the text to a figure, a table or a section, e.g. `@fig-losses`.
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
    /// The part after `fig-`.
    package var name: String
    /// True for `[-@fig-losses]`, which is shown as the number alone.
    package var isNumberOnly: Bool

    package init(kind: Kind, name: String, isNumberOnly: Bool = false) {
        self.kind = kind
        self.name = name
        self.isNumberOnly = isNumberOnly
    }

    /// Parses a text such as `fig-losses`.
    init?(_ text: String) {
        guard let kind = Self.kind(of: text) else { return nil }
        let name = text.dropFirst(kind.rawValue.count + 1)
        guard !name.isEmpty else { return nil }
        self.init(kind: kind, name: String(name))
    }

    /// The kind whose name and a dash a text begins with.
    static func kind(of text: String) -> Kind? { Kind.allCases.first { text.hasPrefix("\($0.rawValue)-") } }

    /// The reference as it is written: `@fig-losses`.
    package var written: String { "@\(kind.rawValue)-\(name)" }

    /// True for a character that is allowed in a label.
    static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark: true
        default:
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "-" || scalar == "_"
                || scalar == "."
        }
    }
}

/// The possible targets of a notebook's references.
package struct CrossReferenceTargets: Sendable {
    package enum Target: Sendable, Equatable, Hashable {
        /// A figure that a cell shows, counted from 1.
        case figure(cell: String, number: Int)
        /// A table that a cell shows, counted from 1.
        case table(cell: String, number: Int)
        /// A table in the notebook's text.
        case proseTable(label: String)
        /// A section, by its index in the notebook.
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
            // A label from the author takes precedence over a title with the same slug.
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

    /// The target of a reference; nil if nothing has its name.
    ///
    /// `@fig-losses` is the first figure of the cell labelled `fig-losses`, as in Quarto, or otherwise `losses`; `@fig-losses-2` is its
    /// second figure. The same holds for tables, which can also be tables of the text. `@sec-loss` is the section whose heading ends with
    /// `{#sec-loss}`, or whose title has this slug.
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

    /// All names that a reference of a kind can use, as they are written after `@`.
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
