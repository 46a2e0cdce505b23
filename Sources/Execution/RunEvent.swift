import Foundation
import Notebooks
import Outputs

/// The events of a run. The terminal, the report and the JSON Lines log are renderers of this one stream.
///
/// It contains everything that a report shows: outputs and facts of a command follow `commandStarted`, or `commandReused` if they come
/// from the store; cells that the run does not execute are sent as a whole.
package enum RunEvent: Sendable {
    case runStarted(RunHeader)
    /// Why cells are stale, each cause once. Sent if an earlier run is known and something has changed since.
    case staleFound([StaleCause])
    case cellStarted(index: Int, label: String, sectionNumber: String?, sectionTitle: String?)
    case commandStarted(cell: Int, text: String)
    /// A command does not run. The outputs that it showed at that time follow.
    case commandReused(cell: Int, text: String, madeAt: Date)
    case progress(cell: Int, WorkProgress)
    case output(cell: Int, CellOutput)
    /// A fact of the run for the report's head, e.g. `BLAS kernel`: `SkylakeX`.
    case fact(cell: Int, RunFact)
    /// A cell needs a slot that the session does not hold. The slot comes from the store, or its command runs again.
    case slotNeeded(cell: Int, SlotNeed)
    /// A warning about the whole run, e.g. that the store is damaged.
    case warning(String)
    case cellFinished(index: Int, CellRecord)
    /// A cell that was not chosen or not reached, with its outputs in the store. Sent at the run's end.
    case cellLeft(index: Int, CellRecord)
    /// What a report would show if the process ended now. Sent if cells have run since the last snapshot, but not after each of many
    /// quick ones; and before a long command.
    case snapshot(RunRecord)
    case runFinished(RunRecord)
    /// The report was written to disk. This is the last event.
    case reportWritten(path: String)
}

/// Live progress of a long command.
package struct WorkProgress: Sendable, Equatable, Codable {
    package var done: Int
    package var total: Int
    /// The unit of the amounts, e.g. `steps`; `WorkProgress.bytes` is shown in MB and the like.
    package var unit: String
    /// The number of `rateUnit` per second, e.g. tokens.
    package var rate: Double?
    package var rateUnit: String?
    package var loss: Double?
    /// The current item, e.g. the name of a data set.
    package var task: String?
    /// Estimated seconds left.
    package var secondsLeft: Double?

    package init(
        done: Int, total: Int, unit: String, rate: Double? = nil, rateUnit: String? = nil, loss: Double? = nil,
        task: String? = nil, secondsLeft: Double? = nil
    ) {
        self.done = done
        self.total = total
        self.unit = unit
        self.rate = rate
        self.rateUnit = rateUnit
        self.loss = loss
        self.task = task
        self.secondsLeft = secondsLeft
    }

    package static let bytes = "bytes"
}

/// The source of a slot that the session does not hold.
package struct SlotNeed: Sendable, Equatable, Codable {
    package var slot: SlotName
    /// The command that runs again, as a user would type it, and its cell's label; nil if the store had the slot.
    package var command: String?
    package var label: String?
}

/// The data of a run that are known before its first cell.
package struct RunHeader: Sendable, Equatable, Codable {
    package var notebook: String
    package var title: String
    package var profile: String?
    package var parameters: [ParameterFact]
    package var cellCount: Int
    package var startedAt: Date

    package init(
        notebook: String, title: String, profile: String?, parameters: [ParameterFact], cellCount: Int,
        startedAt: Date
    ) {
        self.notebook = notebook
        self.title = title
        self.profile = profile
        self.parameters = parameters
        self.cellCount = cellCount
        self.startedAt = startedAt
    }
}

/// A parameter's value in a run, and its origin.
package struct ParameterFact: Sendable, Equatable, Codable {
    package var name: String
    package var value: String
    package var defaultValue: String
    /// `notebook`, `profile quick`, a file's path, or `-p`.
    package var origin: String

    package init(name: String, value: String, defaultValue: String, origin: String) {
        self.name = name
        self.value = value
        self.defaultValue = defaultValue
        self.origin = origin
    }
}

/// A line of the report's run facts.
package struct RunFact: Sendable, Equatable, Codable {
    package var label: String
    package var value: String
    package var isVolatile: Bool
    /// A short form for the report's head; nil if the fact is shown only at the report's end.
    package var headText: String?
    /// The requested item that this fact replaces; nil if this is the requested item itself.
    package var standsInFor: String?

    package init(
        label: String, value: String, isVolatile: Bool = false, headText: String? = nil, standsInFor: String? = nil
    ) {
        self.label = label
        self.value = value
        self.isVolatile = isVolatile
        self.headText = headText
        self.standsInFor = standsInFor
    }
}

package enum CellStatus: String, Sendable, Codable {
    /// It was executed in this run.
    case ran
    /// Its outputs were taken from the store.
    case reused
    /// It has `eval: false`.
    case skipped
    case failed
    /// It was stopped by Ctrl-C or by its timeout.
    case interrupted
    /// It follows a cell that failed or was interrupted.
    case notRun
}

/// The result of one cell.
package struct CellRecord: Sendable, Equatable, Codable {
    package var label: String
    package var status: CellStatus
    package var outputs: [CellOutput]
    package var facts: [RunFact]
    /// How long it took; for a reused cell, how long it took when it ran.
    package var seconds: Double
    /// The error's full text, if the cell failed.
    package var error: String?
    /// When the outputs of a reused cell were made.
    package var madeAt: Date?
    /// Why a cell was not run although it is stale, e.g. ``because `model` (section 12) is stale``.
    package var staleness: String?

    package init(
        label: String, status: CellStatus = .notRun, outputs: [CellOutput] = [], facts: [RunFact] = [],
        seconds: Double = 0, error: String? = nil, madeAt: Date? = nil, staleness: String? = nil
    ) {
        self.label = label
        self.status = status
        self.outputs = outputs
        self.facts = facts
        self.seconds = seconds
        self.error = error
        self.madeAt = madeAt
        self.staleness = staleness
    }
}

/// The differences from the previous run: settings, commands, and each metric that both runs have.
package struct RunComparison: Sendable, Equatable, Codable {
    /// A setting before and now; nil if the notebook did not have it.
    package struct Setting: Sendable, Equatable, Codable {
        package var name: String
        package var before: String?
        package var now: String?

        package init(name: String, before: String?, now: String?) {
            self.name = name
            self.before = before
            self.now = now
        }
    }

    /// A metric before and now, whether or not they differ.
    package struct MetricChange: Sendable, Equatable, Codable {
        package var name: String
        package var before: Double
        package var now: Double

        package init(name: String, before: Double, now: Double) {
            self.name = name
            self.before = before
            self.now = now
        }
    }

    /// When the previous run started.
    package var startedAt: Date
    /// Only the settings that differ.
    package var settings: [Setting]
    /// The edits, one phrase per cell, e.g. `loader: --batch-size 16 → 32`.
    package var edits: [String]
    /// The metrics that do not vary between equal runs, in the order of the report; durations and memory are excluded.
    package var metrics: [MetricChange]

    package init(startedAt: Date, settings: [Setting], edits: [String], metrics: [MetricChange]) {
        self.startedAt = startedAt
        self.settings = settings
        self.edits = edits
        self.metrics = metrics
    }
}

/// One execution of a notebook. The report shows it.
package struct RunRecord: Sendable, Equatable, Codable {
    package enum Outcome: String, Sendable, Codable { case finished, failed, interrupted }

    package var header: RunHeader
    package var cells: [CellRecord]
    package var outcome: Outcome
    /// Indices of the chosen cells, in order; nil for all.
    package var chosen: [Int]?
    package var seconds: Double
    /// The flat object of `metrics.json`.
    package var metrics: [String: Double]
    /// Warnings about the whole run, e.g. about a parameter that no cell uses.
    package var warnings: [String]
    /// Nil for the first run of a notebook.
    package var comparison: RunComparison?
    /// Where the next run resumes after an interruption, e.g. `[train] at step 313 of 762`.
    package var continuation: String?

    package init(
        header: RunHeader, cells: [CellRecord], outcome: Outcome, chosen: [Int]? = nil, seconds: Double,
        metrics: [String: Double], warnings: [String], comparison: RunComparison? = nil, continuation: String? = nil
    ) {
        self.header = header
        self.cells = cells
        self.outcome = outcome
        self.chosen = chosen
        self.seconds = seconds
        self.metrics = metrics
        self.warnings = warnings
        self.comparison = comparison
        self.continuation = continuation
    }
}
