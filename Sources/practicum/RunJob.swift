import ArgumentParser
import Execution
import Files
import Foundation
import Notebooks
import Outputs

/// One run of a notebook, from its text to the report on the disk: what `run` does once and `watch` again and again.
struct RunJob {
    var options: NotebookOptions
    var report: ReportOptions
    var selection: SelectionOptions
    var checkpointMinutes: Double
    var logFormat: RunSubcommand.LogFormat
    var quiet: Bool

    /// - Throws: the exit status, when it is not 0; what went wrong was said.
    func run() throws {
        Interruption.installSignalHandlers()
        let (plan, warnings, inputs) = try options.planWithInputs(report)
        for text in Diagnostics(warnings).texts { StandardStream.error.write("\(text)\n") }
        let chosen = try selection.cells(in: plan)
        let files = report.files(options)
        report.sayEarlierStores(options)
        do {
            try Store.checkPlace(report.storeFolder(options))
            try files.prepare(
                reading: inputs, store: report.storeFolder(options), allowsOutside: options.allowOutside)
            for (place, cell) in plan.cells.enumerated() where chosen?.contains(place) ?? true {
                for command in cell.commands {
                    for path in command.command.namedPaths {
                        try files.checkFree(path, store: report.storeFolder(options))
                    }
                    try command.command.checkWriting(in: files.folder)
                }
            }
        } catch {
            StandardStream.error.write("error: \(error)\n")
            throw ExitStatus.notWritten
        }
        let store = try report.openStore(options)
        let locks = try lock(store)
        defer { withExtendedLifetime(locks) {} }
        do {
            try files.claimPlace()
        } catch {
            StandardStream.error.write("error: \(error)\n")
            throw ExitStatus.notWritten
        }
        files.removeLeftovers()

        let settings = RunSettings(
            store: store, storages: Parts.registry.storages, memory: report.memory(options, in: store), chosen: chosen,
            isFresh: selection.fresh, progressInterval: checkpointMinutes * 60, machine: Parts.machine,
            environment: options.digests(report))
        Parts.prepare()
        let json = logFormat == .json ? JSONLinesRenderer { StandardStream.output.write(json: $0) } : nil
        let executor = Executor(
            plan: plan, renderers: renderers(plan, json), interruption: .process, outputFolder: files.folder,
            profile: options.profile, warnings: Diagnostics(warnings).texts, settings: settings)
        let writer = ReportWriter(files: files, notebook: plan.notebook)
        executor.saveReport = { writer.writeWhileRunning($0) }
        let record = executor.run()
        let error = writer.write(record)
        if let error { StandardStream.error.write("error: \(error)\n") }
        if record.cells.contains(where: { $0.status == .ran }) { tidy(store, locks) }
        sayLastLines(record, files, json)
        switch record.outcome {
        case .interrupted: throw ExitStatus.interrupted
        case _ where error != nil: throw ExitStatus.notWritten
        case .failed: throw ExitStatus.cellFailed
        case .finished: return
        }
    }

    private func renderers(_ plan: Plan, _ json: JSONLinesRenderer?) -> [any RunRenderer] {
        if let json { return [json] }
        if quiet { return [ErrorRenderer { StandardStream.error.write($0) }] }
        return [
            TerminalRenderer(notebook: plan.notebook, style: StandardStream.output.style) {
                StandardStream.output.write($0)
            }
        ]
    }

    /// The run's own lock and a share of the store's.
    private func lock(_ store: Store) throws -> [StoreLock] {
        func wait(_ what: String) -> (Int32?) -> Void {
            { process in
                let who = process.map { " (process \($0))" } ?? ""
                StandardStream.error.write("Waiting: \(what)\(who). Ctrl-C ends the wait.\n")
            }
        }
        do {
            // The share first: nothing is cleaned away under a run that waits for another.
            let share = try store.lockForRun(interruption: .process, onWait: wait("the store is being cleaned"))
            let notebook = try store.lockNotebook(
                options.notebook, profile: options.profile, interruption: .process,
                onWait: wait("another run of this notebook is at work on this store"))
            return [share, notebook]
        } catch let error as ExecutionError where error == .interrupted {
            throw ExitStatus.interrupted
        } catch {
            StandardStream.error.write("error: \(error)\n")
            throw ExitStatus.notWritten
        }
    }

    /// Removes what the keep-policy does not keep, unless another run uses the store.
    private func tidy(_ store: Store, _ locks: [StoreLock]) {
        guard let share = locks.first, let cleaningLock = try? share.raised() else { return }
        defer { withExtendedLifetime(cleaningLock) {} }
        do {
            try StoreCleaning.byPolicy(StoreInventory(store)).remove(from: store)
        } catch {
            StandardStream.error.write("warning: the store could not be tidied: \(error)\n")
        }
    }

    private func sayLastLines(_ record: RunRecord, _ files: RunFiles, _ json: JSONLinesRenderer?) {
        // An earlier state of it may be there even when the last one could not be written.
        if access(files.reportPath, F_OK) == 0 {
            if let json {
                json.reportWritten(to: files.reportPath)
            } else {
                StandardStream.output.write("\(files.reportPath)\n")
            }
        }
        if let continuation = record.continuation, json == nil, !quiet {
            StandardStream.output.write("The next run goes on: \(continuation).\n")
        }
    }
}

/// Writes the report again and again while a run is at work.
final class ReportWriter {
    private let files: RunFiles
    private let notebook: Notebook
    private var reported: FileError?

    init(files: RunFiles, notebook: Notebook) {
        self.files = files
        self.notebook = notebook
    }

    func write(_ record: RunRecord) -> FileError? {
        do throws(FileError) {
            try files.write(record, html: Parts.report(of: notebook, run: record))
            return nil
        } catch {
            return error
        }
    }

    /// A full disk may have room again later; the run goes on, and says it once.
    func writeWhileRunning(_ record: RunRecord) {
        guard let error = write(record), reported != error else { return }
        StandardStream.error.write("warning: \(error)\n")
        reported = error
    }
}

/// Says what went wrong, each thing once, and what a reader of the figures has to know.
private final class ErrorRenderer: RunRenderer {
    private let write: (String) -> Void
    private var said: Set<String> = []

    init(write: @escaping (String) -> Void) { self.write = write }

    func handle(_ event: RunEvent) {
        switch event {
        case .warning(let text): warn(text)
        case .output(_, let output):
            guard case .message(let message) = output.output else { return }
            switch message.level {
            case .error: write("\(message.text)\n")
            case .warning: warn(message.text)
            case .notice: return
            }
        default: return
        }
    }

    private func warn(_ text: String) {
        if said.insert(text).inserted { write("warning: \(text)\n") }
    }
}
