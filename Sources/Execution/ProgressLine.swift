import Notebooks
import Outputs

/// One line of live progress: `task ██████░░░░  41/120 steps  1,234 tokens/s  loss 0.3456  ETA 2:10 min`.
struct ProgressLine {
    let progress: WorkProgress

    private var share: Double {
        progress.total > 0 ? min(1, max(0, Double(progress.done) / Double(progress.total))) : 0
    }

    /// All but the bar.
    private var parts: [String] {
        var parts: [String] = []
        if progress.total > 0 { parts.append("\(Int((share * 100).rounded(.down))) %") }
        if progress.unit == WorkProgress.bytes {
            parts.append("\(Format.bytes(progress.done)) of \(Format.bytes(progress.total))")
            if let rate = progress.rate, rate.isFinite { parts.append("\(DisplayedNumber.bytes(rate))/s") }
        } else {
            parts.append(
                progress.total > 0
                    ? "\(progress.done)/\(progress.total) \(progress.unit)" : "\(progress.done) \(progress.unit)")
            if let rate = progress.rate, rate.isFinite {
                let text =
                    abs(rate) < 10
                    ? DisplayedNumber.plain(rate)
                    : DisplayedNumber.metric(rate, style: .count)
                parts.append("\(text) \(progress.rateUnit ?? progress.unit)/s")
            }
        }
        if let loss = progress.loss {
            parts.append("loss \(DisplayedNumber.fixed(loss, digits: 4))")
        }
        if let left = progress.secondsLeft, share < 1 { parts.append("ETA \(DisplayedNumber.duration(left))") }
        return parts
    }

    /// Without a bar, for a log.
    var plain: String { ([progress.task].compactMap { $0 } + parts).joined(separator: "  ") }

    /// With a bar, no wider than a line; what doesn't fit is left out from the right.
    func bar(in style: TerminalStyle) -> StyledText {
        let width = (style.width ?? 80) - 1
        var line: StyledText = progress.task.map { StyledText($0).padded(to: 4) + " " } ?? ""
        if progress.total > 0 {
            let barWidth = width >= 70 ? 20 : 10
            let full = Int(share * Double(barWidth))
            line += StyledText(String(repeating: "█", count: full) + String(repeating: "░", count: barWidth - full))
        }
        for part in parts.map({ StyledText($0) }) {
            if line.width + 2 + part.width > width { break }
            line += (line.isEmpty ? "" : "  ") + part
        }
        return line.truncated(to: width)
    }
}
