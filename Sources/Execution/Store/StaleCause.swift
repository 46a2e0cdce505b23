import Notebooks
import Outputs

/// A change and the cells that are stale because of it. It is reported once, however many cells depend on it.
package struct StaleCause: Sendable, Equatable {
    /// The change, e.g. `` `batch-size` 8 → 32 ``.
    package var phrase: String
    /// Indices of the cells, in order. The change is in the first.
    package var cells: [Int]
    /// How many of them run only if an earlier command gives other results than last time.
    package var undecidedCount = 0
    /// How long their commands took last time.
    package var seconds = 0.0

    package init(phrase: String, cells: [Int]) {
        self.phrase = phrase
        self.cells = cells
    }

    /// `` `batch-size` 8 → 32: up to 12 cells, about 25 s ``.
    package var sentence: String {
        var text = "\(phrase): \(undecidedCount > 0 ? "up to " : "")\(DisplayedNumber.count(cells.count, "cell"))"
        if seconds >= 1 {
            text += ", about \(seconds < 60 ? "\(Int(seconds.rounded())) s" : DisplayedNumber.duration(seconds))"
        } else if seconds > 0 {
            text += ", less than a second"
        }
        return text
    }
}

extension Assessment {
    /// The causes of staleness, in the order of the notebook.
    ///
    /// - Parameter isChosen: Whether a cell counts.
    package func causes(among isChosen: (Int) -> Bool = { _ in true }) -> [StaleCause] {
        var causes: [StaleCause] = []
        var placeByPhrase: [String: Int] = [:]
        let roots = rootPhrases()
        for index in states.indices where isChosen(index) {
            guard let phrase = roots[index] else { continue }
            let place = placeByPhrase[phrase] ?? causes.count
            if place == causes.count {
                placeByPhrase[phrase] = place
                causes.append(StaleCause(phrase: phrase, cells: []))
            }
            causes[place].cells.append(index)
            causes[place].seconds += lastSeconds(of: plan.cells[index])
            if case .undecided = states[index] { causes[place].undecidedCount += 1 }
        }
        return causes
    }

    /// For each cell that is not fresh, the change in an earlier cell that caused it.
    private func rootPhrases() -> [String?] {
        var roots: [String?] = []
        for (index, state) in states.enumerated() {
            switch state {
            case .stale(.upstream(let slot, _, _)):
                let above = sources(of: index) { $0 == slot }.compactMap { roots[$0] }.first
                roots.append(above ?? state.reason)
            case .stale(.parameter(let name, let before, let now)):
                roots.append("`\(name)` \(StaleReason.shown(before)) → \(StaleReason.shown(now))")
            // A change within one cell is reported with that cell.
            case .stale(let reason) where reason.isEdit:
                roots.append("[\(plan.cells[index].cell.label)] \(reason.phrase)")
            case .stale(let reason): roots.append(reason.phrase)
            case .undecided:
                let above = sources(of: index) { _ in true }.compactMap { roots[$0] }.first
                roots.append(above ?? "what comes before may have changed")
            case .neverRun: roots.append("not run yet")
            case .fresh, .alwaysRuns, .notEvaluated: roots.append(nil)
            }
        }
        return roots
    }

    /// The earlier cells that write what a cell reads.
    private func sources(of index: Int, _ isMeant: (SlotName) -> Bool) -> [Int] {
        plan.cells[index].commands.flatMap { command in
            command.slots.reads.filter(isMeant).compactMap { slot in
                command.sources[slot].map { plan.commands[$0].cell }
            }
        }.filter { $0 < index }.sorted()
    }

    /// How long the missing part of a cell took when it last ran.
    private func lastSeconds(of cell: PlannedCell) -> Double {
        guard let known = known[cell.cell.label] else { return 0 }
        return cell.commands.filter { result(of: $0) == nil }.reduce(0) { sum, command in
            guard let key = counterpart(of: command, in: known)?.outputKey else { return sum }
            return sum + (store?.seconds(ofResult: key) ?? 0)
        }
    }
}
