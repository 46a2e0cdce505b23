import Execution

extension Practical {
    /// The practical that this program is for. The argument parser makes the subcommands itself, so that it can't be handed to them.
    @TaskLocal static var current = Practical(name: "", commands: [])

    /// Runs the program that the process was started as, and ends it.
    package func main() -> Never {
        Practical.$current.withValue(self) { RootCommand.runAndExit() }
    }
}
