import Execution
import Foundation
import Notebooks
import Testing

/// Whatever depends on a cheap command is keyed by the content of its result.
@Suite struct EarlyCutoffTests {
    /// A notebook that reads numbers, selects the first three, adds them and shows the sum.
    private func text(_ path: String) -> String {
        book("numbers \(path)", "first 3", "total", "take total", "show x")
    }

    /// Runs the notebook on `1 2 3 4 5`, and then replaces the numbers in its file.
    private func afterEdit<Result>(
        _ numbers: String, _ body: (Workbench, _ text: String) throws -> Result
    ) throws -> Result {
        try withWorkbench { bench in
            let path = "\(bench.folder)/data.txt"
            try "1 2 3 4 5".write(toFile: path, atomically: true, encoding: .utf8)
            try bench.run(text(path))
            try numbers.write(toFile: path, atomically: true, encoding: .utf8)
            return try body(bench, text(path))
        }
    }

    @Test func whatGivesTheSameStopsThere() throws {
        try afterEdit("1 2 3 4 9") { bench, text in
            let record = try bench.run(text)
            #expect(record.statuses == [.ran, .ran, .reused, .reused, .reused])
            #expect(try bench.run(text).statuses.allSatisfy { $0 == .reused })
        }
    }

    @Test func whatGivesAnotherGoesOn() throws {
        try afterEdit("1 2 4 4 5") { bench, text in
            let record = try bench.run(text)
            #expect(record.statuses == [.ran, .ran, .ran, .ran, .reused])
            #expect(record.metrics["number.total"] == Double((1 * 7 + 2) * 7 + 4))
        }
    }

    /// A training does not depend on the validation split.
    @Test func anotherSplitLeavesTheRestAlone() throws {
        try afterEdit("1 2 3 4 5") { bench, text in
            let scored = text + "\n```{practicum}\n#| label: score\nscore\n```\n"
            try bench.run(scored)
            let record = try bench.run(scored.replacingOccurrences(of: "first 3", with: "first 3 --held 2"))
            #expect(record.statuses == [.reused, .ran, .reused, .reused, .reused, .ran])
        }
    }

    @Test func theStatusSaysWhatIsUndecidedAndAfterWhichCommand() throws {
        try afterEdit("1 2 3 4 9") { bench, text in
            let path = "\(bench.folder)/data.txt"
            let states = try bench.states(text)
            #expect(
                states == [
                    "file \(path) changed", "runs only if `numbers` gives something else than before",
                    "runs only if `first` gives something else than before",
                    "runs only if `first` gives something else than before", "fresh",
                ])
            let forecast = RunForecast(
                plan: try plan(text), assessment: try bench.assess(text), settings: bench.settings())
            #expect(forecast.cells.map(\.action) == [.run, .decideLater, .decideLater, .decideLater, .reuse])
            #expect(forecast.sentence == "Of 5 cells, 1 would run, 3 may run and 1 would be reused.")
        }
    }

    @Test(arguments: [
        ("1 2 3 4 9", ["fresh", "fresh"]),
        ("1 2 9", ["because `list(first)` is stale", "because `number(total)` is stale"]),
    ])
    func cheapCommandsDecideWithoutARun(numbers: String, expected: [String]) throws {
        try afterEdit(numbers) { bench, text in
            let files = bench.files("")
            let states = try bench.states(text, exactly: true)
            #expect(Array(states[1...]) == ["because `list(all)` is stale"] + expected + ["fresh"])
            #expect(bench.files("") == files)
            // No result is stored.
            #expect(try bench.states(text)[2] == "runs only if `first` gives something else than before")
        }
    }

    @Test func whatWasEditedItselfIsStaleAndWhatNeverRanIsThat() throws {
        try afterEdit("1 2 3 4 9") { bench, text in
            let edited =
                text.replacingOccurrences(of: "first 3", with: "first 2")
                + "\n```{practicum}\n#| label: new\ntake total\n```\n"
            let states = try bench.states(edited)
            #expect(states[1] == "3 → 2")
            #expect(states[2] == "runs only if `first` gives something else than before")
            #expect(states[5] == "never run")
        }
    }

    /// For a chosen cell, only the commands that decide about it run, and none whose result is in the store.
    @Test func aChosenCellIsDecidedByWhatItNeeds() throws {
        try afterEdit("1 2 3 4 9") { bench, text in
            let log = EventLog()
            let record = try bench.run(text, chosen: [3], log: log)
            #expect(record.statuses == [.reused, .reused, .reused, .reused, .reused])
            #expect(
                log.lines.filter { $0.hasPrefix("needs") || $0.hasPrefix("$") } == [
                    "needs list(all): numbers \(bench.folder)/data.txt", "needs list(first): first 3",
                ])
        }
        try afterEdit("1 2 9 4 5") { bench, text in
            let record = try bench.run(text, chosen: [3])
            #expect(record.statuses[3] == .ran)
            #expect(record.metrics["number.total"] == Double((1 * 7 + 2) * 7 + 9))
        }
    }

    @Test func cellsThatWereNotChosenAreShownWhenTheyTurnOutToHold() throws {
        try afterEdit("1 2 3 4 9") { bench, text in
            let record = try bench.run(text, chosen: [0, 1])
            #expect(record.statuses == [.ran, .ran, .reused, .reused, .reused])
        }
        try afterEdit("1 2 3 4 9") { bench, text in
            let record = try bench.run(text, chosen: [0])
            #expect(record.statuses == [.ran, .notRun, .notRun, .notRun, .reused])
            #expect(record.cells[2].staleness == "runs only if `first` gives something else than before")
        }
    }

    /// The way in which a cheap command's figures are drawn is not part of its result.
    @Test func anotherFigureSizeDecidesNothingAnew() throws {
        try afterEdit("1 2 3 4 5") { bench, text in
            let edited = text.replacingOccurrences(of: "first 3", with: "#| fig-width: 9\nfirst 3")
            let states = try bench.states(edited)
            #expect(states == ["fresh", "`fig-width` none → 9.0", "fresh", "fresh", "fresh"])
        }
    }

    @Test func theSameFileInAnotherPlaceIsTheSame() throws {
        try afterEdit("1 2 3 4 5") { bench, _ in
            let other = "\(bench.folder)/other.txt"
            try "1 2 3 4 5".write(toFile: other, atomically: true, encoding: .utf8)
            #expect(try bench.states(text(other)).allSatisfy { $0 == "fresh" })
            #expect(try bench.run(text(other)).comparison?.edits == [])
        }
    }

    /// Two programs with one store, or two processors, can compute different results. A result is stored under the key of what was read.
    @Test func aCheapCommandThatGivesAnotherThanBeforeIsFollowed() throws {
        try withWorkbench { bench in
            let path = "\(bench.folder)/data.txt"
            try "1 2 3".write(toFile: path, atomically: true, encoding: .utf8)
            let text = text(path)
            try bench.run(text)
            for file in bench.files("slots") {
                // The sum is removed, and is computed from what is read now.
                if try String(contentsOfFile: file, encoding: .utf8).contains("number(total)") {
                    try FileManager.default.removeItem(atPath: file)
                }
            }
            for file in bench.files("results") {
                if try String(contentsOfFile: file, encoding: .utf8).contains("\"take total\"") {
                    try FileManager.default.removeItem(atPath: file)
                }
            }
            let record = try Numbers.$drift.withValue(1) { try bench.run(text) }
            #expect(record.metrics["number.total"] == Double((2 * 7 + 3) * 7 + 4))
            // The earlier result is under its own key.
            let before = try bench.run(text, isFresh: true)
            #expect(before.metrics["number.total"] == Double((1 * 7 + 2) * 7 + 3))
            #expect(try bench.run(text).metrics["number.total"] == Double((1 * 7 + 2) * 7 + 3))
        }
    }

    @Test func withoutAContentTheKeyOfTheCommandDecides() throws {
        try withWorkbench { bench in
            var bench = bench
            bench.storages["list"] = nil
            let path = "\(bench.folder)/data.txt"
            try "1 2 3 4 5".write(toFile: path, atomically: true, encoding: .utf8)
            try bench.run(text(path))
            try "1 2 3 4 9".write(toFile: path, atomically: true, encoding: .utf8)
            #expect(try bench.run(text(path)).statuses == [.ran, .ran, .ran, .ran, .reused])
        }
    }

    /// The failure is reported once, however many commands depend on it, and by the command that reads what could not be computed.
    @Test func aFailureOfACheapCommandOnTheWayIsTold() throws {
        try afterEdit("1 two 3") { bench, text in
            let why =
                "`first` reads the slot `list(all)`, but `numbers` in the cell [c1], which writes it, failed: 'two' is no number"
            _ = try bench.assessExactly(text, failures: [why])
            let record = try bench.run(text, chosen: [2])
            #expect(record.outcome == .failed)
            #expect(record.cells[2].error?.contains(why) == true, "\(record.cells[2].error ?? "")")
        }
    }

    /// A cell whose state was unknown when the run began, and whose results from an earlier run are in the store.
    @Test func whatBecomesKnownOnTheWayIsShown() throws {
        try withWorkbench { bench in
            let path = "\(bench.folder)/data.txt"
            try "1 2 3 4 5".write(toFile: path, atomically: true, encoding: .utf8)
            func text(_ steps: Int) -> String {
                book("numbers \(path)", "first 3", "total", "count total --steps \(steps)")
            }
            let before = try bench.run(text(2))
            try bench.run(text(3))
            try "1 2 3 4 9".write(toFile: path, atomically: true, encoding: .utf8)
            let record = try bench.run(text(2), chosen: [0, 1])
            #expect(record.cells[3].outputs.map(\.output) == before.cells[3].outputs.map(\.output))
            #expect(try bench.run(text(2)).statuses == [.reused, .reused, .reused, .reused])
        }
    }

    @Test func cheapCommandsAreNotStored() throws {
        try afterEdit("1 2 3 4 5") { bench, _ in
            // The sum, and the contents of the three lists.
            #expect(bench.files("slots").count == 4)
            #expect(bench.files("blobs").count == 1)
        }
    }

    /// A notebook of many cheap commands is decided, and then reused completely.
    @Test func manyCheapCommandsAreDecided() throws {
        try withWorkbench { bench in
            let path = "\(bench.folder)/data.txt"
            try "1 2 3 4 5".write(toFile: path, atomically: true, encoding: .utf8)
            let cells = (0..<300).map { "```{practicum}\n#| label: t\($0)\nfirst \($0)\ntotal\n```\n" }
            let text = book("numbers \(path)") + "\n" + cells.joined(separator: "\n")
            try bench.run(text)
            try "1 2 3 4 5 6".write(toFile: path, atomically: true, encoding: .utf8)
            #expect(try bench.run(text).statuses.count { $0 == .reused } == 0)
            #expect(try bench.run(text).statuses.allSatisfy { $0 == .reused })
        }
    }
}
