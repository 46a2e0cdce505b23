/// Decides what is undecided in a plan by running only cheap commands. No results are stored.
package struct CheapRun {
    private let keys: PlanKeys
    private let settings: RunSettings
    private let runner: CommandRunner
    /// The errors that occurred, each once.
    package private(set) var failures: [String] = []

    /// - Parameter settings: Its store provides what cheap commands read.
    package init(keys: PlanKeys, settings: RunSettings, outputFolder: String, interruption: Interruption) {
        self.keys = keys
        var settings = settings
        settings.keepsResults = false
        self.settings = settings
        runner = CommandRunner(
            keys: keys, settings: settings, interruption: interruption, outputFolder: outputFolder, emit: { _ in })
        // The store's data may turn out to be damaged.
        runner.mayRunAgain = { guard $0.isCheap else { throw Undecidable() } }
    }

    /// Runs the necessary commands. If a command fails, or needs a costly one to run, everything that depends on it stays undecided.
    ///
    /// - Throws: `ExecutionError.interrupted`.
    package mutating func run() throws {
        var failed: Set<Int> = []
        for command in keys.plan.commands where keys[command] == nil {
            var current: PlannedCommand?
            do {
                try runner.decide(command, shownIn: command.cell) { source in
                    guard !failed.contains(source.index), canMake(source) else { throw Undecidable() }
                    current = source
                }
            } catch let error as ExecutionError where error == .interrupted {
                throw error
            } catch is Undecidable {
                continue
            } catch {
                failures.append("\(error)")
                if let current { failed.insert(current.index) }
            }
        }
    }

    /// Whether everything that a command reads exists in memory or in the store, or is written by cheap commands.
    private func canMake(_ command: PlannedCommand) -> Bool {
        command.slots.reads.allSatisfy { slot in
            guard let source = command.sources[slot].map({ keys.plan.commands[$0] }) else { return false }
            if runner.holds(slot, for: command) { return true }
            return source.isCheap ? canMake(source) : keys.isStored(slot, of: source, in: settings)
        }
    }
}

/// Thrown if a command stays undecided because it needs a costly command, or one that has failed.
struct Undecidable: Error {}

extension PlanKeys {
    /// Whether the store has what a command wrote to a slot.
    func isStored(_ slot: SlotName, of writer: PlannedCommand, in settings: RunSettings) -> Bool {
        guard !writer.isCheap, settings.storages[slot.base]?.files != nil, let version = self[writer]?.writes[slot],
            case .found = settings.store?.slotRecord(version)
        else { return false }
        return true
    }
}
