import Notebooks

/// What a run will do. Every command is parsed and checked, and the source of everything it reads is known, before anything runs.
///
/// The keys depend on the plan and on the results of cheap commands: `PlanKeys` computes them.
package struct Plan {
    package let notebook: Notebook
    package let cells: [PlannedCell]
    /// The commands of all cells, in order.
    package let commands: [PlannedCommand]

    package init(notebook: Notebook, cells: [PlannedCell]) {
        self.notebook = notebook
        self.cells = cells
        commands = cells.flatMap(\.commands)
    }
}

/// A cell and its commands; it has none if its `eval` is false.
package struct PlannedCell {
    package let cell: Cell
    /// The section that contains the cell.
    package let section: Section?
    package let commands: [PlannedCommand]

    package init(cell: Cell, section: Section?, commands: [PlannedCommand]) {
        self.cell = cell
        self.section = section
        self.commands = commands
    }
}

/// A command with everything that is known about it before anything runs.
package struct PlannedCommand {
    package let name: String
    package let command: any NotebookCommand
    package let line: CommandWords
    /// Its index among all commands of the plan.
    package let index: Int
    /// The index of its cell in the plan.
    package let cell: Int
    /// Its index in its cell, from 0.
    package let place: Int
    package let slots: SlotUse
    /// For each slot that it reads, the index of the command that wrote it.
    package let sources: [SlotName: Int]
    package let fingerprints: [Fingerprint]
    /// The paths that the notebook itself names, and that must stay inside its folders.
    let guardedPaths: [NamedPath]
    /// The random stream, from the cell's label and this command's index in the cell.
    package let randomStream: UInt64
    /// The hash of everything that determines its result, except what it reads.
    let identity: Key
    /// The cell's options that change how its figures are drawn, by name; only those that are set.
    package let presentation: [String: String]

    /// The command as a user would type it, with parameters replaced by their values.
    package var text: String { line.words.map(\.shellQuoted).joined(separator: " ") }

    var alwaysRuns: Bool { type(of: command).alwaysRuns }
    var isCheap: Bool { type(of: command).isCheap }
}

extension CommandWords.Word {
    /// The word as it could be written in a cell: a literal as `@label`, others quoted if necessary.
    package var shellQuoted: String {
        if let literal { return "@\(literal)" }
        return text.shellQuoted
    }
}

extension String {
    /// The text as one word of a command, quoted if necessary.
    package var shellQuoted: String {
        let isPlain = !isEmpty && allSatisfy { $0.isLetter || $0.isNumber || "-_./:=,+%^~".contains($0) }
        return isPlain ? self : "'\(replacing("'", with: "'\\''"))'"
    }
}
