import Execution
import Foundation
import Notebooks
import Testing

@Suite struct PlanTests {
    private func commandKeys(_ text: String) throws -> [CommandKeys] {
        let plan = try plan(text)
        let keys = PlanKeys(plan: plan, storages: [:], store: nil)
        return plan.commands.compactMap { keys[$0] }
    }

    private func keys(_ text: String) throws -> [Key] { try commandKeys(text).map(\.key) }

    @Test func everythingIsReportedAtOnce() {
        let text = book("putt a\nput a --valeu 1", "draw --x\nput b c")
        #expect(
            mistakes(text) == [
                "3:1+4 there is no command `putt`", "4:7+7 unknown option `--valeu` of `put`",
                "9:6+3 unknown option `--x` of `draw`", "10:7+1 unexpected argument `c` of `put`",
            ])
    }

    @Test func textAndCommandsAreReportedTogether() throws {
        try withFolder { folder in
            let path = "\(folder)/book.md"
            try book("putt a\nput $x", "#| ehco: true\nput").write(toFile: path, atomically: true, encoding: .utf8)
            let error = #expect(throws: Diagnostics.self) {
                try Plan.make(
                    path: path, overrides: ParameterOverrides(), registry: toyRegistry, environment: FileDigests())
            }
            #expect(
                error?.all.map(\.message) == [
                    "there is no command `putt`", "there is no parameter `x`", "there is no option `ehco`",
                    "missing expected argument `<name>`",
                ])
        }
    }

    @Test func aSlotMustBeWrittenBeforeItIsRead() {
        #expect(mistakes(book("put a\ntake a")).isEmpty)
        #expect(mistakes(book("take a")) == ["3:1+4 `take` reads the slot `number(a)`, but nothing has written it"])
        #expect(diagnostics(book("take a"))[0].remedy == "A cell above must write it: `put a` does.")
        #expect(diagnostics(book("double drawn"))[0].remedy?.contains("`draw` does") == true)
        #expect(
            diagnostics(book("take a", "put a"))[0].remedy
                == "`put` writes it, but in no cell above that is evaluated: move that cell up.")
        #expect(mistakes(book("#| eval: false\nput a", "take a")).count == 1)
        #expect(mistakes(book("#| eval: false\ntake a")).isEmpty)
        // The error is reported once, and not at all if it is unknown what a command would have written.
        #expect(mistakes(book("take a\ntake a")).count == 1)
        #expect(mistakes(book("putt a\ntake a")).count == 1)
    }

    @Test func whatIsMissingIsSaidOnceWithTheCommandsThatMakeItInOrder() {
        let all = diagnostics(book("sum a b"))
        #expect(all.map(\.message) == ["`sum` reads slots that nothing has written: `number(a)`, `number(b)`"])
        #expect(all[0].remedy == "Write above it, in this order: `put a`, `put b`.")
        #expect(diagnostics(book("put a\nsum a b"))[0].remedy == "A cell above must write it: `put b` does.")
        #expect(diagnostics(book("sum a b", "put b"))[0].remedy?.contains("Move up the cells of `put`") == true)
        // An error in the command's arguments hides none of this.
        let bare = diagnostics(book("sum a"))
        #expect(bare.count == 1 && bare[0].message.contains("missing expected argument"))
        #expect(bare[0].remedy?.hasPrefix("Above it, in this order, it needs `put a`, `put b`.") == true)
    }

    @Test func planningGrowsLinearly() throws {
        func seconds(_ count: Int) throws -> Double {
            let notebook = Notebook.read(
                SourceText(
                    path: "long.md",
                    contents: "```{practicum}\n\(String(repeating: "put a\ntake a\n", count: count))```\n"),
                overrides: ParameterOverrides()
            ).notebook
            return try (0..<3).map { _ in
                let start = threadSeconds
                _ = try Plan(notebook: notebook, registry: toyRegistry, environment: FileDigests())
                return threadSeconds - start
            }.min() ?? 0
        }
        // A quadratic plan would take 64 times as long.
        #expect(try seconds(8_000) < 24 * seconds(1_000))
    }

    @Test func randomNumbersNeedALabel() {
        #expect(
            mistakes("```{practicum}\ndraw\n```\n") == ["2:1+4 `draw` draws random numbers, and its cell has no label"])
        #expect(mistakes(book("draw")).isEmpty)
    }

    @Test func cellsOfOneStreamDrawTheSameNumbers() throws {
        let own = try keys(book("draw", "draw"))
        #expect(own[0] != own[1])
        let shared = try keys(book("#| stream: s\ndraw", "#| stream: s\ndraw"))
        #expect(shared[0] == shared[1] && !own.contains(shared[0]))
        // A stream that is named as a cell is that cell's.
        #expect(try keys(book("draw", "#| stream: c1\ndraw")) == [own[0], own[0]])
        #expect(
            mistakes("```{practicum}\n#| stream: s\ndraw\n```\n").first?.contains("its cell has no label") == true)
    }

    @Test func keysFollowWhatACommandDependsOn() throws {
        let base = try keys(book("put a --value 2", "double a\ntake a"))
        #expect(Set(base).count == 3)
        // Changes that do not affect the result change no key: comments, quotes, options, prose, other cells.
        let same = book(
            "# why\nput 'a' --value \"2\"", "#| echo: false\n#| fig-cap: x\ndouble a\ntake a", head: "prose\n\n")
        #expect(try keys(same) == base)
        // The way in which arguments are written changes no key either.
        #expect(try keys(book("put --value=02 a", "double a\ntake a")) == base)
        #expect(try keys(book("put a")) == keys(book("put a --value 1")))
        #expect(try keys(book("put a --negative")) != keys(book("put a")))
        #expect(try keys(book("put b", "put a --value 2", "double a\ntake a")).suffix(3) == base[...])
        // An argument changes the key of its command and of everything that reads from it.
        let changed = try keys(book("put a --value 3", "double a\ntake a"))
        #expect(zip(changed, base).allSatisfy { $0 != $1 })
        // Another command in between changes the keys of those after it.
        let between = try keys(book("put a --value 2", "double a\ndouble a\ntake a"))
        #expect(between[..<2] == base[..<2] && between[2] != base[1] && between[3] != base[2])
    }

    @Test func aParameterCountsByItsValue() throws {
        let head = "---\nparams:\n  n: 2\n---\n"
        #expect(try keys(book("put a --value $n", head: head)) == keys(book("put a --value 2")))
    }

    @Test func onlyRandomCommandsDependOnTheirPlace() throws {
        let first = try keys(book("put a\ndraw\ndraw"))
        #expect(first[1] != first[2])
        let commands = try plan(book("put a\ndraw\ndraw")).commands
        #expect(commands[1].randomStream != commands[2].randomStream)
        let moved = try keys(book("put b", "put a\ndraw"))
        #expect(moved[1] == first[0])
        #expect(moved[2] != first[1])
        #expect(commands[1].randomStream == randomStream(label: "c1", place: 1))
    }

    @Test func wordsDoNotRunTogether() throws {
        let a = try keys(book("show a bc"))
        #expect(try keys(book("show ab c")) != a)
        #expect(try keys(book("show 'a bc'")) != a)
    }

    @Test func eachSlotVersionHasItsKey() throws {
        let keys = try commandKeys(book("put a\ndouble a\ntake a"))
        let slot = number("a").name
        #expect(keys[0].writes[slot] == keys[1].reads[slot])
        #expect(keys[1].writes[slot] == keys[2].reads[slot])
        #expect(keys[0].writes[slot] != keys[1].writes[slot])
        #expect(keys[0].key.hexadecimal.count == 64)
        #expect(Key(hexadecimal: keys[0].key.hexadecimal) == keys[0].key)
        #expect(Key(hexadecimal: "xyz") == nil)
    }

    @Test func filesCountByTheirContent() throws {
        try withFolder { folder in
            let path = "\(folder)/data.txt"
            try "one".write(toFile: path, atomically: true, encoding: .utf8)
            let before = try keys(book("open \(path)"))
            #expect(try keys(book("open \(path)")) == before)
            try "two".write(toFile: path, atomically: true, encoding: .utf8)
            #expect(try keys(book("open \(path)")) != before)
            try FileManager.default.removeItem(atPath: path)
            let missing = diagnostics(book("open \(path)"))
            #expect(missing.count == 1 && missing[0].range.start.column == 6)
            #expect(missing[0].message.contains("can't be read: No such file or directory"))
        }
    }

    @Test func evalFalseIsCheckedButNotPlanned() throws {
        #expect(try plan(book("#| eval: false\nput a")).commands.isEmpty)
        #expect(mistakes(book("#| eval: false\nputt a")).count == 1)
    }

    @Test func commandsReadAsTyped() throws {
        let text = book("show a 'b c' \"it's\" @t ''") + "\n```{text}\n#| label: t\nlong\n```\n"
        #expect(try plan(text).cells[0].commands[0].text == #"show a 'b c' 'it'\''s' @t ''"#)
    }
}
