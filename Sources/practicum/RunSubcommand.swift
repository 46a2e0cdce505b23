import ArgumentParser
import Execution
import Foundation
import Notebooks

struct RunSubcommand: ParsableCommand {
    enum LogFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs a notebook and writes its report.",
        discussion: """
            Everything is parsed and checked before the first cell runs. The report is written after every cell, and also \
            when a cell fails or you press Ctrl-C. The last line is always the report's path. Beside the report, in a \
            folder of its name, are figures/*.png, run.json and metrics.json.
            """)

    @OptionGroup var options: NotebookOptions

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp("Where the report goes (default: output/NOTEBOOK.html).", valueName: "file"),
        completion: .file(extensions: ["html"]))
    var output: String?

    @Option(help: "What is printed while it runs: text, or JSON Lines, one object for each event.")
    var logFormat: LogFormat = .text

    @Flag(name: [.customShort("q"), .long], help: "Print nothing but errors, warnings and the report's path.")
    var quiet = false

    func run() throws {
        let (plan, warnings) = try options.plan()
        for warning in warnings { StandardStream.error.write("\(warning)\n") }
        let path = output ?? RunFiles.standardReportPath(notebook: options.notebook, profile: options.profile)
        let files = RunFiles(reportPath: path)
        do {
            try files.prepare()
        } catch {
            StandardStream.error.write("error: \(error)\n")
            throw ExitStatus.notWritten
        }
        Interruption.installSignalHandlers()

        let json = logFormat == .json ? JSONLinesRenderer { StandardStream.output.write($0) } : nil
        var renderers: [any RunRenderer] = json.map { [$0] } ?? []
        if logFormat == .text, !quiet { renderers.append(terminal(plan.notebook)) }
        if quiet { renderers.append(ErrorRenderer { StandardStream.error.write($0) }) }

        let executor = Executor(
            plan: plan, renderers: renderers, interruption: .process, outputFolder: files.folder,
            profile: options.profile, warnings: warnings.map(\.description))
        var reported: FileError?
        func save(_ record: RunRecord) -> FileError? {
            do throws(FileError) {
                try files.write(record, html: Parts.report(of: plan.notebook, run: record))
                return nil
            } catch {
                return error
            }
        }
        executor.didFinishCell = { record in
            // A full disk may have room again later; the run goes on, and says it once.
            if let error = save(record), reported != error {
                StandardStream.error.write("warning: \(error)\n")
                reported = error
            }
        }
        let record = executor.run()
        let error = save(record)
        if let error { StandardStream.error.write("error: \(error)\n") }
        // An earlier state of it may be there even when the last one could not be written.
        if access(path, F_OK) == 0 {
            if let json { json.reportWritten(to: path) } else { StandardStream.output.write("\(path)\n") }
        }
        switch record.outcome {
        case .interrupted: throw ExitStatus.interrupted
        case _ where error != nil: throw ExitStatus.notWritten
        case .failed: throw ExitStatus.cellFailed
        case .finished: return
        }
    }

    private func terminal(_ notebook: Notebook) -> TerminalRenderer {
        TerminalRenderer(notebook: notebook, style: .detect(STDOUT_FILENO)) { StandardStream.output.write($0) }
    }
}

/// Says only what went wrong.
private final class ErrorRenderer: RunRenderer {
    private let write: (String) -> Void

    init(write: @escaping (String) -> Void) { self.write = write }

    func handle(_ event: RunEvent) {
        guard case .output(_, let output) = event else { return }
        switch output.output {
        case .error(let text): write("\(text)\n")
        case .warning(let text): write("warning: \(text)\n")
        case .notice(let text): write("note: \(text)\n")
        default: return
        }
    }
}
