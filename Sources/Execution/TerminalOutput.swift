import Foundation
import Notebooks

/// Outputs as text for a terminal or a log.
struct TerminalOutput {
    let style: TerminalStyle

    /// The lines that show an output.
    func lines(for output: Output) -> [String] {
        switch output {
        case .text(let text): text.printable.wrapped(to: style.width)
        case .preformatted(let text):
            text.printable.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        case .table(let table): lines(for: table)
        case .figure(let figure): lines(for: figure)
        case .metrics(let metrics): lines(for: metrics)
        case .classificationReport(let table):
            table.text.printable.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        case .entities(let texts): texts.flatMap { marked($0).wrapped(to: style.width) }
        case .answer(let answer): lines(for: answer)
        case .tokens(let rows): lines(for: rows)
        case .warning(let text): said("Warning: ", text, .yellow)
        case .notice(let text): said("Note: ", text, .cyan)
        case .error(let text): text.printable.split(separator: "\n").map { style.paint(String($0), .red) }
        }
    }

    private func said(_ label: String, _ text: String, _ ink: TerminalStyle.Ink) -> [String] {
        let lines = (label + text.printable).wrapped(to: style.width)
        return [style.paint(label, .bold, ink) + lines[0].dropFirst(label.count)] + lines.dropFirst()
    }

    // MARK: Tables and figures

    private func lines(for table: Table) -> [String] {
        let rows = table.rows.map { $0.map { $0.printable.replacing("\n", with: " ") } }
        var widths = table.columns.indices.map { column in
            max(
                table.columns[column].displayWidth,
                rows.map { column < $0.count ? $0[column].displayWidth : 0 }.max() ?? 0)
        }
        if let width = style.width {
            // The widest column gives way first, down to where it could say nothing any more.
            while widths.reduce(0, +) + 2 * max(0, widths.count - 1) > width,
                let widest = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > 8
            {
                widths[widest] -= 1
            }
        }
        func line(_ cells: [String]) -> String {
            let padded = widths.indices.map { column in
                let cell = column < cells.count ? cells[column].truncated(to: widths[column]) : ""
                let isRight = column < table.alignments.count && table.alignments[column] == .right
                return cell.padded(to: widths[column], right: isRight)
            }
            var text = padded.joined(separator: "  ")
            while text.last == " " { text.removeLast() }
            return text
        }
        let caption = table.caption.map { [style.paint($0.printable, .dim)] } ?? []
        let rule = style.paint(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "), .dim)
        return caption + [style.paint(line(table.columns), .bold), rule] + rows.map(line)
    }

    private func lines(for figure: Figure) -> [String] {
        let title = figure.caption ?? figure.alternativeText
        return "[Figure \(figure.name): \(title.printable)]".wrapped(to: style.width)
    }

    // MARK: Metrics

    private func lines(for metrics: [Metric]) -> [String] {
        let width = metrics.map(\.label.displayWidth).max() ?? 0
        let values = metrics.map(Self.value)
        let valueWidth = values.map(\.count).max() ?? 0
        return zip(metrics, values).map { metric, value in
            "\(metric.label.printable.padded(to: width))  \(style.paint(value.padded(to: valueWidth, right: true), .bold))"
        }
    }

    /// A metric's number as a reader expects it.
    static func value(_ metric: Metric) -> String {
        guard metric.value.isFinite else { return "\(metric.value)" }
        switch metric.style {
        case .fraction: return String(format: "%.4f", metric.value)
        case .percent: return String(format: "%.2f %%", metric.value * 100)
        case .number: return String(format: "%.6g", metric.value)
        case .count: return grouped(metric.value)
        case .seconds: return duration(metric.value)
        case .bytes:
            let units = ["B", "kB", "MB", "GB", "TB"]
            var (value, unit) = (metric.value, 0)
            while abs(value) >= 1000, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
            return String(format: unit == 0 ? "%.0f" : "%.1f", value) + " " + units[unit]
        }
    }

    /// A whole number with a comma at every thousand.
    static func grouped(_ value: Double) -> String {
        guard abs(value) < 1e18 else { return "\(value)" }
        let digits = Array(String(Int(value.rounded()).magnitude))
        var text = value.rounded() < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    /// `under 0.1 s`, `0.3 s`, `41 s`, `2:05 min`, `1:02:05 h`.
    static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "–" }
        if seconds < 0.1 { return "under 0.1 s" }
        if seconds < 10 { return String(format: "%.1f s", seconds) }
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return String(format: "%d:%02d min", whole / 60, whole % 60) }
        return String(format: "%d:%02d:%02d h", whole / 3600, whole / 60 % 60, whole % 60)
    }

    // MARK: Texts with marks

    /// `[Apple Inc. ORG] is planning …`
    private func marked(_ text: EntityText) -> String {
        let scalars = Array(text.text.unicodeScalars)
        var result = ""
        var position = 0
        for entity in text.entities.sorted(by: { $0.start < $1.start })
        where entity.start >= position && entity.start < entity.end && entity.end <= scalars.count {
            result += Self.string(scalars[position..<entity.start])
            let name = style.paint(Self.string(scalars[entity.start..<entity.end]), .bold)
            result += "[\(name) \(style.paint(entity.type.printable, .cyan))]"
            position = entity.end
        }
        return result + Self.string(scalars[position...])
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars)).printable
    }

    private func lines(for answer: AnsweredQuestion) -> [String] {
        var lines = "Q: \(answer.question.printable)".wrapped(to: style.width)
        let found = answer.answer
        if found.text.isEmpty {
            lines.append("A: " + style.paint("none found", .yellow))
        } else if answer.candidates.isEmpty {
            // A data set's own answer, which nobody scored.
            lines.append("A: \(style.paint(found.text.printable, .bold, .green))")
        } else {
            let place = "tokens \(answer.firstToken)–\(answer.lastToken), score \(String(format: "%.3f", found.score))"
            lines.append("A: \(style.paint(found.text.printable, .bold, .green))  \(style.paint("(\(place))", .dim))")
        }
        if let reference = answer.reference { lines.append("Reference: \(reference.printable)") }
        let scalars = Array(answer.context.unicodeScalars)
        if found.start >= 0, found.start < found.end, found.end <= scalars.count {
            let context =
                Self.string(scalars[..<found.start]) + "«" + Self.string(scalars[found.start..<found.end]) + "»"
                + Self.string(scalars[found.end...])
            lines += context.wrapped(to: style.width.map { $0 - 2 }).map { "  \(style.paint($0, .dim))" }
        }
        for (place, candidate) in answer.candidates.dropFirst().enumerated() {
            let share = String(format: "%.1f %%", candidate.probability * 100)
            lines.append(style.paint("  \(place + 2). \(candidate.text.printable)  \(share)", .dim))
        }
        return lines
    }

    private func lines(for rows: TokenRows) -> [String] {
        var lines = rows.caption.map { [style.paint($0.printable, .dim)] } ?? []
        var (above, below, used) = ("", "", 0)
        func flush() {
            guard used > 0 else { return }
            lines.append(above)
            if below.contains(where: { $0 != " " }) { lines.append(style.paint(below, .dim)) }
            (above, below, used) = ("", "", 0)
        }
        for (index, token) in rows.tokens.enumerated() {
            let label = index < rows.labels.count ? rows.labels[index].printable : ""
            let isHighlighted = rows.highlighted?.contains(index) == true
            let text = isHighlighted ? "«\(token.printable)»" : token.printable
            let width = max(text.displayWidth, label.displayWidth) + 1
            if used > 0, used + width > style.width ?? 120 { flush() }
            let padded = text.padded(to: width)
            above += isHighlighted ? style.paint(padded, .bold, .green) : padded
            below += label.padded(to: width)
            used += width
        }
        flush()
        return lines
    }
}
