import Notebooks

/// What a run will do: every command parsed and checked, with the keys of what it computes, before anything runs.
package struct Plan {
    package let notebook: Notebook
    package let cells: [PlannedCell]

    package init(notebook: Notebook, cells: [PlannedCell]) {
        self.notebook = notebook
        self.cells = cells
    }

    /// How many commands will run.
    package var commandCount: Int { cells.reduce(0) { $0 + $1.commands.count } }
}

/// A cell and what it will run; without commands when its `eval` is false.
package struct PlannedCell {
    package let cell: Cell
    /// The section that the cell stands in.
    package let section: Section?
    package let commands: [PlannedCommand]

    package init(cell: Cell, section: Section?, commands: [PlannedCommand]) {
        self.cell = cell
        self.section = section
        self.commands = commands
    }
}

/// A command with all that is known of it before it runs.
package struct PlannedCommand {
    package let name: String
    package let command: any NotebookCommand
    package let line: CommandWords
    /// Counted from 0 in its cell.
    package let place: Int
    package let slots: SlotUse
    package let fingerprints: [Fingerprint]
    /// What the notebook itself names, and so may not lead out of its folders.
    let guardedPaths: [NamedPath]
    /// The stream of random numbers by the cell's label and this command's place.
    package let randomStream: UInt64
    /// Of all that what it computes depends on.
    package let key: Key
    /// The cell's options that its figures are drawn by, by name; only those that are set.
    package let presentation: [String: String]
    /// Of all that its outputs depend on: `key` and `presentation`.
    package let outputKey: Key
    /// The versions of the slots it reads.
    package let readKeys: [SlotName: Key]
    /// The versions of the slots it writes.
    package let writtenKeys: [SlotName: Key]

    /// The command as a student would type it, with parameters put in.
    package var text: String { line.words.map(\.shellQuoted).joined(separator: " ") }
}

extension CommandWords.Word {
    /// The word as it could stand in a cell: a literal as `@label`, others quoted where they need it.
    package var shellQuoted: String {
        if let literal { return "@\(literal)" }
        let isPlain = !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber || "-_./:=,+%^~".contains($0) }
        return isPlain ? text : "'\(text.replacing("'", with: "'\\''"))'"
    }
}
