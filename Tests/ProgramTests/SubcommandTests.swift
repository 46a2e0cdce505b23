import Foundation
import TerminalSupport
import Testing

/// Every subcommand, with a practical that has no model.
@Suite struct SubcommandTests {
    private func withProgram(_ body: (ToyProgram) throws -> Void) throws {
        let program = try ToyProgram()
        defer { program.remove() }
        try body(program)
    }

    @Test func aNotebookRunsAndIsReused() throws {
        try withProgram { program in
            let first = try program.run("run book.md --verbose")
            #expect(first.status == 0, "\(first.error)")
            #expect(first.output.contains("The [tower WORD] is tall."))
            #expect(first.output.contains("Finished: 3 of 3 cells done in "))
            #expect(first.output.hasSuffix("\noutput/book.html\n"))
            let html = try program.read("output/book.html")
            #expect(html.contains("<dt>Letters</dt><dd>14</dd>"))
            #expect(html.contains(#">tower<span class="letters"> WORD</span></mark>"#))
            // The practical was prepared exactly once.
            #expect(html.contains("<th scope=\"row\">prepared</th><td class=\"break\"><bdi>1</bdi>"))
            #expect(try program.read("output/book/metrics.json").contains("\"letters.count\": 14"))

            let second = try program.run("run book.md")
            #expect(second.output.contains("3 of 3 cells done in ") && second.output.contains(", 3 reused."))
            // A run in which everything is reused prints little.
            #expect(second.output.contains("reused  3 cells [read], [count], [mark], from "))
            #expect(second.output.split(separator: "\n").count == 6, "\(second.output)")
            let quick = try program.run("run book.md --profile quick -q")
            #expect(quick.output == "output/book.quick.html\n" && quick.error.isEmpty)

            try program.write("A tower.\n", to: "text.txt")
            let status = try program.run("status book.md")
            #expect(status.output.contains("[read]") == false && status.output.contains("book.md: 3 stale, of 3 cells"))
            #expect(try program.run("run book.md -s 2 -v").output.contains("all         6"))
        }
    }

    @Test func theLogContainsReusedOutputs() throws {
        try withProgram { program in
            func events(_ arguments: String) throws -> [String] {
                try program.run(arguments).output.split(separator: "\n").map { line in
                    let event = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                    let output = event?["output"] as? [String: Any]
                    return [event?["event"] as? String, output?["kind"] as? String].compactMap(\.self).joined(
                        separator: " ")
                }
            }
            let first = try events("run book.md --log-format json")
            let second = try events("run book.md --log-format json")
            #expect(first.last == "report" && first.contains("command-started"))
            #expect(second.sorted() == first.map { $0 == "command-started" ? "command-reused" : $0 }.sorted())
            let part = try events("run book.md -s 3 --fresh --log-format json")
            #expect(part.count { $0 == "cell-left" } == 2)
            #expect(part.count { $0 == "output table" } == 1)
        }
    }

    @Test func aFailureIsReported() throws {
        try withProgram { program in
            try program.write(ToyProgram.notebook.replacing("mark tower", with: "mark bridge"), to: "book.md")
            let result = try program.run("run book.md")
            #expect(result.status == 2)
            #expect(result.output.contains("`mark`: there is no 'bridge' in the text. Write one of its words."))
            #expect(try program.read("output/book.html").contains("there is no &#39;bridge&#39; in the text"))
        }
    }

    @Test func subcommandsThatOnlyReadPrintWhatTheyFind() throws {
        try withProgram { program in
            #expect(
                try program.run("check book.md").output
                    == "book.md: sound, with 3 sections, 3 cells and 3 commands\n")
            #expect(try program.run("list book.md").output.contains("[count] line 20\n"))
            #expect(
                try program.run("run book.md -n").output.hasSuffix("Of 3 cells, 3 would run and 0 would be reused.\n"))
            let commands = try program.run("commands")
            #expect(commands.output.hasPrefix("Commands of the practical Letters; "))
            #expect(
                commands.output.hasSuffix(
                    "  count  Count the letters of the text.\n  mark   Mark a word in the text.\n  read   Read a text.\n  study  Study the text, page by page.\n"
                ))
            #expect(try program.run("commands count").output.contains("--most <most>"))
            #expect(try program.run("commands train").error.contains("There is no command `train`."))
            try program.write(ToyProgram.notebook.replacing("count --most", with: "cuont --most"), to: "book.md")
            let check = try program.run("check book.md")
            #expect(check.status == 1)
            #expect(check.error.contains("book.md:22:1: error: there is no command `cuont`"), "\(check.error)")
            #expect(check.error.contains("Did you mean `count`?"))
        }
    }

    @Test func doctorChecksTheMachine() throws {
        try withProgram { program in
            let bad = try program.run("doctor")
            #expect(bad.status == 1)
            #expect(bad.output == "ok  Abacus  ten rows\n--  Chalk   none\n            → set TOY_CHALK\n")
            #expect(try program.run("doctor", environment: ["TOY_CHALK": "1"]).status == 0)
            let other = try program.run("list book.md", environment: ["TOY_PROBLEM": "there is no abacus"])
            #expect(other.status == 69 && other.error == "practicum: there is no abacus\n")
        }
    }

    @Test func allSubcommandsUseTheStore() throws {
        try withProgram { program in
            #expect(try program.run("run book.md -q").status == 0)
            try FileManager.default.removeItem(atPath: "\(program.folder)/output")
            #expect(try program.run("render book.md").output == "output/book.html\n")
            #expect(try program.read("output/book.html").contains("class=\"chip reused\""))
            #expect(try program.run("status book.md").output.hasSuffix("book.md: 3 fresh, of 3 cells\n"))
            #expect(try program.run("clean").output.contains("book.md, last run "))
            #expect(try program.run("clean --all --yes").output.contains("Removed "))
            #expect(try program.run("status book.md").output.hasSuffix("book.md: 3 never run, of 3 cells\n"))
        }
    }

    @Test func twoRunsAreCompared() throws {
        try withProgram { program in
            try program.write("Another text.\n", to: "other.txt")
            let nothing = try program.run("compare book.md --with -p file=other.txt")
            #expect(nothing.status == 1 && nothing.error.contains("Run it first: `practicum run book.md`."))
            #expect(try program.run("run book.md -q").status == 0)
            let half = try program.run("compare book.md --with -p file=other.txt")
            #expect(half.status == 1)
            #expect(
                half.error.contains(
                    "has no `counts` of this run. Run it first: `practicum run book.md -p file=other.txt`."),
                "\(half.error)")
            // Its last cell fails, but the counts are stored.
            #expect(try program.run("run book.md -q -p file=other.txt").status == 2)
            let result = try program.run("compare book.md --with -p file=other.txt")
            #expect(result.status == 0, "\(result.error)")
            #expect(result.output.contains("file     text.txt  other.txt\n"), "\(result.output)")
            #expect(!result.output.contains("most"))
            #expect(result.output.contains("counts: Side by side\n"), "\(result.output)")
            #expect(result.output.contains(#/letters +14 +11\n/#), "\(result.output)")
            let summary = try program.run("compare book.md --summary page.md --with -p file=other.txt")
            #expect(summary.status == 0 && summary.output == result.output, "\(summary.error)")
            let page = try program.read("page.md")
            #expect(page.hasPrefix("## book.md, compared with book.md -p file=other.txt\n"), "\(page)")
            #expect(page.contains("**counts\\: Side by side**\n\n| Metric | first | second |"), "\(page)")
            #expect(try program.run("compare book.md --summary book.md/x --with -p file=other.txt").status == 3)
            // The help does not contain backslashes of the source code.
            #expect(try !program.run("compare --help").output.contains("\\"))
            let same = try program.run("compare book.md --with book.md")
            #expect(same.output.contains("Both runs have the same settings"))
            try program.write(try program.read("book.md"), to: "second.md")
            #expect(try program.run("run second.md -q").status == 0)
            for arguments in ["compare book.md --with second.md", "compare book.md --with -p most=2 second.md"] {
                let two = try program.run(arguments)
                #expect(two.output.contains(#/notebook +book\.md +second\.md\n/#), "\(two)")
            }
            let valueless = try program.run("compare book.md --with -p most second.md")
            #expect(
                valueless.status == 1 && valueless.error.contains("`most` does not set a parameter"), "\(valueless)")
            let alone = try program.run("compare book.md")
            #expect(alone.status == 64 && alone.error.contains("Say with what to compare"))
            #expect(try program.run("compare book.md --with -p nothing=1").status == 1)
        }
    }

    @Test func theShellKnowsTheCommands() throws {
        try withProgram { program in
            #expect(try program.run("shell --help").output.contains("\nmark tower\n"))
            #expect(try program.run("run book.md -q").status == 0)
            let result = try program.run(
                "shell book.md", input: "help\nmark tall\nslots\ncount --most 1\nmark nothing\n")
            #expect(result.output.contains("  mark   Mark a word in the text.\n"))
            #expect(result.output.contains("The tower is [tall WORD]."))
            #expect(result.output.contains("  counts  stored\n"))
            #expect(result.error.contains("there is no 'nothing' in the text"))
            #expect(result.status == 2)
        }
    }

    @Test func thePracticalCompletesItsOwnWords() throws {
        try withProgram { program in
            #expect(try program.run("run book.md -q").status == 0)
            let terminal = try Terminal(program.make("shell book.md"))
            try terminal.waitFor("practicum> ")
            // This practical completes the names of the notebook's slots.
            terminal.type("mark cou\t\r")
            try terminal.waitFor("there is no 'counts' in the text")
            try terminal.waitFor("practicum> ")
            terminal.type("\u{4}")
            #expect(terminal.waitForExit() == 0)
        }
    }
}
