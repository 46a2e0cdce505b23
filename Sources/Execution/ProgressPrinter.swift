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
    /// Seconds between two lines of a log; nil for a line a tenth.
    private let pause: Double?
    private var place: ProgressLine.Place?

    /// - Parameters:
    ///   - pause: Seconds between two lines of a log, where nothing but these is said of what takes long; nil for a line for each
    ///     tenth and for the end.
    ///   - now: Seconds of a clock that only goes forward.
    ///   - write: Takes text with its line ends.
    package init(
        style: TerminalStyle, pause: Double? = nil, now: @escaping () -> Double = TerminalRenderer.clock,
        write: @escaping (StyledText) -> Void
    ) {
        self.style = style
        self.pause = pause
        self.now = now
        self.write = write
    }

    /// Something else is being worked on: its beginning is news.
    func restart() { lastSaidShare = -1 }

    /// A cell begins: the live line says which.
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
        // Thousands of quick steps are no news: at most one line a second, but for the last.
        guard isDone || time - lastSaid >= 1 else { return }
        lastSaidShare = share
        lastSaid = time
        write("  \(line.plain)\n")
    }

    /// Takes the live line away, for what is printed next.
    package func clear() {
        guard isBarShown else { return }
        write(.erasedLine)
        isBarShown = false
    }
}
