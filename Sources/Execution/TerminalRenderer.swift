import Foundation
import Notebooks
import Outputs

/// Shows a complete run in a terminal: headings, commands, outputs, and one live line of progress. In a log, it prints plain lines.
package final class TerminalRenderer: RunRenderer {
    private let notebook: Notebook
    /// One value per cell, stored because the notebook collects its cells at each access.
    private lazy var hidesOutput = notebook.cells.map { !$0.options.output }
    private let style: TerminalStyle
    private let progressPrinter: ProgressPrinter
    private let write: (StyledText) -> Void

    /// Whether to print where a command's inputs come from.
    private let tellsNeeds: Bool

    private var section: String?
    /// A cell that has begun but shown nothing yet. If it is reused, it takes a single line.
    private var pendingCell: (label: String, number: String?, title: String?)?
    /// Whether the outputs come from the store; then only important messages are repeated.
    private var isReused = false
    private var continuation: String?
    /// Slots loaded from the store that were not reported yet. Consecutive ones share a line.
    private var restored: [SlotName] = []

    /// - Parameters:
    ///   - write: Called with text that includes its line ends, e.g. to write it to standard output.
    ///   - now: Seconds of a clock that never goes backwards.
    package init(
        notebook: Notebook, style: TerminalStyle, tellsNeeds: Bool = true,
        now: @escaping () -> Double = TerminalRenderer.clock,
        write: @escaping (StyledText) -> Void
    ) {
        self.notebook = notebook
        self.style = style
        self.tellsNeeds = tellsNeeds
        progressPrinter = ProgressPrinter(style: style, now: now, write: write)
        self.write = write
    }

    /// Seconds since a fixed moment in this process.
    package static func clock() -> Double { epoch.duration(to: .now).seconds }
    private static let epoch: ContinuousClock.Instant = .now

    package func handle(_ event: RunEvent) {
        if case .slotNeeded(_, let need) = event {
            guard tellsNeeds else { return }
            startCell()
            if need.command == nil { return restored.append(need.slot) }
        }
        tellRestored()
        switch event {
        case .runStarted(let header): start(header)
        case .staleFound(let causes): for cause in causes { sayWrapped("\(cause.sentence)", hang: 2) }
        case .cellStarted(_, let label, let number, let title): pendingCell = (label, number, title)
        case .commandReused: isReused = true
        case .commandStarted(_, let text):
            isReused = false
            startCell()
            sayWrapped(StyledText("$ \(text.replacing("\n", with: " "))", .blue), hang: 4)
        case .progress(_, let progress): progressPrinter.show(progress)
        case .output(let cell, let output):
            if isReused, output.output.kind != .message { return }
            startCell()
            show(output.output, cell: cell)
        case .fact(_, let fact):
            if isReused { return }
            startCell()
            sayWrapped(StyledText("\(fact.label): \(fact.value)", .dim), hang: 2)
        case .slotNeeded(_, let need):
            startCell()
            show(need)
        case .warning(let text): sayWrapped(StyledText("Warning: ", .bold, .orange) + StyledText(text), hang: 2)
        case .cellFinished(_, let cell):
            isReused = false
            finishCell(cell)
        case .cellLeft, .snapshot: return
        case .runFinished(let record): finish(record)
        case .reportWritten(let path):
            say(StyledText(path))
            if let continuation { sayWrapped("The next run goes on: \(continuation).", hang: 2) }
        }
    }

    // MARK: Lines

    private func say(_ line: StyledText = "") {
        progressPrinter.clear()
        write(line + "\n")
    }

    private func sayWrapped(_ text: StyledText, hang: Int = 0) {
        for line in text.wrapped(to: style.width, hang: hang) { say(line) }
    }

    // MARK: Events

    private func start(_ header: RunHeader) {
        sayWrapped(StyledText(header.title, .bold))
        let profile = header.profile.map { ", profile \($0)" } ?? ""
        let commands = notebook.cells.filter(\.options.eval).reduce(0) { $0 + $1.commands.count }
        let counts = [
            DisplayedNumber.count(notebook.sections.count, "section"), DisplayedNumber.count(header.cellCount, "cell"),
            DisplayedNumber.count(commands, "command"),
        ]
        sayWrapped("\(header.notebook)\(profile): \(counts.joined(separator: ", "))")
        let changed = header.parameters.filter { $0.origin != "notebook" }
        for parameter in changed {
            sayWrapped(
                "  \(parameter.name) = \(parameter.value)  (\(parameter.origin); by default \(parameter.defaultValue))",
                hang: 2)
        }
    }

    private func startCell() {
        guard let (label, number, title) = pendingCell else { return }
        pendingCell = nil
        progressPrinter.restart()
        let heading = [number, title].compactMap { $0 }.joined(separator: " ")
        say()
        if !heading.isEmpty, heading != section { sayWrapped(StyledText(heading, .bold, .underlined)) }
        section = heading
        say(StyledText("[\(label)]", .dim))
    }

    private func show(_ output: Output, cell: Int) {
        let isHidden = hidesOutput.indices.contains(cell) && hidesOutput[cell]
        // Important messages are always shown.
        if isHidden, output.kind != .message { return }
        for line in TerminalOutput(style: style).lines(for: output) { say(line) }
    }

    private func show(_ need: SlotNeed) {
        guard let command = need.command, let label = need.label else { return }
        let line = command.replacing("\n", with: " ")
        sayWrapped(StyledText("  `\(need.slot)` is needed and not stored: [\(label)] \(line)", .dim), hang: 2)
    }

    private func tellRestored() {
        guard !restored.isEmpty else { return }
        let names = restored.map { "`\($0)`" }.joined(separator: ", ")
        restored = []
        sayWrapped(StyledText("  from the store: \(names)", .dim), hang: 2)
    }

    private func finishCell(_ cell: CellRecord) {
        if cell.status == .reused {
            sayReused(cell)
            return
        }
        startCell()
        let time = DisplayedNumber.duration(cell.seconds)
        switch cell.status {
        case .ran: say(StyledText("done in \(time)", .dim))
        case .reused: break
        case .skipped: say(StyledText("not evaluated (eval: false)", .dim))
        case .failed: say(StyledText("failed after \(time)", .bold, .red))
        case .interrupted: say(StyledText("stopped after \(time)", .bold, .orange))
        case .notRun: say(StyledText("not run", .dim))
        }
    }

    /// One line for a cell that has shown nothing else.
    private func sayReused(_ cell: CellRecord) {
        let from = cell.madeAt.map { " from \(DisplayedDate.short($0))" } ?? ""
        guard let (label, number, title) = pendingCell else {
            say(StyledText("reused\(from)", .dim))
            return
        }
        pendingCell = nil
        if section != nil { say() }
        section = nil
        let heading = [number, title].compactMap { $0 }.joined(separator: " ")
        sayWrapped("\(heading.isEmpty ? "" : "\(heading) ")\(StyledText("[\(label)] reused\(from)", .dim))")
    }

    private func finish(_ record: RunRecord) {
        continuation = record.continuation
        say()
        let ink: StyledText.Ink =
            switch record.outcome {
            case .finished: .green
            case .failed: .red
            case .interrupted: .orange
            }
        sayWrapped(StyledText(RunTally(record).sentence(seconds: record.seconds), .bold, ink))
    }
}
