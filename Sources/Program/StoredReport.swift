import Execution
import Notebooks

/// What the store has of a notebook, put together without running anything: for the subcommands that render it.
enum StoredReport {
    /// The notebook's plan of now, and what the store shows of it.
    ///
    /// - Throws: the exit status; what went wrong was said.
    static func read(_ options: NotebookOptions, _ report: ReportOptions) throws -> (plan: Plan, record: RunRecord) {
        let (plan, warnings) = try options.plan(report)
        for text in Diagnostics(warnings).texts { StandardStream.error.write(diagnostic: text) }
        report.sayEarlierStores(options)
        return (plan, try record(of: plan, options, report))
    }

    /// What the store shows of a plan.
    static func record(of plan: Plan, _ options: NotebookOptions, _ report: ReportOptions) throws -> RunRecord {
        let store = try report.existingStore(options)
        let memory = report.memory(options, in: store)
        let assessment = Assessment(
            keys: PlanKeys(plan: plan, storages: Practical.current.registry.storages, store: store), store: store,
            memory: memory, outputFolder: report.files(options).folder)
        guard !assessment.isEmpty else {
            StandardStream.error.write(
                "error: \(report.storeFolder(options)) has nothing of \(options.notebook) with these settings. Run it "
                    + "first, or name the store with `--store`.\n")
            throw ExitStatus.invalid
        }
        for error in assessment.damage { StandardStream.error.write(diagnostic: "warning: \(error)") }
        var header = RunHeader(plan: plan, profile: options.profile, startedAt: .now)
        if let last = memory?.lastRun(like: header) { header.startedAt = last.header.startedAt }
        return RunRecord(plan: plan, assessment: assessment, memory: memory, header: header)
    }

    /// Says how many cells are left empty.
    static func sayMissing(_ record: RunRecord) {
        let missing = record.cells.count { $0.status == .notRun }
        guard missing > 0 else { return }
        StandardStream.error.write(
            "\(missing) of \(record.cells.count) cells are stale or were never run, and are left empty; "
                + "`practicum status` says why.\n")
    }
}
