import Notebooks
import Outputs

/// One line of live progress: `cell 12 of 24  ██████░░░░  41/120 steps  1,234 tokens/s  loss 0.3456  ETA 2 min 10 s`.
struct ProgressLine {
    /// The current cell.
    struct Place: Equatable {
        var number: Int
        var count: Int
        var label: String
    }

    /// Nil as long as no progress is known.
    var progress: WorkProgress?
    /// Nil if the work does not belong to a cell.
    var place: Place?

    /// A part of the line. If there is not enough room, only the most important parts are shown.
    private struct Part {
        /// The part with rank 0 is omitted last.
        var rank: Int
        /// Its forms, from the longest to the shortest.
        var forms: [String]

        init(_ rank: Int, _ forms: String...) {
            self.rank = rank
            self.forms = forms
        }
    }

    /// In the order of the line.
    private func parts(barWidth: Int?) -> [Part] {
        var parts: [Part] = []
        if let place {
            let cell = "cell \(place.number) of \(place.count)"
            parts.append(Part(1, "\(cell) [\(place.label)]", cell, "\(place.number)/\(place.count)"))
        }
        guard let progress else { return parts }
        let share = progress.share
        if let task = progress.task { parts.append(Part(4, task)) }
        if let barWidth, progress.total > 0 {
            let full = Int(share * Double(barWidth))
            parts.append(
                Part(5, String(repeating: "█", count: full) + String(repeating: "░", count: barWidth - full)))
        }
        if progress.total > 0 { parts.append(Part(2, "\(Int((share * 100).rounded(.down))) %")) }
        parts.append(Part(7, progress.amount))
        if let rate = progress.speed { parts.append(Part(6, rate)) }
        if let loss = progress.loss { parts.append(Part(3, "loss \(DisplayedNumber.fixed(loss, digits: 4))")) }
        if let left = progress.secondsLeft, share < 1 {
            parts.append(Part(0, "ETA \(DisplayedNumber.duration(left))"))
        }
        return parts
    }

    /// The line without a bar, for a log.
    var plain: String { parts(barWidth: nil).compactMap(\.forms.first).joined(separator: "  ") }

    /// The line with a bar, no wider than the terminal. Even the narrowest one shows the time left.
    func bar(in style: TerminalStyle) -> StyledText {
        let width = (style.width ?? 80) - 1
        let parts = parts(barWidth: width >= 70 ? 20 : 10)
        var chosen: [Int: StyledText] = [:]
        var used = 0
        for (index, part) in parts.enumerated().sorted(by: { $0.element.rank < $1.element.rank }) {
            let gap = chosen.isEmpty ? 0 : 2
            // Short forms at the line's beginning leave room for more useful parts.
            let forms = width < 60 ? part.forms.dropFirst(part.forms.count - 1) : part.forms[...]
            guard let form = forms.map({ StyledText($0) }).first(where: { used + gap + $0.width <= width }) else {
                continue
            }
            chosen[index] = form
            used += gap + form.width
        }
        return parts.indices.compactMap { chosen[$0] }.joined(separator: "  ").truncated(to: width)
    }
}

extension WorkProgress {
    /// `34 %  41/120 steps  1,234 tokens/s  loss 0.3456  ETA 2 min 10 s`.
    package var summary: String { ProgressLine(progress: self).plain }

    fileprivate var share: Double { total > 0 ? min(1, max(0, Double(done) / Double(total))) : 0 }

    /// `41/120 steps`.
    fileprivate var amount: String {
        if unit == WorkProgress.bytes { return "\(Format.bytes(done)) of \(Format.bytes(total))" }
        return total > 0 ? "\(done)/\(total) \(unit)" : "\(done) \(unit)"
    }

    /// `1,234 tokens/s`.
    fileprivate var speed: String? {
        guard let rate, rate.isFinite else { return nil }
        if unit == WorkProgress.bytes { return "\(DisplayedNumber.bytes(rate))/s" }
        let text = abs(rate) < 10 ? DisplayedNumber.plain(rate) : DisplayedNumber.metric(rate, style: .count)
        return "\(text) \(rateUnit ?? unit)/s"
    }
}
