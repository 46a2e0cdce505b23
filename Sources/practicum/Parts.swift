import ArgumentParser
import Execution
import Notebooks
import Practical
import Reporting

/// What this program is put together from: the one practical that it knows, and the renderer of its reports.
enum Parts {
    static let registry = CommandRegistry(PracticalCommands.all, storages: PracticalStorages.all)

    /// What bits depend on: results of another machine are told apart by it.
    static var machine: String { Machine.arithmetic }

    /// Folders of models and data sets that every notebook may read.
    static var caches: [String] { PracticalCommands.caches }

    /// Before the first command of a process runs.
    static func prepare() { Machine.prepare() }

    static let subcommands: [any ParsableCommand.Type] = [DoctorSubcommand.self]

    /// Why this program can't run on this processor; nil when it can.
    static var processorProblem: String? { Machine.problem }

    static func report(of notebook: Notebook, run: RunRecord) -> String {
        HTMLReport.render(notebook: notebook, run: run)
    }
}
