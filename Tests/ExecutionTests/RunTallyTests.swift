import Execution
import Testing

/// The counts at the end of a run.
@Suite struct RunTallyTests {
    /// The behaviour of a cell.
    enum Kind: String, CaseIterable, Sendable {
        case works, always, fails, failsAsAllowed, isTooSlow, isTooSlowAsAllowed, isStopped, isNotEvaluated

        func cell(_ place: Int) -> String {
            switch self {
            case .works: "put n\(place)"
            case .always: "now"
            case .fails: "fail x"
            case .failsAsAllowed: "#| error: true\nfail x"
            case .isTooSlow: "#| timeout: 0.001\nwait"
            case .isTooSlowAsAllowed: "#| timeout: 0.001\n#| error: true\nwait"
            case .isStopped: "stop"
            case .isNotEvaluated: "#| eval: false\nput n\(place)"
            }
        }

        var endsARun: Bool { [.fails, .isTooSlow, .isStopped].contains(self) }
    }

    private func text(_ kinds: [Kind]) -> String {
        kinds.enumerated().map { place, kind in
            "```{practicum}\n#| label: c\(place + 1)\n\(kind.cell(place))\n```\n"
        }.joined(separator: "\n")
    }

    private func run(_ bench: Workbench, _ text: String, chosen: Set<Int>? = nil, isFresh: Bool = false) throws
        -> RunRecord
    {
        let interruption = Interruption()
        return try Stop.$interruption.withValue(interruption) {
            try bench.run(text, chosen: chosen, isFresh: isFresh, interruption: interruption)
        }
    }

    /// For each pair of cells and each selection, the sentence counts every cell exactly once.
    @Test(arguments: Kind.allCases) func everyCellIsCountedOnce(first: Kind) throws {
        for second in Kind.allCases {
            let kinds = [first, second]
            for chosen in [nil, [0], [1]] as [Set<Int>?] {
                try withWorkbench { bench in
                    var stored: Set<Int> = []
                    for isFresh in [false, false, true] {
                        let forecast = RunForecast(
                            plan: try plan(text(kinds)), assessment: try bench.assess(text(kinds)),
                            settings: bench.settings(chosen: chosen, isFresh: isFresh))
                        let tally = RunTally(try run(bench, text(kinds), chosen: chosen, isFresh: isFresh))
                        let place = "\(kinds) \(chosen ?? []) \(isFresh) \(tally)"
                        let isChosen = { chosen?.contains($0) ?? true }
                        #expect(tally.chosen == kinds.indices.count(where: isChosen), "\(place)")
                        #expect(tally.chosen + tally.othersShown + tally.othersEmpty == 2, "\(place)")
                        var expected = (
                            done: 0, reused: 0, allowed: 0, failed: 0, timedOut: 0, stopped: 0, left: 0, off: 0
                        )
                        var hasEnded = false
                        for (index, kind) in kinds.enumerated() where isChosen(index) {
                            switch kind {
                            case .isNotEvaluated: expected.off += 1
                            case _ where hasEnded: expected.left += 1
                            case .works:
                                expected.done += 1
                                if stored.contains(index), !isFresh { expected.reused += 1 }
                                stored.insert(index)
                            case .always: expected.done += 1
                            case .failsAsAllowed, .isTooSlowAsAllowed:
                                expected.done += 1
                                expected.allowed += 1
                            case .fails: expected.failed += 1
                            case .isTooSlow: expected.timedOut += 1
                            case .isStopped: expected.stopped += 1
                            }
                            hasEnded = hasEnded || kind.endsARun
                        }
                        let counted = (
                            done: tally.done, reused: tally.reused, allowed: tally.allowedErrors, failed: tally.failed,
                            timedOut: tally.timedOut, stopped: tally.stopped, left: tally.notRun,
                            off: tally.notEvaluated
                        )
                        #expect("\(counted)" == "\(expected)", "\(place)")
                        // The prediction was right.
                        guard !hasEnded else { continue }
                        #expect(forecast.cells.count { $0.action == .reuse } == tally.reused, "\(place)")
                        #expect(forecast.cells.count { $0.action == .skip } == tally.notEvaluated, "\(place)")
                        #expect(forecast.cells.count { $0.action == .run } == tally.done - tally.reused, "\(place)")
                    }
                }
            }
        }
    }

    @Test func theSentenceSaysWhatTheCountsAre() throws {
        try withWorkbench { bench in
            func ends(
                _ kinds: [Kind], chosen: Set<Int>? = nil, isFresh: Bool = false, with sentence: String
            ) throws {
                let record = try run(bench, text(kinds), chosen: chosen, isFresh: isFresh)
                #expect(RunTally(record).sentence(seconds: 2) == sentence)
            }
            let three: [Kind] = [.works, .works, .isNotEvaluated]
            try ends(three, with: "Finished: 2 of 3 cells done in 2.0 s, 1 not evaluated.")
            try ends(three, with: "Finished: 2 of 3 cells done in 2.0 s, 2 reused, 1 not evaluated.")
            try ends(
                three, chosen: [1], isFresh: true,
                with:
                    "Finished: 1 of 1 chosen cell done in 2.0 s. Of the others, 1 shown from the store and 1 left empty."
            )
            try ends([.fails, .works], with: "Failed: 0 of 2 cells done in 2.0 s, 1 failed, 1 not run.")
            try ends(
                [.failsAsAllowed, .isTooSlow, .always],
                with: "Failed: 1 of 3 cells done in 2.0 s, 1 with an error that the cell allows, 1 ran out of time, "
                    + "1 not run.")
            try ends(
                [.works, .isStopped, .works],
                with: "Interrupted: 1 of 3 cells done in 2.0 s, 1 reused, 1 stopped, 1 not run.")
        }
    }

    @Test func theForecastCountsWhatWasChosen() throws {
        try withWorkbench { bench in
            let three = text([.works, .works, .isNotEvaluated])
            func forecast(_ chosen: Set<Int>? = nil) throws -> String {
                RunForecast(
                    plan: try plan(three), assessment: try bench.assess(three), settings: bench.settings(chosen: chosen)
                ).sentence
            }
            #expect(try forecast() == "Of 3 cells, 2 would run, 0 would be reused and 1 is not evaluated.")
            try bench.run(three)
            #expect(
                try forecast([1]) == "Of 1 chosen cell, 0 would run and 1 would be reused. 2 others are not chosen.")
        }
    }
}
