import Foundation
import TerminalSupport
import Testing

/// Reading lines from a pipe, and from a person at a terminal.
@Suite struct LineReaderTests {
    private let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "lines-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private var history: String { "\(folder)/state/history" }

    /// The reader's program, which is in the same folder as the tests.
    private func echo(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("lineecho")
        process.arguments = arguments
        return process
    }

    private func terminal() throws -> Terminal {
        let terminal = try Terminal(echo([history]), columns: 80)
        try terminal.waitFor("> ")
        return terminal
    }

    /// Ends the program at its next prompt. Before it, the terminal reads whole lines, and a Ctrl-D that is typed then is lost, as in any
    /// shell.
    private func end(_ terminal: Terminal) throws {
        try terminal.waitFor("> ")
        terminal.type("\u{4}")
        #expect(terminal.waitForExit() == 0)
    }

    // MARK: Without a terminal

    @Test(arguments: [
        ("", "end\n"), ("a\n\nb", "<a>\n<>\n<b>\nend\n"), ("one \\\ntwo\\\n three\n", "<one  two  three>\nend\n"),
        ("open \\\n", "<open  >\nend\n"), ("é\t東\n", "<é\t東>\nend\n"),
    ]) func aPipeGivesItsLines(input: String, shown: String) throws {
        let process = echo([history])
        let (source, sink) = (Pipe(), Pipe())
        process.standardInput = source
        process.standardOutput = sink
        try process.run()
        source.fileHandleForWriting.write(Data(input.utf8))
        try source.fileHandleForWriting.close()
        let output = String(decoding: sink.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        // No prompt is shown, and lines of a script are not added to the history.
        #expect(output == shown)
        #expect(!FileManager.default.fileExists(atPath: history))
    }

    // MARK: At a terminal

    @Test func aLineIsEditedAndGoesOn() throws {
        let terminal = try terminal()
        terminal.type("bd\u{1B}[Dc\r")
        try terminal.waitFor("<bcd>")
        try terminal.waitFor("> ")
        terminal.type("one \\\r")
        try terminal.waitFor("… ")
        terminal.type("two\r")
        try terminal.waitFor("<one  two>")
        try end(terminal)
    }

    @Test func aWordIsCompleted() throws {
        let terminal = try terminal()
        // A single completion is followed by a blank, and may contain letters beyond ASCII.
        terminal.type("zü\tr\r")
        try terminal.waitFor("<zürich r>")
        // Several completions are completed up to their common beginning. The characters that may begin a word belong to it.
        terminal.type("b\tas\t\r")
        try terminal.waitFor("<basel >")
        terminal.type("@h\t$\t\r")
        try terminal.waitFor("<@home $>")
        // The text before the word counts, including earlier lines.
        terminal.type("bern rhô\t\r")
        try terminal.waitFor("<bern rhône >")
        terminal.type("bern \\\rrhi\t\r")
        try terminal.waitFor("<bern  rhine >")
        // Inside quotes the word continues, and file names are not completed.
        terminal.type("say \"rhi\t!\r")
        try terminal.waitFor("<say \"rhine!>")
        terminal.type("/et\t\r")
        try terminal.waitFor("</et>")
        try end(terminal)
    }

    @Test func ctrlCGivesUpTheLine() throws {
        let terminal = try terminal()
        terminal.type("half")
        try terminal.waitFor("half")
        terminal.type("\u{3}")
        try terminal.waitFor("abandoned")
        terminal.type("whole\r")
        try terminal.waitFor("<whole>")
        try end(terminal)
    }

    @Test func theHistoryIsKeptForTheNextProgram() throws {
        let first = try terminal()
        for line in ["one", "two", "two", "  ", "drei Größen"] {
            first.type("\(line)\r")
            try first.waitFor("<\(line)>")
        }
        try end(first)
        let second = try terminal()
        // A repeated line is in the history once, and a blank line is not.
        for (ups, line) in [(1, "drei Größen"), (3, "two"), (5, "one")] {
            second.type(String(repeating: "\u{1B}[A", count: ups) + "\r")
            try second.waitFor("<\(line)>")
        }
        try end(second)
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/state") == ["history"])
    }

    @Test func aFolderInPlaceOfTheHistoryIsLeftAlone() throws {
        try FileManager.default.createDirectory(atPath: history, withIntermediateDirectories: true)
        let terminal = try terminal()
        terminal.type("a\r")
        try terminal.waitFor("<a>")
        try end(terminal)
        #expect(try FileManager.default.contentsOfDirectory(atPath: history).isEmpty)
    }
}
