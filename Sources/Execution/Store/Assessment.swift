import Foundation
import Notebooks

/// What of a plan the store already has: each cell fresh, stale or never run, and why.
package struct Assessment {
    package enum State: Sendable, Equatable {
        /// The store has its outputs; when the oldest of them was made.
        case fresh(madeAt: Date)
        case stale(StaleReason)
        case neverRun
        /// Nothing but commands that always run.
        case alwaysRuns
        /// `eval: false`.
        case notEvaluated
    }

    package private(set) var states: [State] = []
    /// What commands showed, by output key.
    package private(set) var results: [Key: StoredResult] = [:]
    /// What was found damaged, for warnings.
    package private(set) var damage: [StoreError] = []
    /// Phrases on what was edited since the run before, a cell's label before each.
    package private(set) var edits: [String] = []

    private let plan: Plan
    /// What is known of each cell, by label.
    private let known: [String: NotebookMemory.CellMemory]
    /// The cells of the run that this one is compared with; nil when there is none.
    private let compared: [String: NotebookMemory.CellMemory]?
    /// The cell that wrote each version.
    private var writers: [Key: Int] = [:]

    /// Looks up every command of a plan.
    ///
    /// - Parameters:
    ///   - store: Nil for a notebook that was never run.
    ///   - outputFolder: Where files that commands wrote must still be.
    package init(plan: Plan, store: Store?, memory: NotebookMemory?, outputFolder: String) {
        self.plan = plan
        func byLabel(_ cells: [NotebookMemory.CellMemory]) -> [String: NotebookMemory.CellMemory] {
            Dictionary(cells.map { ($0.label, $0) }) { first, _ in first }
        }
        known = byLabel(memory?.cells ?? [])
        compared = (memory?.compared?.cells).map(byLabel)
        for (index, cell) in plan.cells.enumerated() {
            var missing: StaleReason?
            var hasStored = false
            for command in cell.commands {
                for version in command.writtenKeys.values { writers[version] = index }
                guard let found = look(up: command, in: store, outputFolder: outputFolder) else { continue }
                if type(of: command.command).alwaysRuns { continue }
                if let reason = found.reason {
                    missing = missing ?? reason
                } else {
                    hasStored = true
                }
            }
            states.append(state(of: cell, at: index, missing: missing, hasStored: hasStored))
            gatherEdit(of: cell)
        }
    }

    /// Puts what a command shows beside what was known.
    mutating func add(_ result: StoredResult, for key: Key) { results[key] = result }

    /// Whether all of a cell is in the store.
    func isFresh(_ cell: PlannedCell) -> Bool {
        cell.commands.allSatisfy { type(of: $0.command).alwaysRuns || results[$0.outputKey] != nil }
    }

    private struct Found { var reason: StaleReason? }

    private mutating func look(up command: PlannedCommand, in store: Store?, outputFolder: String) -> Found? {
        if results[command.outputKey] != nil { return Found() }
        guard let store else { return Found(reason: .outputsGone) }
        switch store.result(for: command.outputKey, outputFolder: outputFolder) {
        case .missing: return Found(reason: .outputsGone)
        case .damaged(let error):
            damage.append(error)
            return Found(reason: .outputsDamaged)
        case .found(let result):
            if let file = result.producedFiles.first(where: { !$0.isUnchanged(in: outputFolder) }) {
                return Found(reason: .producedFile(path: file.path(in: outputFolder)))
            }
            results[command.outputKey] = result
            return Found()
        }
    }

    private func state(of cell: PlannedCell, at index: Int, missing: StaleReason?, hasStored: Bool) -> State {
        guard cell.cell.options.eval else { return .notEvaluated }
        guard let missing else {
            let dates = cell.commands.filter { !type(of: $0.command).alwaysRuns }
                .compactMap { results[$0.outputKey]?.madeAt }
            return dates.min().map { .fresh(madeAt: $0) } ?? .alwaysRuns
        }
        guard let known = known[cell.cell.label] else {
            if !hasStored, missing == .outputsGone { return .neverRun }
            return .stale(missing == .outputsGone ? newCommand(in: cell) : missing)
        }
        if known.status == .notRun, missing == .outputsGone { return .neverRun }
        return .stale(reason(of: cell, known, missing))
    }

    private func newCommand(in cell: PlannedCell) -> StaleReason {
        let command = cell.commands.first {
            !type(of: $0.command).alwaysRuns && results[$0.outputKey] == nil
        }
        return command.map { .newCommand($0.text) } ?? .outputsGone
    }

    private func reason(
        of cell: PlannedCell, _ known: NotebookMemory.CellMemory, _ missing: StaleReason
    ) -> StaleReason {
        for command in cell.commands where !type(of: command.command).alwaysRuns {
            guard results[command.outputKey] == nil else { continue }
            guard let before = counterpart(of: command, in: known) else { return .newCommand(command.text) }
            if let reason = StaleReason.between(before, command, upstream: { upstream($0, of: command) }) {
                return reason
            }
            switch known.status {
            case .failed: return .failed
            case .interrupted: return .interrupted
            default: return missing
            }
        }
        return missing
    }

    /// The command that stood here: at the same place, or the next of the same name.
    private func counterpart(
        of command: PlannedCommand, in known: NotebookMemory.CellMemory
    ) -> NotebookMemory.CommandMemory? {
        if known.commands.indices.contains(command.place), known.commands[command.place].name == command.name {
            return known.commands[command.place]
        }
        return known.commands.first { $0.name == command.name }
    }

    /// What to say of a slot that a command reads in another version than before.
    private func upstream(_ slot: SlotName, of command: PlannedCommand) -> StaleReason {
        guard let index = command.readKeys[slot].flatMap({ writers[$0] }) else {
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
            isStale = !isFresh(writer)
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
            // Parameters are told as settings.
            if let reason = StaleReason.between(before, command, upstream: { upstream($0, of: command) }), reason.isEdit
            {
                if case .parameter = reason { continue }
                edits.append("\(cell.cell.label): \(reason.phrase)")
            }
        }
    }
}
