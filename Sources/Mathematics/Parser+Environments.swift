import FileKinds

extension Parser {
    /// Reads the part after `\begin`.
    mutating func environment(_ begin: Token) throws(FormulaError) -> Node {
        let (name, nameRange) = try word(after: begin)
        let range = begin.range.lowerBound..<nameRange.upperBound
        func error(_ problem: FormulaError.Problem) -> FormulaError {
            FormulaError(problem, start: range.lowerBound, length: range.count)
        }
        guard let environment = Environment.table[name] else {
            throw FormulaError(
                .unknownEnvironment(name, nearest: Environment.table.keys.sorted().allNearest(to: name)),
                start: nameRange.lowerBound, length: nameRange.count)
        }
        var table = Table(
            rows: [], spacing: environment.spacing, style: environment.style, alignments: environment.alignments)
        var columnLimit = environment.columnLimit
        if environment.takesColumnLetters {
            (table.alignments, table.verticalLines) = try columns(begin)
            columnLimit = table.alignments.count
        }
        try readRows(
            of: &table, begin, name, columnLimit: columnLimit, takesTags: environment.takesTags)
        let end = peek()
        guard take(.command("end")) else {
            if end.kind == .end || closesOuterPart(end) { throw error(.unclosedEnvironment(name)) }
            throw end.error(end.kind == .scalar("}") ? .unopenedBrace : .rightWithoutLeft)
        }
        let (ended, endRange) = try word(after: end)
        guard ended == name else {
            throw FormulaError(
                .mismatchedEnd(begun: name, ended: ended), start: end.range.lowerBound,
                length: endRange.upperBound - end.range.lowerBound)
        }
        return environment.delimiters.map { .classed(.inner, .fenced([[.table(table)]], delimiters: $0)) }
            ?? .table(table)
    }

    /// Reads the lines of `\substack`.
    mutating func substack(_ command: Token) throws(FormulaError) -> Node {
        let open = peek()
        guard take(.scalar("{")) else { throw command.error(.missingBrace(after: command.text)) }
        var table = Table(rows: [], spacing: .stack, style: .script, alignments: [.center])
        try readRows(of: &table, open, command.text, columnLimit: 1, takesTags: false)
        guard take(.scalar("}")) else { throw open.error(.unclosedBrace) }
        return .table(table)
    }

    /// Reads cells up to the token that ends them.
    private mutating func readRows(
        of table: inout Table, _ begin: Token, _ name: String, columnLimit: Int?, takesTags: Bool
    ) throws(FormulaError) {
        var row = Table.Row(cells: [])
        while true {
            if row.cells.isEmpty {
                while take(.command("hline")) { row.hasLineAbove = true }
            }
            row.cells.append(
                try nested(at: begin, takesTag: takesTags) { parser throws(FormulaError) in try parser.row() })
            if let tag = takeTag() { row.tag = tag }
            let token = peek()
            switch token.kind {
            case .scalar("&"):
                if let columnLimit, row.cells.count == columnLimit {
                    throw token.error(.tooManyColumns(environment: name, allowed: columnLimit))
                }
                index += 1
            case .command("\\"), .command("cr"):
                index += 1
                row.gap = try rowGap()
                table.rows.append(row)
                row = Table.Row(cells: [])
            default:
                // Usually nothing follows the last `\\`.
                if row.cells.count == 1, row.cells[0].isEmpty, row.tag == nil {
                    table.hasLineBelow = row.hasLineAbove
                } else {
                    table.rows.append(row)
                }
                return
            }
        }
    }

    /// Reads a length in brackets directly after `\\`.
    private mutating func rowGap() throws(FormulaError) -> String? {
        let open = current
        guard open.kind == .scalar("[") else { return nil }
        index += 1
        var text = ""
        while current.kind != .scalar("]") {
            guard current.kind != .end else { throw open.error(.unclosedBracket) }
            text += next().text
        }
        return try length(text, open.range.lowerBound..<next().range.upperBound)
    }

    /// Reads the column letters of an `array`.
    private mutating func columns(_ begin: Token) throws(FormulaError) -> ([Table.Alignment], Set<Int>) {
        let (letters, range) = try word(after: begin)
        var alignments: [Table.Alignment] = []
        var lines: Set<Int> = []
        for letter in letters where letter != " " {
            switch letter {
            case "l": alignments.append(.left)
            case "c": alignments.append(.center)
            case "r": alignments.append(.right)
            case "|": lines.insert(alignments.count)
            default: throw FormulaError(.badColumnLetters(letters), start: range.lowerBound, length: range.count)
            }
        }
        if alignments.isEmpty {
            throw FormulaError(.badColumnLetters(letters), start: range.lowerBound, length: range.count)
        }
        return (alignments, lines)
    }
}
