/// Decides what is undecided in a plan by running cheap commands, and no others. Nothing of it is kept.
package struct CheapRun {
    private let keys: PlanKeys
    private let settings: RunSettings
    private let runner: CommandRunner
    /// What went wrong, each thing once.
    package private(set) var failures: [String] = []

    /// - Parameter settings: What cheap commands read is taken from its store.
    package init(keys: PlanKeys, settings: RunSettings, outputFolder: String, interruption: Interruption) {
        self.keys = keys
        var settings = settings
        settings.keepsResults = false
        self.settings = settings
        runner = CommandRunner(
            keys: keys, settings: settings, interruption: interruption, outputFolder: outputFolder, emit: { _ in })
        // What the store was thought to have can turn out to be damaged.
        runner.mayRunAgain = { guard $0.isCheap else { throw Undecidable() } }
    }

    /// Runs what is needed. A command that fails, or that needs a costly one to run, leaves undecided what depends on it.
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

    /// Whether all that a command reads is there, in the store, or made by cheap commands.
    private func canMake(_ command: PlannedCommand) -> Bool {
        command.slots.reads.allSatisfy { slot in
            guard let source = command.sources[slot].map({ keys.plan.commands[$0] }) else { return false }
            if runner.holds(slot, for: command) { return true }
            return source.isCheap ? canMake(source) : keys.isStored(slot, of: source, in: settings)
        }
    }
}

/// Why a command stays undecided without a word: it takes a costly command, or one that has failed.
struct Undecidable: Error {}

extension PlanKeys {
    /// Whether the store has what a command wrote into a slot.
    func isStored(_ slot: SlotName, of writer: PlannedCommand, in settings: RunSettings) -> Bool {
        guard !writer.isCheap, settings.storages[slot.base]?.files != nil, let version = self[writer]?.writes[slot],
            case .found = settings.store?.slotRecord(version)
        else { return false }
        return true
    }
}
