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
            "Prose and titles are the notebook's of now. Cells that are stale are shown as not run, with the reason.")

    @OptionGroup var options: NotebookOptions
    @OptionGroup var report: ReportOptions

    func run() throws {
        let (plan, warnings, inputs) = try options.planWithInputs(report)
        for text in Diagnostics(warnings).texts { StandardStream.error.write(diagnostic: text) }
        report.sayEarlierStores(options)
        let store = try report.existingStore(options)
        let memory = report.memory(options, in: store)
        let files = report.files(options)
        let assessment = Assessment(
            keys: PlanKeys(plan: plan, storages: Practical.current.registry.storages, store: store), store: store,
            memory: memory,
            outputFolder: files.folder)
        guard !assessment.isEmpty else {
            StandardStream.error.write(
                "error: \(report.storeFolder(options)) has nothing of \(options.notebook) with these settings. Run it "
                    + "first, or name the store with `--store`.\n")
            throw ExitStatus.invalid
        }
        for error in assessment.damage { StandardStream.error.write(diagnostic: "warning: \(error)") }
        var header = RunHeader(plan: plan, profile: options.profile, startedAt: Date())
        if let last = memory?.lastRun(like: header) { header.startedAt = last.header.startedAt }
        let record = RunRecord(plan: plan, assessment: assessment, memory: memory, header: header)
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
        let missing = record.cells.count { $0.status == .notRun }
        if missing > 0 {
            StandardStream.error.write(
                "\(missing) of \(record.cells.count) cells are stale or were never run, and are left empty; "
                    + "`practicum status` says why.\n")
        }
        StandardStream.output.write("\(files.reportPath)\n")
    }
}
