/// Imports a Jupyter notebook as a notebook of this program to start from: prose stays as it is, and code becomes comments.
///
/// A notebook that `JupyterExport` wrote gives its original file, line by line. For other notebooks, prose is kept byte for byte; every
/// code cell becomes a cell of comments, to be replaced by commands that do the same; outputs are omitted.
package struct JupyterImport {
    /// The text of the Markdown file.
    package private(set) var text = ""
    /// The number of code cells that became comments.
    package private(set) var commentedCells = 0
    /// The number of pictures attached to prose, which are not imported.
    package private(set) var attachments = 0
    /// The number of Markdown cells whose fence was not closed and is now.
    package private(set) var closedFences = 0

    /// - Parameter name: The title if the notebook has none.
    /// - Throws: `JupyterError`.
    package init(_ bytes: [UInt8], path: String, name: String) throws {
        let file = try JupyterFile.read(bytes, path: path)
        let isExport = file.metadata?.language == JupyterExport.language
        var cells = file.cells[...]
        var lines: [String] = []
        var isFirst = true
        if let first = cells.first, first.kind == "raw", Self.isFrontMatter(first.source.text) {
            lines = Self.lines(first.source.text)
            cells.removeFirst()
            isFirst = false
        } else if !isExport {
            let title = file.metadata?.title.flatMap { $0.isEmpty ? nil : $0 } ?? name
            lines = ["---", "title: \(Self.quoted(title))", "---"]
            isFirst = false
        }
        for cell in cells {
            guard let block = block(of: cell, isExport: isExport) else { continue }
            lines += (isExport ? cell.metadata?.own?.blankLines : nil) ?? (isFirst ? [] : [""])
            lines += block
            isFirst = false
        }
        if isExport { lines += file.metadata?.own?.blankLines ?? [] }
        text = lines.map { $0 + "\n" }.joined()
    }

    /// The lines for a cell; nil for an empty cell.
    private mutating func block(of cell: JupyterFile.Cell, isExport: Bool) -> [String]? {
        attachments += cell.attachments?.count ?? 0
        let lines = Self.lines(cell.source.text)
        switch cell.kind {
        case "markdown":
            guard isExport || !lines.allSatisfy(NotebookParts.isBlank) else { return nil }
            guard !isExport, let end = Self.openFence(in: lines) else { return lines }
            closedFences += 1
            return lines + [end]
        case "code" where isExport && cell.metadata?.language == JupyterExport.language:
            let fence = cell.metadata?.own?.fence ?? []
            let (opening, closing) =
                fence.count == 2
                ? (fence[0], fence[1]) : (JupyterExport.standardOpening, JupyterExport.standardClosing)
            return [opening] + (cell.source.text.isEmpty ? [] : lines) + [closing]
        case "code":
            guard !lines.allSatisfy(NotebookParts.isBlank) else { return nil }
            commentedCells += 1
            return [JupyterExport.standardOpening] + lines.map(Self.comment) + [JupyterExport.standardClosing]
        default:
            guard !lines.allSatisfy(NotebookParts.isBlank) else { return nil }
            let fence = Self.fence(around: lines)
            return [fence] + lines + [fence]
        }
    }

    private static func comment(_ line: String) -> String {
        NotebookParts.isBlank(line) ? "#" : "# \(line)"
    }

    /// The lines of a text. A line end at its end begins no further line.
    private static func lines(_ text: String) -> [String] {
        var lines: [String] = [""]
        var isAfterReturn = false
        for scalar in text.unicodeScalars {
            if scalar == "\n" || scalar == "\r" {
                if !(scalar == "\n" && isAfterReturn) { lines.append("") }
            } else {
                lines[lines.count - 1].unicodeScalars.append(scalar)
            }
            isAfterReturn = scalar == "\r"
        }
        if lines.count > 1, lines.last == "" { lines.removeLast() }
        return lines
    }

    private static func isFrontMatter(_ text: String) -> Bool {
        let lines = Self.lines(text)
        return lines.count > 1 && NotebookParts.isRule(lines[0])
            && lines.dropFirst().contains { NotebookParts.isRule($0) || NotebookParts.trimmed($0) == "..." }
    }

    /// A text in double quotes, escaped for YAML.
    private static func quoted(_ text: String) -> String {
        let line = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case _
            where scalar.properties.generalCategory == .control || scalar.value == 0x2028 || scalar.value == 0x2029:
                " "
            default: String(scalar)
            }
        }
        return "\"\(line.joined())\""
    }

    // MARK: Fences

    /// The closing line for a fence that a text leaves open, because the fence would include all that
    /// follows in one file. Nil if none is open.
    private static func openFence(in lines: [String]) -> String? {
        var open: String?
        for line in lines {
            let text = line.unicodeScalars.drop { $0 == " " }
            guard line.unicodeScalars.count - text.count < 4, let mark = text.first, mark == "`" || mark == "~" else {
                continue
            }
            let marks = text.prefix { $0 == mark }
            guard marks.count >= 3 else { continue }
            let rest = text.dropFirst(marks.count)
            if let fence = open {
                let isClosing = rest.allSatisfy { $0 == " " || $0 == "\t" }
                if isClosing, fence.unicodeScalars.first == mark, marks.count >= fence.unicodeScalars.count {
                    open = nil
                }
            } else if mark == "~" || !rest.contains("`") {
                open = String(String.UnicodeScalarView(marks))
            }
        }
        return open
    }

    /// The marks of a fence that no line of a text closes.
    static func fence(around lines: [String]) -> String {
        let longest =
            lines.map { line in
                line.unicodeScalars.split { $0 != "`" }.map(\.count).max() ?? 0
            }.max() ?? 0
        return String(repeating: "`", count: max(3, longest + 1))
    }
}
