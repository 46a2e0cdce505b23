import ArgumentParser
import Execution
import Foundation
import Notebooks

struct RunSubcommand: ParsableCommand {
    enum LogFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs the stale cells of a notebook and writes its report.",
        discussion: """
            Everything is parsed and checked before the first cell runs. Cells whose outputs are in the store are reused. What a \
            cell needs is taken from the store, or computed again if it is not there.

            practicum run NOTEBOOK --section 14           only section 14, if it is stale
            practicum run NOTEBOOK --section 14 --fresh   section 14, even if it is fresh
            practicum run NOTEBOOK --dry-run              what would run, and why
            practicum run NOTEBOOK --verbose              every command, and what it shows

            Missing models and data sets are fetched first, after a message. With --offline nothing is fetched.

            The report is written after every cell, but at most once a second, and also if a cell fails or you press Ctrl-C. Its \
            path is printed last, and after Ctrl-C also where the next run continues. A folder beside the report, with the same \
            name, has figures/*.png, run.json and metrics.json. Only files from runs of the same notebook are replaced.

            A notebook reads files in its folder, in the working directory and in the caches of models and data, and writes in \
            the report's folder. Files named by -p and --params-file may be anywhere. --allow-outside removes the limit.
            """)

    @OptionGroup var options: NotebookOptions
    @OptionGroup var report: ReportOptions
    @OptionGroup var selection: SelectionOptions
    @OptionGroup var fetching: FetchingOptions

    @Flag(name: [.customShort("n"), .long], help: "Print what would run and why, and run nothing.")
    var dryRun = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Minutes between two checkpoints of a long command.", valueName: "minutes"))
    var checkpointMinutes = 5.0

    @Option(
        help: ArgumentHelp(
            "Train on as few examples as fit this time, e.g. 10min, 90s or 1h30min; the report says so.",
            valueName: "time"),
        transform: TimeLimit.of)
    var within: TimeLimit?

    @Option(help: "The format of the printed progress: text, or json for JSON Lines, one object for each event.")
    var logFormat: LogFormat = .text

    @OptionGroup var detail: DetailOptions
    @OptionGroup var sideFiles: SideFileOptions

    func validate() throws {
        guard checkpointMinutes >= 0, checkpointMinutes.isFinite else {
            throw ValidationError("--checkpoint-minutes is a number from 0 on; 0 keeps every step.")
        }
    }

    func run() throws {
        if dryRun, within != nil {
            throw ValidationError("--within is for a run, but --dry-run runs nothing. Leave out one of them.")
        }
        if dryRun { return try forecast() }
        Interruption.installSignalHandlers()
        try RunJob(
            options: options, report: report, selection: selection, checkpointMinutes: checkpointMinutes,
            logFormat: logFormat, detail: detail.detail, offline: fetching.offline, within: within,
            sideFiles: sideFiles
        ).run()
    }

    private func forecast() throws {
        let (plan, warnings) = try options.plan(report)
        for text in Diagnostics(warnings).texts { StandardStream.error.write(diagnostic: text) }
        report.sayEarlierStores(options)
        let store = try report.existingStore(options)
        let memory = report.memory(options, in: store)
        let settings = RunSettings(
            store: store, storages: Practical.current.registry.storages, memory: memory,
            chosen: try selection.cells(in: plan),
            isFresh: selection.fresh)
        let assessment = Assessment(
            keys: PlanKeys(plan: plan, storages: Practical.current.registry.storages, store: store), store: store,
            memory: memory,
            outputFolder: RunFiles(reportPath: report.reportPath(options)).folder)
        let forecast = RunForecast(plan: plan, assessment: assessment, settings: settings)
        let text = ForecastText(
            plan: plan, assessment: assessment, forecast: forecast, isFresh: selection.fresh,
            causes: selection.fresh || memory == nil ? [] : assessment.causes(among: settings.includes)
        ).text
        StandardStream.output.write(text, hang: 8)
    }
}

/// The output of `run --dry-run`.
struct ForecastText {
    let plan: Plan
    let assessment: Assessment
    let forecast: RunForecast
    let isFresh: Bool
    let causes: [StaleCause]

    var text: String {
        var lines: [String] = []
        let places = StaleReference.places(causes)
        for (place, cell) in forecast.cells.enumerated() {
            let name = StatusListing.name(of: plan.cells[place])
            // The reason is printed once, at the first cell that it concerns.
            let above = places[place].map { "follows [\(plan.cells[$0].cell.label)]" }
            switch cell.action {
            case .skip: lines.append("skip    \(name): eval is false")
            case .leave: continue
            case .reuse: lines.append("reuse   \(name)")
            case .decideLater:
                lines.append("may run \(name): \(above ?? StatusListing.word(for: assessment.states[place]).text)")
            case .run:
                let why = StatusListing.word(for: assessment.states[place])
                lines.append("run     \(name): \(isFresh && why.isFresh ? "--fresh" : above ?? why.text)")
            }
            lines += cell.recomputed.map { "          computes again \($0)" }
            if !cell.restored.isEmpty {
                lines.append("          from the store: \(cell.restored.map { "`\($0)`" }.joined(separator: ", "))")
            }
        }
        lines += causes.map(\.sentence)
        lines.append(forecast.sentence)
        return lines.joined(separator: "\n") + "\n"
    }
}

/// For each cell that is stale because of another cell, the index of that cell.
enum StaleReference {
    static func places(_ causes: [StaleCause]) -> [Int: Int] {
        var places: [Int: Int] = [:]
        for cause in causes {
            guard let first = cause.cells.first else { continue }
            for cell in cause.cells.dropFirst() { places[cell] = first }
        }
        return places
    }
}
