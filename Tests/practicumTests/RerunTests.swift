import Foundation
import Testing

/// Any section runs again, alone and in a process of its own, and gives the bytes of the full run.
@Suite(.serialized) struct RerunTests {
    private static let settings = [
        Program.notebook, "--profile", "quick", "-p", "encoder=random", "-p", "train-samples=16", "-p",
        "validation-samples=8", "-o", "report.html",
    ]

    private func full(_ program: Program) throws -> RunState {
        let result = try program.run(["run"] + Self.settings)
        #expect(result.status == 0, "\(result.error)")
        return try RunState(program.path("report"))
    }

    @Test func everyCellAloneGivesTheSameBytes() throws {
        let program = try Program()
        defer { program.remove() }
        let whole = try full(program)
        #expect(whole.outputs.count == 24)
        #expect(whole.files.count > 8)
        for label in whole.outputs.keys.sorted() {
            // The figures are drawn again too, not left from before.
            try? FileManager.default.removeItem(atPath: program.path("report/figures"))
            let result = try program.run(["run"] + Self.settings + ["--section", label, "--fresh"])
            #expect(result.status == 0, "\(label): \(result.error)")
            let alone = try RunState(program.path("report"))
            #expect(alone.statuses[label] == "ran")
            #expect(alone.statuses.values.count { $0 == "reused" } >= 22)
            #expect(alone.differences(from: whole) == [], "after \(label) alone")
        }
    }

    @Test func randomSubsetsGiveTheSameBytes() throws {
        let program = try Program()
        defer { program.remove() }
        let whole = try full(program)
        let labels = whole.outputs.keys.sorted()
        for _ in 0..<4 {
            let chosen = labels.filter { _ in Int.random(in: 0..<3) == 0 }
            guard !chosen.isEmpty else { continue }
            let result = try program.run(
                ["run"] + Self.settings + chosen.flatMap { ["--section", $0] } + ["--fresh"])
            #expect(result.status == 0, "\(chosen): \(result.error)")
            let state = try RunState(program.path("report"))
            #expect(state.differences(from: whole) == [], "after \(chosen)")
            #expect(chosen.allSatisfy { state.statuses[$0] == "ran" })
        }
    }

    /// From an empty store, one process a section, in order and in reverse.
    @Test(arguments: [false, true]) func everySectionInAProcessOfItsOwn(isReversed: Bool) throws {
        let program = try Program()
        defer { program.remove() }
        let whole = try full(program)
        let other = try Program()
        defer { other.remove() }
        let sections = (1...18).map(String.init)
        for section in isReversed ? sections.reversed() : sections {
            let result = try other.run(["run"] + Self.settings + ["--section", section])
            #expect(result.status == 0, "\(section): \(result.error)")
        }
        #expect(try RunState(other.path("report")).differences(from: whole) == [])
    }

    @Test func editsRunWhatIsStaleAndGiveAFreshRunsBytes() throws {
        let program = try Program()
        defer { program.remove() }
        let text = try String(contentsOfFile: Program.notebook, encoding: .utf8)
        var arguments = Self.settings
        arguments[0] = try program.write(text, to: "book.md")
        #expect(try program.run(["run"] + arguments).status == 0)
        let edits: [(String, String, Set<String>)] = [
            ("--max-length 128 --preview 2", "--max-length 64 --preview 3", ["train", "encode-ner", "summary"]),
            ("One model, two tasks.", "Two tasks, one model.", []),
            ("--digits 4", "--digits 3", ["evaluate-ner", "summary"]),
            ("plot losses", "plot losses # again", []),
            ("--dropout 0.1", "--dropout 0.2", ["model", "train", "predict-apple", "summary"]),
            ("#| label: losses", "#| label: losses\n#| fig-width: 8", ["losses"]),
        ]
        var edited = text
        for (before, after, running) in edits {
            #expect(edited.contains(before))
            edited = edited.replacingOccurrences(of: before, with: after)
            _ = try program.write(edited, to: "book.md")
            let result = try program.run(["run"] + arguments)
            #expect(result.status == 0, "\(result.error)")
            let incremental = try RunState(program.path("report"))
            let ran = Set(incremental.statuses.filter { $0.value == "ran" }.keys)
            #expect(running.isSubset(of: ran), "\(after): \(ran)")
            if running.isEmpty { #expect(ran.isEmpty, "\(after): \(ran)") }
            let fresh = try Program()
            defer { fresh.remove() }
            var freshArguments = arguments
            freshArguments[0] = try fresh.write(edited, to: "book.md")
            #expect(try fresh.run(["run"] + freshArguments).status == 0)
            #expect(incremental.differences(from: try RunState(fresh.path("report"))) == [], "\(after)")
        }
    }

    @Test func renderExecutesNothingAndGivesTheSameReport() throws {
        let program = try Program()
        defer { program.remove() }
        let whole = try full(program)
        try FileManager.default.removeItem(atPath: program.path("report.html"))
        let result = try program.run(["render"] + Self.settings)
        #expect(result.status == 0, "\(result.error)")
        #expect(result.lastLine == "report.html")
        let rendered = try RunState(program.path("report"))
        #expect(rendered.differences(from: whole) == [])
        #expect(rendered.statuses.values.allSatisfy { $0 == "reused" })
        let stale = try program.run(["render"] + Self.settings + ["-p", "batch-size=4"])
        #expect(stale.status == 0)
        #expect(stale.error.contains("are stale or were never run, and are left empty"))
        #expect(try program.read("report.html").contains("parameter <code>batch-size</code>"))
        let never = try Program()
        defer { never.remove() }
        #expect(try never.run(["render"] + Self.settings).status == 1)
    }

    @Test func statusSaysWhy() throws {
        let program = try Program()
        defer { program.remove() }
        let before = try program.run(["status"] + Self.settings)
        #expect(before.status == 0)
        #expect(before.output.contains("0 fresh, 0 stale, 24 never run, of 24 cells"))
        _ = try full(program)
        #expect(try program.run(["status"] + Self.settings).output.contains("24 fresh, 0 stale, 0 never run"))
        let after = try program.run(["status"] + Self.settings + ["-p", "batch-size=4"])
        #expect(after.output.contains("parameter `batch-size` 8 → 4"))
        #expect(after.output.contains("because `model` (section 12) is stale"))
        let dry = try program.run(["run"] + Self.settings + ["-p", "batch-size=4", "--dry-run"])
        #expect(dry.output.contains("run     9 Multi-Task DataLoader [loader]: parameter `batch-size` 8 → 4"))
        #expect(dry.output.contains("reuse   10 Multi-Task Model Definition [model]"))
        // Neither of them has run anything.
        #expect(try program.run(["status"] + Self.settings).output.contains("24 fresh"))
        let json = try program.run(["status"] + Self.settings + ["--json"])
        #expect(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) is [String: Any])
    }

    @Test func wrongSectionsAreSaid() throws {
        let program = try Program()
        defer { program.remove() }
        let result = try program.run(["run"] + Self.settings + ["--section", "evaluate-ne"])
        #expect(result.status == 1)
        #expect(result.error.contains("there is no section or cell 'evaluate-ne'. Did you mean 'evaluate-ner'?"))
    }
}
