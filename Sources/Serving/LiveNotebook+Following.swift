import Execution
import Files
import Foundation
import Notebooks

/// Reading the file and the stored results, and noticing when they change.
extension LiveNotebook {
    /// Reads the file, or what is stored of it, if it has changed.
    package nonisolated func look() { perform { $0.lookNow() } }

    private func lookNow() {
        if readIfChanged() {
            startNext()
        } else if current == nil, FileStamp(path: memoryPath) != memoryStamp {
            // A run in a terminal has finished more cells.
            change()
        }
    }

    /// Reads the file if it has changed since it was last read, and orders a run of it in `watch`.
    @discardableResult func readIfChanged() -> Bool {
        guard FileStamp(path: served.path) != fileStamp else { return false }
        read()
        change()
        if runsOnSave, plan != nil { pending.append(RunOrder(labels: nil, assignments: assignments)) }
        return true
    }

    /// Reads and plans the file. Some editors remove it for a moment while they save; it then stays as it was.
    func read() {
        let stamp = FileStamp(path: served.path)
        guard let bytes = try? InputFile.bytes(served.path, limit: InputFile.Limit.text) else { return }
        fileStamp = stamp
        let (oldFile, oldNotebook) = (files.latest, notebook)
        files.read(NotebookFile(bytes: bytes))
        plan(SourceText(path: served.path, contents: String(decoding: bytes, as: UTF8.self)))
        do {
            _ = try SourceText.read(served.path, kind: "notebook")
        } catch {
            // It is no text that can be run.
            (plan, diagnostics) = (nil, [error])
        }
        rename { CellNames(from: oldNotebook, in: oldFile, to: notebook, in: files.latest) }
    }

    /// Plans the notebook with the current settings.
    func plan(_ source: SourceText) {
        let read = Plan.read(
            source, overrides: served.overrides(assignments), registry: served.practical.registry,
            environment: served.environment())
        (notebook, plan, diagnostics) = (read.notebook, read.plan, read.diagnostics)
    }

    /// Shows the file, the settings and the store as they are now.
    func change() {
        painting.isAllDirty = true
        painting.isFrameDirty = true
        if current == nil { assess() } else { mustAssess = true }
        questions.forget()
        needsPaint()
    }

    // MARK: Stored results

    var memoryPath: String {
        guard let store = try? Store(folder: served.storeFolder, isForReading: true) else { return "" }
        return
            "\(store.notebookFolder(notebook: served.path, profile: served.overrides.profile))/memory"
    }

    /// What the store has of a plan, and what it remembers of the latest run.
    func assessment(of plan: Plan) -> (assessment: Assessment, memory: NotebookMemory?) {
        let store =
            Store.exists(at: served.storeFolder)
            ? try? Store(folder: served.storeFolder, isForReading: true) : nil
        var memory: NotebookMemory?
        if case .found(let found)? = store?.memory(notebook: served.path, profile: served.overrides.profile) {
            memory = found
        }
        let keys = PlanKeys(plan: plan, storages: served.practical.registry.storages, store: store)
        return (Assessment(keys: keys, store: store, memory: memory, outputFolder: served.outputFolder), memory)
    }

    /// Shows what the store has of the notebook.
    func assess() {
        mustAssess = false
        guard let plan else {
            sentence = "The notebook has errors."
            return
        }
        memoryStamp = FileStamp(path: memoryPath)
        let (assessment, memory) = assessment(of: plan)
        var header = RunHeader(plan: plan, profile: served.overrides.profile, startedAt: .now)
        if let last = memory?.lastRun(like: header) { header.startedAt = last.header.startedAt }
        let record = RunRecord(plan: plan, assessment: assessment, memory: memory, header: header)
        let failures = storedFailures(memory)
        for (cell, state) in zip(record.cells, assessment.states) {
            records[cell.label] = shown(cell, state, failures)
        }
        lastRun = record
        sentence = Self.sentence(assessment.states)
    }

    /// What the failed and interrupted cells of the latest run have shown. The store does not have it, but the run's report does.
    private func storedFailures(_ memory: NotebookMemory?) -> [String: CellRecord] {
        guard let memory, memory.cells.contains(where: { $0.status == .failed || $0.status == .interrupted }),
            let bytes = try? InputFile.bytes("\(served.outputFolder)/run.json", limit: InputFile.Limit.text),
            let run = try? JSONDecoder.practicum.decode(RunRecord.self, from: Data(bytes)),
            run.header.startedAt.timeIntervalSince(memory.lastRun?.header.startedAt ?? .distantPast) < 1
        else { return [:] }
        let failed = run.cells.filter { $0.status == .failed || $0.status == .interrupted }
        return Dictionary(failed.map { ($0.label, $0) }) { first, _ in first }
    }

    /// A cell as the store has it. A failed cell keeps its error, and a stale one keeps what it showed before.
    private func shown(_ cell: CellRecord, _ state: Assessment.State, _ failures: [String: CellRecord]) -> CellRecord {
        guard cell.status == .notRun else { return cell }
        if state == .stale(.failed) || state == .stale(.interrupted) {
            let before = records[cell.label].flatMap { $0.error == nil ? nil : $0 }
            if let failed = before ?? failures[cell.label] { return failed }
        }
        var cell = cell
        if state != .neverRun { cell.outputs = records[cell.label]?.outputs ?? [] }
        return cell
    }

    private static func sentence(_ states: [Assessment.State]) -> String {
        var (stale, never) = (0, 0)
        for state in states {
            switch state {
            case .stale, .undecided: stale += 1
            case .neverRun: never += 1
            case .fresh, .alwaysRuns, .notEvaluated: break
            }
        }
        let parts = [(stale, "stale"), (never, "not run yet")].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let count = "\(states.count) cell\(states.count == 1 ? "" : "s")"
        return parts.isEmpty ? "All of \(count) fresh." : "\(parts.joined(separator: ", ")), of \(count)."
    }
}
