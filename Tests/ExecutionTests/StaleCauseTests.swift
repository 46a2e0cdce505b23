import Execution
import Testing

/// Why cells are stale: each cause once, with the cells that depend on it.
@Suite struct StaleCauseTests {
    private let head = "---\nparams:\n  n: 2\n---\n"

    private func causes(_ text: String, _ edit: (String) -> String) throws -> [String] {
        try withWorkbench { bench in
            try bench.run(text)
            let log = EventLog()
            _ = try bench.run(edit(text), log: log)
            return log.lines.filter { $0.hasPrefix("cause ") }.map { String($0.dropFirst(6)) }
        }
    }

    @Test func aParameterIsSaidOnce() throws {
        let text = book("put a --value $n", "take a", "take a", "show x", head: head)
        let found = try causes(text) { $0.replacing("n: 2", with: "n: 3") }
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("`n` 2 → 3: 3 cells, less than a second") == true, "\(found)")
    }

    @Test func everyCauseHasItsCells() throws {
        let text = book("put a --value $n", "take a", "show x", head: head)
        let found = try causes(text) { $0.replacing("n: 2", with: "n: 3").replacing("show x", with: "show y") }
        #expect(found.count == 2)
        #expect(found.last?.hasPrefix("[c3] x → y: 1 cell") == true, "\(found)")
    }

    @Test func whereNothingChangedNothingIsSaid() throws {
        #expect(try causes(book("put a", "take a")) { $0 }.isEmpty)
    }

    @Test func whatIsNotCertainIsUpTo() {
        var cause = StaleCause(phrase: "`batch-size` 8 → 32", cells: Array(0..<12))
        #expect(cause.sentence == "`batch-size` 8 → 32: 12 cells")
        (cause.seconds, cause.undecidedCount) = (24.6, 3)
        #expect(cause.sentence == "`batch-size` 8 → 32: up to 12 cells, about 25 s")
    }
}
