import Files
import Foundation
import Notebooks
import Outputs

/// Runs single commands of a plan: brings what they read into the session, and keeps what they show and write.
///
/// What a command reads is taken from the session when it is there in the right version, else from the store, else the
/// command that writes it runs again.
final class CommandRunner {
    private var plan: Plan
    private let storages: [String: SlotStorage]
    private let settings: RunSettings
    private let interruption: Interruption
    private let outputFolder: String
    private let emit: (RunEvent) -> Void

    private let session = Session()
    /// Where the command stands that writes a version.
    private var writers: [Key: (cell: Int, place: Int)] = [:]
    /// Versions whose stored files turned out to be damaged, so that they are written again.
    private var damaged: Set<Key> = []
    /// Versions that were made by this run.
    private var madeHere: Set<Key> = []
    /// The digests of files that commands of this notebook have written, by absolute path.
    private var writtenDigests: [String: String] = [:]
    private(set) var warnings: [String] = []
    private var hasWarned: Set<String> = []
    /// Where the next run goes on, by command.
    private(set) var progressNotes: [Key: String] = [:]
    /// What commands that ran for the sake of others have shown.
    private(set) var recomputed: [Key: StoredResult] = [:]
    /// Called with true before a command that takes long, and with false wherever a command can be stopped.
    var pause: (_ takesLong: Bool) -> Void = { _ in }

    private var store: Store? { settings.store }

    init(
        plan: Plan, settings: RunSettings, interruption: Interruption, outputFolder: String,
        emit: @escaping (RunEvent) -> Void
    ) {
        self.plan = plan
        self.settings = settings
        storages = settings.storages
        self.interruption = interruption
        self.outputFolder = outputFolder
        self.emit = emit
        extend(plan)
    }

    /// Takes a plan that begins as the one before, and has more cells at its end.
    func extend(_ plan: Plan) {
        self.plan = plan
        for (cell, planned) in plan.cells.enumerated() {
            for command in planned.commands {
                for version in command.writtenKeys.values where writers[version] == nil {
                    writers[version] = (cell, command.place)
                }
            }
        }
    }

    /// The command that writes a version, and its cell's label.
    func writer(of version: Key) -> (command: PlannedCommand, cell: String)? {
        writers[version].map { (plan.cells[$0.cell].commands[$0.place], plan.cells[$0.cell].cell.label) }
    }

    /// Whether the session has a slot in a version.
    func holds(_ slot: SlotName, _ version: Key) -> Bool { session.version(of: slot) == version }

    /// Says something about the whole run, once.
    func warn(_ text: String) {
        guard hasWarned.insert(text).inserted else { return }
        warnings.append(text)
        emit(.warning(text))
    }

    /// Runs a command, after what it reads was brought in.
    ///
    /// - Parameters:
    ///   - shownIn: The cell that its progress belongs to.
    ///   - sink: Takes outputs and facts as they come.
    /// - Returns: What it showed, as it was kept.
    @discardableResult
    func run(
        _ command: PlannedCommand, cell: Int, shownIn: Int, deadline: Deadline?,
        output: @escaping (CellOutput) -> Void = { _ in }, fact: @escaping (RunFact) -> Void = { _ in }
    ) throws -> StoredResult {
        try bringIn(command, shownIn: shownIn)
        var result = StoredResult(
            command: command.text, outputs: [], facts: [], seconds: 0, madeAt: Date(), machine: settings.machine,
            producedFiles: [])
        // What a command leaves half-done is no version of anything.
        for slot in command.slots.writes { session.setVersion(nil, of: slot) }
        let context = RunContext(
            planned: command, session: session, options: plan.cells[cell].cell.options, outputFolder: outputFolder,
            interruption: interruption, deadline: deadline,
            continuation: settings.keepsResults ? store.map { continuation(of: command, cell: cell, in: $0) } : nil,
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
        try checkPaths(of: command)
        if type(of: command.command).takesLong { pause(true) }
        let start = ContinuousClock.now
        try context.checkCancellation()
        let log = ReadingLog { [environment = settings.environment] in (environment as? FileDigests)?.known($0) }
        try Reading.$observer.withValue(log) { try command.command.execute(in: context) }
        try context.checkCancellation()
        try checkInputs(of: command, log)
        result.seconds = start.duration(to: .now).seconds
        for (slot, version) in command.writtenKeys where session.typeName(of: slot) != nil {
            session.setVersion(version, of: slot)
            madeHere.insert(version)
        }
        result.producedFiles = try producedFiles(context.producedFiles)
        note(result.producedFiles)
        if settings.keepsResults {
            do {
                try keep(result, of: command)
            } catch {
                warn(
                    "What `\(command.name)` computed could not be kept in the store: \(error). The run goes on without."
                )
            }
        }
        return result
    }

    /// A link can have been laid since the plan was made.
    private func checkPaths(of command: PlannedCommand) throws {
        guard let boundary = settings.environment.boundary else { return }
        for path in command.guardedPaths {
            guard let (message, remedy) = path.problem(boundary) else { continue }
            throw ExecutionError.outside("\(message). \(remedy)")
        }
    }

    /// A file that changed since the plan was made would be kept under the key of what it was then.
    /// What counts are the bytes that were read: the file can be as it was again.
    private func checkInputs(of command: PlannedCommand, _ log: ReadingLog) throws {
        let noted = NotingEnvironment(settings.environment)
        let now = try command.command.fingerprints(in: noted)
        guard now == command.fingerprints else {
            let changed =
                command.fingerprints.first { !now.contains($0) } ?? now.first { !command.fingerprints.contains($0) }
            throw ExecutionError.inputChanged(command: command.name, input: changed?.name ?? "")
        }
        let expected = noted.digests.merging(writtenDigests) { planned, _ in planned }
        let folders = Set(noted.digests.keys.map(\.parentFolder))
        for (path, digests) in log.digests where expected[path] != nil || folders.contains(path.parentFolder) {
            // A file beside the planned ones may have been there for a moment only.
            let digest = expected[path] ?? (try? settings.environment.digest(ofFile: path)) ?? ""
            if digests != [digest] { throw ExecutionError.inputChanged(command: command.name, input: path) }
        }
    }

    /// Remembers what the files are that a command has written.
    private func note(_ files: [StoredResult.ProducedFile]) {
        for file in files { writtenDigests[ReadingLog.absolute(file.path(in: outputFolder))] = file.digest }
    }

    // MARK: What a command reads

    private func bringIn(_ command: PlannedCommand, shownIn: Int) throws {
        // Making one slot can take another out of its version, so this is repeated until all are there.
        for _ in 0...command.slots.reads.count {
            let missing = command.slots.reads.filter { session.version(of: $0) != command.readKeys[$0] }
            guard !missing.isEmpty else { return }
            let inOrder = missing.sorted { place(of: $0, for: command) < place(of: $1, for: command) }
            for slot in inOrder {
                guard let version = command.readKeys[slot], session.version(of: slot) != version else { continue }
                try bringIn(slot, version, for: command, shownIn: shownIn)
            }
        }
    }

    private func place(of slot: SlotName, for command: PlannedCommand) -> Int {
        guard let version = command.readKeys[slot], let writer = writers[version] else { return 0 }
        return writer.cell * 10_000 + writer.place
    }

    private func bringIn(_ slot: SlotName, _ version: Key, for command: PlannedCommand, shownIn: Int) throws {
        if try restore(slot, version, shownIn: shownIn) { return }
        // Nothing writes it: the command's own message says so.
        guard let (cell, place) = writers[version] else { return }
        let writer = plan.cells[cell].commands[place]
        emit(
            .slotNeeded(
                cell: shownIn, SlotNeed(slot: slot, command: writer.text, label: plan.cells[cell].cell.label)))
        do {
            let deadline = plan.cells[cell].cell.options.timeout.map(Deadline.init)
            let result = try run(writer, cell: cell, shownIn: shownIn, deadline: deadline)
            recomputed[writer.outputKey] = result
        } catch let error as ExecutionError where error == .interrupted {
            throw error
        } catch {
            throw ExecutionError.dependency(
                command: command.name, slot: slot, writer: writer.name, cell: plan.cells[cell].cell.label,
                reason: "\(error)")
        }
    }

    /// Takes a version of a slot out of the store; false when it isn't there.
    private func restore(_ slot: SlotName, _ version: Key, shownIn: Int) throws -> Bool {
        guard let store, let storage = storages[slot.base], mayRead(version), filesHold(version, in: store)
        else { return false }
        switch store.slotRecord(version) {
        case .missing: return false
        case .damaged(let error):
            reportDamage(error, of: slot, version)
            return false
        case .found(let record):
            do {
                // Its memory first: two versions of a model need twice as much.
                session.clear(slot)
                session.setAnyValue(try store.value(of: record, storage: storage), of: slot, version: version)
            } catch {
                reportDamage(error, of: slot, version)
                return false
            }
            if record.machine != settings.machine {
                warn(
                    "`\(slot)` was computed with \(record.machine); here is \(settings.machine). Run with `--fresh` to "
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
    private func mayRead(_ version: Key) -> Bool {
        guard settings.isFresh, let writer = writers[version], settings.includes(writer.cell) else { return true }
        return madeHere.contains(version)
    }

    /// What stands for files outside of the store is worth nothing when they were changed.
    private func filesHold(_ version: Key, in store: Store) -> Bool {
        guard let writer = writer(of: version),
            case .found(let result) = store.result(for: writer.command.outputKey, outputFolder: outputFolder)
        else { return true }
        note(result.producedFiles)
        return result.producedFiles.allSatisfy { $0.isUnchanged(in: outputFolder) }
    }

    // MARK: What a command shows and writes

    /// Keeps what a command has shown, and what it has written as long as the session holds it.
    func keep(_ result: StoredResult, of command: PlannedCommand) throws {
        guard let store else { return }
        // Putting files on the disk can take longer than all that a quick command does. It is not waited for then: should a
        // power cut damage them, their checksums say so, and they are computed again in no time.
        let flushes =
            result.seconds >= 0.1 || type(of: command.command).takesLong || store.hasProgress(of: command.key)
        for slot in command.command.keptSlots {
            guard let storage = storages[slot.base], let version = command.writtenKeys[slot],
                session.version(of: slot) == version, let value = session.anyValue(of: slot),
                needsSaving(version, in: store)
            else { continue }
            try store.save(
                value, of: slot, version: version, storage: storage, seconds: result.seconds, machine: settings.machine,
                flushes: flushes)
            damaged.remove(version)
        }
        try store.save(result, for: command.outputKey, flushes: flushes)
        store.removeProgress(of: command.key)
    }

    private func producedFiles(_ paths: [String]) throws -> [StoredResult.ProducedFile] {
        let inside = "\(outputFolder)/"
        return try paths.compactMap { path in
            guard let stamp = FileStamp(path: path) else { return nil }
            return StoredResult.ProducedFile(
                path: path.hasPrefix(inside) ? String(path.dropFirst(inside.count)) : Store.absolutePath(path),
                digest: try FileChecksum.sha256(path).digest, stamp: stamp)
        }
    }

    private func needsSaving(_ version: Key, in store: Store) -> Bool {
        if settings.isFresh || damaged.contains(version) { return true }
        if case .found = store.slotRecord(version) { return false }
        return true
    }

    // MARK: Going on

    private func continuation(of command: PlannedCommand, cell: Int, in store: Store) -> CommandContinuation {
        let isFresh = settings.isFresh && settings.includes(cell)
        return CommandContinuation(
            restoreWrittenSlots: { [unowned self] in
                isFresh ? nil : restoreWritten(command, in: store)
            },
            savedProgress: { [unowned self] in
                guard !isFresh else { return nil }
                switch store.progress(of: command.key) {
                case .missing: return nil
                case .damaged(let error):
                    warn(
                        "What was kept of an unfinished `\(command.name)` can't be used, it starts anew: \(clause(error))."
                    )
                    return nil
                case .found(let found):
                    for (path, digest) in found.digests { writtenDigests[ReadingLog.absolute(path)] = digest }
                    return found.files
                }
            },
            save: { [unowned self] note, write in
                do {
                    try store.saveProgress(of: command.key, note: note, write: write)
                    progressNotes[command.key] = note
                } catch {
                    warn(
                        "The progress of `\(command.name)` could not be kept in the store: \(clause(error)). It goes on without; "
                            + "if it is stopped now, it starts from what was kept before.")
                }
            }, interval: settings.progressInterval)
    }

    /// All that a command writes, from the store; nil, and nothing changed, when something is not there.
    private func restoreWritten(_ command: PlannedCommand, in store: Store) -> Double? {
        var values: [(slot: SlotName, value: Any, version: Key)] = []
        var seconds = 0.0
        for (slot, version) in command.writtenKeys {
            guard let storage = storages[slot.base], case .found(let record) = store.slotRecord(version) else {
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

/// What an error says, to stand within a sentence.
func clause(_ error: any Error) -> String {
    var text = "\(error)"
    while text.last == "." || text.last?.isWhitespace == true { text.removeLast() }
    return text
}
