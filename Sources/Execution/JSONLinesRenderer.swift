import Foundation
import Notebooks

/// A run as JSON Lines: one object for each event, with its name under `event`, and `time` in seconds from the start.
///
/// | `event` | other names |
/// | --- | --- |
/// | `run-started` | `run`: notebook, title, profile, parameters, cellCount, startedAt (ISO 8601) |
/// | `cell-started` | `cell` (its place, from 0), `label`, `sectionNumber`, `sectionTitle` |
/// | `command-started` | `cell`, `command` |
/// | `progress` | `cell`, `progress`: done, total, unit, rate, rateUnit, loss, task, secondsLeft |
/// | `output` | `cell`, `output`: `kind` and `value`; `isVolatile`. A figure's bytes are left out |
/// | `fact` | `cell`, `fact`: label, value, isVolatile |
/// | `cell-finished` | `cell`, `label`, `status`, `seconds` |
/// | `run-finished` | `outcome`, `seconds`, `metrics` |
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
        var progress: Progress?
        var output: Output?
        var isVolatile: Bool?
        var fact: RunFact?
        var status: CellStatus?
        var outcome: RunRecord.Outcome?
        var seconds: Double?
        var metrics: [String: Double]?
        var path: String?
    }

    /// - Parameter write: Takes a line with its line end.
    package init(now: @escaping () -> Double = TerminalRenderer.clock, write: @escaping (String) -> Void) {
        self.write = write
        self.now = now
        start = now()
        encoder = JSONEncoder.practicum
    }

    package func handle(_ event: RunEvent) {
        switch event {
        case .runStarted(let header): emit("run-started") { $0.run = header }
        case .cellStarted(let index, let label, let number, let title):
            emit("cell-started", cell: index) {
                ($0.label, $0.sectionNumber, $0.sectionTitle) = (label, number, title)
            }
        case .commandStarted(let cell, let text): emit("command-started", cell: cell) { $0.command = text }
        case .progress(let cell, let progress): emit("progress", cell: cell) { $0.progress = progress }
        case .output(let cell, let output):
            emit("output", cell: cell) {
                ($0.output, $0.isVolatile) = (output.output.withoutPicture, output.isVolatile)
            }
        case .fact(let cell, let fact): emit("fact", cell: cell) { $0.fact = fact }
        case .cellFinished(let index, let label, let status, let seconds):
            emit("cell-finished", cell: index) { ($0.label, $0.status, $0.seconds) = (label, status, seconds) }
        case .runFinished(let record):
            emit("run-finished") {
                ($0.outcome, $0.seconds, $0.metrics) = (record.outcome, record.seconds, record.metrics)
            }
        }
    }

    /// Says where the report is, as the last line.
    package func reportWritten(to path: String) { emit("report") { $0.path = path } }

    private func emit(_ event: String, cell: Int? = nil, _ fill: (inout Line) -> Void) {
        var line = Line(event: event, time: ((now() - start) * 1000).rounded() / 1000, cell: cell)
        fill(&line)
        guard let data = try? encoder.encode(line) else { return }
        write(String(decoding: data, as: UTF8.self) + "\n")
    }
}
