import Notebooks

/// Reads a text as a notebook `book.md`.
func read(_ text: String, _ overrides: ParameterOverrides = ParameterOverrides()) -> (
    notebook: Notebook, all: [Diagnostic]
) {
    let (notebook, diagnostics) = Notebook.read(SourceText(path: "book.md", contents: text), overrides: overrides)
    return (notebook, diagnostics)
}

/// `line:column: message` of every error and warning.
func errors(_ text: String, _ overrides: ParameterOverrides = ParameterOverrides()) -> [String] {
    read(text, overrides).all.filter { $0.severity == .error }.map(place)
}

func warnings(_ text: String) -> [String] { read(text).all.filter { $0.severity == .warning }.map(place) }

func place(_ diagnostic: Diagnostic) -> String {
    let start = diagnostic.range.start
    let file = start.file == "book.md" ? "" : "\(start.file):"
    return "\(file)\(start.line):\(start.column): \(diagnostic.message)"
}

/// A cell with these lines, from line 2 on, after parameters and with a literal `note`.
func cell(_ lines: String) -> String { "```{practicum}\n\(lines)\n```\n\n```{text}\n#| label: note\none\n\ntwo\n```\n" }
