import ArgumentParser
import Execution

struct ServeSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Shows a notebook as a live page in the browser, to run and edit it there.",
        discussion: """
            The page shows the report as it grows. Cells and sections run at a click, parameters have a form, texts are edited in \
            place and saved to the notebook, and the model can be asked. What an editor saves shows at once, and so does what a run \
            in a terminal gives.

            The server listens on this machine alone, and only the address that is printed opens the page. Ctrl-C ends it; a run \
            that is at work is stopped first, and goes on where it was when it is started again.
            """)

    @OptionGroup var options: NotebookOptions
    @OptionGroup var report: ReportOptions
    @OptionGroup var fetching: FetchingOptions
    @OptionGroup var detail: DetailOptions

    @Option(
        parsing: .unconditional,
        help: "The port to listen on; the first that is free from \(PageJob.ports.lowerBound) on where it is not said.")
    var port: UInt16?

    @Flag(inversion: .prefixedNo, help: "Show the page in the browser, where there is one.")
    var open = true

    func run() throws {
        let page = PageJob(
            options: options, report: report, fetching: fetching, detail: detail, port: port, opens: open)
        try page.run()
    }
}
