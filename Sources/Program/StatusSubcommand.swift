import ArgumentParser
import Execution
import Foundation
import Notebooks

struct StatusSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows whether each cell is fresh, stale or was never run, and why.",
        discussion: """
            Nothing is written, and nothing runs, except cheap commands with --exact. A profile or parameters show the state for a \
            run with the same options.

            A cell is 'undecided' if only the results of cheap commands above it, like 'select', may have changed. A run decides \
            it, and so does --exact.
            """)

    @OptionGroup var options: NotebookOptions
    @OptionGroup var report: ReportOptions

    @Flag(help: "Print one JSON object.")
    var json = false

    @Flag(help: "Run only the cheap commands that decide the undecided cells.")
    var exact = false

    func run() throws {
        let (plan, warnings) = try options.plan(report)
        for text in Diagnostics(warnings).texts { StandardStream.error.write(diagnostic: text) }
        report.sayEarlierStores(options)
        let store = try report.existingStore(options)
        let keys = PlanKeys(plan: plan, storages: Practical.current.registry.storages, store: store)
        let folder = RunFiles(reportPath: report.reportPath(options)).folder
        if exact, let store { try decide(keys, store, folder) }
        let assessment = Assessment(
            keys: keys, store: store, memory: report.memory(options, in: store), outputFolder: folder)
        for error in assessment.damage { StandardStream.error.write(diagnostic: "warning: \(error)") }
        let listing = StatusListing(plan: plan, assessment: assessment, machine: Practical.current.arithmetic())
        // If no run is known, nothing has changed.
        let causes = assessment.isEmpty ? [] : assessment.causes()
        if json {
            StandardStream.output.write(json: try listing.json())
        } else {
            StandardStream.output.write(listing.text(causes), hang: 4)
        }
    }

    private func decide(_ keys: PlanKeys, _ store: Store, _ outputFolder: String) throws {
        Interruption.installSignalHandlers(saying: "\nStopping after this step.\nPress Ctrl-C again to stop at once.\n")
        Practical.current.prepare()
        var run = CheapRun(
            keys: keys,
            settings: RunSettings(
                store: store, storages: Practical.current.registry.storages, machine: Practical.current.arithmetic(),
                environment: options.digests(report)),
            outputFolder: outputFolder, interruption: .process)
        do {
            try run.run()
        } catch {
            throw ExitStatus.interrupted
        }
        for failure in run.failures { StandardStream.error.write("warning: \(failure)\n") }
    }
}

/// The output of `status`.
struct StatusListing: Encodable {
    struct CellItem: Encodable {
        var label: String
        var section: String?
        /// `fresh`, `stale`, `undecided`, `never run`, `always runs` or `not evaluated`.
        var state: String
        var reason: String?
        var madeAt: Date?
        /// The machine that made it, if it was another machine.
        var madeOn: String?
    }

    var notebook: String
    var cells: [CellItem]

    init(plan: Plan, assessment: Assessment, machine: String) {
        notebook = plan.notebook.path
        cells = zip(plan.cells, assessment.states).map { planned, state in
            let word = Self.word(for: state)
            let others = planned.commands.compactMap { assessment.result(of: $0)?.machine }
                .filter { $0 != machine }
            return CellItem(
                label: planned.cell.label, section: planned.section.map { $0.number ?? $0.slug }, state: word.state,
                reason: word.reason, madeAt: word.madeAt, madeOn: word.isFresh ? others.first : nil)
        }
    }

    /// The words for a state.
    struct Word {
        var state: String
        var reason: String?
        var madeAt: Date?

        var isFresh: Bool { madeAt != nil }
        var text: String { reason ?? state }
    }

    static func word(for state: Assessment.State) -> Word {
        switch state {
        case .fresh(let madeAt): Word(state: "fresh", madeAt: madeAt)
        case .stale: Word(state: "stale", reason: state.reason)
        case .undecided: Word(state: "undecided", reason: state.reason)
        case .neverRun: Word(state: "never run")
        case .alwaysRuns: Word(state: "always runs")
        case .notEvaluated: Word(state: "not evaluated", reason: state.reason)
        }
    }

    /// `12 Training Loop [train]`.
    static func name(of planned: PlannedCell) -> String {
        let section =
            planned.section.map { [$0.number, $0.title].compactMap { $0 }.joined(separator: " ") + " " } ?? ""
        return "\(section)[\(planned.cell.label)]"
    }

    func json() throws -> String {
        let encoder = JSONEncoder.practicum
        encoder.outputFormatting.insert(.prettyPrinted)
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }

    /// One line for each cell. A cell that is stale because of another cell names that cell, where the cause is printed. The causes
    /// follow at the end, with their costs.
    func text(_ causes: [StaleCause]) -> StyledText {
        let width = cells.map { StyledText($0.label).width }.max() ?? 0
        let sectionWidth = cells.map { StyledText($0.section ?? "").width }.max() ?? 0
        let places = StaleReference.places(causes)
        var lines = cells.enumerated().map { place, cell in
            let ink: StyledText.Ink =
                switch cell.state {
                case "fresh": .green
                case "stale", "undecided": .orange
                default: .dim
                }
            let section = StyledText(cell.section ?? "").padded(to: sectionWidth)
            let state = StyledText(cell.state, ink).padded(to: 13)
            var line: StyledText = "\(section)  \(StyledText(cell.label).padded(to: width))  \(state)"
            if let date = cell.madeAt { line += "  from \(DisplayedDate.short(date))" }
            if let above = places[place], cell.reason != nil {
                line += "  follows \(cells[above].label)"
            } else if let reason = cell.reason {
                line += "  \(reason)"
            }
            if let machine = cell.madeOn { line += ", made with \(machine)" }
            return line.withoutTrailingBlanks
        }
        let counts = ["fresh", "stale", "undecided", "never run", "always runs", "not evaluated"].map { state in
            (state, cells.count { $0.state == state })
        }.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
        lines += causes.filter { $0.cells.contains { cells[$0].reason != nil } }.map { "\($0.sentence)" }
        let all = "\(cells.count) cell\(cells.count == 1 ? "" : "s")"
        lines.append("\(notebook): \(counts.isEmpty ? "" : "\(counts.joined(separator: ", ")), of ")\(all)")
        return lines.joined(separator: "\n") + "\n"
    }
}
