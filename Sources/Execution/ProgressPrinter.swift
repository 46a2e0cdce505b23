import Outputs

/// Shows progress: in a terminal as a line that is redrawn, in a log as a line from time to time.
package final class ProgressPrinter {
    private let style: TerminalStyle
    private let now: () -> Double
    private let write: (StyledText) -> Void
    private var isBarShown = false
    private var lastDraw = -Double.infinity
    private var lastSaidShare = -1.0
    private var lastSaid = -Double.infinity
    /// Seconds between two log lines; nil for one line per tenth of the work.
    private let pause: Double?
    private var place: ProgressLine.Place?

    /// - Parameters:
    ///   - pause: Seconds between two log lines, if a long command shows nothing else; nil for a line at each tenth and at the end.
    ///   - now: Seconds of a clock that never goes backwards.
    ///   - write: Called with text that includes its line ends.
    package init(
        style: TerminalStyle, pause: Double? = nil, now: @escaping () -> Double = TerminalRenderer.clock,
        write: @escaping (StyledText) -> Void
    ) {
        self.style = style
        self.pause = pause
        self.now = now
        self.write = write
    }

    /// The next progress belongs to new work, so its first line is always shown.
    func restart() { lastSaidShare = -1 }

    /// A cell begins; the live line names it.
    func begin(_ place: ProgressLine.Place) {
        self.place = place
        lastSaid = now()
        if style.isLive, lastSaid - lastDraw >= 0.1 { draw(nil) }
    }

    private func draw(_ progress: WorkProgress?) {
        lastDraw = now()
        write(.erasedLine + ProgressLine(progress: progress, place: place).bar(in: style))
        isBarShown = true
    }

    package func show(_ progress: WorkProgress) {
        let time = now()
        let isDone = progress.total > 0 && progress.done >= progress.total
        if style.isLive {
            guard isDone || time - lastDraw >= 0.1 else { return }
            draw(progress)
            return
        }
        let line = ProgressLine(progress: progress, place: place)
        if let pause {
            guard time - lastSaid >= pause else { return }
            lastSaid = time
            write("  \(line.plain)\n")
            return
        }
        let share = progress.total > 0 ? Double(progress.done) / Double(progress.total) : 0
        guard isDone || share < lastSaidShare || share - lastSaidShare >= 0.1 || time - lastSaid >= 10 else { return }
        if isDone, lastSaidShare >= 1 { return }
        // Quick steps print at most one line a second, and the last one.
        guard isDone || time - lastSaid >= 1 else { return }
        lastSaidShare = share
        lastSaid = time
        write("  \(line.plain)\n")
    }

    /// Erases the live line before other text is printed.
    package func clear() {
        guard isBarShown else { return }
        write(.erasedLine)
        isBarShown = false
    }
}
