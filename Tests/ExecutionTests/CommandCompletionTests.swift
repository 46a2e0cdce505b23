import ArgumentParser
import Execution
import Notebooks
import Testing

/// Completion with Tab.
@Suite struct CommandCompletionTests {
    struct Pick: NotebookCommand {
        enum Color: String, CaseIterable, ExpressibleByArgument { case red, green, grey }

        static let configuration = CommandConfiguration(commandName: "pick", abstract: "Picks.")

        @Argument(help: "First.") var color: Color
        @Argument(help: "Then.") var words: [String] = []
        @Option(help: "Other.") var shade: Color = .red
        @Option(help: "How many.") var count = 1
        @Flag(help: "All.") var all = false

        var slots: SlotUse { SlotUse() }
        func execute(in context: CommandContext) throws {}
    }

    private let completion = CommandCompletion(
        registry: CommandRegistry([Pick.self, Put.self]), parameters: ["epochs", "encoder", "seed"],
        literals: ["eiffel-tower", "empty", "b\u{1B}[2J"], otherWords: ["help", "quit"])

    /// The completions at the end of a line, which is split into words as a terminal's line editor splits it.
    private func words(_ line: String) -> [String] {
        let start = line.lastIndex { " \t\"'".contains($0) }.map { line.index(after: $0) } ?? line.startIndex
        return completion.candidates(line: String(line[..<start]), word: String(line[start...])).words
    }

    @Test(
        arguments: [
            ("", ["help", "pick", "put", "quit"]), ("p", ["pick", "put"]), ("help ", ["pick", "put"]), ("help x y", []),
            ("pick gr", ["green", "grey"]), ("pick --", ["--all", "--count", "--shade"]), ("pick red --s", ["--shade"]),
            ("pick red --shade ", ["green", "grey", "red"]), ("pick --count ", []),
            ("pick --count 2 g", ["green", "grey"]),
            ("pick --all gre", ["green", "grey"]), ("pick red @", ["@eiffel-tower", "@empty"]),
            ("pick red @ei", ["@eiffel-tower"]),
            ("pick red g", []), ("pick red $", ["$encoder", "$epochs", "$seed"]),
            ("pick red $e", ["$encoder", "$epochs"]),
            ("pick red ${ep", ["${epochs}"]), ("pick --count=$ep", ["--count=$epochs"]),
            ("pick red \"a $s", ["$seed"]), ("pick red \"$s", ["$seed"]), ("pick red 'a $s", []), ("pick red \\$s", []),
            ("pick red \"a @e", []), ("pick red \"a\" @e", ["@eiffel-tower", "@empty"]),
            ("pick red 'it' \"é東 $ep", ["$epochs"]),
            ("nothing --", []), ("put --n", ["--negative"]),
        ] as [(String, [String])]) func words(line: String, expected: [String])
    {
        #expect(words(line) == expected)
    }

    @Test func aWordInQuotesGoesOn() {
        #expect(completion.candidates(line: "pick \"a ", word: "$s").isQuoted)
        #expect(!completion.candidates(line: "pick \"a\" ", word: "$s").isQuoted)
    }
}
