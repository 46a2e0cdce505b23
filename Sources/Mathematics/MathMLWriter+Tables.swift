extension MathMLWriter {
    /// Writes a table. Alignment, padding and lines are CSS, because MathML Core has no attributes for them.
    mutating func write(_ table: Table) {
        let columnCount = table.rows.map(\.cells.count).max() ?? 0
        let isScript = table.style == .script && table.spacing != .stack
        if isScript { xml += "<mstyle displaystyle=\"false\" scriptlevel=\"1\">" }
        let hasLines = table.hasLineBelow || !table.verticalLines.isEmpty || table.rows.contains(where: \.hasLineAbove)
        wrap(
            "mtable",
            (table.style == .display ? " displaystyle=\"true\"" : "")
                + (hasLines ? " style=\"border-collapse:collapse\"" : "")
        ) { writer in
            for (index, row) in table.rows.enumerated() {
                let isLast = index == table.rows.count - 1
                writer.wrap("mtr") { writer in
                    for column in 0..<columnCount {
                        let style = table.css(row, column, of: columnCount, isLastRow: isLast)
                        writer.wrap("mtd", style.isEmpty ? "" : " style=\"\(style)\"") { writer in
                            guard column < row.cells.count else { return }
                            let isContinued = table.spacing == .aligned && column % 2 == 1
                            writer.row(row.cells[column], table.style, after: isContinued ? .ordinary : nil)
                        }
                    }
                    if let tag = row.tag {
                        writer.wrap("mtd", " style=\"padding-left:2em\"") { $0.element(tag, .text) }
                    }
                }
            }
        }
        if isScript { xml += "</mstyle>" }
    }
}

extension Table {
    /// The style of a cell.
    fileprivate func css(_ row: Row, _ column: Int, of columnCount: Int, isLastRow: Bool) -> String {
        var declarations: [String] = []
        switch alignments[column % alignments.count] {
        case .left: declarations.append("text-align:left")
        case .right: declarations.append("text-align:right")
        case .center: break
        }
        let isFirst = column == 0
        let isLast = column == columnCount - 1
        switch spacing {
        case .array: break
        case .stack: declarations.append("padding:0")
        case .matrix:
            if isFirst { declarations.append("padding-left:0") }
            if isLast { declarations.append("padding-right:0") }
        case .aligned:
            // The distance to the next pair of columns is 2 em.
            declarations.append(column % 2 == 1 || isFirst ? "padding-left:0" : "padding-left:2em")
            declarations.append("padding-right:0")
        }
        if let gap = row.gap, !isLastRow { declarations.append("padding-bottom:calc(0.5ex + \(gap))") }
        if verticalLines.contains(column) { declarations.append("border-left:1px solid") }
        if isLast, verticalLines.contains(columnCount) { declarations.append("border-right:1px solid") }
        if row.hasLineAbove { declarations.append("border-top:1px solid") }
        if isLastRow, hasLineBelow { declarations.append("border-bottom:1px solid") }
        return declarations.joined(separator: ";")
    }
}
