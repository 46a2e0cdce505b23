import ArgumentParser
import Execution
import Notebooks

struct CommandsSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "commands",
        abstract: "Lists the commands that a notebook may use, or shows one's page.")

    @Argument(help: "A notebook command, e.g. train.")
    var name: String?

    func run() throws {
        let registry = Parts.registry
        guard let name else {
            let width = registry.names.map(\.count).max() ?? 0
            let lines = registry.commands.map { command in
                let name = CommandRegistry.name(of: command)
                let blanks = String(repeating: " ", count: width - name.count + 2)
                return "  \(name)\(blanks)\(command.configuration.abstract)"
            }
            StandardStream.output.write(
                "Commands of a notebook; `practicum commands NAME` shows one's page.\n\n"
                    + lines.joined(separator: "\n") + "\n")
            return
        }
        guard let command = registry[name] else {
            throw ValidationError("There is no command `\(name)`. \(registry.suggestion(for: name))")
        }
        StandardStream.output.write(command.helpMessage() + "\n")
    }
}
