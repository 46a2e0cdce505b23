import Foundation
import Notebooks
import Outputs

/// Shows a run in a line a cell: a live line while it works, errors and warnings whole, and at the end its scores and where the
/// report is. In a log, what takes long says now and then how far it is.
package final class BriefRenderer: RunRenderer {
    private let style: TerminalStyle
    private let progressPrinter: ProgressPrinter
    private let write: (StyledText) -> Void
    /// Only how it ended is said, in one line that begins with this.
    private let prefix: StyledText?

    private var cellCount = 0
    private var name: (heading: String, label: String) = ("", "")
    private var loss: Double?
    /// What went wrong in the cell, which is said under its line.
    private var errors: [StyledText] = []
    /// Cells that follow each other and were all reused take one line.
    private var reused: [CellRecord] = []
    private var restored: [SlotName] = []
    private var recomputed: [String] = []
    private var said: Set<String> = []
    /// What the cell at work shows is taken from the store.
    private var isReused = false
    /// Warnings of cells that were reused: they were said when these ran.
    private var earlierWarnings: Set<String> = []
    private var ending: StyledText = ""
    private var continuation: String?

    /// Seconds between two lines of a log on a cell that takes long.
    package static let pause = 15.0
    /// Where a cell's name begins in its line.
    private static let hang = 14

    /// - Parameters:
    ///   - prefix: Nil for a line a cell. Otherwise the whole run takes one line that begins with this.
    ///   - now: Seconds of a clock that only goes forward.
    ///   - write: Takes text with its line ends, e.g. to standard output.
    package init(
        style: TerminalStyle, prefix: StyledText? = nil, now: @escaping () -> Double = TerminalRenderer.clock,
        write: @escaping (StyledText) -> Void
    ) {
        self.style = style
        self.prefix = prefix
        self.write = write
        progressPrinter = ProgressPrinter(style: style, pause: Self.pause, now: now, write: write)
    }

    package func handle(_ event: RunEvent) {
        switch event {
        case .runStarted(let header): start(header)
        case .staleFound(let causes):
            guard prefix == nil else { return }
            for cause in causes { say("\(cause.sentence)", hang: 2) }
        case .cellStarted(let index, let label, let number, let title):
            name = ([number, title].compactMap { $0 }.joined(separator: " "), label)
            (loss, errors, isReused) = (nil, [], false)
            progressPrinter.begin(.init(number: index + 1, count: cellCount, label: label))
        case .progress(_, let progress):
            loss = progress.loss ?? loss
            progressPrinter.show(progress)
        case .output(_, let output):
            if case .message(let message) = output.output { show(message) }
        case .slotNeeded(_, let need):
            if need.command != nil, let label = need.label {
                recomputed.append("[\(label)]")
            } else if !restored.contains(need.slot) {
                restored.append(need.slot)
            }
        case .warning(let text): warn(text)
        case .cellFinished(_, let cell): finish(cell)
        case .runFinished(let record): finish(record)
        case .reportWritten(let path):
            say(ending + StyledText(path), hang: 2)
            if let continuation { say("The next run goes on: \(continuation).", hang: 2) }
        case .commandReused: isReused = true
        case .commandStarted: isReused = false
        case .fact, .cellLeft, .snapshot: return
        }
    }

    private func say(_ text: StyledText, hang: Int = 0) {
        progressPrinter.clear()
        for line in text.wrapped(to: style.width, hang: hang) { write(line + "\n") }
    }

    // MARK: What must be said

    private func show(_ message: Message) {
        switch message.level {
        case .notice where isReused: return
        case .notice: tell(message.text, after: StyledText("Note: ", .bold, .cyan))
        case .warning where isReused: earlierWarnings.insert(message.text)
        case .warning: warn(message.text)
        case .error: errors += StyledText.diagnostic(message.text, width: style.width)
        }
    }

    private func warn(_ text: String) { tell(text, after: StyledText("Warning: ", .bold, .orange)) }

    private func tell(_ text: String, after word: StyledText) {
        guard said.insert(text).inserted else { return }
        tellReused()
        say(word + StyledText(text), hang: 2)
    }

    // MARK: The beginning

    private func start(_ header: RunHeader) {
        cellCount = header.cellCount
        guard prefix == nil else { return }
        say(StyledText(header.title, .bold))
        let profile = header.profile.map { ", profile \($0)" } ?? ""
        say("\(header.notebook)\(profile): \(DisplayedNumber.count(header.cellCount, "cell"))", hang: 2)
        let changed = header.parameters.filter { $0.origin != "notebook" && !$0.origin.hasPrefix("profile ") }
        guard !changed.isEmpty else { return }
        let list = changed.map { "\($0.name) = \($0.value.isEmpty ? "\"\"" : $0.value) (\($0.origin))" }
        say("  \(list.joined(separator: ", "))", hang: 2)
    }

    // MARK: Cells

    private func finish(_ cell: CellRecord) {
        defer {
            for line in errors { say(line) }
            errors = []
        }
        guard cell.status != .reused else { return reused.append(cell) }
        // One that did nothing wrong is not told where the whole run takes one line.
        if prefix != nil, cell.status == .ran || cell.status == .skipped { return }
        tellReused()
        var text = name.heading.isEmpty ? StyledText("[\(cell.label)]") : "\(name.heading) "
        if !name.heading.isEmpty { text += StyledText("[\(cell.label)]", .dim) }
        if let loss, cell.status == .ran {
            text += StyledText("  loss \(DisplayedNumber.fixed(loss, digits: 4))", .dim)
        }
        let time = DisplayedNumber.duration(cell.seconds)
        switch cell.status {
        case .ran: line(StyledText("✓", .green), StyledText(time), text)
        case .skipped: line(StyledText("–", .dim), StyledText("skipped", .dim), text + " (eval: false)")
        case .failed:
            line(StyledText("✗", .bold, .red), StyledText("failed", .bold, .red), text + " after \(time)")
        case .interrupted:
            line(StyledText("✗", .bold, .orange), StyledText("stopped", .bold, .orange), text + " after \(time)")
        case .reused, .notRun: return
        }
    }

    private func line(_ mark: StyledText, _ state: StyledText, _ text: StyledText) {
        let head = mark + " " + state.padded(to: Self.hang - 4, right: true) + "  "
        say(head + text, hang: Self.hang)
    }

    private func tellReused() {
        guard let first = reused.first, let last = reused.last else { return }
        let cells = reused
        reused = []
        guard prefix == nil else { return }
        let labels =
            cells.count < 4
            ? cells.map { "[\($0.label)]" }.joined(separator: ", ") : "[\(first.label)] to [\(last.label)]"
        let date = cells.compactMap(\.madeAt).min().map { ", from \(DisplayedDate.short($0))" } ?? ""
        line(
            StyledText("·", .dim), StyledText("reused", .dim),
            "\(DisplayedNumber.count(cells.count, "cell")) \(StyledText("\(labels)\(date)", .dim))")
    }

    // MARK: The end

    private func finish(_ record: RunRecord) {
        tellReused()
        continuation = record.continuation
        let ink: StyledText.Ink =
            switch record.outcome {
            case .finished: .green
            case .failed: .red
            case .interrupted: .orange
            }
        let sentence = StyledText(RunTally(record).sentence(seconds: record.seconds), .bold, ink)
        if let prefix {
            ending = prefix + sentence + " "
            return
        }
        let names = restored.map { "`\($0)`" }
        if !names.isEmpty { say(StyledText("From the store: \(names.joined(separator: ", "))", .dim), hang: 2) }
        if !recomputed.isEmpty {
            var seen: Set<String> = []
            let list = recomputed.filter { seen.insert($0).inserted }.joined(separator: ", ")
            say(StyledText("Computed again: \(list)", .dim), hang: 2)
        }
        let earlier = earlierWarnings.subtracting(said).count
        if earlier > 0 {
            say("\(DisplayedNumber.count(earlier, "warning")) of reused cells: see the report", hang: 2)
        }
        tellScores(record)
        say(sentence, hang: 2)
    }

    /// The figures that a reader looks for first, with those of the run before where they differ.
    private func tellScores(_ record: RunRecord) {
        let before = Dictionary((record.comparison?.metrics ?? []).map { ($0.name, $0.before) }) { $1 }
        let items = record.keyFigures.map { metric -> StyledText in
            let value = DisplayedNumber.metric(metric.value, style: metric.style)
            let old = before[metric.name].map { DisplayedNumber.metric($0, style: metric.style) }
            let interval = metric.interval.map { "95 %: \(DisplayedNumber.interval($0, style: metric.style))" }
            let change = old.flatMap { $0 == value ? nil : "was \($0)" }
            let notes = [interval, change].compactMap(\.self).joined(separator: "; ")
            return "\(metric.label) \(StyledText(value, .bold))\(StyledText(notes.isEmpty ? "" : " (\(notes))", .dim))"
        }
        var line: StyledText = ""
        for item in items {
            if !line.isEmpty, let width = style.width, line.width + 3 + item.width > width {
                say(line)
                line = ""
            }
            line += (line.isEmpty ? "" : "   ") + item
        }
        if !line.isEmpty { say(line, hang: 2) }
    }
}
