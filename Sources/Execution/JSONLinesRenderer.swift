import Foundation
import Notebooks
import Outputs

/// Writes a run as JSON Lines: one object per event, with its name under `event`, and `time` in seconds from the start.
///
/// | `event` | other names |
/// | --- | --- |
/// | `run-started` | `run`: notebook, title, profile, parameters, cellCount, startedAt (ISO 8601) |
/// | `cell-started` | `cell` (its place, from 0), `label`, `sectionNumber`, `sectionTitle` |
/// | `command-started` | `cell`, `command` |
/// | `command-reused` | `cell`, `command`, `madeAt`; what it showed then follows |
/// | `progress` | `cell`, `progress`: done, total, unit, rate, rateUnit, loss, task, secondsLeft |
/// | `output` | `cell`, `output`: `kind` and `value`; `isVolatile`. A figure's bytes are left out |
/// | `fact` | `cell`, `fact`: label, value, isVolatile |
/// | `slot-needed` | `cell`, `slot`; when its command runs again, also that `command` and its cell's `label` |
/// | `warning` | `text`: something about the whole run |
/// | `cell-finished` | `cell`, `label`, `status`, `seconds`; `madeAt` for what is reused |
/// | `cell-left` | `cell`, `label`, `status`, `seconds`, `madeAt` of a cell that was not chosen or not reached, after its `output`s and `fact`s |
/// | `run-finished` | `outcome`, `seconds`, `metrics`; `continuation`: where the next run goes on |
/// | `report` | `path`, after the report was written |
///
/// A number that is not finite is the string `nan`, `inf` or `-inf`.
package final class JSONLinesRenderer: RunRenderer {
    private let write: (String) -> Void
    private let now: () -> Double
    private let start: Double
    private let encoder: JSONEncoder

    private struct Line: Encodable {
        var event: String
        var time: Double
        var cell: Int?
        var label: String?
        var sectionNumber: String?
        var sectionTitle: String?
        var command: String?
        var run: RunHeader?
        var progress: WorkProgress?
        var output: Output?
        var isVolatile: Bool?
        var fact: RunFact?
        var status: CellStatus?
        var outcome: RunRecord.Outcome?
        var seconds: Double?
        var metrics: [String: Double]?
        var path: String?
        var slot: String?
        var text: String?
        var madeAt: Date?
        var continuation: String?
    }

    /// - Parameter write: Called with a line that includes its line end.
    package init(now: @escaping () -> Double = TerminalRenderer.clock, write: @escaping (String) -> Void) {
        self.write = write
        self.now = now
        start = now()
        encoder = JSONEncoder.practicum
    }

    package func handle(_ event: RunEvent) {
        switch event {
        case .runStarted(let header): emit("run-started") { $0.run = header }
        case .staleFound(let causes): for cause in causes { emit("cause") { $0.text = cause.sentence } }
        case .cellStarted(let index, let label, let number, let title):
            emit("cell-started", cell: index) {
                ($0.label, $0.sectionNumber, $0.sectionTitle) = (label, number, title)
            }
        case .commandStarted(let cell, let text): emit("command-started", cell: cell) { $0.command = text }
        case .commandReused(let cell, let text, let madeAt):
            emit("command-reused", cell: cell) { ($0.command, $0.madeAt) = (text, madeAt) }
        case .progress(let cell, let progress): emit("progress", cell: cell) { $0.progress = progress }
        case .output(let cell, let output):
            emit("output", cell: cell) {
                ($0.output, $0.isVolatile) = (output.output.withoutPicture, output.isVolatile)
            }
        case .fact(let cell, let fact): emit("fact", cell: cell) { $0.fact = fact }
        case .slotNeeded(let cell, let need):
            emit("slot-needed", cell: cell) {
                ($0.slot, $0.command, $0.label) = (need.slot.rawValue, need.command, need.label)
            }
        case .warning(let text): emit("warning") { $0.text = text }
        case .cellFinished(let index, let cell): emit("cell-finished", cell, at: index)
        case .cellLeft(let index, let cell):
            for output in cell.outputs { handle(.output(cell: index, output)) }
            for fact in cell.facts { handle(.fact(cell: index, fact)) }
            emit("cell-left", cell, at: index)
        case .snapshot: return
        case .runFinished(let record):
            emit("run-finished") {
                ($0.outcome, $0.seconds, $0.metrics) = (record.outcome, record.seconds, record.metrics)
                $0.continuation = record.continuation
            }
        case .reportWritten(let path): emit("report") { $0.path = path }
        }
    }

    private func emit(_ event: String, _ cell: CellRecord, at index: Int) {
        emit(event, cell: index) {
            ($0.label, $0.status, $0.seconds, $0.madeAt) = (cell.label, cell.status, cell.seconds, cell.madeAt)
        }
    }

    private func emit(_ event: String, cell: Int? = nil, _ fill: (inout Line) -> Void) {
        var line = Line(event: event, time: ((now() - start) * 1000).rounded() / 1000, cell: cell)
        fill(&line)
        guard let data = try? encoder.encode(line) else { return }
        write(String(decoding: data, as: UTF8.self) + "\n")
    }
}
