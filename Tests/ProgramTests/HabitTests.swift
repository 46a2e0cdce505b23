import Foundation
import TerminalSupport
import Testing

/// Command lines of people who know other programs, and subcommands for the work around a run.
@Suite struct HabitTests {
    private func withProgram(_ body: (ToyProgram) throws -> Void) throws {
        let program = try ToyProgram()
        defer { program.remove() }
        try body(program)
    }

    @Test func aNotebookAloneIsRun() throws {
        try withProgram { program in
            #expect(try program.run("book.md -q").output == "output/book.html\n")
            #expect(try program.run("-q --profile quick book.md").output == "output/book.quick.html\n")
            let missing = try program.run("none.md")
            #expect(missing.status == 1 && missing.error.contains("there is no such notebook"))
            let mistyped = try program.run("rnu book.md")
            #expect(mistyped.status == 64 && mistyped.error.contains("Did you mean `run`?"))
        }
    }

    @Test func aParameterIsSetAsInPapermill() throws {
        try withProgram { program in
            for arguments in [
                "run book.md -p most 1 -v", "-p most 1 book.md -v", "run -p most 1 -p file text.txt book.md -v",
            ] {
                let result = try program.run(arguments)
                #expect(result.status == 0 && result.output.contains("most = 1  (-p; by default 2)"), "\(result)")
            }
            // Neither the notebook, whatever its name is, nor another option is taken for a value.
            try program.write(ToyProgram.notebook, to: "notes")
            for arguments in [
                "check -p most notes", "check -p most 1 -p file notes", "export --to ipynb -o out.md -p most book.md",
                "check -p most -p file=text.txt book.md",
            ] {
                let result = try program.run(arguments)
                #expect(
                    result.status == 1 && result.error.contains("does not set a parameter"), "\(arguments): \(result)")
            }
            #expect(try program.run("check notes -p most 1").status == 0)
            #expect(try program.run("check -p file book.md book.md").status == 0)
            #expect(try program.run("run -p most 1 --help").output.contains("USAGE"))
            // The error is about the parameter's missing value, not about a missing notebook.
            #expect(try program.run("check -p most book.md").error.contains("`most` does not set a parameter"))
            #expect(
                try program.run("check book.md -p most --profile quick").error.contains(
                    "`most` does not set a parameter"))
        }
    }

    @Test(arguments: [
        ("run book.md --params x.yaml", "`--params-file FILE`"), ("run book.md --most 1", "type `-p most=1`"),
        ("run book.md --most=1", "type `-p most=1`"), ("book.md --most", "type `-p most=VALUE`"),
        ("run book.md -pmost=3", "type `-p most=3`"), ("status book.md --parameters most=3", "`-p NAME=VALUE`"),
    ]) func aHintSaysWhatToType(arguments: String, hint: String) throws {
        try withProgram { program in
            let result = try program.run(arguments)
            #expect(result.status == 64 && result.output.isEmpty)
            #expect(result.error.contains(hint), "\(result.error)")
        }
    }

    @Test func aMistypedOptionGetsASuggestion() throws {
        try withProgram { program in
            let mistyped = try program.run("run book.md --frsh")
            #expect(mistyped.error.contains("Did you mean '--fresh'?"))
            #expect(try program.run("run book.md -q -v").error.contains("Choose one of --verbose and --quiet."))
        }
    }

    @Test func aNewNotebookRuns() throws {
        try withProgram { program in
            let made = try program.run("new mine.md")
            #expect(made.status == 0 && made.output == "mine.md is written. Run it with `practicum run mine.md`.\n")
            #expect(try program.run("check mine.md").status == 0)
            #expect(try program.run("mine.md").status == 0)
            try program.write("mine", to: "mine.md")
            let again = try program.run("new mine.md")
            #expect(again.status == 3 && again.error.contains("it is there already"))
            #expect(try program.read("mine.md") == "mine")
            #expect(try program.run("new mine").error.contains("`practicum new mine.md`"))
            #expect(try program.run("new none/mine.md").status == 3)
        }
    }

    @Test func openShowsTheReport() throws {
        try withProgram { program in
            let none = try program.run("open book.md")
            #expect(none.status == 1 && none.error.contains("`practicum run book.md`"), "\(none)")
            #expect(try program.run("open").status == 1)
            #expect(try program.run("run book.md -q").status == 0)
            try program.write("#!/bin/sh\necho \"$1\" >> shown\n", to: "xdg-open")
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: "\(program.folder)/xdg-open")
            let path = "\(program.folder):/usr/bin:/bin"
            for arguments in ["open book.md", "open", "open -o output/book.html"] {
                let result = try program.run(arguments, environment: ["PATH": path, "DISPLAY": ":9"])
                #expect(result.status == 0 && result.output == "output/book.html\n")
            }
            #if !os(macOS)
                #expect(try program.read("shown") == String(repeating: "output/book.html\n", count: 3))
                // Without a screen, only the path is printed.
                let blind = Self.blind.merging(["PATH": path]) { $1 }
                #expect(try program.run("open book.md", environment: blind).output == "output/book.html\n")
                #expect(try program.read("shown").split(separator: "\n").count == 3)
            #endif
            // Another HTML file is not shown as a report.
            try FileManager.default.removeItem(atPath: "\(program.folder)/output/book.html")
            try program.write("<html></html>", to: "output/page.html")
            #expect(try program.run("open").status == 1)
        }
    }

    @Test(arguments: ["bash", "fish", "zsh"]) func aShellCompletes(shell: String) throws {
        try withProgram { program in
            let result = try program.run("completions \(shell)")
            #expect(result.status == 0 && result.output.contains("practicum") && result.output.contains("status"))
            #expect(try program.run("completions tcsh").status == 64)
        }
    }

    @Test func quietPrintsErrorsAndThePath() throws {
        try withProgram { program in
            try program.write(ToyProgram.notebook.replacing("mark tower", with: "mark bridge"), to: "book.md")
            let result = try program.run("run book.md -q")
            #expect(result.status == 2 && result.output == "output/book.html\n")
            #expect(result.error.contains("there is no 'bridge' in the text"))
        }
    }

    @Test func watchPrintsOneLineForEachSave() throws {
        try withProgram { program in
            let terminal = try Terminal(program.make("watch book.md"), columns: 80)
            try terminal.waitFor("Watching book.md; Ctrl-C ends.\r\n")
            try program.write(ToyProgram.notebook.replacing("mark tower", with: "mark tall"), to: "book.md")
            try terminal.waitFor("Finished: 3 of 3 cells done in ")
            try terminal.waitFor("output/book.html\r\n")
            try program.write(ToyProgram.notebook.replacing("mark tower", with: "mark bridge"), to: "book.md")
            try terminal.waitFor("there is no 'bridge' in the text")
            try terminal.waitFor("Failed: 2 of 3 cells done")
            terminal.type("\u{3}")
            #expect(terminal.waitForExit() == 0)
        }
    }

    @Test func watchWithAPagePrintsOneLineForEachSave() throws {
        try withProgram { program in
            let terminal = try Terminal(program.make("watch book.md --open", Self.blind), columns: 80)
            try terminal.waitFor("Ctrl-C ends.\r\n")
            try terminal.waitFor("Counting Letters\r\n")
            try terminal.waitFor("output/book.html\r\n")
            try program.write(ToyProgram.notebook.replacing("mark tower", with: "mark tall"), to: "book.md")
            try terminal.waitFor("Finished: 3 of 3 cells done in ")
            try terminal.waitFor("output/book.html\r\n")
            try program.write(ToyProgram.notebook.replacing("mark tower", with: "mark bridge"), to: "book.md")
            try terminal.waitFor("Failed: 2 of 3 cells done")
            terminal.type("\u{3}")
            #expect(terminal.waitForExit() == 0)
            #expect(terminal.read.components(separatedBy: "Counting Letters\r\n").count == 2)
            #expect(terminal.read.contains(#/\d\d:\d\d:\d\d  Finished: [^\r]+ output/book\.html\r\n/#))
        }
    }

    /// An environment without a screen, in which no browser is opened.
    private static let blind = ["DISPLAY": "", "WAYLAND_DISPLAY": "", "BROWSER": ""]

    /// All users of a machine can see the arguments of all processes, and the names of temporary files.
    @Test func nobodyElseReadsTheAddressOfALivePage() throws {
        #if !os(macOS)
            try withProgram { program in
                // Some browsers do not return before they are closed.
                try program.write(
                    "#!/bin/sh\nstat -c %a \"$1\" > stat; cp \"$1\" page; cat /proc/[0-9]*/cmdline > processes\n"
                        + "echo $$ > browser; echo \"$1\" > shown; exec sleep 100\n",
                    to: "xdg-open")
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o755], ofItemAtPath: "\(program.folder)/xdg-open")
                let terminal = try Terminal(
                    program.make(
                        "serve book.md",
                        ["PATH": "\(program.folder):/usr/bin:/bin", "DISPLAY": ":9", "TMPDIR": program.folder]))
                try terminal.waitFor("?token=")
                try terminal.waitFor("Ctrl-C ends.")
                #expect(program.waits { FileManager.default.fileExists(atPath: "\(program.folder)/shown") })
                let address = try #require(terminal.read.firstMatch(of: #/http://\S+token=([0-9a-f]+)/#))
                #expect(try program.read("stat") == "600\n")
                #expect(try program.read("page").contains(address.output.0))
                #expect(try !program.read("processes").contains(address.output.1))
                let path = try program.read("shown").trimmingCharacters(in: .newlines)
                #expect(path.hasPrefix(program.folder) && path.hasSuffix(".html"))
                // The server does not wait for the browser.
                terminal.type("\u{3}")
                #expect(terminal.waitForExit() == 0)
                #expect(terminal.read.contains("The page has ended"))
                #expect(!FileManager.default.fileExists(atPath: path))
                let browser = try #require(Int32(program.read("browser").trimmingCharacters(in: .newlines)))
                #expect(kill(browser, SIGKILL) == 0)
            }
        #endif
    }

    @Test func servingAReadOnlyNotebookPrintsAWarning() throws {
        try withProgram { program in
            #expect(chmod("\(program.folder)/book.md", 0o444) == 0)
            let terminal = try Terminal(program.make("serve book.md --no-open"), columns: 200)
            try terminal.waitFor(
                "book.md can't be written: Permission denied. The page can run it, but it can't save what you edit.")
            terminal.type("\u{3}")
            #expect(terminal.waitForExit() == 0)
        }
    }

    @Test func aPlainLineRefersToTheChosenText() throws {
        try withProgram { program in
            let text =
                "\n```{text}\n#| label: hill\nA hill.\nIt is high.\n```\n\n```{text}\n#| label: sea\nA sea.\n```\n"
            try program.write(ToyProgram.notebook + text, to: "book.md")
            #expect(try program.run("run book.md -q").status == 0)
            let result = try program.run(
                "shell book.md", input: "texts\nwhere?\nuse @hlil\nuse @hill\ntall\nmrak tall\nuse\ntall\n")
            #expect(result.output.contains("  @hill  A hill. It is high.\n  @sea   A sea.\n"))
            #expect(result.output.contains("$ mark tall\n"))
            #expect(result.output.contains("The tower is [tall WORD]."))
            #expect(result.error.contains("there is no text `@hlil`. Did you mean `hill`?"))
            #expect(result.error.contains("there is no command `where?`"))
            #expect(result.error.contains("there is no command `mrak`"))
            #expect(result.error.contains("there is no command `tall`"))

            let terminal = try Terminal(program.make("shell book.md"))
            try terminal.waitFor("practicum> ")
            terminal.type("use @hi\t\r")
            try terminal.waitFor("practicum @hill> ")
            terminal.type("count --mo\t1\r")
            try terminal.waitFor("Letters")
            try terminal.waitFor("practicum @hill> ")
            terminal.type("\u{4}")
            #expect(terminal.waitForExit() == 0)
        }
    }

    /// No line is wider than the terminal, and lines are broken only between words.
    @Test(arguments: [40, 80, 200] as [UInt16]) func allOutputFitsTheTerminal(columns: UInt16) throws {
        try withProgram { program in
            try program.write(
                ToyProgram.notebook.replacing(
                    "mark tower", with: "mark 'a bridge that is nowhere in this text of ours'"),
                to: "bad.md")
            for arguments in [
                "run book.md", "run book.md --verbose", "run book.md", "run bad.md", "status book.md -p most=1",
                "run book.md -n -p most=1", "run book.md -p most=1", "list book.md", "check bad.md", "commands",
                "commands count",
                "doctor", "clean", "run book.md --most 1", "run book.md --section 9", "render book.md", "new --help",
                "open --help", "completions --help", "open none.md",
            ] {
                for environment in [["NO_COLOR": "1"], ["NO_COLOR": "", "TERM": "xterm"]] {
                    let terminal = try Terminal(program.make(arguments), columns: columns, environment: environment)
                    _ = terminal.waitForExit()
                    let hasColor = terminal.unread.contains(#/\e\[[0-9;]*m/#)
                    if environment["NO_COLOR"] == "1" { #expect(!hasColor, "\(arguments)") }
                    let drawn = terminal.unread.replacing(#/\r\e\[2K/#, with: "\n")
                    for line in drawn.replacing(#/\e\[[0-9;]*m/#, with: "").split(whereSeparator: \.isNewline) {
                        let isOneWord = !line.drop { $0 == " " }.contains(" ")
                        #expect(line.count <= Int(columns) || isOneWord, "\(arguments): \(line)")
                    }
                }
            }
        }
    }
}
