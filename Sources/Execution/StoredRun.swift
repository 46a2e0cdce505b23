import Notebooks
import Outputs

extension RunRecord {
    /// What a report shows of a plan when nothing is executed: cells that the store has in full, and the others as stale.
    package init(plan: Plan, assessment: Assessment, memory: NotebookMemory?, header: RunHeader) {
        let cells = zip(plan.cells, assessment.states).map { planned, state in
            CellRecord(planned, state, notebook: header.notebook, keys: assessment.keys, result: assessment.result)
        }
        let last = memory?.lastRun(like: header)
        let isWhole = cells.allSatisfy { $0.status != .notRun }
        self.init(
            header: header, cells: cells, outcome: isWhole ? .finished : last?.outcome ?? .finished,
            seconds: last?.seconds ?? 0, metrics: cells.metrics, warnings: last?.warnings ?? [],
            comparison: last?.comparison)
    }
}

extension CellRecord {
    /// A cell from what the store has of it.
    init(
        _ planned: PlannedCell, _ state: Assessment.State, notebook: String, keys: PlanKeys,
        result: (PlannedCommand) -> StoredResult?
    ) {
        self.init(label: planned.cell.label)
        guard planned.cell.options.eval else {
            status = .skipped
            return
        }
        let shown = planned.commands.compactMap(result)
        guard shown.count == planned.commands.count else {
            staleness = state.reason
            return
        }
        status = shown.isEmpty ? .ran : .reused
        outputs = zip(planned.commands, shown).flatMap { command, result in
            let stamp = FigureStamp(notebook: notebook, cell: label, key: keys[command]?.outputKey)
            return result.outputs.map(stamp.on)
        }
        facts = shown.flatMap(\.facts)
        seconds = shown.reduce(0) { $0 + $1.seconds }
        madeAt = shown.map(\.madeAt).min()
    }
}
