import Foundation
import Notebooks

/// Runs a plan on the calling thread, tells the renderers, and keeps the record.
///
/// A command's error fails its cell and leaves the cells after it alone, unless the cell says `error: true`. The error
/// goes to the renderers as an output `.error` and stands in the record as `CellRecord.error`.
package final class Executor {
    private let plan: Plan
    private let renderers: [any RunRenderer]
    private let interruption: Interruption
    private let outputFolder: String
    private let source: SourceText
    private let parameters: [String: Parameter.Value]
    private let header: RunHeader
    private let warnings: [String]

    private var cells: [CellRecord]
    private var recordedMetrics: [Metric] = []
    private let start: ContinuousClock.Instant = .now

    /// Called after every cell that ran, with what a report would show if nothing came after it.
    package var didFinishCell: ((RunRecord) -> Void)?

    /// - Parameters:
    ///   - outputFolder: Where commands write beside the report; made by the caller.
    ///   - profile: The one whose parameters are in the plan's notebook.
    package init(
        plan: Plan, renderers: [any RunRenderer], interruption: Interruption = Interruption(), outputFolder: String,
        profile: String? = nil, warnings: [String] = [], startedAt: Date = Date()
    ) {
        let notebook = plan.notebook
        self.plan = plan
        self.renderers = renderers
        self.interruption = interruption
        self.outputFolder = outputFolder
        self.warnings = warnings
        source = SourceText(path: notebook.path, lines: notebook.lines)
        parameters = Dictionary(notebook.parameters.map { ($0.name, $0.value) }) { first, _ in first }
        header = RunHeader(
            notebook: notebook.path, title: notebook.title, profile: profile,
            parameters: notebook.parameters.map(ParameterFact.init), cellCount: plan.cells.count, startedAt: startedAt)
        cells = plan.cells.map { CellRecord(label: $0.cell.label) }
    }

    /// Runs all cells in order.
    package func run() -> RunRecord {
        let session = Session()
        var outcome = RunRecord.Outcome.finished
        emit(.runStarted(header))
        for (index, planned) in plan.cells.enumerated() {
            guard outcome == .finished else { break }
            emit(
                .cellStarted(
                    index: index, label: planned.cell.label, sectionNumber: planned.section?.number,
                    sectionTitle: planned.section?.title))
            outcome = run(planned, at: index, in: session)
            let cell = cells[index]
            emit(.cellFinished(index: index, label: cell.label, cell.status, seconds: cell.seconds))
            if cell.status != .skipped { didFinishCell?(record(.interrupted)) }
        }
        let record = record(outcome)
        emit(.runFinished(record))
        return record
    }

    private func emit(_ event: RunEvent) {
        for renderer in renderers { renderer.handle(event) }
    }

    private func run(_ planned: PlannedCell, at index: Int, in session: Session) -> RunRecord.Outcome {
        guard planned.cell.options.eval else {
            cells[index].status = .skipped
            return .finished
        }
        let start = ContinuousClock.now
        let deadline = planned.cell.options.timeout.map(Deadline.init)
        defer { cells[index].seconds = start.duration(to: .now).seconds }
        for command in planned.commands {
            emit(.commandStarted(cell: index, text: command.text))
            let context = context(of: command, cell: planned.cell, at: index, session: session, deadline: deadline)
            do {
                try context.checkCancellation()
                try command.command.execute(in: context)
                try context.checkCancellation()
            } catch {
                return fail(with: error, command: command, cell: planned.cell, at: index)
            }
        }
        cells[index].status = .ran
        return .finished
    }

    private func context(
        of command: PlannedCommand, cell: Cell, at index: Int, session: Session, deadline: Deadline?
    ) -> RunContext {
        RunContext(
            planned: command, session: session, options: cell.options, outputFolder: outputFolder,
            parameters: parameters, interruption: interruption, deadline: deadline,
            metrics: { [unowned self] in recordedMetrics },
            sink: RunContext.Sink(
                output: { [unowned self] output in
                    if case .metrics(let metrics) = output.output { recordedMetrics += metrics }
                    cells[index].outputs.append(output)
                    emit(.output(cell: index, output))
                },
                fact: { [unowned self] fact in
                    cells[index].facts.append(fact)
                    emit(.fact(cell: index, fact))
                },
                progress: { [unowned self] in emit(.progress(cell: index, $0)) }))
    }

    private func fail(
        with error: any Error, command: PlannedCommand, cell: Cell, at index: Int
    ) -> RunRecord.Outcome {
        let text = message(for: error, command: command)
        cells[index].error = text
        emit(.output(cell: index, CellOutput(.error(text))))
        switch error as? ExecutionError {
        case .interrupted:
            cells[index].status = .interrupted
            return .interrupted
        case .timedOut:
            cells[index].status = .interrupted
        default:
            cells[index].status = .failed
        }
        return cell.options.error ? .finished : .failed
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

    // MARK: Record

    private func record(_ outcome: RunRecord.Outcome) -> RunRecord {
        let seconds = start.duration(to: .now).seconds
        var metrics = Dictionary(recordedMetrics.map { ($0.name, $0.value) }) { $1 }
        metrics["run.seconds"] = seconds
        metrics["run.peak-memory-bytes"] = Double(peakMemoryBytes())
        return RunRecord(
            header: header, cells: cells, outcome: outcome, seconds: seconds, metrics: metrics, warnings: warnings)
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
