import ArgumentParser
import Execution
import Files
import Foundation
import Notebooks
import Reporting

struct RenderSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Writes the report again from the store; nothing is executed.",
        discussion:
            "Prose and titles are those of the current notebook. Stale cells are shown as not run, with the reason.")

    @OptionGroup var options: NotebookOptions
    @OptionGroup var report: ReportOptions

    func run() throws {
        let (plan, warnings, inputs) = try options.planWithInputs(report)
        for text in Diagnostics(warnings).texts { StandardStream.error.write(diagnostic: text) }
        report.sayEarlierStores(options)
        let record = try StoredReport.record(of: plan, options, report)
        let files = report.files(options)
        do {
            try files.prepare(
                reading: inputs, store: report.storeFolder(options), allowsOutside: options.allowOutside)
            try files.claimPlace(interruption: .process) {
                StandardStream.error.write(diagnostic: report.waiting(options))
            }
        } catch {
            StandardStream.error.write(diagnostic: "error: \(error)")
            throw ExitStatus.notWritten
        }
        let renderer = ReportRenderer(files: files, notebook: plan.notebook) { _ in }
        renderer.handle(.runFinished(record))
        if let error = renderer.failure {
            StandardStream.error.write(diagnostic: "error: \(error)")
            throw ExitStatus.notWritten
        }
        StoredReport.sayMissing(record)
        StandardStream.output.write("\(files.reportPath)\n")
    }
}
