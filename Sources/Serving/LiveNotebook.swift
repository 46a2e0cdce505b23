import Execution
import Files
import Foundation
import Notebooks
import Outputs
import Reporting

/// A notebook that pages show and edit: its file, the stored results, and the current run.
///
/// This file holds the state. The extensions hold what happens to it: `+Following` reads the file and the store, `+Editing` saves
/// edited texts, `+Settings` changes parameters, `+Running` orders runs and takes their events, and `+Painting` writes the pieces of the
/// page. Each run has its own thread and sends its events here. Questions have an actor of their own, so that they do not wait for a
/// training.
package actor LiveNotebook: QueueActor {
    nonisolated let served: ServedNotebook
    nonisolated let board = Board()
    nonisolated let questions: Questions
    nonisolated let executor = QueueExecutor("notebook")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    /// Whether a changed file is run, as in `watch`.
    nonisolated let runsOnSave: Bool

    // MARK: The file

    var files = FileStates()
    var fileStamp: FileStamp?
    var notebook: Notebook
    /// Nil if the notebook has errors.
    var plan: Plan?
    var diagnostics: [Diagnostic] = []
    /// The settings of the page, as `name=value`.
    var assignments: [String] = []

    // MARK: What is shown

    /// What is shown of each cell, by its label.
    var records: [String: CellRecord] = [:]
    var activities: [String: CellActivity] = [:]
    /// The header, the time and the outcome that are shown.
    var lastRun: RunRecord?
    /// What the bar at the top says.
    var sentence = ""
    /// The file that changes with every run, also with one in a terminal.
    var memoryStamp: FileStamp?
    var painting = PaintingState()

    // MARK: Runs

    var current: CurrentRun?
    var pending: [RunOrder] = []
    var acceptsOrders = true
    /// The errors and warnings of the latest run.
    var messages: [String] = []
    /// Whether the file or the settings have changed during the current run.
    var mustAssess = false

    private init(_ served: ServedNotebook, runsOnSave: Bool) {
        self.served = served
        self.runsOnSave = runsOnSave
        questions = Questions(served)
        notebook = Notebook(
            path: served.path, title: "", parameters: [], profiles: [], blocks: [], literals: [:], lines: [])
    }

    /// Reads the notebook and what is stored of it.
    ///
    /// - Parameter runsOnSave: Whether a changed file is run, as in `watch`.
    /// - Throws: `Diagnostic` if the file can't be read.
    package static func open(_ served: ServedNotebook, runsOnSave: Bool = false) throws -> LiveNotebook {
        _ = try SourceText.read(served.path, kind: "notebook")
        let live = LiveNotebook(served, runsOnSave: runsOnSave)
        live.sync { live in
            live.read()
            live.assess()
            live.paint()
        }
        return live
    }
}
