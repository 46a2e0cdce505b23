import ArgumentParser
import Execution

struct ServeSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Shows a notebook as a live page in the browser, to run and edit it there.",
        discussion: """
            The page shows the report while it grows. You can run cells and sections, change parameters in a form, edit texts, which \
            are saved to the notebook, and ask the model. The page also shows what an editor saves and what a run in a terminal \
            computes.

            The server listens on this machine only, and only the printed address opens the page. Ctrl-C ends it. A run is stopped \
            first, and continues from there the next time.
            """)

    @OptionGroup var options: NotebookOptions
    @OptionGroup var report: ReportOptions
    @OptionGroup var fetching: FetchingOptions
    @OptionGroup var detail: DetailOptions

    @Option(
        parsing: .unconditional,
        help: "The port to listen on (default: the first free one from \(PageJob.ports.lowerBound) on).")
    var port: UInt16?

    @Flag(inversion: .prefixedNo, help: "Show the page in the browser, if there is one.")
    var open = true

    func run() throws {
        let page = PageJob(
            options: options, report: report, fetching: fetching, detail: detail, port: port, opens: open)
        try page.run()
    }
}
