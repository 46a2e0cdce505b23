import Foundation
import Notebooks

/// What the store already has of a plan: whether each cell is fresh, stale, undecided or was never run, and why.
package struct Assessment {
    package enum State: Sendable, Equatable {
        /// The store has its outputs. `madeAt` is the time of the oldest.
        case fresh(madeAt: Date)
        case stale(StaleReason)
        /// It runs only if one of these commands, which have to run first, gives other results than before.
        case undecided(after: [String])
        case neverRun
        /// All of its commands always run.
        case alwaysRuns
        /// It has `eval: false`.
        case notEvaluated
    }

    package private(set) var states: [State] = []
    /// Damaged parts of the store, for warnings.
    package private(set) var damage: [StoreError] = []
    /// The edits since the previous run, one phrase per cell, each after its cell's label.
    package private(set) var edits: [String] = []

    package let keys: PlanKeys
    let plan: Plan
    let store: Store?
    private let outputFolder: String
    /// What commands showed, by output key.
    private var results: [Key: StoredResult] = [:]
    /// Why the store lacks what a command showed, by output key.
    private var missing: [Key: StaleReason] = [:]
    /// Cells with a command whose key was unknown.
    private var open: Set<Int> = []
    /// The memory of each cell, by label.
    let known: [String: NotebookMemory.CellMemory]
    /// The cells of the run that this one is compared with; nil if there is none.
    private let compared: [String: NotebookMemory.CellMemory]?

    /// Looks up every command of a plan whose key is known.
    ///
    /// - Parameters:
    ///   - store: Nil for a notebook that was never run.
    ///   - outputFolder: The folder in which files written by commands must still exist.
    package init(keys: PlanKeys, store: Store?, memory: NotebookMemory?, outputFolder: String) {
        self.keys = keys
        self.store = store
        self.outputFolder = outputFolder
        plan = keys.plan
        func byLabel(_ cells: [NotebookMemory.CellMemory]) -> [String: NotebookMemory.CellMemory] {
            Dictionary(cells.map { ($0.label, $0) }) { first, _ in first }
        }
        known = byLabel(memory?.cells ?? [])
        compared = (memory?.compared?.cells).map(byLabel)
        for (index, cell) in plan.cells.enumerated() {
            states.append(state(of: cell, at: index))
            gatherEdit(of: cell)
        }
    }

    /// Examines the undecided cells again after commands have run.
    mutating func decide() {
        for index in open.sorted() { states[index] = state(of: plan.cells[index], at: index) }
    }

    // MARK: What commands showed

    /// True if the store has no results of the plan.
    package var isEmpty: Bool { results.isEmpty }

    /// What a command showed when it ran, if that is still valid; nil also for an undecided command.
    package func result(of command: PlannedCommand) -> StoredResult? { keys[command].flatMap { results[$0.outputKey] } }

    /// The same as `result(of:)`, but looked up if the key has become known in the meantime.
    mutating func find(_ command: PlannedCommand) -> StoredResult? {
        guard let keys = keys[command] else { return nil }
        lookUp(command, keys.outputKey)
        return results[keys.outputKey]
    }

    /// Adds the outputs of a command to the known ones.
    mutating func add(_ result: StoredResult, of command: PlannedCommand) {
        guard let key = keys[command]?.outputKey else { return }
        results[key] = result
        missing[key] = nil
    }

    private mutating func lookUp(_ command: PlannedCommand, _ key: Key) {
        guard results[key] == nil, missing[key] == nil else { return }
        switch store?.result(for: key, outputFolder: outputFolder) {
        case .missing, nil: missing[key] = .outputsGone
        case .damaged(let error):
            damage.append(error)
            missing[key] = .outputsDamaged
        case .found(let result):
            if let file = result.producedFiles.first(where: { !$0.isUnchanged(in: outputFolder) }) {
                missing[key] = .producedFile(path: file.path(in: outputFolder))
            } else {
                results[key] = result
            }
        }
    }

    // MARK: States

    private mutating func state(of cell: PlannedCell, at index: Int) -> State {
        var missing: StaleReason?
        var hasStored = false
        var undecided: [PlannedCommand] = []
        for command in cell.commands {
            let result = find(command)
            guard !command.alwaysRuns else { continue }
            if result != nil {
                hasStored = true
            } else if let key = keys[command]?.outputKey {
                missing = missing ?? self.missing[key]
            } else {
                undecided.append(command)
                open.insert(index)
            }
        }
        guard cell.cell.options.eval else { return .notEvaluated }
        let known = known[cell.cell.label]
        guard let missing else {
            if !undecided.isEmpty { return state(of: cell, known, undecided) }
            let dates = cell.commands.filter { !$0.alwaysRuns }.compactMap { self.result(of: $0)?.madeAt }
            return dates.min().map { .fresh(madeAt: $0) } ?? .alwaysRuns
        }
        guard let known else {
            if !hasStored, missing == .outputsGone { return .neverRun }
            return .stale(missing == .outputsGone ? newCommand(in: cell) : missing)
        }
        if known.status == .notRun, missing == .outputsGone { return .neverRun }
        return .stale(reason(of: cell, known, missing))
    }

    /// The state of a cell whose results the store has, except for commands with unknown keys.
    ///
    /// A cell that was edited itself is called stale, and one that never ran is called never run, although the store may turn out to
    /// have its results from an earlier run.
    private func state(
        of cell: PlannedCell, _ known: NotebookMemory.CellMemory?, _ undecided: [PlannedCommand]
    ) -> State {
        guard let known, known.status != .notRun else { return .neverRun }
        for command in undecided {
            guard let before = counterpart(of: command, in: known) else { return .stale(.newCommand(command.text)) }
            if let reason = difference(before, command) { return .stale(reason) }
        }
        switch known.status {
        case .failed: return .stale(.failed)
        case .interrupted: return .stale(.interrupted)
        default: break
        }
        var names: [String] = []
        for name in undecided.flatMap(keys.deciders) where !names.contains(name) { names.append(name) }
        return .undecided(after: names)
    }

    private func newCommand(in cell: PlannedCell) -> StaleReason {
        let command = cell.commands.first { !$0.alwaysRuns && result(of: $0) == nil }
        return command.map { .newCommand($0.text) } ?? .outputsGone
    }

    private func reason(
        of cell: PlannedCell, _ known: NotebookMemory.CellMemory, _ missing: StaleReason
    ) -> StaleReason {
        for command in cell.commands where !command.alwaysRuns && result(of: command) == nil {
            guard let before = counterpart(of: command, in: known) else { return .newCommand(command.text) }
            if let reason = difference(before, command) { return reason }
            // An undecided command is not a reason yet.
            guard keys[command] != nil else { continue }
            switch known.status {
            case .failed: return .failed
            case .interrupted: return .interrupted
            default: return missing
            }
        }
        return missing
    }

    private func difference(_ before: NotebookMemory.CommandMemory, _ now: PlannedCommand) -> StaleReason? {
        StaleReason.between(before, now, reads: keys.reads(of: now)) { upstream($0, of: now) }
    }

    /// The corresponding earlier command: at the same place, or the next one with the same name.
    func counterpart(
        of command: PlannedCommand, in known: NotebookMemory.CellMemory
    ) -> NotebookMemory.CommandMemory? {
        if known.commands.indices.contains(command.place), known.commands[command.place].name == command.name {
            return known.commands[command.place]
        }
        return known.commands.first { $0.name == command.name }
    }

    /// The reason for a slot whose version differs from the one that a command read before.
    private func upstream(_ slot: SlotName, of command: PlannedCommand) -> StaleReason {
        guard let index = command.sources[slot].map({ plan.commands[$0].cell }) else {
            return .upstream(slot: slot, section: nil, isStale: true)
        }
        let writer = plan.cells[index]
        let isStale: Bool
        if states.indices.contains(index) {
            switch states[index] {
            case .stale, .neverRun: isStale = true
            default: isStale = false
            }
        } else {
            isStale = writer.commands.contains { !$0.alwaysRuns && result(of: $0) == nil }
        }
        let section = writer.section.map { $0.number ?? $0.title }
        return .upstream(slot: slot, section: section, isStale: isStale)
    }

    private mutating func gatherEdit(of cell: PlannedCell) {
        guard let compared, cell.cell.options.eval else { return }
        guard let known = compared[cell.cell.label] else {
            if !cell.commands.isEmpty { edits.append("\(cell.cell.label): a new cell") }
            return
        }
        for command in cell.commands {
            guard let before = counterpart(of: command, in: known) else {
                edits.append("\(cell.cell.label): \(StaleReason.newCommand(command.text).phrase)")
                continue
            }
            // Changed parameters are reported as settings.
            if let reason = difference(before, command), reason.isEdit {
                if case .parameter = reason { continue }
                edits.append("\(cell.cell.label): \(reason.phrase)")
            }
        }
    }
}

extension Assessment.State {
    /// Why a cell is not fresh, in terms that a user understands; nil if the state says everything.
    package var reason: String? {
        switch self {
        case .stale(let reason): reason.phrase
        case .undecided(let names):
            "runs only if \(names.map { "`\($0)`" }.joined(separator: " or ")) gives something else than before"
        case .notEvaluated: "eval is false"
        case .fresh, .neverRun, .alwaysRuns: nil
        }
    }
}
