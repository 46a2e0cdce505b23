import Execution
import Foundation
import Notebooks
import Outputs
import Testing

@Suite struct ExecutorTests {
    private func run(
        _ text: String, _ renderers: [any RunRenderer] = [], interruption: Interruption = Interruption()
    ) throws -> RunRecord {
        Executor(plan: try plan(text), renderers: renderers, interruption: interruption, outputFolder: "out").run()
    }

    @Test func cellsRunInOrderAgainstOneSession() throws {
        let log = EventLog()
        let record = try run(book("put a --value 4", "#| eval: false\nput a", "double a\ntake a"), [log])
        #expect(record.outcome == .finished)
        #expect(record.cells.map(\.status) == [.ran, .skipped, .ran])
        #expect(record.metrics["number.a"] == 8)
        #expect(record.metrics["run.seconds"] == record.seconds)
        #expect((record.metrics["run.peak-memory-bytes"] ?? 0) > 1_000_000)
        #expect(
            log.lines == [
                "run 3", "cell 0 c1", "$ put a --value 4", "c1 ran", "cell 1 c2", "c2 skipped", "cell 2 c3",
                "$ double a", "$ take a", "output metrics", "c3 ran", "run finished",
            ])
    }

    @Test func outputsAndFactsLandInTheirCell() throws {
        let log = EventLog()
        let record = try run(book("show a b --figure f"), [log])
        #expect(record.cells[0].outputs.map(\.output.kind) == [.text, .text, .figure])
        #expect(record.cells[0].facts == [RunFact(label: "words", value: "2", isVolatile: true)])
        #expect(log.lines.contains("progress 1/2") && log.lines.contains("fact words=2"))
    }

    @Test func aFailureNamesItsLineAndStopsTheRest() throws {
        let log = EventLog()
        let record = try run(book("put a", "show x\n  fail 'no such thing'\nshow y", "take a"), [log])
        #expect(record.outcome == .failed)
        #expect(record.cells.map(\.status) == [.ran, .failed, .notRun])
        #expect(record.cells[1].outputs.map(\.output) == [.text("x")])
        #expect(
            record.cells[1].error == """
                book.md:9:3: error: `fail`: no such thing
                      fail 'no such thing'
                      ^~~~~~~~~~~~~~~~~~~~
                """)
        #expect(log.lines.contains("output message") && log.lines.last == "run failed")
    }

    @Test func aFailureCanBePartOfTheLesson() throws {
        let record = try run(book("#| error: true\nfail x", "show y"))
        #expect(record.outcome == .finished)
        #expect(record.cells.map(\.status) == [.failed, .ran])
        #expect(record.cells[0].error != nil)
    }

    @Test(arguments: [
        ("read", "`liar` reads the slot `number(b)` without declaring it"),
        ("write", "`liar` writes the slot `number(b)` without declaring it"),
        ("type", "`liar` expects String in the slot `number(a)`, but it holds Int"),
    ])
    func aCommandReachesOnlyWhatItDeclared(lie: String, expected: String) throws {
        let record = try run(book("put a\nput b\nliar \(lie)"))
        #expect(record.outcome == .failed)
        #expect(record.cells[0].error?.contains(expected) == true)
    }

    @Test func aTimeoutStopsItsCell() throws {
        let record = try run(book("#| timeout: 0.05\nwait", "show x"))
        #expect(record.outcome == .failed)
        #expect(record.cells.map(\.status) == [.interrupted, .notRun])
        #expect(record.cells[0].error?.contains("timeout of 0.05 s has passed") == true)
        #expect(record.seconds < 5)
        let patient = try run(book("#| timeout: 10000000\nshow x"))
        #expect(patient.cells[0].status == .ran)
        let tolerated = try run(book("#| timeout: 0.05\n#| error: true\nwait", "show x"))
        #expect(tolerated.cells.map(\.status) == [.interrupted, .ran])
    }

    @Test func anInterruptionStopsTheRun() throws {
        let interruption = Interruption()
        let record = try Stop.$interruption.withValue(interruption) {
            try run(book("show a", "#| error: true\nshow b\nstop\nshow c", "show d"), interruption: interruption)
        }
        #expect(record.outcome == .interrupted)
        #expect(record.cells.map(\.status) == [.ran, .interrupted, .notRun])
        #expect(record.cells[1].outputs.map(\.output) == [.text("b")])
    }

    /// The cells' states in the report, each time it is written before the run ends.
    private func saved(_ text: String, every interval: Duration) throws -> [[CellStatus]] {
        let log = SnapshotLog()
        _ = Executor(
            plan: try plan(text), renderers: [log], outputFolder: "out", settings: RunSettings(reportInterval: interval)
        ).run()
        return log.statuses
    }

    @Test func everyCellCanBeSaved() throws {
        let saved = try saved(book("show a", "#| eval: false\nshow b", "fail x", "show c"), every: .zero)
        #expect(saved == [[.ran, .notRun, .notRun, .notRun], [.ran, .skipped, .failed, .notRun]])
    }

    @Test func quickCellsAreSavedTogether() throws {
        let cells = (0..<500).map { "```{practicum}\n#| label: c\($0)\nshow \($0)\n```\n" }.joined(separator: "\n")
        let start = ContinuousClock.now
        let count = try saved(cells, every: .seconds(1)).count
        #expect(count <= Int(start.duration(to: .now).seconds))
    }

    @Test func theReportIsWrittenBeforeWhatTakesLong() throws {
        let saved = try saved(book("show a", "show b\ntoil", "show c"), every: .seconds(1000))
        #expect(saved == [[.ran, .interrupted, .notRun]])
    }

    @Test func theReportIsWrittenWhileACommandIsAtWork() throws {
        let text = book("show a", "#| timeout: 0.4\n#| error: true\nwait", "show c")
        let saved = try saved(text, every: .milliseconds(100))
        #expect(saved.first == [.ran, .interrupted, .notRun])
        // While a command runs, nothing is new.
        #expect(saved.count == 2)
    }

    @Test func theSameCellDrawsTheSameNumbers() throws {
        let alone = try run(book("draw"))
        let later = try run("```{practicum}\nshow x\n```\n\n" + book("draw"))
        #expect(alone.cells[0].outputs.map(\.output) == later.cells[1].outputs.map(\.output))
    }

    @Test func theHeaderSaysWhatWasOverridden() throws {
        let text = book("put a --value $n", head: "---\nparams:\n  n: 2\n  m: 1\n---\n")
        let (notebook, _) = Notebook.read(
            SourceText(path: "book.md", contents: text), overrides: ParameterOverrides(assignments: ["n=5"]))
        let plan = try Plan(notebook: notebook, registry: toyRegistry, environment: FileDigests())
        let record = Executor(plan: plan, renderers: [], outputFolder: "out", profile: "quick").run()
        #expect(
            record.header.parameters == [
                ParameterFact(name: "n", value: "5", defaultValue: "2", origin: "-p"),
                ParameterFact(name: "m", value: "1", defaultValue: "1", origin: "notebook"),
            ])
        #expect(record.header.profile == "quick")
    }
}
