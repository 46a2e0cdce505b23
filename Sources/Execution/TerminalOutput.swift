import Foundation
import Notebooks
import Outputs

/// Renders outputs as text for a terminal or a log.
package struct TerminalOutput {
    let style: TerminalStyle

    package init(style: TerminalStyle) { self.style = style }

    /// The lines that show an output.
    package func lines(for output: Output) -> [StyledText] {
        switch output {
        case .text(let text): StyledText(text).wrapped(to: style.width)
        case .preformatted(let text): StyledText(text).split(at: "\n")
        case .table(let table): table.plainForm.map { StyledText($0.text).split(at: "\n") } ?? lines(for: table)
        case .figure(let figure): lines(for: figure)
        case .metrics(let metrics): lines(for: metrics)
        case .markedTexts(let texts): texts.flatMap(lines)
        case .examples(let groups):
            groups.flatMap { [StyledText($0.title, .bold)] + $0.examples.joined().flatMap(lines) }
        case .tokens(let rows): lines(for: rows)
        case .message(let message): lines(for: message)
        case .series: []
        }
    }

    private func lines(for message: Message) -> [StyledText] {
        let text = StyledText(message.text)
        return switch message.level {
        case .notice: (StyledText("Note: ", .bold, .cyan) + text).wrapped(to: style.width, hang: 2)
        case .warning: (StyledText("Warning: ", .bold, .orange) + text).wrapped(to: style.width, hang: 2)
        // The message may contain a source line with a caret.
        case .error: StyledText.diagnostic(message.text, width: style.width)
        }
    }

    // MARK: Tables and figures

    private func lines(for table: Table) -> [StyledText] {
        let columns = table.columns.map(Self.cell)
        let rows = table.rows.map { $0.map(Self.cell) }
        let caption = table.caption.map { StyledText($0, .dim).wrapped(to: style.width) } ?? []
        guard let widths = widths(of: table, columns: columns, rows: rows) else {
            return caption + stacked(columns, rows)
        }
        func line(_ cells: [StyledText]) -> StyledText {
            widths.indices.map { column in
                let cell = column < cells.count ? cells[column].truncated(to: widths[column]) : ""
                return cell.padded(to: widths[column], right: table.isRight(column))
            }.joined(separator: "  ").withoutTrailingBlanks
        }
        let rule = StyledText(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "), .dim)
        let parts = rows.dropLast(table.summaryRowCount)
        let summary = rows[parts.count...].map(line)
        return caption + [line(columns).painted(.bold), rule] + parts.map(line)
            + (summary.isEmpty ? [] : [rule] + summary)
    }

    private static func cell(_ text: String) -> StyledText { StyledText(oneLine(text)) }

    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    }

    /// The width of each column. The widest text column is reduced first, down to a useful minimum. Numbers are never truncated, because
    /// they would be other numbers. Nil if the table does not fit.
    private func widths(of table: Table, columns: [StyledText], rows: [[StyledText]]) -> [Int]? {
        var widths = columns.indices.map { column in
            max(columns[column].width, rows.map { column < $0.count ? $0[column].width : 0 }.max() ?? 0)
        }
        guard let width = style.width else { return widths }
        while widths.reduce(0, +) + 2 * max(0, widths.count - 1) > width {
            let wide = widths.indices.filter { !table.isRight($0) && widths[$0] > 8 }
            guard let widest = wide.max(by: { widths[$0] < widths[$1] }) else { return nil }
            widths[widest] -= 1
        }
        return widths
    }

    /// A table that is too wide for its terminal: one line for each cell of a row, after the column's name.
    private func stacked(_ columns: [StyledText], _ rows: [[StyledText]]) -> [StyledText] {
        rows.flatMap { row -> [StyledText] in
            let lines = zip(columns, row).flatMap { column, cell in
                (column.painted(.bold) + (column.isEmpty ? "" : ": ") + cell).wrapped(to: style.width, hang: 2)
            }
            return [StyledText(String(repeating: "─", count: 8), .dim)] + lines
        }
    }

    private func lines(for figure: Figure) -> [StyledText] {
        if let table = figure.table { return lines(for: table) }
        return StyledText("[Figure \(figure.name): \(figure.caption ?? figure.alternativeText)]").wrapped(
            to: style.width, hang: 2)
    }

    // MARK: Metrics

    private func lines(for metrics: [Metric]) -> [StyledText] {
        // Scores beside each other are compared, so all of them are fractions or all of them percentages.
        let isInPercent = metrics.contains { $0.style == .percent }
        let metrics = metrics.map { metric in
            var metric = metric
            if metric.style == .fraction, isInPercent { metric.style = .percent }
            return metric
        }
        let labels = metrics.map { StyledText($0.label) }
        let width = labels.map(\.width).max() ?? 0
        let values = metrics.map { StyledText(DisplayedNumber.metric($0.value, style: $0.style), .bold) }
        let valueWidth = values.map(\.width).max() ?? 0
        return metrics.indices.flatMap { place in
            let (label, value) = (labels[place], values[place])
            let interval = metrics[place].interval.map {
                StyledText("  95 %: \(DisplayedNumber.interval($0, style: metrics[place].style))", .dim)
            }
            let line =
                label.padded(to: width) + "  " + value.padded(to: valueWidth, right: true) + (interval ?? "")
            guard let room = style.width, line.width > room else { return [line] }
            return (label + "  " + value + (interval ?? "")).wrapped(to: room, hang: 2)
        }
    }

    // MARK: Texts with marks

    private func lines(for text: MarkedText) -> [StyledText] {
        guard text.title != nil || !text.lines.isEmpty else { return marked(text).wrapped(to: style.width) }
        var lines = text.title.map { [StyledText($0, .bold)] } ?? []
        lines += text.lines.map { line in
            let value = StyledText(Self.oneLine(line.value), .bold, .green)
            let note = line.note.isEmpty || line.value.isEmpty ? line.note : "  (\(line.note))"
            return "\(line.name): \(value)\(StyledText(note, .dim))"
        }
        guard !text.text.isEmpty else { return lines.flatMap { $0.wrapped(to: style.width, hang: 2) } }
        let context = marked(text).painted(.dim).wrapped(to: style.width.map { $0 - 2 }).map { "  \($0)" as StyledText }
        return lines.flatMap { $0.wrapped(to: style.width, hang: 2) } + context
    }

    /// `[Apple Inc. ORG] is planning …`, and `It is «330 metres» tall.` for a mark without a label.
    private func marked(_ text: MarkedText) -> StyledText {
        var result: StyledText = ""
        let pieces = text.pieces
        for piece in pieces {
            if let mark = piece.mark {
                let isRight = mark.verdict == .right
                let words = isRight ? StyledText(piece.text) : StyledText(piece.text, .bold)
                let tag = isRight ? StyledText(mark.tag, .dim) : StyledText(mark.tag, .cyan)
                result += mark.tag.isEmpty ? "«\(words)»" : "[\(words) \(tag)]"
            } else {
                result += StyledText(piece.text)
            }
        }
        if let note = text.emptyNote, !pieces.contains(where: { $0.mark != nil }) {
            result += StyledText(" (\(note))", .dim)
        }
        return result
    }

    private func lines(for rows: TokenRows) -> [StyledText] {
        var lines = rows.caption.map { StyledText($0, .dim).wrapped(to: style.width) } ?? []
        var (above, below, used, isLabelled): (StyledText, StyledText, Int, Bool) = ("", "", 0, false)
        func flush() {
            guard used > 0 else { return }
            lines.append(above)
            if isLabelled { lines.append(below) }
            (above, below, used, isLabelled) = ("", "", 0, false)
        }
        for (index, token) in rows.tokens.enumerated() {
            let label = StyledText(token.label, .dim)
            let isHighlighted = rows.highlighted?.contains(index) == true
            let text = isHighlighted ? StyledText("«\(token.text)»", .bold, .green) : StyledText(token.text)
            let width = max(text.width, label.width) + 1
            if used > 0, used + width > style.width ?? 120 { flush() }
            above += text.padded(to: width)
            below += label.padded(to: width)
            used += width
            isLabelled = isLabelled || !label.isEmpty
        }
        flush()
        return lines
    }
}
