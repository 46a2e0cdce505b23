import Execution
import Foundation
import Notebooks
import Reporting

/// Which pieces of the page must be written again, and when that was last done.
struct PaintingState {
    /// The labels of cells that have changed.
    var dirty: Set<String> = []
    var isAllDirty = true
    var isFrameDirty = true
    var isPlanned = false
    var paintedAt: ContinuousClock.Instant?
    /// How long it took.
    var seconds = 0.0
    /// What of each cell counts for the numbers of other cells, as it was painted.
    var counts: [String: [String]] = [:]
}

/// Writing the pieces of the page that have changed.
extension LiveNotebook {
    /// Paints soon: at once after a pause, and otherwise so rarely that it takes at most a fifth of the time.
    func needsPaint() {
        guard !painting.isPlanned else { return }
        painting.isPlanned = true
        let pause = max(0.04, 4 * painting.seconds)
        let wait = painting.paintedAt.map { pause - $0.duration(to: .now).seconds } ?? 0
        executor.queue.asyncAfter(deadline: .now() + max(0, wait)) { [self] in
            assumeIsolated { live in
                live.painting.isPlanned = false
                live.paint()
            }
        }
    }

    func paint() {
        let start = ContinuousClock.now
        let live = live
        let structure = live.structure
        let isNew = structure != board.structure
        let cells = notebook.cells
        let dirty = painting.dirty
        // One figure more or less changes the numbers of the figures below.
        let hasRenumbered = dirty.contains { label in
            records[label].map(LiveReport.counts) != painting.counts[label]
        }
        let isAll = isNew || painting.isAllDirty || hasRenumbered && current == nil
        var pieces: [Board.Piece] = []
        if isAll {
            pieces += live.blockPieces { _ in true }.map(Board.Piece.init)
        } else if !dirty.isEmpty {
            let places = cells.indices.filter { dirty.contains(cells[$0].label) }
            pieces += live.cellPieces(Set(places)).map(Board.Piece.init)
        }
        if isNew || painting.isFrameDirty { pieces += live.framePieces.map(Board.Piece.init) }
        pieces += controls
        // A cell that is written again has lost its progress.
        var repeated: Set<String> = []
        if let run = current, activities.values.contains(.running) {
            pieces.append(Board.Piece(name: "live", html: run.progress.piece))
            let isRepeated = isAll || cells.contains { dirty.contains($0.label) && activities[$0.label] == .running }
            if isRepeated { repeated = ["live"] }
        }
        board.put(pieces, structure: structure, sheet: isNew ? live.sheet : nil, always: repeated)
        for label in isAll ? Set(cells.map(\.label)) : dirty {
            painting.counts[label] = records[label].map(LiveReport.counts)
        }
        painting.dirty = []
        // During a run, an output is shown first, and the new numbers of the other cells with the next painting.
        painting.isAllDirty = !isAll && (painting.isAllDirty || hasRenumbered)
        painting.isFrameDirty = false
        painting.paintedAt = .now
        painting.seconds = start.duration(to: .now).seconds
    }

    /// The whole page as it is now.
    func document(script: String, style: String) -> String {
        if painting.isAllDirty || painting.isFrameDirty || !painting.dirty.isEmpty { paint() }
        let state = "\(board.epoch)-\(board.version)"
        return live.document(
            LiveParts(
                script: script, style: style,
                controls: LiveControls.write(status, notebook.parameters, asks, texts), state: state))
    }

    private var live: LiveReport {
        let places = notebook.cells.enumerated().compactMap { place, cell in
            activities[cell.label].map { (place, $0) }
        }
        return LiveReport(
            notebook: notebook, run: shownRun,
            activities: Dictionary(places) { first, _ in first })
    }

    /// The run as it is shown.
    private var shownRun: RunRecord {
        let plain = RunHeader(
            notebook: notebook.path, title: notebook.title, profile: served.overrides.profile,
            parameters: notebook.parameters.map(ParameterFact.init), cellCount: notebook.cells.count, startedAt: .now)
        var run =
            lastRun
            ?? RunRecord(header: plain, cells: [], outcome: .finished, seconds: 0, metrics: [:], warnings: [])
        run.cells = notebook.cells.map { records[$0.label] ?? CellRecord(label: $0.label) }
        return run
    }

    // MARK: Controls

    private var status: LiveControls.Status {
        LiveControls.Status(
            sentence: sentence, isRunning: current != nil, problems: Diagnostics(diagnostics).texts + messages)
    }

    private var asks: [AskForm] { plan.map(served.practical.asks) ?? [] }
    private var texts: [Literal] { notebook.literals.values.sorted { $0.label < $1.label } }

    private var controls: [Board.Piece] {
        [
            Board.Piece(name: "status", html: LiveControls.statusPiece(status)),
            Board.Piece(name: "problems", html: LiveControls.problemsPiece(status)),
            Board.Piece(name: "settings", html: LiveControls.settingsPiece(notebook.parameters)),
            Board.Piece(name: "asks", html: LiveControls.asksPiece(asks, texts)),
        ]
    }
}
