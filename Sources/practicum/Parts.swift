import ArgumentParser
import Execution
import Notebooks
import Practical
import Reporting

/// What this program is put together from: the one practical that it knows, and the renderer of its reports.
enum Parts {
    static var registry: CommandRegistry { CommandRegistry(PracticalCommands.all) }

    static let subcommands: [any ParsableCommand.Type] = [DoctorSubcommand.self]

    static func report(of notebook: Notebook, run: RunRecord) -> String {
        HTMLReport.render(notebook: notebook, run: run)
    }
}
