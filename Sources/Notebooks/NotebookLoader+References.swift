import FileKinds

// References to figures, tables, equations and sections are checked after all cells and sections are known.

extension NotebookLoader {
    mutating func checkCrossReferences(in notebook: Notebook) {
        guard !crossReferences.isEmpty else { return }
        let targets = CrossReferenceTargets(notebook)
        var places = ReferencePlaces(source: source, lineOffset: lineOffset)
        for (reference, line) in crossReferences where targets.target(of: reference) == nil {
            let written = reference.written
            let place = places.range(of: MarkdownDocument.Reference(url: written, text: "", title: "", line: line))
            let nearest =
                diagnostics.count < 3 * Diagnostics.limit
                ? targets.names(of: reference.kind).nearest(to: String(written.dropFirst())) : nil
            let rule =
                switch reference.kind {
                case .figure, .table:
                    "After `@\(reference.kind.rawValue)-`, write the label of the cell that shows it."
                case .section:
                    "After `@sec-`, write a section's title in lower case and with dashes, or the name in its heading's `{#sec-…}`."
                case .equation: "After a displayed formula, write its label: `$$ … $$ {#eq-name}`."
                }
            diagnostics.append(
                source.diagnostic(
                    at: place, "there is no \(reference.kind.noun) for `\(written.brief())`",
                    remedy: (nearest.map { "Did you mean `@\($0)`? " } ?? "") + rule
                        + " To show the words alone, write `\\@`."))
        }
    }
}
