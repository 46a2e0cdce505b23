import Execution
import Foundation
import Notebooks
import Outputs
import Testing

/// What runs again and what is reused. Nothing stale may be shown as fresh.
@Suite struct ReuseTests {
    private let chain = book("put a --value 4", "put b --value 1", "double a\nsum a b", "take a", "take b\nshow x")

    @Test func nothingRunsTwice() throws {
        try withWorkbench { bench in
            let first = try bench.run(chain)
            #expect(first.statuses == [.ran, .ran, .ran, .ran, .ran])
            let log = EventLog()
            let second = try bench.run(chain, log: log)
            #expect(second.statuses == [.reused, .reused, .reused, .reused, .reused])
            #expect(second.shown == first.shown)
            #expect(second.cells.map(\.facts) == first.cells.map(\.facts))
            #expect(second.metrics["number.a"] == 11)
            #expect(!log.lines.contains { $0.hasPrefix("$") })
        }
    }

    /// The events alone contain everything that the report shows: what ran, what was reused, and what was not executed.
    @Test func theEventsHoldAllThatTheReportShows() throws {
        try withWorkbench { bench in
            let failing =
                chain + "\n" + book("show y\nfail x", "show z").replacingOccurrences(of: "label: c", with: "label: d")
            for (text, chosen) in [
                (chain, nil), (chain, nil), (chain, Set([3])), (failing, nil), (failing, Set([0, 5])),
            ]
                as [(String, Set<Int>?)]
            {
                let fold = EventFold()
                let record = try bench.run(text, chosen: chosen, log: fold)
                #expect(fold.record == record)
                for (place, cell) in record.cells.enumerated() {
                    let isError = { (output: CellOutput) in output.output == .error(cell.error ?? "") }
                    #expect(fold.statuses[place] == cell.status, "\(place)")
                    #expect((fold.outputs[place] ?? []).filter { !isError($0) } == cell.outputs, "\(place)")
                    #expect((fold.facts[place] ?? []) == cell.facts, "\(place)")
                }
            }
        }
    }

    @Test func anEditRunsWhatDependsOnIt() throws {
        try withWorkbench { bench in
            try bench.run(chain)
            let edited = chain.replacingOccurrences(of: "put b --value 1", with: "put b --value 2")
            let record = try bench.run(edited)
            #expect(record.statuses == [.reused, .ran, .ran, .ran, .ran])
            #expect(record.metrics["number.a"] == 14)
            // After the edit is undone, the store still has the first results.
            #expect(try bench.run(chain).statuses == [.reused, .reused, .reused, .reused, .reused])
        }
    }

    @Test func proseAndLayoutRunNothing() throws {
        try withWorkbench { bench in
            try bench.run(chain)
            let edited =
                "# A title\n\nWords.\n\n" + chain.replacingOccurrences(of: "put a --value", with: "put   a   --value")
            #expect(try bench.run(edited).statuses.allSatisfy { $0 == .reused })
        }
    }

    @Test func oneCommandOfACellRunsAlone() throws {
        try withWorkbench { bench in
            let taken = Count.Counter()
            try Count.$taken.withValue(taken) {
                let text = book("put a", "count a --steps 3\nshow x")
                try bench.run(text)
                let record = try bench.run(text.replacingOccurrences(of: "show x", with: "show y"))
                #expect(record.statuses == [.reused, .ran])
                #expect(record.shown[1].last == .text("y"))
            }
            #expect(taken.steps == 3)
        }
    }

    @Test func aSectionComesWithWhatItNeeds() throws {
        try withWorkbench { bench in
            let whole = try bench.run(chain)
            let log = EventLog()
            let record = try bench.run(chain, chosen: [3], isFresh: true, log: log)
            #expect(record.statuses == [.reused, .reused, .reused, .ran, .reused])
            #expect(record.shown == whole.shown)
            #expect(log.lines.contains("needs number(a)"))
            #expect(log.lines.filter { $0.hasPrefix("$") } == ["$ take a"])
        }
    }

    @Test func whatIsNotStoredIsComputedAgain() throws {
        try withWorkbench { bench in
            var bench = bench
            bench.storages = [:]
            let whole = try bench.run(chain)
            for place in 0..<5 {
                let record = try bench.run(chain, chosen: [place], isFresh: true)
                #expect(record.shown == whole.shown)
                #expect(record.statuses[place] == .ran)
            }
        }
    }

    /// Cells that were not chosen are shown if they are fresh. Otherwise they are empty and give the reason.
    @Test func whatWasNotChosenAndIsStaleIsNotShown() throws {
        try withWorkbench { bench in
            try bench.run(chain)
            let edited = chain.replacingOccurrences(of: "put b --value 1", with: "put b --value 2")
            let record = try bench.run(edited, chosen: [4])
            #expect(record.statuses == [.reused, .reused, .notRun, .notRun, .ran])
            #expect(record.cells[2].staleness == "because `number(b)` is stale")
            #expect(record.cells[3].staleness == "because `number(a)` is stale")
            #expect(record.cells[3].outputs.isEmpty)
        }
    }

    @Test func aFreshRunRunsEverythingAndGivesTheSame() throws {
        try withWorkbench { bench in
            let first = try bench.run(chain)
            let second = try bench.run(chain, isFresh: true)
            #expect(second.statuses.allSatisfy { $0 == .ran })
            #expect(second.shown == first.shown)
        }
    }

    @Test func whatAlwaysRunsDoesNotMakeACellStale() throws {
        try withWorkbench { bench in
            let text = book("now\nshow x", "now")
            #expect(try bench.states(text) == ["never run", "always runs"])
            try bench.run(text)
            #expect(try bench.states(text) == ["fresh", "always runs"])
            let log = EventLog()
            let record = try bench.run(text, log: log)
            #expect(record.statuses == [.reused, .ran])
            #expect(log.lines.filter { $0.hasPrefix("$") } == ["$ now", "$ now"])
        }
    }

    @Test func aProducedFileIsPartOfTheResult() throws {
        try withWorkbench { bench in
            let text = book("put a --value 7", "produce out.txt a")
            try bench.run(text)
            #expect(try bench.states(text) == ["fresh", "fresh"])
            let path = "\(bench.folder)/out.txt"
            try "8".write(toFile: path, atomically: true, encoding: .utf8)
            #expect(try bench.states(text) == ["fresh", "file \(path) was changed or is gone"])
            #expect(try bench.run(text).statuses == [.reused, .ran])
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "7")
            // A file with the same bytes and other times counts as the same.
            try "7".write(toFile: path, atomically: true, encoding: .utf8)
            #expect(try bench.states(text) == ["fresh", "fresh"])
            try FileManager.default.removeItem(atPath: path)
            #expect(try bench.run(text).statuses == [.reused, .ran])
        }
    }

    /// What was read must not be stored under the key of the earlier content.
    @Test func aFileThatChangesWhileItIsReadIsNotKept() throws {
        try withWorkbench { bench in
            let path = "\(bench.folder)/data.txt"
            try "one".write(toFile: path, atomically: true, encoding: .utf8)
            let text = book("open \(path)", "take file")
            let broken = try Open.$savedMeanwhile.withValue("two!") { try bench.run(text) }
            #expect(broken.statuses == [.failed, .notRun])
            #expect(broken.cells[0].error?.contains("file file changed after this run began") == true)
            #expect(bench.files("results").isEmpty && bench.files("slots").isEmpty)
            #expect(try bench.run(text).statuses == [.ran, .ran])
            #expect(try bench.run(text).statuses == [.reused, .reused])
        }
    }

    /// The file is the same before and after, but the command read other content, which is what counts.
    @Test func aFileThatIsSwappedInAndBackIsNotKept() throws {
        try withWorkbench { bench in
            let path = "\(bench.folder)/data.txt"
            try "one".write(toFile: path, atomically: true, encoding: .utf8)
            let text = book("open \(path)", "take file")
            let broken = try Open.$swappedIn.withValue("two") { try bench.run(text) }
            #expect(broken.statuses == [.failed, .notRun])
            #expect(broken.cells[0].error?.contains("data.txt changed after this run began") == true)
            #expect(bench.files("results").isEmpty && bench.files("slots").isEmpty)
            #expect(try bench.run(text).statuses == [.ran, .ran])
        }
    }

    @Test func failuresAreNotKept() throws {
        try withWorkbench { bench in
            let text = book("put a", "fail x", "take a")
            let first = try bench.run(text)
            #expect(first.statuses == [.ran, .failed, .notRun])
            #expect(try bench.states(text) == ["fresh", "it failed in the last run", "never run"])
            let mended = text.replacingOccurrences(of: "fail x", with: "show x")
            #expect(try bench.run(mended).statuses == [.reused, .ran, .ran])
            // After a later failure, the valid results of the following cells stay.
            #expect(try bench.run(text).statuses == [.reused, .failed, .reused])
        }
    }

    @Test func aFailureOnTheWayIsToldWithItsCell() throws {
        try withWorkbench { bench in
            var bench = bench
            bench.storages = [:]
            let text = book("put a", "liar read", "take a")
            let record = try bench.run(text, chosen: [2])
            #expect(record.outcome == .failed)
            let error = try #require(record.cells[2].error)
            #expect(
                error.contains(
                    "`take` reads the slot `number(a)`, but `liar` in the cell [c2], which writes it, failed"))
            #expect(error.contains("reads the slot `number(b)` without declaring it"))
        }
    }

    /// A command that uses a slot it did not declare is stopped, so that every input of a result is in its key.
    @Test(arguments: ["read", "write"]) func anUndeclaredSlotIsNeverReached(lie: String) throws {
        try withWorkbench { bench in
            let text = book("put a", "put b --value 1", "liar \(lie)")
            let record = try bench.run(text)
            #expect(record.statuses == [.ran, .ran, .failed])
            #expect(try bench.states(text)[2] == "it failed in the last run")
        }
    }

    @Test func aFigureSizeShowsAgainWithoutComputingAgain() throws {
        try withWorkbench { bench in
            let taken = Count.Counter()
            try Count.$taken.withValue(taken) {
                let text = book("put a", "count a --steps 4", "take a")
                let first = try bench.run(text)
                let edited = text.replacingOccurrences(of: "count a", with: "#| fig-width: 9\ncount a")
                #expect(try bench.states(edited) == ["fresh", "`fig-width` none → 9.0", "fresh"])
                let second = try bench.run(edited)
                #expect(second.statuses == [.reused, .ran, .reused])
                #expect(second.shown == first.shown)
            }
            #expect(taken.steps == 4)
        }
    }

    /// Cells that an interrupted run did not reach are not reported as new, and their figures are those of the previous run.
    @Test func anInterruptedRunIsNotComparedWith() throws {
        try withWorkbench { bench in
            let text = book("put a --value 2", "stop", "take a", "put b --value 3", "take b")
            let mended = text.replacingOccurrences(of: "stop", with: "show x")
            func interrupt(_ text: String) throws {
                let interruption = Interruption()
                let record = try Stop.$interruption.withValue(interruption) {
                    try bench.run(text, interruption: interruption)
                }
                #expect(record.outcome == .interrupted)
            }
            // No earlier run has shown all cells.
            try interrupt(text)
            #expect(try bench.states(text)[2] == "never run")
            let first = try #require(try bench.run(mended).comparison)
            #expect(first.edits == ["c2: `show x` is new here"] && first.metrics.isEmpty)
            let edited = text.replacingOccurrences(of: "--value 2", with: "--value 5")
            try interrupt(edited)
            try interrupt(edited)
            let second = try #require(
                try bench.run(edited.replacingOccurrences(of: "stop", with: "show x")).comparison)
            #expect(second.edits == ["c1: `--value` 2 → 5"])
            #expect(
                second.metrics == [
                    .init(name: "number.a", before: 2, now: 5), .init(name: "number.b", before: 3, now: 3),
                ])
        }
    }

    /// A run that left out cells is not used for comparison either.
    @Test func aRunOfOneSectionIsNotComparedWith() throws {
        try withWorkbench { bench in
            let text = book("put a --value 2", "take a", "put b --value 3", "take b")
            try bench.run(text)
            let edited = text.replacingOccurrences(of: "--value", with: "--negative --value")
            try bench.run(edited, chosen: [0, 1])
            let comparison = try #require(try bench.run(edited).comparison)
            #expect(comparison.edits.count == 2)
            #expect(comparison.metrics.map(\.before) == [2, 3])
            #expect(try bench.run(edited).comparison?.edits == [])
        }
    }

    @Test func theComparisonSaysWhatChanged() throws {
        try withWorkbench { bench in
            let text = book("put a --value $n", "double a\ntake a", head: "---\nparams:\n  n: 2\n---\n")
            #expect(try bench.run(text).comparison == nil)
            let edited = text.replacingOccurrences(of: "n: 2", with: "n: 5")
                .replacingOccurrences(of: "double a\n", with: "")
            let comparison = try #require(try bench.run(edited).comparison)
            #expect(comparison.settings == [.init(name: "n", before: "2", now: "5")])
            #expect(comparison.metrics == [.init(name: "number.a", before: 4, now: 5)])
            let same = try #require(try bench.run(edited).comparison)
            #expect(same.settings.isEmpty && same.edits.isEmpty)
            #expect(same.metrics == [.init(name: "number.a", before: 5, now: 5)])
        }
    }
}
