import Outputs

/// Shows progress as a line that is drawn over and over in a terminal, and as a line now and then in a log.
package final class ProgressPrinter {
    private let style: TerminalStyle
    private let now: () -> Double
    private let write: (StyledText) -> Void
    private var isBarShown = false
    private var lastDraw = -Double.infinity
    private var lastSaidShare = -1.0
    private var lastSaid = -Double.infinity

    /// - Parameters:
    ///   - now: Seconds of a clock that only goes forward.
    ///   - write: Takes text with its line ends.
    package init(
        style: TerminalStyle, now: @escaping () -> Double = TerminalRenderer.clock,
        write: @escaping (StyledText) -> Void
    ) {
        self.style = style
        self.now = now
        self.write = write
    }

    /// Something else is being worked on: its beginning is news.
    func restart() { lastSaidShare = -1 }

    package func show(_ progress: WorkProgress) {
        let time = now()
        let isDone = progress.total > 0 && progress.done >= progress.total
        if style.isLive {
            guard isDone || time - lastDraw >= 0.1 else { return }
            lastDraw = time
            write(.erasedLine + ProgressLine(progress: progress).bar(in: style))
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
        write("  \(ProgressLine(progress: progress).plain)\n")
    }

    /// Takes the live line away, for what is printed next.
    package func clear() {
        guard isBarShown else { return }
        write(.erasedLine)
        isBarShown = false
    }
}
