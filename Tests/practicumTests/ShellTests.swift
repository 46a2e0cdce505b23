import Foundation
import TerminalSupport
import Testing

/// The prompt with a stored session, from a pipe and in a terminal.
@Suite(.serialized) struct ShellTests {
    private static let settings = [
        Program.notebook, "--profile", "quick", "-p", "encoder=random", "-p", "train-samples=16", "-p",
        "validation-samples=8", "-o", "report.html",
    ]

    private func trained() throws -> Program {
        let program = try Program()
        let result = try program.run(["run"] + Self.settings)
        #expect(result.status == 0, "\(result.error)")
        return program
    }

    private func ask(_ program: Program, _ lines: String) throws -> Program.Result {
        try program.run(["shell"] + Self.settings, input: lines)
    }

    @Test func commandsAreAnsweredAndTheStoreIsLeftAlone() throws {
        let program = try trained()
        defer { program.remove() }
        func contents() throws -> [String] {
            try (FileManager.default.subpathsOfDirectory(atPath: program.path("store"))).sorted()
        }
        let before = try contents()
        let result = try ask(
            program,
            """
            predict ner "Ada Lovelace wrote to London."
            predict qa @eiffel-tower \\
              "Who built it?"
            evaluate qa --worst 0
            slots
            help
            help train
            """)
        #expect(result.status == 0, "\(result.error)")
        #expect(result.output.contains("\nWho built it?\nAnswer: "))
        #expect(result.output.contains("QA exact match"))
        #expect(result.output.contains("metrics(ner)"))
        #expect(result.output.contains("the last command showed"))
        #expect(result.output.contains("How many epochs to train."))
        #expect(try contents() == before)
    }

    @Test func aPlainQuestionIsAboutTheTextThatWasChosen() throws {
        let program = try trained()
        defer { program.remove() }
        let result = try ask(
            program, "use @eiffel-tower\nWho built it, in France's capital?\npredict ner \"Ada in London\"\n")
        #expect(result.status == 0, "\(result.error)")
        #expect(result.output.contains("$ predict qa @eiffel-tower 'Who built it, in France'\\''s capital?'\n"))
        #expect(result.output.contains("\nWho built it, in France's capital?\nAnswer: "))
    }

    @Test func mistakesAreSaidAndTheNextLineIsAnswered() throws {
        let program = try trained()
        defer { program.remove() }
        let result = try ask(program, "predict ner --oops x\nnonsense\npredict ner \"Ada in London\"\nhelp nothing\n")
        #expect(result.status == 2)
        #expect(result.error.contains("unknown option `--oops` of `predict`"))
        #expect(result.error.contains("typed:1:1: error: there is no command `nonsense`"))
        #expect(result.output.contains("in"))
    }

    @Test func whatIsKeptIsFreshInTheNotebook() throws {
        let program = try trained()
        defer { program.remove() }
        let line = "predict qa @eiffel-tower \"Who designed it?\""
        #expect(try ask(program, "\(line)\nkeep\n").output.contains("Kept: predict qa @eiffel-tower"))
        let text = try String(contentsOfFile: Program.notebook, encoding: .utf8)
        var arguments = Self.settings
        arguments[0] = try program.write(text + "\n```{practicum}\n#| label: mine\n\(line)\n```\n", to: "book.md")
        let status = try program.run(["status"] + arguments)
        #expect(status.output.contains("25 fresh"), "\(status.output.suffix(600))")
    }

    @Test func nothingTrainsBySurprise() throws {
        let program = try trained()
        defer { program.remove() }
        let result = try program.run(
            ["shell"] + Self.settings + ["-p", "batch-size=4"], input: "predict ner \"Ada in London\"\n")
        #expect(result.status == 2)
        #expect(result.error.contains("is not in the store, and computing it needs `train --epochs 2"))
        let none = try Program()
        defer { none.remove() }
        let without = try none.run(["shell"] + Self.settings, input: "slots\n")
        #expect(without.status == 1)
        #expect(without.error.contains("run the notebook first"))
    }

    @Test func aTerminalEditsCompletesAndRemembers() throws {
        let program = try trained()
        defer { program.remove() }
        let terminal = try Terminal(program, ["shell"] + Self.settings)
        try terminal.waitFor("practicum> ")
        terminal.type("sl\t\r")
        try terminal.waitFor("weights")
        try terminal.waitFor("stored\r\npracticum> ")
        terminal.type("predict ner \"Müller in 東京\"\r")
        try terminal.waitFor("東京")
        try terminal.waitFor("practicum> ")
        // Texts, options and parameters are completed, inside quotes and before existing text.
        terminal.type("predict qa @eif\t\"Who built it in Zürich?\" --cand\t1\r")
        try terminal.waitFor("Answer: ")
        try terminal.waitFor("practicum> ")
        terminal.type("train --ep\t0\r")
        try terminal.waitFor("`0` is invalid for `--epochs")
        try terminal.waitFor("practicum> ")
        terminal.type("predict ner \"é $enco\tx\"\r")
        try terminal.waitFor("there is no parameter `encoderx`")
        try terminal.waitFor("practicum> ")
        terminal.type("predict \"Ada Lovelace\"" + String(repeating: "\u{1B}[D", count: 15) + " ne\t\r")
        try terminal.waitFor("practicum> ")
        // Ctrl-C at the prompt has no effect, however often it is pressed.
        terminal.type("\u{3}\u{3}\u{3}")
        try terminal.waitFor("practicum> ")
        terminal.type("half a li")
        try terminal.waitFor("half a li")
        terminal.type("\u{3}")
        try terminal.waitFor("practicum> ")
        terminal.type(String(repeating: "\u{1B}[A", count: 6) + "\r")
        try terminal.waitFor("weights")
        try terminal.waitFor("stored\r\npracticum> ")
        terminal.type("schedule linear --epochs 5000\r")
        try terminal.waitFor("practicum> ")
        terminal.type("train --epochs 5000\r")
        try terminal.waitFor("/20000 steps")
        terminal.type("\u{3}")
        try terminal.waitFor("Interrupted.\r\npracticum> ")
        terminal.type("\u{4}")
        #expect(terminal.waitForExit() == 0)
        let history = try program.read("state/practicum/history")
        #expect(history.contains("slots"))
        #expect(history.contains("predict\\040ner\\040\\040\"Ada"))
        #expect(!history.contains("half"))
    }
}
