/// Decides what is undecided in a plan by running cheap commands, and no others. Nothing of it is kept.
package struct CheapRun {
    private let keys: PlanKeys
    private let settings: RunSettings
    private let runner: CommandRunner
    /// What went wrong, each thing once.
    package private(set) var failures: [String] = []

    /// What a cheap command reads takes a costly one to make.
    private struct NeedsCostlyCommand: Error {}

    /// - Parameter settings: What cheap commands read is taken from its store.
    package init(keys: PlanKeys, settings: RunSettings, outputFolder: String, interruption: Interruption) {
        self.keys = keys
        var settings = settings
        settings.keepsResults = false
        self.settings = settings
        runner = CommandRunner(
            keys: keys, settings: settings, interruption: interruption, outputFolder: outputFolder, emit: { _ in })
    }

    /// Runs what is needed. A command that fails, or that needs a costly one to run, leaves undecided what depends on it.
    ///
    /// - Throws: `ExecutionError.interrupted`.
    package mutating func run() throws {
        for command in keys.plan.commands where keys[command] == nil {
            do {
                try runner.decide(command, shownIn: command.cell) { source in
                    guard canMake(source) else { throw NeedsCostlyCommand() }
                }
            } catch let error as ExecutionError where error == .interrupted {
                throw error
            } catch is NeedsCostlyCommand {
                continue
            } catch {
                let text = "\(error)"
                if !failures.contains(text) { failures.append(text) }
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

extension PlanKeys {
    /// Whether the store has what a command wrote into a slot.
    func isStored(_ slot: SlotName, of writer: PlannedCommand, in settings: RunSettings) -> Bool {
        guard !writer.isCheap, settings.storages[slot.base]?.files != nil, let version = self[writer]?.writes[slot],
            case .found = settings.store?.slotRecord(version)
        else { return false }
        return true
    }
}
