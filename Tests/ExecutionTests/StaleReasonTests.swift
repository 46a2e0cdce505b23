import Execution
import Foundation
import Notebooks
import Testing

/// Why a cell is stale, as the user reads it.
@Suite struct StaleReasonTests {
    private let head = "---\nparams:\n  n: 2\n---\n"

    /// The states of all cells after a notebook was run and edited.
    private func states(_ text: String, after edit: (String) -> String) throws -> [String] {
        try withWorkbench { bench in
            try bench.run(text)
            return try bench.states(edit(text))
        }
    }

    @Test func aParameterIsNamed() throws {
        let text = book("put a --value $n", "take a", head: head)
        #expect(
            try states(text) { $0.replacingOccurrences(of: "n: 2", with: "n: 3") }
                == ["parameter `n` 2 → 3", "because `number(a)` is stale"])
    }

    @Test(arguments: [
        ("put a --value 4", "put a --value 5", "`--value` 4 → 5"),
        ("put a --value 4", "put a --value=5", "`--value` 4 → 5"),
        ("put a", "put a --value 5", "`--value` 5 is new"),
        ("put a --value 4", "put a", "`--value` was removed"),
        ("put a --value 4", "put a --value 4 --negative", "`--negative` is new"),
        ("show x", "show y", "x → y"),
        ("show x", "show x y", "y is new"),
        ("show x y", "show x", "y was removed"),
        ("show x", "put a", "`put a` is new here"),
    ]) func anArgumentIsNamed(before: String, after: String, phrase: String) throws {
        #expect(try states(book(before)) { $0.replacingOccurrences(of: before, with: after) } == [phrase])
    }

    @Test func aTextIsNamed() throws {
        let text = "```{text}\n#| label: words\none\n```\n\n" + book("show @words")
        #expect(
            try states(text) { $0.replacingOccurrences(of: "one", with: "two") } == ["text `@words` changed"])
    }

    @Test func theSectionOfWhatIsStaleIsNamed() throws {
        let text = "# 1. First\n\n" + book("put a --value 1") + "\n# 2. Second\n\n```{practicum}\ntake a\n```\n"
        #expect(
            try states(text) { $0.replacingOccurrences(of: "--value 1", with: "--value 2") }
                == ["`--value` 1 → 2", "because `number(a)` (section 1) is stale"])
    }

    @Test func aFileIsNamed() throws {
        try withFolder { folder in
            let path = "\(folder)/data.txt"
            try "one".write(toFile: path, atomically: true, encoding: .utf8)
            let text = book("open \(path)")
            let phrases = try withWorkbench { bench in
                try bench.run(text)
                try "two!".write(toFile: path, atomically: true, encoding: .utf8)
                return try bench.states(text)
            }
            #expect(phrases == ["file file changed"])
        }
    }

    @Test func aRenamedCellThatDrawsIsStale() throws {
        #expect(
            try states(book("draw")) { $0.replacingOccurrences(of: "label: c1", with: "label: other") }
                == ["never run"])
        #expect(
            try states(book("show x\ndraw")) { $0.replacingOccurrences(of: "show x\n", with: "") }
                == ["its random numbers depend on the cell's label and the command's place, which changed"])
    }

    @Test func whatNeverRanIsNotStale() throws {
        #expect(
            try states(book("put a")) { $0 + "\n```{practicum}\n#| label: new\nshow x\n```\n" }
                == ["fresh", "never run"])
    }

    @Test func whatIsGoneIsSaid() throws {
        try withWorkbench { bench in
            let text = book("put a")
            try bench.run(text)
            for file in bench.files("results") { try FileManager.default.removeItem(atPath: file) }
            #expect(try bench.states(text) == ["the store no longer has its outputs"])
        }
    }

    @Test func theEditsAreTold() throws {
        try withWorkbench { bench in
            let text = book("put a --value $n", "show x", head: head)
            try bench.run(text)
            let edited = text.replacingOccurrences(of: "n: 2", with: "n: 3")
                .replacingOccurrences(of: "show x", with: "show y")
            let comparison = try #require(try bench.run(edited).comparison)
            #expect(comparison.edits == ["c2: x → y"])
        }
    }
}
