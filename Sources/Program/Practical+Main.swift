import Execution

extension Practical {
    /// The practical of this program. It can't be passed to the subcommands, because the argument parser creates them.
    @TaskLocal static var current = Practical(name: "", commands: [])

    /// Runs the program with the arguments of this process, and ends the process.
    package func main() -> Never {
        Practical.$current.withValue(self) { RootCommand.runAndExit() }
    }
}
