import ArgumentParser
import Execution
import Notebooks
import Outputs

struct CheckSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Parses and validates a notebook without running it.",
        discussion:
            "All errors are printed together, each with its place and a correction. The exit status is then 1.")

    @OptionGroup var options: NotebookOptions

    func run() throws {
        let (plan, warnings) = try options.plan()
        for text in Diagnostics(warnings).texts { StandardStream.error.write(diagnostic: text) }
        let sections = plan.notebook.sections.count
        StandardStream.output.write(
            "\(options.notebook): sound, with \(DisplayedNumber.count(sections, "section")), "
                + "\(DisplayedNumber.count(plan.cells.count, "cell")) and \(DisplayedNumber.count(plan.commands.count, "command"))\n"
        )
    }
}
