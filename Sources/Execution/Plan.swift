import Notebooks

/// What a run will do: every command parsed and checked, and where it gets what it reads, before anything runs.
///
/// The keys of what it computes follow from it and from what cheap commands give: `PlanKeys` has them.
package struct Plan {
    package let notebook: Notebook
    package let cells: [PlannedCell]
    /// Those of all cells, in order.
    package let commands: [PlannedCommand]

    package init(notebook: Notebook, cells: [PlannedCell]) {
        self.notebook = notebook
        self.cells = cells
        commands = cells.flatMap(\.commands)
    }
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

/// A command with all that is known of it before anything runs.
package struct PlannedCommand {
    package let name: String
    package let command: any NotebookCommand
    package let line: CommandWords
    /// Its place among all commands of the plan.
    package let index: Int
    /// The place of its cell in the plan.
    package let cell: Int
    /// Counted from 0 in its cell.
    package let place: Int
    package let slots: SlotUse
    /// For each slot that it reads, the command that wrote it, by its index.
    package let sources: [SlotName: Int]
    package let fingerprints: [Fingerprint]
    /// What the notebook itself names, and so may not lead out of its folders.
    let guardedPaths: [NamedPath]
    /// The stream of random numbers by the cell's label and this command's place.
    package let randomStream: UInt64
    /// The hash of everything that determines its result, except what it reads.
    let identity: Key
    /// The cell's options that its figures are drawn by, by name; only those that are set.
    package let presentation: [String: String]

    /// The command as a student would type it, with parameters put in.
    package var text: String { line.words.map(\.shellQuoted).joined(separator: " ") }

    var alwaysRuns: Bool { type(of: command).alwaysRuns }
    var isCheap: Bool { type(of: command).isCheap }
}

extension CommandWords.Word {
    /// The word as it could stand in a cell: a literal as `@label`, others quoted where they need it.
    package var shellQuoted: String {
        if let literal { return "@\(literal)" }
        return text.shellQuoted
    }
}

extension String {
    /// The text as one word of a command, quoted where it needs that.
    package var shellQuoted: String {
        let isPlain = !isEmpty && allSatisfy { $0.isLetter || $0.isNumber || "-_./:=,+%^~".contains($0) }
        return isPlain ? self : "'\(replacing("'", with: "'\\''"))'"
    }
}
