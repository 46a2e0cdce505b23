import Foundation
import Notebooks

/// Outputs as text for a terminal or a log.
struct TerminalOutput {
    let style: TerminalStyle

    /// The lines that show an output.
    func lines(for output: Output) -> [StyledText] {
        switch output {
        case .text(let text): StyledText(text).wrapped(to: style.width)
        case .preformatted(let text): StyledText(text).split(at: "\n")
        case .table(let table): lines(for: table)
        case .figure(let figure): lines(for: figure)
        case .metrics(let metrics): lines(for: metrics)
        case .classificationReport(let table): StyledText(table.text).split(at: "\n")
        case .entities(let texts): texts.flatMap { marked($0).wrapped(to: style.width) }
        case .answer(let answer): lines(for: answer)
        case .tokens(let rows): lines(for: rows)
        case .warning(let text): (StyledText("Warning: ", .bold, .yellow) + StyledText(text)).wrapped(to: style.width)
        case .notice(let text): (StyledText("Note: ", .bold, .cyan) + StyledText(text)).wrapped(to: style.width)
        case .error(let text): StyledText(text, .red).split(at: "\n")
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
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
        return caption + [line(columns).painted(.bold), StyledText(rule, .dim)] + rows.map(line)
    }

    private static func cell(_ text: String) -> StyledText { StyledText(oneLine(text)) }

    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    }

    /// How wide each column is. The widest column of words gives way first, down to where it could say nothing any more;
    /// a number that is cut would be another number. Nil when the table doesn't fit all the same.
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

    /// A table that is too wide for its terminal: a line for each of a row's cells, after its column's name.
    private func stacked(_ columns: [StyledText], _ rows: [[StyledText]]) -> [StyledText] {
        rows.flatMap { row -> [StyledText] in
            let lines = zip(columns, row).flatMap { column, cell in
                (column.painted(.bold) + (column.isEmpty ? "" : ": ") + cell).wrapped(to: style.width)
            }
            return [StyledText(String(repeating: "─", count: 8), .dim)] + lines
        }
    }

    private func lines(for figure: Figure) -> [StyledText] {
        StyledText("[Figure \(figure.name): \(figure.caption ?? figure.alternativeText)]").wrapped(to: style.width)
    }

    // MARK: Metrics

    private func lines(for metrics: [Metric]) -> [StyledText] {
        // Scores beside each other are compared: all of them are shares, or all of them per cent.
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
        return zip(labels, values).flatMap { label, value in
            let line = label.padded(to: width) + "  " + value.padded(to: valueWidth, right: true)
            guard let room = style.width, line.width > room else { return [line] }
            return (label + "  " + value).wrapped(to: room)
        }
    }

    // MARK: Texts with marks

    /// `[Apple Inc. ORG] is planning …`
    private func marked(_ text: EntityText) -> StyledText {
        let scalars = Array(text.text.unicodeScalars)
        var result: StyledText = ""
        var position = 0
        for entity in text.entities.sorted(by: { $0.start < $1.start })
        where entity.start >= position && entity.start < entity.end && entity.end <= scalars.count {
            result += StyledText(Self.string(scalars[position..<entity.start]))
            let name = StyledText(Self.string(scalars[entity.start..<entity.end]), .bold)
            result += "[\(name) \(StyledText(entity.type, .cyan))]"
            position = entity.end
        }
        return result + StyledText(Self.string(scalars[position...]))
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }

    private func lines(for answer: AnsweredQuestion) -> [StyledText] {
        var lines: [StyledText] = ["Q: \(answer.question)"]
        let found = answer.answer
        if found.text.isEmpty {
            lines.append("A: \(StyledText("none found", .yellow))")
        } else if answer.candidates.isEmpty {
            // A data set's own answer, which nobody scored.
            lines.append("A: \(StyledText(Self.oneLine(found.text), .bold, .green))")
        } else {
            let place = "(tokens \(answer.firstToken)–\(answer.lastToken), score \(Self.score(found.score)))"
            lines.append("A: \(StyledText(Self.oneLine(found.text), .bold, .green))  \(StyledText(place, .dim))")
        }
        if let reference = answer.reference { lines.append("Reference: \(reference)") }
        lines = lines.flatMap { $0.wrapped(to: style.width) }
        let scalars = Array(answer.context.unicodeScalars)
        if found.start >= 0, found.start < found.end, found.end <= scalars.count {
            let context =
                Self.string(scalars[..<found.start]) + "«" + Self.string(scalars[found.start..<found.end]) + "»"
                + Self.string(scalars[found.end...])
            lines += StyledText(context, .dim).wrapped(to: style.width.map { $0 - 2 }).map { "  \($0)" }
        }
        for (place, candidate) in answer.candidates.dropFirst().enumerated() {
            let share = String(format: "%.1f %%", candidate.probability * 100)
            lines += StyledText("  \(place + 2). \(Self.oneLine(candidate.text))  \(share)", .dim).wrapped(
                to: style.width)
        }
        return lines
    }

    private static func score(_ value: Double) -> String {
        value.isFinite ? String(format: "%.3f", value) : "not a number"
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
            let label = StyledText(index < rows.labels.count ? rows.labels[index] : "", .dim)
            let isHighlighted = rows.highlighted?.contains(index) == true
            let text = isHighlighted ? StyledText("«\(token)»", .bold, .green) : StyledText(token)
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

extension Table {
    /// True for a column of numbers.
    fileprivate func isRight(_ column: Int) -> Bool {
        alignments.indices.contains(column) && alignments[column] == .right
    }
}
