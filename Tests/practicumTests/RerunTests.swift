import Foundation
import Testing

/// Any section can run again, alone and in a process of its own, and gives the bytes of the full run.
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
            // The figures are drawn again, not left from an earlier run.
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

    /// Starts from an empty store, with one process per section, in order and in reverse.
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

    /// Arguments, parameters, prose, texts and the order of independent cells are edited at random. What is stale runs, and
    /// the report equals that of a fresh run.
    @Test func randomEditsGiveAFreshRunsBytes() throws {
        let program = try Program()
        defer { program.remove() }
        var text = try String(contentsOfFile: Program.notebook, encoding: .utf8)
        var arguments = Self.settings
        arguments[0] = try program.write(text, to: "book.md")
        #expect(try program.run(["run"] + arguments).status == 0)
        var edits: [String] = []
        for _ in 0..<6 {
            for _ in 0..<Int.random(in: 1...2) {
                let edit = try #require(RandomEdit.allCases.randomElement())
                let edited = edit.apply(to: text)
                edits.append("\(edit)\(edited == text ? " (nothing to change)" : "")")
                text = edited
            }
            _ = try program.write(text, to: "book.md")
            let result = try program.run(["run"] + arguments)
            #expect(result.status == 0, "\(edits): \(result.error)")
            let incremental = try RunState(program.path("report"))
            let fresh = try Program()
            defer { fresh.remove() }
            var freshArguments = arguments
            freshArguments[0] = try fresh.write(text, to: "book.md")
            #expect(try fresh.run(["run"] + freshArguments).status == 0)
            #expect(incremental.differences(from: try RunState(fresh.path("report"))) == [], "after \(edits)")
        }
    }

    @Test func renderSaysNothingOfARunWithOtherSettings() throws {
        let program = try Program()
        defer { program.remove() }
        _ = try program.write(
            """
            ---
            params:
              seed: 1
            ---

            ```{practicum}
            #| label: a
            session --seed $seed
            ```

            ```{practicum}
            #| label: b
            metrics explain
            ```
            """, to: "lab.md")
        #expect(try program.run(["run", "lab.md"]).status == 0)
        #expect(try program.run(["run", "lab.md", "-p", "seed=2", "--section", "a"]).status == 0)
        #expect(try program.read("output/lab.html").contains("Since the run of"))
        #expect(try program.run(["render", "lab.md"]).status == 0)
        #expect(try !program.read("output/lab.html").contains("Since the run of"))
        // Cells that the store lacks do not count as done.
        #expect(try program.run(["render", "lab.md", "-p", "seed=3"]).status == 0)
        #expect(try program.read("output/lab.html").contains(": 1 of 2 cells done in 0 ms, 1 reused, 1 not run."))
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
        #expect(before.output.contains(": 24 never run, of 24 cells"))
        _ = try full(program)
        #expect(try program.run(["status"] + Self.settings).output.contains(": 24 fresh, of 24 cells"))
        let after = try program.run(["status"] + Self.settings + ["-p", "batch-size=4"])
        #expect(after.output.contains("parameter `batch-size` 8 → 4"))
        #expect(after.output.contains("undecided      follows loader"), "\(after.output)")
        #expect(after.output.components(separatedBy: "`batch-size` 8 → 4").count == 3)
        #expect(after.output.contains("\n`batch-size` 8 → 4: up to "), "\(after.output)")
        let exact = try program.run(["status"] + Self.settings + ["-p", "batch-size=4", "--exact"])
        #expect(exact.output.contains("stale          follows loader"), "\(exact.output)")
        #expect(exact.output.contains("\n`batch-size` 8 → 4: "), "\(exact.output)")
        let dry = try program.run(["run"] + Self.settings + ["-p", "batch-size=4", "--dry-run"])
        #expect(dry.output.contains("run     9 Multi-Task DataLoader [loader]: parameter `batch-size` 8 → 4"))
        #expect(dry.output.contains("reuse   8 Custom Dataset Classes [datasets]"))
        #expect(dry.output.contains("may run 10 Multi-Task Model Definition [model]: follows [loader]"))
        // Neither of these commands has run anything.
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

/// An edit that a user might make in the practical.
private enum RandomEdit: CaseIterable {
    case length, preview, dropout, clip, digits, batchSize, learningRate, prose, sentence, evaluationOrder,
        encodingOrder

    func apply(to text: String) -> String {
        switch self {
        case .length: number(after: "encode ner --max-length ", from: [48, 64, 128], in: text)
        case .preview: number(after: "--stride 128 --preview ", from: [1, 2, 3], in: text)
        case .dropout: number(after: "--dropout 0.", from: [1, 2, 3], in: text)
        case .clip: number(after: "--clip 1.", from: [0, 5], in: text)
        case .digits: number(after: "--digits ", from: [2, 3, 4], in: text)
        case .batchSize: number(after: "    batch-size: ", from: [4, 6, 8], in: text)
        case .learningRate: number(after: "    learning-rate: 2e-", from: [3, 4], in: text)
        case .prose: text + "\nOne more sentence.\n"
        case .sentence: number(after: "is planning to open ", from: [2, 3, 5], in: text)
        case .evaluationOrder: exchange("evaluate-ner", "evaluate-qa", in: text)
        case .encodingOrder: exchange("encode-ner", "encode-qa", in: text)
        }
    }

    /// Replaces a number, or inserts one.
    private func number(after words: String, from choices: [Int], in text: String) -> String {
        guard let range = text.range(of: words), let choice = choices.randomElement() else { return text }
        let rest = text[range.upperBound...].drop { $0.isNumber }
        return "\(text[..<range.upperBound])\(choice)\(rest)"
    }

    /// Exchanges the fences of two cells.
    private func exchange(_ first: String, _ second: String, in text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        func fence(_ label: String) -> Range<Int>? {
            lines.firstIndex { $0 == "#| label: \(label)" }.flatMap { place in
                lines[place...].firstIndex { $0 == "```" }.map { place..<$0 }
            }
        }
        guard let one = fence(first), let other = fence(second) else { return text }
        let (early, late) = one.lowerBound < other.lowerBound ? (one, other) : (other, one)
        let (above, below) = (Array(lines[early]), Array(lines[late]))
        lines.replaceSubrange(late, with: above)
        lines.replaceSubrange(early, with: below)
        return lines.joined(separator: "\n")
    }
}
