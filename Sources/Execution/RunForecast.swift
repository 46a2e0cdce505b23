import Notebooks

/// Predicts what a run would do, without doing it.
package struct RunForecast {
    package enum Action: Sendable, Equatable {
        case run
        case reuse
        /// It is known only after earlier cheap commands have run.
        case decideLater
        /// The cell is not chosen.
        case leave
        /// The cell has `eval: false`.
        case skip
    }

    package struct CellForecast: Sendable, Equatable {
        package var label: String
        package var action: Action
        /// Slots that are loaded from the store.
        package var restored: [SlotName] = []
        /// Commands of other cells that run again for their slots, each as a user would type it, after its cell's label.
        package var recomputed: [String] = []
    }

    /// A slot as a certain command has written it.
    private struct Written: Hashable {
        var slot: SlotName
        var index: Int
    }

    package private(set) var cells: [CellForecast] = []
    private let plan: Plan
    private let keys: PlanKeys
    private let settings: RunSettings
    private var available: Set<Written> = []

    package init(plan: Plan, assessment: Assessment, settings: RunSettings) {
        self.plan = plan
        self.settings = settings
        keys = assessment.keys
        for (index, cell) in plan.cells.enumerated() {
            var forecast = CellForecast(label: cell.cell.label, action: .reuse)
            if !settings.includes(index) {
                forecast.action = .leave
            } else if !cell.cell.options.eval {
                forecast.action = .skip
            } else {
                let isUndecided = if case .undecided = assessment.states[index] { !settings.isFresh } else { false }
                if isUndecided { forecast.action = .decideLater }
                // As in a run, commands that always run make a cell run only if it has no others.
                if cell.commands.allSatisfy(\.alwaysRuns) { forecast.action = .run }
                for command in cell.commands {
                    let isReused = !settings.isFresh && assessment.result(of: command) != nil
                    guard !isReused || command.alwaysRuns, !isUndecided else { continue }
                    if !command.alwaysRuns { forecast.action = .run }
                    run(command, in: &forecast)
                }
            }
            cells.append(forecast)
        }
    }

    private mutating func run(_ command: PlannedCommand, in forecast: inout CellForecast) {
        for slot in command.slots.reads {
            guard let index = command.sources[slot], !available.contains(Written(slot: slot, index: index)) else {
                continue
            }
            let source = plan.commands[index]
            if isStored(slot, of: source) {
                available.insert(Written(slot: slot, index: index))
                if !forecast.restored.contains(slot) { forecast.restored.append(slot) }
            } else if source.isCheap || keys[source] != nil {
                run(source, in: &forecast)
                forecast.recomputed.append("[\(plan.cells[source.cell].cell.label)] \(source.text)")
            }
        }
        for slot in command.slots.writes { available.insert(Written(slot: slot, index: command.index)) }
    }

    private func isStored(_ slot: SlotName, of source: PlannedCommand) -> Bool {
        !(settings.isFresh && settings.includes(source.cell)) && keys.isStored(slot, of: source, in: settings)
    }
}
