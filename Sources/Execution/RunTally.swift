import Notebooks
import Outputs

/// The number of cells of a run by their result, and a sentence with these numbers.
///
/// Every cell is counted once. Selected cells and cells that were only shown from the store are counted separately.
package struct RunTally: Sendable, Equatable {
    /// Cells that succeeded, including those with an allowed error.
    package private(set) var done = 0
    /// Among them: cells taken from the store, and cells with an allowed error.
    package private(set) var reused = 0
    package private(set) var allowedErrors = 0
    /// Cells whose error ended the run.
    package private(set) var failed = 0
    package private(set) var timedOut = 0
    package private(set) var stopped = 0
    /// Cells with `eval: false`.
    package private(set) var notEvaluated = 0
    /// Cells that were chosen but not reached before the run ended.
    package private(set) var notRun = 0
    /// Cells that were not chosen: those shown from the store, and those left empty because the store does not have all of their outputs.
    package private(set) var othersShown = 0
    package private(set) var othersEmpty = 0

    /// Indices of the cells that succeeded, of those that the run did not reach, and of the one that ended it.
    package private(set) var donePlaces: [Int] = []
    package private(set) var notRunPlaces: [Int] = []
    package let endedIn: Int?

    private let outcome: RunRecord.Outcome
    private let isEverything: Bool

    /// The number of cells that were to be run or reused.
    package var chosen: Int { done + failed + timedOut + stopped + notEvaluated + notRun }

    package init(_ record: RunRecord) {
        outcome = record.outcome
        isEverything = record.chosen == nil
        let chosen = record.chosen.map(Set.init)
        let places = record.cells.indices.filter { chosen?.contains($0) ?? true }
        // The run ended in the last cell that it reached.
        let last = record.outcome == .finished ? nil : places.last { record.cells[$0].hasEndedARun(record.outcome) }
        endedIn = last
        for (place, cell) in record.cells.enumerated() {
            guard chosen?.contains(place) ?? true else {
                if cell.status == .notRun || cell.status == .skipped { othersEmpty += 1 } else { othersShown += 1 }
                continue
            }
            if cell.status == .skipped {
                notEvaluated += 1
            } else if cell.status == .notRun || place > last ?? place {
                notRun += 1
                notRunPlaces.append(place)
            } else if place == last {
                switch (record.outcome, cell.status) {
                case (.interrupted, _): stopped += 1
                case (_, .interrupted): timedOut += 1
                default: failed += 1
                }
            } else {
                done += 1
                donePlaces.append(place)
                if cell.status == .reused { reused += 1 }
                if cell.status == .failed || cell.status == .interrupted { allowedErrors += 1 }
            }
        }
    }

    /// `Finished: 24 of 24 cells done in 3.1 s, 20 reused.`
    package func sentence(seconds: Double) -> String {
        var text = "\(word): \(done) of \(cells) done in \(DisplayedNumber.duration(seconds))"
        text += Self.listed([(reused, "reused"), (allowedErrors, "with an error that the cell allows")])
        text += Self.listed([
            (failed, "failed"), (timedOut, "ran out of time"), (stopped, "stopped"), (notEvaluated, "not evaluated"),
            (notRun, "not run"),
        ])
        return text + others("shown from the store", "left empty") + "."
    }

    /// How the run ended: the sentence's first word.
    package var word: String {
        switch outcome {
        case .finished: "Finished"
        case .failed: "Failed"
        case .interrupted: "Interrupted"
        }
    }

    /// What is counted: `24 cells`, `1 chosen cell`.
    package var cells: String { DisplayedNumber.count(chosen, isEverything ? "cell" : "chosen cell") }

    private func others(_ shown: String, _ empty: String) -> String {
        guard othersShown + othersEmpty > 0 else { return "" }
        let parts = [(othersShown, shown), (othersEmpty, empty)].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return ". Of the others, \(parts.joined(separator: " and "))"
    }

    private static func listed(_ parts: [(count: Int, words: String)]) -> String {
        parts.filter { $0.count > 0 }.map { ", \($0.count) \($0.words)" }.joined()
    }
}

extension CellRecord {
    /// True for a cell in which a run may have ended.
    fileprivate func hasEndedARun(_ outcome: RunRecord.Outcome) -> Bool {
        status == .interrupted || outcome == .failed && status == .failed
    }
}

extension RunForecast {
    /// `Of 24 cells, 3 would run and 21 would be reused.`
    package var sentence: String {
        func count(_ action: Action) -> Int { cells.count { $0.action == action } }
        let left = count(.leave)
        let chosen = cells.count - left
        var parts = ["\(count(.run)) would run", "\(count(.reuse)) would be reused"]
        if count(.decideLater) > 0 { parts.insert("\(count(.decideLater)) may run", at: 1) }
        if count(.skip) > 0 { parts.append("\(count(.skip)) \(count(.skip) == 1 ? "is" : "are") not evaluated") }
        let last = parts.removeLast()
        let list = parts.joined(separator: ", ") + " and " + last
        let others = left == 0 ? "" : " \(left) \(left == 1 ? "other is" : "others are") not chosen."
        return "Of \(chosen) \(left == 0 ? "" : "chosen ")cell\(chosen == 1 ? "" : "s"), \(list).\(others)"
    }
}
