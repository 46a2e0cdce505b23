import Foundation
import Notebooks
import Outputs

/// Runs a plan on the calling thread, tells the renderers, and keeps the record.
///
/// Cells whose outputs the store has are reused; the others run, and what they show is kept. A command's error fails its
/// cell and leaves the cells after it alone, unless the cell says `error: true`. The error goes to the renderers as an output
/// `.error` and stands in the record as `CellRecord.error`.
package final class Executor {
    private let plan: Plan
    private let renderers: [any RunRenderer]
    private let interruption: Interruption
    private let settings: RunSettings
    private let outputFolder: String
    private let source: SourceText
    private let header: RunHeader
    private let planWarnings: [String]
    private let runner: CommandRunner

    private var assessment: Assessment
    private var cells: [CellRecord]
    private var continuation: String?
    private let start: ContinuousClock.Instant = .now
    /// When the last snapshot was taken; the start of the run before that.
    private var snapshotAt: ContinuousClock.Instant = .now
    /// How long the renderers took with it.
    private var snapshotSeconds = 0.0
    /// Cells ran since then.
    private var hasNews = false
    /// The cell that is at work.
    private var current: Int?

    /// - Parameters:
    ///   - outputFolder: Where commands write beside the report; made by the caller.
    ///   - profile: The one whose parameters are in the plan's notebook.
    package init(
        plan: Plan, renderers: [any RunRenderer], interruption: Interruption = Interruption(), outputFolder: String,
        profile: String? = nil, warnings: [String] = [], startedAt: Date = Date(), settings: RunSettings = RunSettings()
    ) {
        let notebook = plan.notebook
        self.plan = plan
        self.renderers = renderers
        self.interruption = interruption
        self.outputFolder = outputFolder
        self.settings = settings
        planWarnings = warnings
        source = SourceText(path: notebook.path, lines: notebook.lines)
        header = RunHeader(plan: plan, profile: profile, startedAt: startedAt)
        let keys = PlanKeys(plan: plan, storages: settings.storages, store: settings.store)
        assessment = Assessment(
            keys: keys, store: settings.store, memory: settings.memory, outputFolder: outputFolder)
        cells = plan.cells.map { CellRecord(label: $0.cell.label) }
        runner = CommandRunner(
            keys: keys, settings: settings, interruption: interruption, outputFolder: outputFolder,
            emit: { event in for renderer in renderers { renderer.handle(event) } })
        runner.pause = { [unowned self] takesLong in takeSnapshotIfDue(isUrgent: takesLong) }
    }

    /// Runs all chosen cells in order.
    package func run() -> RunRecord {
        var outcome = RunRecord.Outcome.finished
        emit(.runStarted(header))
        if settings.memory != nil, !settings.isFresh {
            let causes = assessment.causes(among: settings.includes)
            if !causes.isEmpty { emit(.staleFound(causes)) }
        }
        for error in assessment.damage { runner.warn("\(clause(error)). It is computed again when it is needed.") }
        for index in cells.indices where !settings.includes(index) { fill(index) }
        for (index, planned) in plan.cells.enumerated() where settings.includes(index) {
            guard outcome == .finished else { break }
            emit(
                .cellStarted(
                    index: index, label: planned.cell.label, sectionNumber: planned.section?.number,
                    sectionTitle: planned.section?.title))
            current = index
            outcome = run(planned, at: index)
            current = nil
            emit(.cellFinished(index: index, cells[index]))
            if cells[index].status != .skipped, cells[index].status != .reused { hasNews = true }
            takeSnapshotIfDue()
        }
        assessment.decide()
        // Not chosen, or not reached.
        for index in cells.indices where !settings.includes(index) || cells[index].status == .notRun { leave(index) }
        let record = record(outcome)
        remember(record)
        emit(.runFinished(record))
        return record
    }

    private func emit(_ event: RunEvent) {
        for renderer in renderers { renderer.handle(event) }
    }

    /// A report is written as a whole, which takes the longer the more cells there are: once a second is enough for quick ones, and
    /// never more than a fifth of the run's time.
    private func takeSnapshotIfDue(isUrgent: Bool = false) {
        let interval = settings.reportInterval * max(1, 4 * snapshotSeconds)
        guard isUrgent || hasNews && snapshotAt.duration(to: .now) >= interval else { return }
        let start = ContinuousClock.now
        var record = record(.interrupted)
        if let current { record.cells[current].status = .interrupted }
        remember(record)
        emit(.snapshot(record))
        hasNews = false
        snapshotAt = .now
        snapshotSeconds = start.duration(to: snapshotAt).seconds
    }

    // MARK: A cell that was chosen

    private func run(_ planned: PlannedCell, at index: Int) -> RunRecord.Outcome {
        guard planned.cell.options.eval else {
            cells[index].status = .skipped
            return .finished
        }
        let start = ContinuousClock.now
        let deadline = planned.cell.options.timeout.map(Deadline.init)
        var secondsBefore = 0.0
        defer {
            cells[index].seconds = cells[index].status == .reused ? secondsBefore : start.duration(to: .now).seconds
        }
        var isReused = !planned.commands.isEmpty
        for command in planned.commands {
            do {
                try runner.decide(command, shownIn: index)
                if let result = reusable(command) {
                    show(result, of: command, at: index)
                    secondsBefore += result.seconds
                    continue
                }
                // What always runs takes no part in whether a cell is fresh.
                if !command.alwaysRuns { isReused = false }
                emit(.commandStarted(cell: index, text: command.text))
                let stamp = stamp(of: command, at: index)
                let result = try runner.run(
                    command, shownIn: index, deadline: deadline,
                    output: { [unowned self] output in
                        let output = stamp.on(output)
                        cells[index].outputs.append(output)
                        emit(.output(cell: index, output))
                    },
                    fact: { [unowned self] fact in
                        cells[index].facts.append(fact)
                        emit(.fact(cell: index, fact))
                    })
                assessment.add(result, of: command)
            } catch {
                return fail(with: error, command: command, cell: planned.cell, at: index)
            }
        }
        cells[index].status = isReused && cells[index].madeAt != nil ? .reused : .ran
        if cells[index].status == .ran { cells[index].madeAt = nil }
        return .finished
    }

    /// What a command showed when it ran, if that holds.
    private func reusable(_ command: PlannedCommand) -> StoredResult? {
        guard settings.store != nil, !settings.isFresh, !command.alwaysRuns else { return nil }
        return runner.recomputed(command) ?? assessment.find(command)
    }

    private func stamp(of command: PlannedCommand, at index: Int) -> FigureStamp {
        FigureStamp(notebook: header.notebook, cell: cells[index].label, key: runner.keys[command]?.outputKey)
    }

    private func show(_ result: StoredResult, of command: PlannedCommand, at index: Int) {
        let stamp = stamp(of: command, at: index)
        let outputs = result.outputs.map(stamp.on)
        cells[index].outputs += outputs
        cells[index].facts += result.facts
        cells[index].madeAt = min(cells[index].madeAt ?? result.madeAt, result.madeAt)
        emit(.commandReused(cell: index, text: command.text, madeAt: result.madeAt))
        for output in outputs { emit(.output(cell: index, output)) }
        for fact in result.facts { emit(.fact(cell: index, fact)) }
    }

    private func fail(
        with error: any Error, command: PlannedCommand, cell: Cell, at index: Int
    ) -> RunRecord.Outcome {
        cells[index].madeAt = nil
        let text = message(for: error, command: command)
        cells[index].error = text
        emit(.output(cell: index, CellOutput(.error(text))))
        switch error as? ExecutionError {
        case .interrupted:
            cells[index].status = .interrupted
            continuation = continuation(of: command, cell: cell)
            return .interrupted
        case .timedOut:
            cells[index].status = .interrupted
        default:
            cells[index].status = .failed
        }
        return cell.options.error ? .finished : .failed
    }

    private func continuation(of command: PlannedCommand, cell: Cell) -> String? {
        guard settings.store != nil else { return nil }
        if let key = runner.keys[command]?.key, let note = runner.progressNotes[key] {
            return "[\(cell.label)] \(note)"
        }
        return "[\(cell.label)] at `\(command.name)`"
    }

    /// The error with the notebook's line before it.
    private func message(for error: any Error, command: PlannedCommand) -> String {
        if let error = error as? ExecutionError, error == .interrupted {
            return
                "\(command.line.range.start): interrupted in `\(command.name)`. What was done before is in the report."
        }
        var text = "\(error)"
        while text.last == "\n" { text.removeLast() }
        return source.diagnostic(at: command.line.range, "`\(command.name)`: \(text)").description
    }

    // MARK: A cell that was not chosen, or not reached

    private func leave(_ index: Int) {
        if settings.store != nil || !settings.includes(index) { fill(index) }
        emit(.cellLeft(index: index, cells[index]))
    }

    /// Shows what the store has of a cell, when all of it holds.
    private func fill(_ index: Int) {
        cells[index] = CellRecord(
            plan.cells[index], assessment.states[index], notebook: header.notebook, keys: runner.keys
        ) { [assessment, runner] in
            runner.recomputed($0) ?? assessment.result(of: $0)
        }
    }

    // MARK: Record

    private func record(_ outcome: RunRecord.Outcome) -> RunRecord {
        let seconds = start.duration(to: .now).seconds
        var metrics = cells.metrics
        metrics["run.seconds"] = seconds
        metrics["run.peak-memory-bytes"] = Double(peakMemoryBytes())
        var record = RunRecord(
            header: header, cells: cells, outcome: outcome, chosen: settings.chosen?.sorted(), seconds: seconds,
            metrics: metrics,
            warnings: planWarnings + runner.warnings, continuation: continuation)
        record.comparison = settings.memory?.compared.map {
            RunComparison(before: $0.run, now: record, edits: assessment.edits)
        }
        return record
    }

    /// Takes note of the run, so that the next one can say what is stale and what changed.
    private func remember(_ record: RunRecord) {
        guard let store = settings.store else { return }
        var memory =
            settings.memory
            ?? NotebookMemory(notebook: plan.notebook.path.resolvedPath, profile: header.profile)
        memory.remember(record, of: plan, runner.keys)
        do {
            try store.save(memory)
        } catch {
            runner.warn("This run can't be remembered in the store: \(clause(error)).")
        }
    }
}

extension RunHeader {
    /// The header of a run of a plan.
    package init(plan: Plan, profile: String?, startedAt: Date) {
        let notebook = plan.notebook
        self.init(
            notebook: notebook.path, title: notebook.title, profile: profile,
            parameters: notebook.parameters.map(ParameterFact.init), cellCount: plan.cells.count, startedAt: startedAt)
    }
}

/// The most memory that this process has held at once.
package func peakMemoryBytes() -> Int {
    var usage = rusage()
    #if canImport(Darwin)
        let unit = 1
        let who = RUSAGE_SELF
    #else
        let unit = 1024
        let who = __rusage_who_t(RUSAGE_SELF.rawValue)
    #endif
    return getrusage(who, &usage) == 0 ? Int(usage.ru_maxrss) * unit : 0
}

extension Duration {
    package var seconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}

extension ParameterFact {
    /// A notebook's parameter as a line of the report.
    package init(_ parameter: Parameter) {
        let origin =
            switch parameter.origin {
            case .notebook: "notebook"
            case .profile(let name): "profile \(name)"
            case .file(let path): path
            case .commandLine: "-p"
            }
        self.init(
            name: parameter.name, value: parameter.value.text, defaultValue: parameter.defaultValue.text,
            origin: origin)
    }
}
