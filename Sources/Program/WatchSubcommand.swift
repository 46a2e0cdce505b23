import ArgumentParser
import Execution
import Files
import Foundation
import Notebooks

struct WatchSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Runs what is stale whenever the notebook is saved, until Ctrl-C.",
        discussion: """
            The first run prints the same as 'run', and every later run prints one line with the time. Errors in the notebook are \
            printed, and the next save tries again.

            With --open the report is a live page in the browser, as with 'serve'.
            """)

    @OptionGroup var options: NotebookOptions
    @OptionGroup var report: ReportOptions
    @OptionGroup var selection: SelectionOptions
    @OptionGroup var fetching: FetchingOptions

    @OptionGroup var detail: DetailOptions

    @Flag(help: "Show the notebook as a live page in the browser, as 'serve' does.")
    var open = false

    func validate() throws {
        let isWhole = selection.section.isEmpty && selection.from == nil && selection.to == nil && !selection.fresh
        guard !open || isWhole else {
            throw ValidationError(
                "`--open` runs everything that is stale. Leave out --section, --from, --to and --fresh, or watch without --open."
            )
        }
    }

    func run() throws {
        if open {
            let page = PageJob(
                options: options, report: report, fetching: fetching, detail: detail, runsOnSave: true, opens: true)
            return try page.run()
        }
        Interruption.installSignalHandlers()
        var isFirst = true
        while true {
            let seen = stamps
            // Otherwise a mistyped path would be watched forever.
            if isFirst, seen.contains(nil) { _ = try options.plan() }
            var job = RunJob(
                options: options, report: report, selection: selection, checkpointMinutes: 5, logFormat: .text,
                detail: detail.detail, offline: fetching.offline)
            if !isFirst {
                // Only the first run is forced: afterwards what was edited decides.
                job.selection.fresh = false
                if job.detail == .brief { job.detail = .save }
            }
            do {
                try job.run()
            } catch let status as ExitCode where status != ExitStatus.interrupted {
                // The error was printed; the next save tries again.
            }
            if isFirst { say("Watching \(options.notebook); Ctrl-C ends.\n") }
            isFirst = false
            guard waitForSave(after: seen) else { return say("\nWatching has ended; nothing was running.\n") }
            // An editor that writes in two steps is given time for the second.
            usleep(50_000)
        }
    }

    private func say(_ text: String) {
        if !detail.quiet { StandardStream.output.write(text) }
    }

    /// Waits for the next save; false if Ctrl-C came first.
    private func waitForSave(after seen: [FileStamp?]) -> Bool {
        Interruption.isSilent = true
        defer { Interruption.isSilent = false }
        while stamps == seen {
            if Interruption.process.isRequested { return false }
            usleep(100_000)
        }
        return true
    }

    /// The stamps of the notebook and of its parameter file. They contain the inode, because editors replace files.
    private var stamps: [FileStamp?] {
        ([options.notebook] + (options.paramsFile.map { [$0] } ?? [])).map(FileStamp.init(path:))
    }
}
