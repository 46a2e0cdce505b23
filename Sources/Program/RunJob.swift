import ArgumentParser
import Execution
import Files
import Foundation
import Notebooks
import Outputs
import Reporting

/// One run of a notebook, from its text to the report on the disk. `run` does it once, and `watch` after every save.
struct RunJob {
    var options: NotebookOptions
    var report: ReportOptions
    var selection: SelectionOptions
    var checkpointMinutes: Double
    var logFormat: RunSubcommand.LogFormat
    var detail: RunDetail
    /// Whether nothing is fetched.
    var offline: Bool
    /// The time that training may take; nil for no limit.
    var within: TimeLimit?
    /// The files that are written for other programs.
    var sideFiles: SideFileOptions?
    /// Stops the run.
    var interruption = Interruption.process
    /// Gets the events in addition to the terminal and the report.
    var listener: (any RunRenderer)?
    /// The labels of the chosen cells. If given, it replaces `selection`.
    var labels: [String]?

    /// - Throws: The exit status if it is not 0, after the error was printed.
    func run() throws {
        Practical.current.prepare()
        var options = options
        let fitted = try within.flatMap { try fit($0, &options) }
        let (plan, warnings, inputs) = try options.planWithInputs(report, obtain: within == nil ? obtain : { _ in })
        if let fitted { say("note: \(fitted)") }
        for text in Diagnostics(warnings).texts { say(text) }
        let chosen = try labels.map { cells($0, in: plan) } ?? selection.cells(in: plan)
        let files = report.files(options)
        if detail != .quiet { report.sayEarlierStores(options) }
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
            StandardStream.error.write(diagnostic: "error: \(error)")
            throw ExitStatus.notWritten
        }
        let store = try report.openStore(options)
        let share = try lock(store, files)
        defer { withExtendedLifetime(share) {} }
        files.removeLeftovers()

        let settings = RunSettings(
            store: store, storages: Practical.current.registry.storages, memory: report.memory(options, in: store),
            chosen: chosen,
            isFresh: selection.fresh, progressInterval: checkpointMinutes * 60, machine: Practical.current.arithmetic(),
            sayWaiting: { say("Waiting: \($0). Ctrl-C ends the wait.") },
            environment: options.digests(report))
        let reportRenderer = ReportRenderer(files: files, notebook: plan.notebook) { say("warning: \($0)") }
        let side = try sideFiles?.renderers() ?? SideFileOptions.Renderers()
        // The listener gets an output before the report is written.
        let renderers = [listener].compactMap(\.self) + [log(of: plan), reportRenderer] + side.all
        let record = Executor(
            plan: plan, renderers: renderers, interruption: interruption, outputFolder: files.folder,
            profile: options.profile, warnings: Diagnostics(warnings).texts + [fitted].compactMap(\.self),
            settings: settings
        ).run()
        let failures = [reportRenderer.failure, side.summary?.failure, side.tensorBoard?.failure].compactMap(\.self)
        for error in failures { StandardStream.error.write(diagnostic: "error: \(error)") }
        if record.cells.contains(where: { $0.status == .ran }) { tidy(store, share) }
        // The report of an earlier cell may exist even if the last one could not be written.
        if access(files.reportPath, F_OK) == 0 {
            for renderer in renderers { renderer.handle(.reportWritten(path: files.reportPath)) }
        }
        switch record.outcome {
        case .interrupted: throw ExitStatus.interrupted
        case _ where !failures.isEmpty: throw ExitStatus.notWritten
        case .failed: throw ExitStatus.cellFailed
        case .finished: return
        }
    }

    private func cells(_ labels: [String], in plan: Plan) -> Set<Int> {
        let labels = Set(labels)
        return Set(plan.cells.indices.filter { labels.contains(plan.cells[$0].cell.label) })
    }

    /// Sets parameters so that training fits a time limit.
    ///
    /// - Returns: A sentence about the chosen values; nil if nothing had to be changed.
    private func fit(_ limit: TimeLimit, _ options: inout NotebookOptions) throws -> String? {
        let plan = try options.planWithInputs(report, obtain: obtain).plan
        let last = try memory(options)?.lastRun?.header.parameters ?? []
        do {
            let values = Dictionary(last.map { ($0.name, $0.value) }) { $1 }
            guard let fitted = try Practical.current.fit(plan, limit.seconds, values) else { return nil }
            options.parameters += fitted.values.map { "\($0.name)=\($0.value)" }
            return fitted.sentence
        } catch {
            StandardStream.error.write(diagnostic: "error: \(error)")
            throw ExitStatus.invalid
        }
    }

    /// Fetches the assets that the notebook needs and this machine lacks.
    ///
    /// Assets with a substitute are fetched only before the notebook's first run. So later runs do not wait for a missing network, and do
    /// not become stale when the network is back.
    private func obtain(_ assets: [any RemoteAsset]) throws {
        guard !offline else { return }
        let missing = assets.filter { !$0.isHere }
        guard !missing.isEmpty else { return }
        let isFirst = try memory(options) == nil
        try AssetFetcher(isQuiet: detail == .quiet, interruption: interruption).obtain(
            missing.filter { $0.standIn == nil || isFirst })
    }

    private func memory(_ options: NotebookOptions) throws -> NotebookMemory? {
        try report.existingStore(options).flatMap { report.memory(options, in: $0) }
    }

    /// The renderer that prints during the run.
    private func log(of plan: Plan) -> any RunRenderer {
        if logFormat == .json { return JSONLinesRenderer { StandardStream.output.write(json: $0) } }
        let style = StandardStream.output.style
        let write = { (text: StyledText) in StandardStream.output.write(fitted: text) }
        switch detail {
        case .quiet: return QuietRenderer()
        case .brief: return BriefRenderer(style: style, write: write)
        case .full: return TerminalRenderer(notebook: plan.notebook, style: style, write: write)
        case .save:
            return BriefRenderer(style: style, prefix: "\(DisplayedDate.clock(Date()))  ", write: write)
        }
    }

    /// Prints notes and warnings.
    private func say(_ text: String) {
        if detail != .quiet { StandardStream.error.write(diagnostic: text) }
    }

    /// Claims the report's place, and takes a shared lock of the store.
    private func lock(_ store: Store, _ files: RunFiles) throws -> StoreLock {
        do {
            // The shared lock is taken first, so that the store is not cleaned while this run waits for another one.
            let share = try store.lockForRun(interruption: interruption) {
                say("Waiting: the store is being cleaned. Ctrl-C ends the wait.")
            }
            try files.claimPlace(interruption: interruption) { say(report.waiting(options)) }
            return share
        } catch let error as ExecutionError where error == .interrupted {
            throw ExitStatus.interrupted
        } catch {
            StandardStream.error.write(diagnostic: "error: \(error)")
            throw ExitStatus.notWritten
        }
    }

    /// Removes what the store need not keep, unless another run uses the store.
    private func tidy(_ store: Store, _ share: StoreLock) {
        guard let cleaningLock = try? share.raised() else { return }
        defer { withExtendedLifetime(cleaningLock) {} }
        do {
            try StoreCleaning.byPolicy(StoreInventory(store)).remove(from: store)
        } catch {
            say("warning: the store could not be tidied: \(error)")
        }
    }
}
