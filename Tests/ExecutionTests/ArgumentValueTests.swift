import ArgumentParser
import Execution
import Notebooks
import Testing

/// The arguments of a command in its key: they depend on what a notebook writes, not on names in the Swift code.
@Suite struct ArgumentValueTests {
    private struct Count: ExpressibleByArgument {
        var value: Int
        init?(argument: String) {
            guard let value = Int(argument) else { return nil }
            self.value = value
        }
        init(_ value: Int) { self.value = value }
    }

    private struct Amount: ExpressibleByArgument {
        var howMany: Int
        init?(argument: String) {
            guard let value = Int(argument) else { return nil }
            howMany = value
        }
        init(_ value: Int) { howMany = value }
    }

    private struct Before: NotebookCommand {
        enum Color: String, ExpressibleByArgument { case red, blue }

        static let configuration = CommandConfiguration(commandName: "paint", abstract: "Paints.")

        @Argument var place: String
        @Argument var more: [String] = []
        @Option var batchSize = Count(16)
        @Option var color = Color.red
        @Option var rate = 0.5
        @Option var note: String?
        @Flag var wet = false

        var slots: SlotUse { SlotUse() }
        func execute(in context: any CommandContext) throws {}
    }

    private struct After: NotebookCommand {
        enum Tone: String, ExpressibleByArgument {
            case warm = "red"
            case cold = "blue"
        }

        struct Numbers: ParsableArguments {
            @Option(name: [.customShort("b"), .customLong("batch-size")]) var sequences = Amount(16)
            @Option(name: .customLong("rate")) var speed = 0.5
        }

        static let configuration = CommandConfiguration(commandName: "paint", abstract: "Paints.")

        @Flag var wet = false
        @Option(name: .customLong("color")) var tone = Tone.warm
        @OptionGroup var numbers: Numbers
        @Argument var target: String
        @Argument var others: [String] = []

        var slots: SlotUse { SlotUse() }
        func execute(in context: any CommandContext) throws {}
    }

    private func values<Command: NotebookCommand>(_ type: Command.Type, _ words: String...) throws -> [String] {
        let command = try #require(try type.parseAsRoot(words) as? Command)
        return command.keyArguments.filter { !$0.texts.isEmpty }.map { "\($0.name)=\($0.texts)" }
    }

    @Test func typesAndPropertiesCanBeRenamedAndMoved() throws {
        #expect(
            try values(Before.self, "wall") == [
                #"1=["wall"]"#, #"batch-size=["16"]"#, #"color=["red"]"#, #"rate=["0.5"]"#, #"wet=["false"]"#,
            ])
        #expect(try values(Before.self, "wall") == values(After.self, "wall"))
        #expect(
            try values(Before.self, "wall", "a", "b", "--batch-size", "08", "--color=blue", "--rate", "5e-1", "--wet")
                == values(After.self, "--wet", "-b", "8", "--color", "blue", "wall", "a", "b"))
        #expect(try values(Before.self, "wall", "--note", "") != values(Before.self, "wall"))
        #expect(try values(Before.self, "wall", "a b") != values(Before.self, "wall", "a", "b"))
    }
}
