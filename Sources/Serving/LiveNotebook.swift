import Execution
import Files
import Foundation
import Notebooks
import Outputs
import Reporting

/// A notebook that pages look at and work in: its file, what is stored of it, and the run that is at work.
///
/// All of it changes on one queue. Runs have a thread of their own, whose events come to the queue; questions have another, so that
/// they need not wait for a training.
package final class LiveNotebook: @unchecked Sendable {
    let served: ServedNotebook
    let board = Board()
    let queue = DispatchQueue(label: "notebook")

    // What follows belongs to the queue.

    /// The file as it was last read, and its earlier states, which pages may still edit.
    private(set) var file = NotebookFile(bytes: [])
    private var files: [String: NotebookFile] = [:]
    private var fileOrder: [String] = []
    private var fileStamp: FileStamp?
    private(set) var notebook: Notebook
    private(set) var plan: Plan?
    private var diagnostics: [Diagnostic] = []
    /// What was set on the page.
    private(set) var assignments: [String] = []

    /// What is shown of each cell, by its label.
    private var records: [String: CellRecord] = [:]
    private var activities: [String: CellActivity] = [:]
    /// Header, time and outcome of what is shown.
    private var lastRun: RunRecord?
    private var sentence = ""
    /// Which cell is at work, in a sentence, and when that was last said.
    private var atWork = ""
    private var saidAt: ContinuousClock.Instant?
    private var progress = LiveProgress()
    /// Labels by place, in the run that is at work.
    private var runLabels: [Int: String] = [:]
    /// Cells of this run that have shown something.
    private var hasShown: Set<String> = []
    private var memoryStamp: FileStamp?

    private(set) var current: (order: RunOrder, interruption: Interruption)?
    private var pending: [RunOrder] = []
    /// What was said in the latest run.
    private var messages: [String] = []
    /// The file or the settings have changed while a run was at work.
    private var mustAssess = false
    /// Called when the file has changed, in `watch`.
    private var runsOnSave = false

    // What is to be painted.

    private var dirty: Set<String> = []
    private var isAllDirty = true
    private var isFrameDirty = true
    private var isPaintPlanned = false
    private var paintedAt: ContinuousClock.Instant?
    private var paintSeconds = 0.0
    private var painted: [String: [String]] = [:]

    lazy var questions = Questions(self)

    /// - Throws: `Diagnostic` when the file can't be read.
    package init(_ served: ServedNotebook, runsOnSave: Bool = false) throws {
        self.served = served
        self.runsOnSave = runsOnSave
        notebook = Notebook(
            path: served.path, title: "", parameters: [], profiles: [], blocks: [], literals: [:], lines: [])
        _ = try SourceText.read(served.path, kind: "notebook")
        queue.sync {
            read()
            assess()
            paint()
        }
    }

    // MARK: The file

    /// Looks whether the file, or what is stored of it, is another than before.
    package func look() {
        queue.async { [self] in
            if FileStamp(path: served.path) != fileStamp {
                read()
                change()
                if runsOnSave, plan != nil { enqueue(RunOrder(labels: nil, assignments: assignments)) }
            } else if current == nil, FileStamp(path: memoryPath) != memoryStamp {
                // A run in a terminal has come further.
                change()
            }
        }
    }

    private var memoryPath: String {
        guard let store = try? Store(folder: served.storeFolder, isForReading: true) else { return "" }
        return
            "\(store.notebookFolder(notebook: served.path, profile: served.overrides.profile))/memory"
    }

    /// Reads and plans the file. One that is gone for a moment, as some editors have it, stays as it was.
    func read() {
        let stamp = FileStamp(path: served.path)
        guard let bytes = try? InputFile.bytes(served.path, limit: InputFile.Limit.text) else { return }
        fileStamp = stamp
        take(NotebookFile(bytes: bytes))
        plan(SourceText(path: served.path, contents: String(decoding: bytes, as: UTF8.self)))
    }

    private func take(_ new: NotebookFile) {
        file = new
        guard files.updateValue(new, forKey: new.id) == nil else { return }
        fileOrder.append(new.id)
        if fileOrder.count > 100 { files[fileOrder.removeFirst()] = nil }
    }

    private func plan(_ source: SourceText) {
        let read = Plan.read(
            source, overrides: served.overrides(assignments), registry: served.practical.registry,
            environment: served.environment())
        notebook = read.notebook
        plan = read.plan
        diagnostics = read.diagnostics
    }

    /// Shows the file as it is now.
    func change() {
        isAllDirty = true
        isFrameDirty = true
        if current == nil { assess() } else { mustAssess = true }
        questions.forget()
        needsPaint()
    }

    // MARK: What is stored

    private func assess() {
        mustAssess = false
        guard let plan else {
            sentence = "The notebook has errors."
            return
        }
        let store =
            Store.exists(at: served.storeFolder)
            ? try? Store(folder: served.storeFolder, isForReading: true) : nil
        memoryStamp = FileStamp(path: memoryPath)
        var memory: NotebookMemory?
        if case .found(let found)? = store?.memory(notebook: served.path, profile: served.overrides.profile) {
            memory = found
        }
        let assessment = Assessment(
            keys: PlanKeys(plan: plan, storages: served.practical.registry.storages, store: store), store: store,
            memory: memory, outputFolder: served.outputFolder)
        var header = RunHeader(plan: plan, profile: served.overrides.profile, startedAt: .now)
        if let last = memory?.lastRun(like: header) { header.startedAt = last.header.startedAt }
        let record = RunRecord(plan: plan, assessment: assessment, memory: memory, header: header)
        let failures = storedFailures(memory)
        for (cell, state) in zip(record.cells, assessment.states) {
            records[cell.label] = shown(cell, state, failures)
        }
        lastRun = record
        sentence = Self.sentence(assessment.states)
    }

    /// What a failed or interrupted cell of the latest run has shown, which the store does not have: its report has it.
    private func storedFailures(_ memory: NotebookMemory?) -> [String: CellRecord] {
        guard let memory, memory.cells.contains(where: { $0.status == .failed || $0.status == .interrupted }),
            let bytes = try? InputFile.bytes("\(served.outputFolder)/run.json", limit: InputFile.Limit.text),
            let run = try? JSONDecoder.practicum.decode(RunRecord.self, from: Data(bytes)),
            run.header.startedAt.timeIntervalSince(memory.lastRun?.header.startedAt ?? .distantPast) < 1
        else { return [:] }
        let failed = run.cells.filter { $0.status == .failed || $0.status == .interrupted }
        return Dictionary(failed.map { ($0.label, $0) }) { first, _ in first }
    }

    /// A cell as the store has it; one that failed as it failed, and one that is stale with what it showed before.
    private func shown(_ cell: CellRecord, _ state: Assessment.State, _ failures: [String: CellRecord]) -> CellRecord {
        guard cell.status == .notRun else { return cell }
        if state == .stale(.failed) || state == .stale(.interrupted) {
            let before = records[cell.label].flatMap { $0.error == nil ? nil : $0 }
            if let failed = before ?? failures[cell.label] { return failed }
        }
        var cell = cell
        if state != .neverRun { cell.outputs = records[cell.label]?.outputs ?? [] }
        return cell
    }

    private static func sentence(_ states: [Assessment.State]) -> String {
        var (stale, never) = (0, 0)
        for state in states {
            switch state {
            case .stale, .undecided: stale += 1
            case .neverRun: never += 1
            case .fresh, .alwaysRuns, .notEvaluated: break
            }
        }
        let parts = [(stale, "stale"), (never, "not run yet")].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let count = "\(states.count) cell\(states.count == 1 ? "" : "s")"
        return parts.isEmpty ? "All of \(count) fresh." : "\(parts.joined(separator: ", ")), of \(count)."
    }

    // MARK: Runs

    /// Runs cells when what was ordered before has run.
    func enqueue(_ order: RunOrder) {
        pending.append(order)
        for label in order.labels ?? [] where activities[label] == nil {
            activities[label] = .waiting
            dirty.insert(label)
        }
        startNext()
        needsPaint()
    }

    /// Runs all that is stale.
    package func runStale() {
        queue.async { [self] in enqueue(RunOrder(labels: nil, assignments: assignments)) }
    }

    /// Stops the run as Ctrl-C does, and forgets what was ordered.
    package func stop() {
        queue.async { [self] in
            pending = []
            current?.interruption.request()
            for (label, activity) in activities where activity == .waiting {
                activities[label] = nil
                dirty.insert(label)
            }
            needsPaint()
        }
    }

    /// Whether a run is at work.
    package var isRunning: Bool { queue.sync { current != nil } }

    private func startNext() {
        guard current == nil, !pending.isEmpty else { return }
        let order = pending.removeFirst()
        let interruption = Interruption()
        current = (order, interruption)
        messages = []
        runLabels = [:]
        hasShown = []
        sentence = "Running."
        saidAt = nil
        let renderer = QueueRenderer { [self] event in queue.async { self.take(event) } }
        let say: @Sendable (String) -> Void = { [self] text in
            queue.async {
                self.messages.append(text)
                self.needsPaint()
            }
        }
        let thread = Thread { [self] in
            served.run(order, renderer, interruption, say)
            queue.async { self.runEnded() }
        }
        thread.stackSize = 16 << 20
        thread.start()
    }

    private func runEnded() {
        current = nil
        activities = [:]
        isAllDirty = true
        isFrameDirty = true
        for order in pending { for label in order.labels ?? [] { activities[label] = .waiting } }
        memoryStamp = FileStamp(path: memoryPath)
        if mustAssess { assess() }
        questions.forget()
        startNext()
        needsPaint()
    }

    // MARK: Events

    private func take(_ event: RunEvent) {
        switch event {
        case .runStarted(let header):
            lastRun = RunRecord(
                header: header, cells: [], outcome: .finished, seconds: 0, metrics: lastRun?.metrics ?? [:],
                warnings: [], comparison: lastRun?.comparison)
        case .cellStarted(let index, let label, _, _):
            runLabels[index] = label
            activities[label] = .running
            progress = LiveProgress()
            dirty.insert(label)
            atWork = "Running \(label), cell \(index + 1) of \(lastRun?.header.cellCount ?? 0)."
            sayWhatIsAtWork()
        case .progress(_, let work):
            progress.add(work)
            sayWhatIsAtWork()
        case .output(let cell, let output):
            guard let label = runLabels[cell] else { return }
            // What it showed before stays until there is something new.
            if hasShown.insert(label).inserted { records[label] = CellRecord(label: label) }
            records[label]?.outputs.append(output)
            dirty.insert(label)
        case .cellFinished(_, let record), .cellLeft(_, let record):
            activities[record.label] = nil
            if records[record.label] != record { dirty.insert(record.label) }
            var record = record
            if record.status == .notRun, record.outputs.isEmpty {
                record.outputs = records[record.label]?.outputs ?? []
            }
            records[record.label] = record
        case .warning(let text): messages.append("warning: \(text)")
        case .runFinished(let record):
            lastRun = record
            isFrameDirty = true
            sentence = RunTally(record).sentence(seconds: record.seconds)
        case .staleFound, .commandStarted, .commandReused, .fact, .slotNeeded, .snapshot, .reportWritten: return
        }
        needsPaint()
    }

    /// Whoever listens to it hears no more than one sentence a second.
    private func sayWhatIsAtWork() {
        guard sentence != atWork, saidAt.map({ $0.duration(to: .now) > .seconds(1) }) ?? true else { return }
        sentence = atWork
        saidAt = .now
    }

    // MARK: Painting

    /// Paints at once after a while of quiet, and otherwise as often as takes no more than a fifth of the time.
    private func needsPaint() {
        guard !isPaintPlanned else { return }
        isPaintPlanned = true
        let pause = max(0.04, 4 * paintSeconds)
        let wait = paintedAt.map { pause - $0.duration(to: .now).seconds } ?? 0
        queue.asyncAfter(deadline: .now() + max(0, wait)) { [self] in
            isPaintPlanned = false
            paint()
        }
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

    private var live: LiveReport {
        let places = notebook.cells.enumerated().compactMap { place, cell in
            activities[cell.label].map { (place, $0) }
        }
        return LiveReport(
            notebook: notebook, run: shownRun,
            activities: Dictionary(places) { first, _ in first })
    }

    private func paint() {
        let start = ContinuousClock.now
        let live = live
        let structure = live.structure
        let isNew = structure != board.structure
        let cells = notebook.cells
        // A figure more or less changes the numbers of those below.
        let hasRenumbered = dirty.contains { label in
            records[label].map(LiveReport.counts) != painted[label]
        }
        let isAll = isNew || isAllDirty || hasRenumbered && current == nil
        if hasRenumbered, current != nil { isAllDirty = true }
        var pieces: [Board.Piece] = []
        if isAll {
            pieces += live.blockPieces { _ in true }.map(Board.Piece.init)
        } else if !dirty.isEmpty {
            let places = cells.indices.filter { dirty.contains(cells[$0].label) }
            pieces += live.cellPieces(Set(places)).map(Board.Piece.init)
        }
        if isNew || isFrameDirty { pieces += live.framePieces.map(Board.Piece.init) }
        pieces += controls
        let isAtWork = activities.values.contains(.running)
        // A cell that is put up anew has lost its progress.
        if isAtWork { pieces.append(Board.Piece(name: "live", html: progress.piece)) }
        let mustRepeat =
            isAtWork && (isAll || cells.contains { dirty.contains($0.label) && activities[$0.label] == .running })
        board.put(
            pieces, structure: structure, sheet: isNew ? live.sheet : nil, always: mustRepeat ? ["live"] : [])
        for label in isAll ? Set(cells.map(\.label)) : dirty { painted[label] = records[label].map(LiveReport.counts) }
        dirty = []
        if isAll { isAllDirty = false }
        if isNew || isFrameDirty { isFrameDirty = false }
        paintedAt = .now
        paintSeconds = start.duration(to: .now).seconds
    }

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

    /// The whole page as it is now.
    func document(script: String, style: String) -> String {
        if isAllDirty || isFrameDirty || !dirty.isEmpty { paint() }
        let state = "\(board.epoch)-\(board.version)"
        return live.document(
            LiveParts(
                script: script, style: style,
                controls: LiveControls.write(status, notebook.parameters, asks, texts), state: state))
    }

    // MARK: What pages order

    /// The cells of a section and of those under it, by the place of its heading among the blocks.
    func labels(ofSection place: Int) -> [String] {
        guard notebook.blocks.indices.contains(place), case .section(let section) = notebook.blocks[place] else {
            return []
        }
        var labels: [String] = []
        for block in notebook.blocks[(place + 1)...] {
            switch block {
            case .section(let next) where next.level <= section.level: return labels
            case .cell(let cell): labels.append(cell.label)
            default: continue
            }
        }
        return labels
    }

    func state(_ id: String) -> NotebookFile? { files[id] }

    /// Takes what was written to the file.
    func wrote() {
        read()
        change()
        if runsOnSave, plan != nil { enqueue(RunOrder(labels: nil, assignments: assignments)) }
    }

    /// Uses other values for the parameters.
    func set(_ assignments: [String]) {
        self.assignments = assignments
        plan(SourceText(path: served.path, lines: notebook.lines))
        change()
    }
}

/// Hands a run's events on.
private final class QueueRenderer: RunRenderer, Sendable {
    private let take: @Sendable (RunEvent) -> Void

    init(_ take: @escaping @Sendable (RunEvent) -> Void) { self.take = take }

    func handle(_ event: RunEvent) { take(event) }
}
