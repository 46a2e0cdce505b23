import Files
import Foundation
import Notebooks
import Outputs

/// Runs single commands of a plan: it loads what they read into the session, and stores what they show and write.
///
/// An input comes from the session if it is there in the right version, otherwise from the store, and otherwise
/// the command that writes it runs again.
final class CommandRunner {
    let keys: PlanKeys
    private let storages: [String: SlotStorage]
    private let settings: RunSettings
    private let interruption: Interruption
    private let outputFolder: String
    private let emit: (RunEvent) -> Void

    private let session = Session()
    /// Versions whose stored files are damaged, so that they are written again.
    private var damaged: Set<Key> = []
    /// Versions that this run computed.
    private var madeHere: Set<Key> = []
    private var inputs: InputCheck
    private(set) var warnings: [String] = []
    private var hasWarned: Set<String> = []
    /// Where the next run will resume, by command.
    private(set) var progressNotes: [Key: String] = [:]
    /// What commands showed that ran only because others needed their slots, by output key.
    private var recomputed: [Key: StoredResult] = [:]
    /// Called before a command runs because another one needs its slots; it can throw to prevent that.
    var mayRunAgain: (PlannedCommand) throws -> Void = { _ in }
    /// Called with true before a long command, and with false wherever a command can be stopped.
    var pause: (_ takesLong: Bool) -> Void = { _ in }

    private var store: Store? { settings.store }
    private var plan: Plan { keys.plan }

    init(
        keys: PlanKeys, settings: RunSettings, interruption: Interruption, outputFolder: String,
        emit: @escaping (RunEvent) -> Void
    ) {
        self.keys = keys
        self.settings = settings
        inputs = InputCheck(environment: settings.environment)
        storages = settings.storages
        self.interruption = interruption
        self.outputFolder = outputFolder
        self.emit = emit
    }

    /// Whether the session has what a command reads in a slot.
    func holds(_ slot: SlotName, for command: PlannedCommand) -> Bool {
        guard let version = keys[command]?.reads[slot] else { return false }
        return session.version(of: slot) == version
    }

    /// What a command showed that ran only because others needed its slots.
    func recomputed(_ command: PlannedCommand) -> StoredResult? { keys[command].flatMap { recomputed[$0.outputKey] } }

    /// Emits a warning about the whole run, once per text.
    func warn(_ text: String) {
        guard hasWarned.insert(text).inserted else { return }
        warnings.append(text)
        emit(.warning(text))
    }

    /// The keys of a command. If they are unknown, the cheap commands that determine them are run.
    ///
    /// - Parameter allow: Called before each of these commands; it can throw to stop.
    @discardableResult
    func decide(
        _ command: PlannedCommand, shownIn: Int, allow: (PlannedCommand) throws -> Void = { _ in }
    ) throws -> CommandKeys {
        if let keys = keys[command] { return keys }
        let sources = keys.openSources(of: command)
        for source in sources {
            // The earlier commands may decide some keys, so that costly ones need not run.
            guard let known = keys[source],
                let slot = source.slots.writes.first(where: { known.writes[$0] == nil })
            else { continue }
            try allow(source)
            let reader = sources.first { $0.sources[slot] == source.index }
            try runAgain(source, for: slot, of: reader ?? command, shownIn: shownIn)
        }
        if let keys = keys[command] { return keys }
        let unknown = command.slots.reads.first { keys.reads(of: command)[$0] == nil }
        throw ExecutionError.emptySlot(command: command.name, slot: unknown ?? SlotName(""))
    }

    /// Runs a command after loading what it reads.
    ///
    /// - Parameters:
    ///   - shownIn: The cell that its progress belongs to.
    ///   - sink: Receives outputs and facts as they occur.
    /// - Returns: What it showed, as it was stored.
    @discardableResult
    func run(
        _ command: PlannedCommand, shownIn: Int, deadline: Deadline?,
        output: @escaping (CellOutput) -> Void = { _ in }, fact: @escaping (RunFact) -> Void = { _ in }
    ) throws -> StoredResult {
        let keys = try bringIn(command, shownIn: shownIn)
        let lock = try lock(command, keys)
        // The time in which another run computes does not count for a cell's timeout.
        let deadline = lock?.hasWaited == true ? deadline.map { Deadline(seconds: $0.seconds) } : deadline
        defer { withExtendedLifetime(lock) {} }
        if lock?.hasWaited == true, let found = takeOver(command, keys) {
            found.outputs.forEach(output)
            found.facts.forEach(fact)
            return found
        }
        var result = StoredResult(
            command: command.text, outputs: [], facts: [], seconds: 0, madeAt: Date(), machine: settings.machine,
            producedFiles: [])
        // What a command leaves unfinished is not a valid version.
        for slot in command.slots.writes { session.setVersion(nil, of: slot) }
        let context = RunContext(
            planned: command, session: session, options: plan.cells[command.cell].cell.options,
            outputFolder: outputFolder, interruption: interruption, deadline: deadline,
            continuation: settings.keepsResults ? store.map { continuation(of: command, keys, in: $0) } : nil,
            sink: RunContext.Sink(
                output: {
                    result.outputs.append($0)
                    output($0)
                },
                fact: {
                    result.facts.append($0)
                    fact($0)
                },
                progress: { [emit] in emit(.progress(cell: shownIn, $0)) }, pause: { [unowned self] in pause(false) }))
        try inputs.checkPaths(of: command)
        if type(of: command.command).takesLong { pause(true) }
        let start = ContinuousClock.now
        try context.checkCancellation()
        let log = inputs.makeLog()
        try Reading.$observer.withValue(log) { try command.command.execute(in: context) }
        try context.checkCancellation()
        try inputs.checkInputs(of: command, log)
        result.seconds = start.duration(to: .now).seconds
        let contents = try setVersions(of: command, keys)
        result.producedFiles = try context.producedFiles.compactMap { try .init(writtenTo: $0, in: outputFolder) }
        note(result.producedFiles)
        if settings.keepsResults {
            do {
                try keep(result, of: command, contents)
            } catch {
                warn(
                    "What `\(command.name)` computed could not be kept in the store: \(error). The run continues without it."
                )
            }
        }
        return result
    }

    /// The result that another run has computed in the meantime; nil if the store does not have all of it.
    private func takeOver(_ command: PlannedCommand, _ keys: CommandKeys) -> StoredResult? {
        guard !settings.isFresh || !settings.includes(command.cell), let store,
            case .found(let result) = store.result(for: keys.outputKey, outputFolder: outputFolder),
            result.producedFiles.allSatisfy({ $0.isUnchanged(in: outputFolder) }),
            keys.writes.isEmpty || restoreWritten(keys, in: store) != nil
        else { return nil }
        note(result.producedFiles)
        madeHere.formUnion(keys.writes.values)
        return result
    }

    /// Sets the versions of what a command has written.
    ///
    /// - Returns: The content digests of the slots that are versioned by content.
    private func setVersions(of command: PlannedCommand, _ keys: CommandKeys) throws -> [SlotName: String] {
        var contents: [SlotName: String] = [:]
        for slot in command.slots.writes {
            guard self.keys.goesByContent(slot, of: command), let value = session.anyValue(of: slot),
                let content = storages[slot.base]?.content
            else { continue }
            var hasher = ContentHasher()
            try content(value, &hasher)
            contents[slot] = hasher.finalize().hexadecimal
        }
        let given = Dictionary(
            uniqueKeysWithValues: contents.map { ($0, PlanKeys.version(of: $0, content: $1)) })
        self.keys.note(given, of: command)
        for (slot, version) in keys.writes.merging(given, uniquingKeysWith: { $1 })
        where session.typeName(of: slot) != nil {
            session.setVersion(version, of: slot)
            madeHere.insert(version)
        }
        return contents
    }

    /// Prevents other runs from computing the same long command at the same time: they wait, and then find the result in the store. Quick
    /// commands are computed by each run, so that runs which share only those do not wait.
    private func lock(_ command: PlannedCommand, _ keys: CommandKeys) throws -> StoreLock? {
        guard settings.keepsResults, type(of: command.command).takesLong, let store else { return nil }
        return try store.lock(key: keys.key, interruption: interruption) { [settings] in
            settings.sayWaiting("another run is computing `\(command.text)` on this store, with the same inputs")
        }
    }

    /// Records the digests of the files that a command has written.
    private func note(_ files: [StoredResult.ProducedFile]) {
        inputs.note(
            digests: Dictionary(files.map { ($0.path(in: outputFolder), $0.digest) }, uniquingKeysWith: { $1 }))
    }

    // MARK: What a command reads

    /// - Returns: The keys with which the command runs.
    func bringIn(_ command: PlannedCommand, shownIn: Int) throws -> CommandKeys {
        var keys = try decide(command, shownIn: shownIn)
        // Computing one slot can replace the version of another, or give other content than before, so this is
        // repeated until all slots are right.
        for _ in 0...command.slots.reads.count {
            let missing = command.slots.reads.filter { session.version(of: $0) != keys.reads[$0] }
            guard !missing.isEmpty else { break }
            for slot in missing.sorted(by: { command.sources[$0] ?? -1 < command.sources[$1] ?? -1 })
            where session.version(of: slot) != keys.reads[slot] {
                try bringIn(slot, for: command, keys, shownIn: shownIn)
            }
            keys = try decide(command, shownIn: shownIn)
        }
        for slot in command.slots.reads {
            guard let version = session.version(of: slot), version != keys.reads[slot] else { continue }
            throw ExecutionError.inputChanged(command: command.name, input: "behind `\(slot)`")
        }
        return keys
    }

    private func bringIn(
        _ slot: SlotName, for command: PlannedCommand, _ keys: CommandKeys, shownIn: Int
    ) throws {
        // No command writes it, which the command's own error reports.
        guard let source = command.sources[slot].map({ plan.commands[$0] }) else { return }
        if let version = keys.reads[slot], try restore(slot, version, from: source, shownIn: shownIn) { return }
        try runAgain(source, for: slot, of: command, shownIn: shownIn)
    }

    /// Runs a command because another one reads what it writes.
    private func runAgain(
        _ source: PlannedCommand, for slot: SlotName, of command: PlannedCommand, shownIn: Int
    ) throws {
        try mayRunAgain(source)
        let cell = plan.cells[source.cell].cell
        emit(.slotNeeded(cell: shownIn, SlotNeed(slot: slot, command: source.text, label: cell.label)))
        do {
            let result = try run(source, shownIn: shownIn, deadline: cell.options.timeout.map(Deadline.init))
            if let key = keys[source]?.outputKey { recomputed[key] = result }
        } catch let error as ExecutionError where error == .interrupted {
            throw error
        } catch let error as Undecidable {
            throw error
        } catch {
            throw ExecutionError.dependency(
                command: command.name, slot: slot, writer: source.name, cell: cell.label, reason: "\(error)")
        }
    }

    /// Loads a version of a slot from the store; false if it is not there.
    private func restore(
        _ slot: SlotName, _ version: Key, from source: PlannedCommand, shownIn: Int
    ) throws -> Bool {
        guard !source.isCheap, let store, let storage = storages[slot.base]?.files, mayRead(version, of: source),
            filesHold(source, in: store)
        else { return false }
        switch store.slotRecord(version) {
        case .missing: return false
        case .damaged(let error):
            reportDamage(error, of: slot, version)
            return false
        case .found(let record):
            do {
                // Frees the old version first, because two versions of a model need twice the memory.
                session.clear(slot)
                session.setAnyValue(try store.value(of: record, storage: storage), of: slot, version: version)
            } catch {
                reportDamage(error, of: slot, version)
                return false
            }
            if record.machine != settings.machine {
                warn(
                    "`\(slot)` was computed with \(record.machine); this machine has \(settings.machine). Run with `--fresh` to "
                        + "compute it here.")
            }
            emit(.slotNeeded(cell: shownIn, SlotNeed(slot: slot)))
            return true
        }
    }

    private func reportDamage(_ error: any Error, of slot: SlotName, _ version: Key) {
        damaged.insert(version)
        warn("`\(slot)` can't be taken from the store, and is computed again: \(clause(error)).")
    }

    /// With `--fresh`, what a chosen cell writes is not taken from an earlier run.
    private func mayRead(_ version: Key, of source: PlannedCommand) -> Bool {
        guard settings.isFresh, settings.includes(source.cell) else { return true }
        return madeHere.contains(version)
    }

    /// A slot that refers to files outside the store is invalid if these were changed.
    private func filesHold(_ source: PlannedCommand, in store: Store) -> Bool {
        guard let key = keys[source]?.outputKey,
            case .found(let result) = store.result(for: key, outputFolder: outputFolder)
        else { return true }
        note(result.producedFiles)
        return result.producedFiles.allSatisfy { $0.isUnchanged(in: outputFolder) }
    }

    // MARK: What a command shows and writes

    /// Stores what a command has shown, and what it has written and the session still holds.
    ///
    /// - Parameter contents: The content digests of a cheap command's results.
    func keep(_ result: StoredResult, of command: PlannedCommand, _ contents: [SlotName: String] = [:]) throws {
        guard let store, let keys = keys[command] else { return }
        // Flushing files to the disk can take longer than a quick command itself, so there is no flush then. If a power cut damages the
        // files, their checksums show it, and they are quickly computed again.
        let flushes =
            result.seconds >= 0.1 || type(of: command.command).takesLong || store.hasProgress(of: keys.key)
        for slot in command.command.keptSlots where !command.isCheap {
            guard let storage = storages[slot.base], let version = keys.writes[slot],
                session.version(of: slot) == version, let value = session.anyValue(of: slot),
                needsSaving(version, in: store)
            else { continue }
            try store.save(
                value, of: slot, version: version, storage: storage, seconds: result.seconds, machine: settings.machine,
                flushes: flushes)
            damaged.remove(version)
        }
        for (slot, content) in contents {
            try store.save(
                content: content, of: slot, recordKey: PlanKeys.recordKey(of: slot, keys.key),
                seconds: result.seconds, machine: settings.machine)
        }
        try store.save(result, for: keys.outputKey, flushes: flushes)
        store.removeProgress(of: keys.key)
    }

    private func needsSaving(_ version: Key, in store: Store) -> Bool {
        if settings.isFresh || damaged.contains(version) { return true }
        if case .found = store.slotRecord(version) { return false }
        return true
    }

    // MARK: Going on

    private func continuation(
        of command: PlannedCommand, _ keys: CommandKeys, in store: Store
    ) -> CommandContinuation {
        let isFresh = settings.isFresh && settings.includes(command.cell)
        return CommandContinuation(
            restoreWrittenSlots: { [unowned self] in
                isFresh ? nil : restoreWritten(keys, in: store)
            },
            savedProgress: { [unowned self] in
                guard !isFresh else { return nil }
                switch store.progress(of: keys.key) {
                case .missing: return nil
                case .damaged(let error):
                    warn(
                        "The saved progress of `\(command.name)` can't be used, so it starts from the beginning: \(clause(error))."
                    )
                    return nil
                case .found(let found):
                    inputs.note(digests: found.digests)
                    return found.files
                }
            },
            save: { [unowned self] note, write in
                do {
                    try store.saveProgress(of: keys.key, note: note, write: write)
                    progressNotes[keys.key] = note
                } catch {
                    warn(
                        "The progress of `\(command.name)` could not be kept in the store: \(clause(error)). It continues without; "
                            + "if it is stopped now, it starts from what was saved before.")
                }
            }, interval: settings.progressInterval)
    }

    /// Loads everything that a command writes from the store; nil, with nothing changed, if something is missing.
    private func restoreWritten(_ keys: CommandKeys, in store: Store) -> Double? {
        var values: [(slot: SlotName, value: Any, version: Key)] = []
        var seconds = 0.0
        for (slot, version) in keys.writes {
            guard let storage = storages[slot.base]?.files, case .found(let record) = store.slotRecord(version) else {
                return nil
            }
            do {
                values.append((slot, try store.value(of: record, storage: storage), version))
            } catch {
                reportDamage(error, of: slot, version)
                return nil
            }
            seconds = max(seconds, record.seconds)
        }
        for (slot, value, version) in values { session.setAnyValue(value, of: slot, version: version) }
        return values.isEmpty ? nil : seconds
    }
}
