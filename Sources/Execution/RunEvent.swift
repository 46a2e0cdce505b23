import Foundation
import Notebooks
import Outputs

/// The one stream that a run emits; the terminal, the report and the JSON Lines log are its renderers.
///
/// Whatever a report shows is in it: outputs and facts of a command follow `commandStarted` or, where they are taken from the
/// store, `commandReused`; cells that the run leaves alone come as a whole.
package enum RunEvent: Sendable {
    case runStarted(RunHeader)
    /// Why cells are stale, each cause once. Comes where an earlier run is known and something has changed since.
    case staleFound([StaleCause])
    case cellStarted(index: Int, label: String, sectionNumber: String?, sectionTitle: String?)
    case commandStarted(cell: Int, text: String)
    /// A command does not run: what it showed at that time follows.
    case commandReused(cell: Int, text: String, madeAt: Date)
    case progress(cell: Int, WorkProgress)
    case output(cell: Int, CellOutput)
    /// A fact of the run for the report's head, e.g. `BLAS kernel`: `SkylakeX`.
    case fact(cell: Int, RunFact)
    /// A cell needs a slot that the session does not hold: it comes from the store, or its command runs again.
    case slotNeeded(cell: Int, SlotNeed)
    /// Something about the whole run that a user must know, e.g. that the store is damaged.
    case warning(String)
    case cellFinished(index: Int, CellRecord)
    /// A cell that was not chosen, or not reached, with what the store has of it. Comes at the run's end.
    case cellLeft(index: Int, CellRecord)
    /// What a report would show if the process ended now. Comes when cells have run since the last one, but not for each of many
    /// quick ones, and before a command that takes long.
    case snapshot(RunRecord)
    case runFinished(RunRecord)
    /// The report is on the disk. The last event.
    case reportWritten(path: String)
}

/// Live progress of a long command.
package struct WorkProgress: Sendable, Equatable, Codable {
    package var done: Int
    package var total: Int
    /// What is counted, e.g. `steps`; `WorkProgress.bytes` is shown in MB and the like.
    package var unit: String
    /// Amount a second of `rateUnit`, e.g. tokens.
    package var rate: Double?
    package var rateUnit: String?
    package var loss: Double?
    /// What is being worked on, e.g. the name of a data set.
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

/// Where a slot comes from that the session does not hold.
package struct SlotNeed: Sendable, Equatable, Codable {
    package var slot: SlotName
    /// The command that runs again, as a student would type it, and its cell's label; nil when the store had the slot.
    package var command: String?
    package var label: String?
}

/// What a run is, before its first cell.
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

/// A parameter's value in a run, and whether it was overridden and by what.
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
    /// What the report's head says of it, in some words; nil for what belongs at its end only.
    package var headText: String?
    /// What was asked for, where this takes its place; nil for what is itself asked for.
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
    /// Executed in this run.
    case ran
    /// Taken from the store.
    case reused
    /// `eval: false`.
    case skipped
    case failed
    /// Stopped by Ctrl-C or by its timeout.
    case interrupted
    /// Stands after a cell that failed or was interrupted.
    case notRun
}

/// What became of one cell.
package struct CellRecord: Sendable, Equatable, Codable {
    package var label: String
    package var status: CellStatus
    package var outputs: [CellOutput]
    package var facts: [RunFact]
    /// How long it took; for a reused cell, when it ran.
    package var seconds: Double
    /// The error's full text, when the cell failed.
    package var error: String?
    /// When what a reused cell shows was made.
    package var madeAt: Date?
    /// Why a cell was not run though it is stale, e.g. ``because `model` (section 12) is stale``.
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

/// What is different from the run before: settings, commands, and each metric that both runs have.
package struct RunComparison: Sendable, Equatable, Codable {
    /// A setting before and now; nil where the notebook did not have it.
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

    /// A metric before and now, whether they differ or not.
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

    /// When the run before was started.
    package var startedAt: Date
    /// Only those that differ.
    package var settings: [Setting]
    /// What was edited, a phrase a cell, e.g. `loader: --batch-size 16 → 32`.
    package var edits: [String]
    /// Those that are the same for two equal runs, in the order of the report; durations and memory are left out.
    package var metrics: [MetricChange]

    package init(startedAt: Date, settings: [Setting], edits: [String], metrics: [MetricChange]) {
        self.startedAt = startedAt
        self.settings = settings
        self.edits = edits
        self.metrics = metrics
    }
}

/// One execution of a notebook: what the report renders.
package struct RunRecord: Sendable, Equatable, Codable {
    package enum Outcome: String, Sendable, Codable { case finished, failed, interrupted }

    package var header: RunHeader
    package var cells: [CellRecord]
    package var outcome: Outcome
    /// Places of the cells that were chosen, in order; nil for all.
    package var chosen: [Int]?
    package var seconds: Double
    /// The flat object of `metrics.json`.
    package var metrics: [String: Double]
    /// Warnings that belong to the whole run, e.g. a parameter that no cell uses.
    package var warnings: [String]
    /// Nil for the first run of a notebook.
    package var comparison: RunComparison?
    /// Where the next run goes on after an interruption, e.g. `[train] at step 313 of 762`.
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
