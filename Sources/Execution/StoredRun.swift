import Notebooks
import Outputs

extension RunRecord {
    /// What a report shows of a plan when nothing is executed: cells that the store has in full, and the others as stale.
    package init(plan: Plan, assessment: Assessment, memory: NotebookMemory?, header: RunHeader) {
        let cells = zip(plan.cells, assessment.states).map { CellRecord($0, $1, result: assessment.result) }
        var metrics: [String: Double] = [:]
        for case .metrics(let shown) in cells.flatMap({ $0.outputs.map(\.output) }) {
            for metric in shown { metrics[metric.name] = metric.value }
        }
        let last = memory?.lastRun(like: header)
        let isWhole = cells.allSatisfy { $0.status != .notRun }
        self.init(
            header: header, cells: cells, outcome: isWhole ? .finished : last?.outcome ?? .finished,
            seconds: last?.seconds ?? 0, metrics: metrics, warnings: last?.warnings ?? [],
            comparison: last?.comparison)
    }
}

extension CellRecord {
    /// A cell from what the store has of it.
    init(_ planned: PlannedCell, _ state: Assessment.State, result: (PlannedCommand) -> StoredResult?) {
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
        outputs = shown.flatMap(\.outputs)
        facts = shown.flatMap(\.facts)
        seconds = shown.reduce(0) { $0 + $1.seconds }
        madeAt = shown.map(\.madeAt).min()
    }
}
