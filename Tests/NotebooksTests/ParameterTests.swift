import Foundation
import Notebooks
import Testing

@Suite struct ParameterTests {
    private let text = """
        ---
        title: "T"
        author: [A, {name: B}]
        # A comment
        params:
          count: 3
          rate: 5e-5
          name: "7"
          word: no
          on: true
          file:
        profiles:
          quick:
            count: 1
            rate: 1
        ---
        ```{practicum}
        go $count $rate $name $word $on $file
        ```
        """

    private func words(_ overrides: ParameterOverrides) -> [String] {
        let (notebook, all) = read(text, overrides)
        #expect(all.map(place) == [])
        return notebook.cells[0].commands[0].words.dropFirst().map(\.text)
    }

    @Test func typesFollowYAML12() {
        let notebook = read(text).notebook
        #expect(
            notebook.parameters.map(\.defaultValue) == [
                .integer(3), .number(5e-5), .string("7"), .string("no"), .boolean(true), .string(""),
            ])
        #expect(notebook.parameters.map(\.range.start.line) == [6, 7, 8, 9, 10, 11])
        #expect(notebook.author == "A, B")
        #expect(notebook.profiles == [Profile(name: "quick", values: ["count": .integer(1), "rate": .number(1)])])
    }

    @Test(arguments: [
        ("0", Parameter.Value.integer(0)), ("-12", .integer(-12)), ("+3", .integer(3)), ("1.5", .number(1.5)),
        (".5", .number(0.5)), ("1e3", .number(1000)), ("-2.5E-3", .number(-0.0025)), ("1_000", .string("1_000")),
        ("0x10", .string("0x10")), ("1.2.3", .string("1.2.3")), ("inf", .string("inf")), ("1-2", .string("1-2")),
        ("True", .boolean(true)), ("yes", .string("yes")), ("'1'", .string("1")), ("2026-01-02", .string("2026-01-02")),
    ])
    func scalars(yaml: String, expected: Parameter.Value) {
        let notebook = read("---\nparams:\n  x: \(yaml)\n---\n```{practicum}\ngo $x\n```\n").notebook
        #expect(notebook.parameters.map(\.defaultValue) == [expected])
    }

    @Test func theLastWordWins() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "params-\(UUID()).yaml").path
        try "count: 10\nname: 8\nrate: 2\n".write(toFile: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }
        #expect(words(ParameterOverrides()) == ["3", "5e-05", "7", "no", "true", ""])
        #expect(words(ParameterOverrides(profile: "quick")) == ["1", "1.0", "7", "no", "true", ""])
        #expect(words(ParameterOverrides(profile: "quick", file: file)) == ["10", "2.0", "8", "no", "true", ""])
        let all = ParameterOverrides(
            profile: "quick", file: file, assignments: ["count=4", "count=5", "name=a=b", "on=false", "file="])
        #expect(words(all) == ["5", "2.0", "a=b", "no", "false", ""])
        let origins = read(text, all).notebook.parameters.map(\.origin)
        #expect(origins == [.commandLine, .file(file), .commandLine, .notebook, .commandLine, .commandLine])
    }

    @Test func wrongOverridesAreErrors() throws {
        func errors(_ overrides: ParameterOverrides) -> [String] { NotebooksTests.errors(text, overrides) }
        #expect(
            errors(ParameterOverrides(assignments: ["cuont=1", "count=1.5", "rate=x", "on=1", "=3", "x"])) == [
                "<command line>:1:4: the notebook has no parameter `cuont`",
                "<command line>:1:10: parameter `count` takes an integer, but `1.5` is not one",
                "<command line>:1:9: parameter `rate` takes a number, but `x` is not one",
                "<command line>:1:7: parameter `on` takes a boolean (true or false), but `1` is not one",
                "<command line>:1:4: `=3` does not set a parameter",
                "<command line>:1:4: `x` does not set a parameter",
            ])
        let unknown = read(text, ParameterOverrides(profile: "quik")).all[0]
        #expect(unknown.message == "the notebook has no profile `quik`")
        #expect(unknown.remedy == "Did you mean `quick`? Known profiles: `quick`.")
    }

    @Test func wrongParameterFilesAreErrors() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "params-\(UUID()).yaml").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        func errors(_ yaml: String) throws -> [String] {
            try yaml.write(toFile: file, atomically: true, encoding: .utf8)
            return NotebooksTests.errors(text, ParameterOverrides(file: file)).map {
                $0.replacing("\(file):", with: "")
            }
        }
        #expect(
            try errors("count: many\n\nrats: 1\n") == [
                "1:8: parameter `count` takes an integer, but this is a string",
                "3:1: the notebook has no parameter `rats`",
            ])
        #expect(try errors("- count\n") == ["1:1: the parameter file is a list, not names with values"])
        #expect(try errors("count: 'a\n").first?.hasPrefix("1:8: the parameter file is not valid YAML: ") == true)
        #expect(
            NotebooksTests.errors(text, ParameterOverrides(file: "/nowhere.yaml"))
                == ["/nowhere.yaml:1:1: there is no such parameter file"])
    }

    @Test(arguments: [
        (
            "---\ntitle: a: b\n---\nx\n",
            ["2:9: the front matter is not valid YAML: mapping values are not allowed in this context"]
        ),
        (
            "---\nparams:\n  a: 1\n  b: 2\n  a: 3\n---\nx\n",
            ["5:1: the front matter is not valid YAML: `a` occurs twice"]
        ),
        ("---\ntitle: x\n\n# no end\n", ["1:1: the front matter has no end"]),
        ("---\n- a\n---\nx\n", ["2:1: the front matter is a list, not names with values"]),
        ("---\nparms:\n  a: 1\n---\n", ["2:1: `parms` has no meaning here"]),
        ("---\nparams: 3\n---\nx\n", ["2:9: `params` is an integer, not names with values"]),
        ("---\nparams:\n  a b: 1\n---\nx\n", ["3:3: `a b` can't be a parameter's name"]),
        ("---\nparams:\n  a: {b: 1}\n---\nx\n", ["3:6: the default of `a` is a mapping"]),
        (
            "---\nparams:\n  a: 1\nprofiles:\n  q:\n    b: 1\n    a: x\n---\nx\n",
            ["6:5: the notebook has no parameter `b`", "7:8: parameter `a` takes an integer, but this is a string"]
        ),
    ])
    func brokenFrontMatter(text: String, expected: [String]) { #expect(errors(text) == expected) }

    @Test func aliasesCannotExplode() {
        var yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for i in 1...8 {
            yaml += "a\(i): &a\(i) [" + Array(repeating: "*a\(i - 1)", count: 10).joined(separator: ", ") + "]\n"
        }
        #expect(errors("---\n\(yaml)---\nx\n").count == 1)
    }

    @Test func brokenFrontMatterDoesNotMakeEveryNameUnknown() {
        #expect(errors("---\nparams: [\n---\n```{practicum}\ngo $a\n```\n").count == 1)
    }
}
