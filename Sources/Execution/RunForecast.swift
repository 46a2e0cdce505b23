import Notebooks

/// What a run would do, without doing it.
package struct RunForecast {
    package enum Action: Sendable, Equatable {
        case run
        case reuse
        /// Not among the cells that were chosen.
        case leave
        /// `eval: false`.
        case skip
    }

    package struct CellForecast: Sendable, Equatable {
        package var label: String
        package var action: Action
        /// Slots that come from the store.
        package var restored: [SlotName] = []
        /// Commands of other cells that run again for what they write, as a student would type them, after their cell's label.
        package var recomputed: [String] = []
    }

    package private(set) var cells: [CellForecast] = []
    private let plan: Plan
    private let settings: RunSettings
    private var available: Set<Key> = []
    private var writers: [Key: (cell: Int, command: PlannedCommand)] = [:]

    package init(plan: Plan, assessment: Assessment, settings: RunSettings) {
        self.plan = plan
        self.settings = settings
        for (index, cell) in plan.cells.enumerated() {
            for command in cell.commands {
                for version in command.writtenKeys.values { writers[version] = (index, command) }
            }
        }
        for (index, cell) in plan.cells.enumerated() {
            var forecast = CellForecast(label: cell.cell.label, action: .reuse)
            if !settings.includes(index) {
                forecast.action = .leave
            } else if !cell.cell.options.eval {
                forecast.action = .skip
            } else {
                // As in a run: what always runs makes a cell run only when there is nothing else in it.
                if cell.commands.allSatisfy({ type(of: $0.command).alwaysRuns }) { forecast.action = .run }
                for command in cell.commands {
                    let isReused = !settings.isFresh && assessment.results[command.outputKey] != nil
                    guard !isReused || type(of: command.command).alwaysRuns else { continue }
                    if !type(of: command.command).alwaysRuns { forecast.action = .run }
                    run(command, of: index, in: &forecast)
                }
            }
            cells.append(forecast)
        }
    }

    private mutating func run(_ command: PlannedCommand, of cell: Int, in forecast: inout CellForecast) {
        for slot in command.slots.reads {
            guard let version = command.readKeys[slot], !available.contains(version) else { continue }
            if isStored(slot, version) {
                available.insert(version)
                if !forecast.restored.contains(slot) { forecast.restored.append(slot) }
            } else if let (writer, needed) = writers[version] {
                run(needed, of: writer, in: &forecast)
                forecast.recomputed.append("[\(plan.cells[writer].cell.label)] \(needed.text)")
            }
        }
        available.formUnion(command.writtenKeys.values)
    }

    private func isStored(_ slot: SlotName, _ version: Key) -> Bool {
        guard let store = settings.store, settings.storages[slot.base] != nil else { return false }
        if settings.isFresh, let writer = writers[version], settings.includes(writer.cell) { return false }
        if case .found = store.slotRecord(version) { return true }
        return false
    }
}
