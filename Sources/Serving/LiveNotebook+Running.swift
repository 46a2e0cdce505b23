import Execution
import Files
import Foundation
import Notebooks
import Outputs
import Reporting

/// Ordering runs, one after the other, and taking their events.
extension LiveNotebook {
    /// Whether a run is at work.
    package nonisolated var isRunning: Bool { sync { $0.current != nil } }

    /// Runs all stale cells, and tells the terminal of each.
    package nonisolated func runStale() {
        perform { $0.enqueue(RunOrder(labels: nil, isToldInFull: true, assignments: $0.assignments)) }
    }

    /// Stops the run as Ctrl-C does, and forgets the runs that were ordered.
    package nonisolated func stop() { perform { $0.stopNow() } }

    /// Stops the run for good: later orders are ignored.
    package nonisolated func end() {
        perform { live in
            live.acceptsOrders = false
            live.stopNow()
        }
    }

    private func stopNow() {
        pending = []
        current?.interruption.request()
        for (label, activity) in activities where activity == .waiting {
            activities[label] = nil
            painting.dirty.insert(label)
        }
        needsPaint()
    }

    /// Runs cells by their labels, or a section by the place of its heading; without both, all stale cells. False if there is no cell to
    /// run.
    func run(_ labels: [String]?, inSection section: Int?, isFresh: Bool) -> Bool {
        let labels = section.map { self.labels(ofSection: $0) } ?? labels
        guard labels?.isEmpty != true else { return false }
        enqueue(RunOrder(labels: labels, isFresh: isFresh, assignments: assignments))
        return true
    }

    /// The cells of a section and of its subsections, by the place of its heading among the blocks.
    private func labels(ofSection place: Int) -> [String] {
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

    /// Runs cells after the runs that were ordered before.
    func enqueue(_ order: RunOrder) {
        pending.append(order)
        for label in order.labels ?? [] where activities[label] == nil {
            activities[label] = .waiting
            painting.dirty.insert(label)
        }
        startNext()
        needsPaint()
    }

    /// Keeps every order for the cells that it was given for, whatever they are called now. Cells that are gone are not run.
    func rename(_ names: () -> CellNames) {
        guard current != nil || !pending.isEmpty else { return }
        let names = names()
        current?.renamings.append(names)
        pending = pending.compactMap { order in
            guard let labels = order.labels else { return order }
            var order = order
            order.labels = labels.compactMap { names[$0] }
            return order.labels?.isEmpty == true ? nil : order
        }
        func renamed<Value>(_ values: [String: Value]) -> [String: Value] {
            let pairs = values.compactMap { label, value in names[label].map { ($0, value) } }
            return Dictionary(pairs) { first, _ in first }
        }
        (activities, records) = (renamed(activities), renamed(records))
    }

    func startNext() {
        guard acceptsOrders, current == nil, !pending.isEmpty else { return }
        // The run reads the file: its cells must be called what they are called there now.
        readIfChanged()
        guard !pending.isEmpty else { return }
        let order = pending.removeFirst()
        let run = CurrentRun(order: order)
        current = run
        messages = []
        sentence = "Running."
        let renderer = EventForwarder { [self] event in perform { $0.take(event) } }
        let say: @Sendable (String) -> Void = { [self] text in
            perform { live in
                live.messages.append(text)
                live.needsPaint()
            }
        }
        let thread = Thread { [self, interruption = run.interruption] in
            served.run(order, renderer, interruption, say)
            perform { $0.runEnded() }
        }
        thread.stackSize = 16 << 20
        thread.start()
    }

    private func runEnded() {
        current = nil
        activities = [:]
        painting.isAllDirty = true
        painting.isFrameDirty = true
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
        case .cellStarted(let index, let ownLabel, _, _):
            current?.labels[index] = ownLabel
            guard let label = current?.name(of: ownLabel) else { return }
            activities[label] = .running
            current?.progress = LiveProgress()
            current?.sentence = "Running \(label), cell \(index + 1) of \(lastRun?.header.cellCount ?? 0)."
            painting.dirty.insert(label)
            sayWhatRuns()
        case .progress(_, let work):
            current?.progress.add(work)
            sayWhatRuns()
        case .output(let cell, let output):
            guard let label = current?.labels[cell].flatMap({ current?.name(of: $0) }) else { return }
            // The earlier outputs stay until there is a new one.
            if current?.hasShown.insert(cell).inserted == true { records[label] = CellRecord(label: label) }
            records[label]?.outputs.append(output)
            painting.dirty.insert(label)
        case .cellFinished(_, var record), .cellLeft(_, var record):
            guard let label = current?.name(of: record.label) else { return }
            record.label = label
            activities[label] = nil
            if records[label] != record { painting.dirty.insert(label) }
            if record.status == .notRun, record.outputs.isEmpty {
                record.outputs = records[label]?.outputs ?? []
            }
            records[label] = record
        case .warning(let text): messages.append("warning: \(text)")
        case .runFinished(let record):
            lastRun = record
            painting.isFrameDirty = true
            sentence = RunTally(record).sentence(seconds: record.seconds)
        case .staleFound, .commandStarted, .commandReused, .fact, .slotNeeded, .snapshot, .reportWritten: return
        }
        needsPaint()
    }

    /// Says which cell runs, at most once a second, because a screen reader reads it aloud.
    private func sayWhatRuns() {
        guard let run = current, sentence != run.sentence,
            run.saidAt.map({ $0.duration(to: .now) > .seconds(1) }) ?? true
        else { return }
        sentence = run.sentence
        current?.saidAt = .now
    }
}
