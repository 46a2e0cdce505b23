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
        let registry = Practical.current.registry
        guard let name else {
            StandardStream.output.write(
                "Commands of the practical \(Practical.current.name); `practicum commands NAME` shows one's page.\n\n"
                    + Self.list(of: registry))
            return
        }
        guard let command = registry[name] else {
            throw ValidationError("There is no command `\(name)`. \(registry.suggestion(for: name))")
        }
        StandardStream.output.write(command.helpMessage(columns: StandardStream.output.style.width) + "\n")
    }

    /// The names of the commands, each with its summary line.
    static func list(of registry: CommandRegistry) -> StyledText {
        .list(
            registry.commands.map { (StyledText(CommandRegistry.name(of: $0)), StyledText($0.configuration.abstract)) },
            in: StandardStream.output.style)
    }
}
