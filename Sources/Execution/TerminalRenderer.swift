import Foundation
import Notebooks

/// Shows a run in a terminal: headings, commands, outputs, and one live line of progress; plain lines in a log.
package final class TerminalRenderer: RunRenderer {
    private let notebook: Notebook
    private let style: TerminalStyle
    private let now: () -> Double
    private let write: (String) -> Void

    private var isBarShown = false
    private var lastDraw = -Double.infinity
    private var lastSaidShare = -1.0
    private var lastSaid = -Double.infinity
    private var section: String?
    /// A cell that has begun and shown nothing yet: one that is reused takes a single line.
    private var pendingCell: (label: String, number: String?, title: String?)?

    /// - Parameters:
    ///   - write: Takes text with its line ends, e.g. to standard output.
    ///   - now: Seconds of a clock that only goes forward.
    package init(
        notebook: Notebook, style: TerminalStyle, now: @escaping () -> Double = TerminalRenderer.clock,
        write: @escaping (String) -> Void
    ) {
        self.notebook = notebook
        self.style = style
        self.now = now
        self.write = write
    }

    /// Seconds since some moment of this process.
    package static func clock() -> Double { epoch.duration(to: .now).seconds }
    private static let epoch: ContinuousClock.Instant = .now

    package func handle(_ event: RunEvent) {
        switch event {
        case .runStarted(let header): start(header)
        case .cellStarted(_, let label, let number, let title): pendingCell = (label, number, title)
        case .commandStarted(_, let text):
            startCell()
            say(style.paint("$ \(text.printable.replacing("\n", with: " "))", .blue))
        case .progress(_, let progress): show(progress)
        case .output(let cell, let output):
            startCell()
            show(output.output, cell: cell)
        case .fact(_, let fact):
            startCell()
            say(style.paint("\(fact.label): \(fact.value)".printable, .dim))
        case .slotNeeded(_, let need):
            startCell()
            show(need)
        case .warning(let text): say(style.paint("warning: ", .bold, .yellow) + text.printable)
        case .cellFinished(_, let cell): finishCell(cell)
        case .runFinished(let record): finish(record)
        }
    }

    // MARK: Lines

    private func say(_ line: String = "") {
        clearBar()
        write(line + "\n")
    }

    private func clearBar() {
        guard isBarShown else { return }
        write("\r\u{1B}[2K")
        isBarShown = false
    }

    // MARK: Events

    private func start(_ header: RunHeader) {
        say(style.paint(header.title.printable, .bold))
        let profile = header.profile.map { ", profile \($0)" } ?? ""
        let sections = notebook.sections.count
        say(
            "\(header.notebook)\(profile): \(count(sections, "section")), \(count(header.cellCount, "cell")), "
                + count(notebook.cells.filter(\.options.eval).reduce(0) { $0 + $1.commands.count }, "command"))
        let changed = header.parameters.filter { $0.origin != "notebook" }
        for parameter in changed {
            say(
                "  \(parameter.name) = \(parameter.value)  (\(parameter.origin); by default \(parameter.defaultValue))"
                    .printable)
        }
    }

    private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    private func startCell() {
        guard let (label, number, title) = pendingCell else { return }
        pendingCell = nil
        lastSaidShare = -1
        let heading = [number, title].compactMap { $0 }.joined(separator: " ").printable
        say()
        if !heading.isEmpty, heading != section { say(style.paint(heading, .bold, .underlined)) }
        section = heading
        say(style.paint("[\(label)]", .dim))
    }

    private func show(_ output: Output, cell: Int) {
        let isHidden = notebook.cells.indices.contains(cell) && !notebook.cells[cell].options.output
        switch output {
        case .warning, .notice, .error: break
        default: if isHidden { return }
        }
        for line in TerminalOutput(style: style).lines(for: output) { say(line) }
    }

    private func show(_ progress: Progress) {
        let time = now()
        let isDone = progress.total > 0 && progress.done >= progress.total
        if style.isLive {
            guard isDone || time - lastDraw >= 0.1 else { return }
            lastDraw = time
            write("\r\u{1B}[2K" + ProgressLine(progress: progress).bar(in: style))
            isBarShown = true
            return
        }
        let share = progress.total > 0 ? Double(progress.done) / Double(progress.total) : 0
        guard isDone || share < lastSaidShare || share - lastSaidShare >= 0.1 || time - lastSaid >= 10 else { return }
        if isDone, lastSaidShare >= 1 { return }
        // Thousands of quick steps are no news: at most one line a second, but for the last.
        guard isDone || time - lastSaid >= 1 else { return }
        lastSaidShare = share
        lastSaid = time
        say("  \(ProgressLine(progress: progress).plain)")
    }

    private func show(_ need: SlotNeed) {
        var text = "`\(need.slot)` from the store"
        if let command = need.command, let label = need.label {
            text = "`\(need.slot)` is needed and not stored: [\(label)] \(command.replacing("\n", with: " "))"
        }
        say(style.paint("  \(text)".printable, .dim))
    }

    private func finishCell(_ cell: CellRecord) {
        if cell.status == .reused {
            sayReused(cell)
            return
        }
        startCell()
        let time = TerminalOutput.duration(cell.seconds)
        switch cell.status {
        case .ran: say(style.paint("done in \(time)", .dim))
        case .reused: break
        case .skipped: say(style.paint("not evaluated (eval: false)", .dim))
        case .failed: say(style.paint("failed after \(time)", .bold, .red))
        case .interrupted: say(style.paint("stopped after \(time)", .bold, .yellow))
        case .notRun: say(style.paint("not run", .dim))
        }
    }

    /// One line for a cell that has nothing else to say.
    private func sayReused(_ cell: CellRecord) {
        let from = cell.madeAt.map { " from \(DisplayedDate.short($0))" } ?? ""
        guard let (label, number, title) = pendingCell else {
            say(style.paint("reused\(from)", .dim))
            return
        }
        pendingCell = nil
        if section != nil { say() }
        section = nil
        let heading = [number, title].compactMap { $0 }.joined(separator: " ").printable
        say("\(heading.isEmpty ? "" : "\(heading) ")\(style.paint("[\(label)] reused\(from)", .dim))")
    }

    private func finish(_ record: RunRecord) {
        say()
        let time = TerminalOutput.duration(record.seconds)
        let done = record.cells.count { $0.status == .ran || $0.status == .reused }
        let left = record.cells.count { $0.status == .notRun }
        let cells = "\(done) of \(count(record.cells.count, "cell"))"
        switch record.outcome {
        case .finished:
            let reused = record.cells.count { $0.status == .reused }
            let share = reused == 0 ? "" : ", \(reused) reused"
            say(style.paint("Finished: \(cells) in \(time)\(share).", .bold, .green))
        case .failed: say(style.paint("Failed: \(cells) done in \(time), \(left) not run.", .bold, .red))
        case .interrupted:
            say(style.paint("Interrupted: \(cells) done in \(time), \(left) not run.", .bold, .yellow))
        }
    }
}
