import Notebooks

/// The keys of one command.
package struct CommandKeys: Sendable, Equatable {
    /// The hash of everything that determines its result.
    package let key: Key
    /// The hash of everything that determines its outputs: `key` and how its figures are drawn.
    package let outputKey: Key
    /// The versions of the slots it reads.
    package let reads: [SlotName: Key]
    /// The versions of the slots it writes. A version by content is missing until the content is known.
    package fileprivate(set) var writes: [SlotName: Key]
}

/// The keys of a plan's commands, as far as they are known.
///
/// A command's key is the hash of its identity and of the versions of the slots that it reads. A slot's version is
///
/// - the hash of the writing command's key, if that command is costly;
/// - the hash of the slot's content, if that command is cheap and the slot's storage can hash its content.
///
/// So if an input of a cheap command changes but its results do not, nothing after it is stale. The content is known if the cheap command
/// has run with these inputs, in this run or in an earlier one whose record is in the store. Until then, the keys of everything that
/// depends on it are unknown. Such commands are called undecided.
package final class PlanKeys {
    private(set) var plan: Plan
    private let storages: [String: SlotStorage]
    private let store: Store?

    private var table: [CommandKeys?] = []
    /// Commands before this index are complete: their keys and all versions that they write are known.
    private var firstOpen = 0
    /// Commands before this index were examined since the last version became known.
    private var checked = 0
    /// For each command, the cheap ones that decide about it, as far as they were computed since the last version became known.
    private var nearest: [Set<Int>] = []
    /// The versions of cheap commands' results, by the commands' keys; empty if the store has none for a command.
    private var contents: [Key: [SlotName: Key]] = [:]

    package init(plan: Plan, storages: [String: SlotStorage], store: Store?) {
        self.plan = plan
        self.storages = storages
        self.store = store
        table = Array(repeating: nil, count: plan.commands.count)
    }

    /// Replaces the plan by one that has the same beginning and further cells at its end.
    func extend(_ plan: Plan) {
        self.plan = plan
        table = Array(repeating: nil, count: plan.commands.count)
        firstOpen = 0
        checked = 0
        nearest = []
    }

    /// The keys of a command; nil if it is undecided.
    package subscript(command: PlannedCommand) -> CommandKeys? {
        settle(through: command.index)
        return table[command.index]
    }

    /// The versions of what a command reads, as far as they are known.
    func reads(of command: PlannedCommand) -> [SlotName: Key] {
        if let keys = self[command] { return keys.reads }
        return command.sources.reduce(into: [:]) { $0[$1.key] = table[$1.value]?.writes[$1.key] }
    }

    /// Whether a slot's version is the hash of its content rather than of the command's key.
    func goesByContent(_ slot: SlotName, of command: PlannedCommand) -> Bool {
        command.isCheap && storages[slot.base]?.content != nil
    }

    // MARK: What is undecided

    /// The earlier commands that decide about an undecided one, in the notebook's order: cheap ones that have not run
    /// with their inputs, and undecided ones.
    func openSources(of command: PlannedCommand) -> [PlannedCommand] {
        settle(through: command.index)
        var found: Set<Int> = []
        var pending = [command]
        while let next = pending.popLast() {
            for (slot, index) in next.sources where table[index]?.writes[slot] == nil {
                if found.insert(index).inserted { pending.append(plan.commands[index]) }
            }
        }
        return found.sorted().map { plan.commands[$0] }
    }

    /// The names of the cheap commands whose results decide about an undecided one: the nearest ones before it.
    package func deciders(of command: PlannedCommand) -> [String] {
        settle(through: command.index)
        // The earlier commands are computed first, each once, because a notebook may be one long chain.
        for index in nearest.count..<max(nearest.count, command.index + 1) {
            var found: Set<Int> = []
            if table[index] == nil {
                for (slot, source) in plan.commands[index].sources where table[source]?.writes[slot] == nil {
                    if goesByContent(slot, of: plan.commands[source]) {
                        found.insert(source)
                    } else {
                        found.formUnion(nearest[source])
                    }
                }
            }
            nearest.append(found)
        }
        return nearest[command.index].sorted().map { plan.commands[$0].name }.reduce(into: []) { names, name in
            if !names.contains(name) { names.append(name) }
        }
    }

    // MARK: What becomes known

    /// Records the results of a cheap command.
    func note(_ given: [SlotName: Key], of command: PlannedCommand) {
        guard !given.isEmpty, let keys = self[command],
            contents[keys.key] != given || given.contains(where: { keys.writes[$0.key] != $0.value })
        else { return }
        let isContradiction = contents[keys.key]?.isEmpty == false
        contents[keys.key] = given
        table[command.index]?.writes.merge(given) { $1 }
        // If it gave something else before, everything derived from that is invalid.
        if isContradiction { forgetWhatFollowed(command.index) }
        firstOpen = min(firstOpen, command.index)
        checked = firstOpen
        nearest = []
    }

    private func forgetWhatFollowed(_ changed: Int) {
        for index in (changed + 1)..<max(changed + 1, table.count) {
            guard let keys = table[index] else { continue }
            let holds = plan.commands[index].sources.allSatisfy { slot, source in
                table[source]?.writes[slot] == keys.reads[slot]
            }
            if !holds || keys.key == table[changed]?.key { table[index] = nil }
        }
    }

    /// The key under which the store records what a command wrote to a slot.
    static func recordKey(of slot: SlotName, _ key: Key) -> Key { Key(of: key.hexadecimal, slot.rawValue) }

    /// The version of a slot that holds a cheap command's result.
    static func version(of slot: SlotName, content: String) -> Key { Key(of: "content", slot.rawValue, content) }

    private func isOpen(_ index: Int) -> Bool {
        guard let keys = table[index] else { return true }
        return plan.commands[index].slots.writes.contains { keys.writes[$0] == nil }
    }

    private func settle(through last: Int) {
        guard checked <= last else { return }
        for index in checked...last where isOpen(index) { table[index] = keys(of: plan.commands[index]) }
        checked = last + 1
        while firstOpen < checked, !isOpen(firstOpen) { firstOpen += 1 }
    }

    /// The keys of a command whose sources were examined; nil if one of their versions is unknown.
    private func keys(of command: PlannedCommand) -> CommandKeys? {
        var reads: [SlotName: Key] = [:]
        for (slot, index) in command.sources {
            guard let version = table[index]?.writes[slot] else { return nil }
            reads[slot] = version
        }
        var hasher = ContentHasher()
        hasher.add(command.identity.hexadecimal)
        for (slot, version) in reads.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            hasher.add(slot.rawValue)
            hasher.add(version.hexadecimal)
        }
        let key = Key(hasher)
        var writes: [SlotName: Key] = [:]
        for slot in command.slots.writes {
            writes[slot] =
                goesByContent(slot, of: command)
                ? known(slot, of: command, key) : PlanKeys.recordKey(of: slot, key)
        }
        return CommandKeys(
            key: key, outputKey: outputKey(key, command.presentation), reads: reads, writes: writes)
    }

    /// Equals `key` for a cell that has no options for figures.
    private func outputKey(_ key: Key, _ presentation: [String: String]) -> Key {
        guard !presentation.isEmpty else { return key }
        var hasher = ContentHasher()
        hasher.add(key.hexadecimal)
        for (name, value) in presentation.sorted(by: { $0.key < $1.key }) {
            hasher.add(name)
            hasher.add(value)
        }
        return Key(hasher)
    }

    /// The version of a cheap command's result, from this run or from the store's record of an earlier one.
    private func known(_ slot: SlotName, of command: PlannedCommand, _ key: Key) -> Key? {
        if let given = contents[key] { return given[slot] }
        var given: [SlotName: Key] = [:]
        for slot in command.slots.writes where goesByContent(slot, of: command) {
            guard case .found(let record) = store?.slotRecord(PlanKeys.recordKey(of: slot, key)),
                let content = record.content
            else { continue }
            given[slot] = PlanKeys.version(of: slot, content: content)
        }
        contents[key] = given
        return given[slot]
    }
}
