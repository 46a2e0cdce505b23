import Foundation
import TerminalSupport
import Testing

/// The program in a terminal: what Ctrl-C does, and how wide lines are.
@Suite(.serialized) struct TerminalTests {
    private let book = """
        # A

        ```{practicum}
        #| label: load
        load ner conll2003 --train-file words.txt --validation-file words.txt
        ```

        """

    @Test func aWatchThatWaitsEndsAtOnce() throws {
        let program = try Program()
        defer { program.remove() }
        let path = try program.write("# A\n\n```{practicum}\nenvironment\n```\n", to: "book.md")
        for signal in ["\u{3}", "\u{3}\u{3}"] {
            let terminal = try Terminal(program, ["watch", path])
            try terminal.waitFor("Ctrl-C ends.")
            terminal.type(signal)
            #expect(terminal.waitForExit() == 0)
            #expect(terminal.unread.contains("Watching has ended"))
            #expect(!terminal.unread.contains("after this step"))
            #expect(terminal.unread.hasSuffix("\r\n"))
        }
    }

    @Test func aWatchThatWaitsTakesNoTime() throws {
        let program = try Program()
        defer { program.remove() }
        let path = try program.write("# A\n\n```{practicum}\nenvironment\n```\n", to: "book.md")
        let terminal = try Terminal(program, ["watch", path])
        try terminal.waitFor("Ctrl-C ends.")
        let before = try terminal.processorSeconds()
        sleep(3)
        #expect(try terminal.processorSeconds() - before <= 0.03)
        // A save is still seen.
        _ = try program.write("# B\n\n```{practicum}\nenvironment\n```\n", to: "book.md")
        try terminal.waitFor("Finished: 1 of 1 cell done in ")
        try terminal.waitFor("output/book.html\r\n")
        terminal.type("\u{3}")
        #expect(terminal.waitForExit() == 0)
    }

    @Test func aSecondInterruptionLeavesTheTerminalAsItWas() throws {
        let program = try Program()
        defer { program.remove() }
        // Enough words for reading them to take longer than pressing Ctrl-C twice.
        _ = try program.write(String(repeating: "word O\n\n", count: 1_000_000), to: "words.txt")
        let path = try program.write(book, to: "book.md")
        let terminal = try Terminal(program, ["run", path])
        let before = terminal.modes
        try terminal.waitFor("[load]")
        terminal.type("\u{3}")
        try terminal.waitFor("report is written first.\r\nPress Ctrl-C again to stop at once.\r\n")
        terminal.type("\u{3}")
        #expect(terminal.waitForExit() == 130)
        #expect(terminal.unread.hasSuffix("\r\n"))
        #expect(terminal.modes == before)
    }

    @Test(arguments: [20, 40, 80, 200] as [UInt16]) func linesAreNoWiderThanTheTerminal(columns: UInt16) throws {
        let program = try Program()
        defer { program.remove() }
        for (hasColor, environment) in [
            (false, ["NO_COLOR": "1"]), (false, ["NO_COLOR": "", "TERM": "dumb"]), (true, ["NO_COLOR": ""]),
        ] {
            let path = try program.write("# A\n\n```{practicum}\nenvironment\n```\n", to: "book.md")
            let terminal = try Terminal(program, ["run", path], columns: columns, environment: environment)
            #expect(terminal.waitForExit() == 0)
            #expect(terminal.unread.contains("\u{1B}[1m") == hasColor)
            let text = terminal.unread.replacing(#/\e\[[0-9;]*[mK]/#, with: "")
            for line in text.split(whereSeparator: \.isNewline) where line.contains(" ") {
                #expect(line.count <= Int(columns), "\(environment): \(line)")
            }
        }
    }
}
