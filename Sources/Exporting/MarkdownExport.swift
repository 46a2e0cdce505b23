import Execution
import Notebooks
import Outputs

/// Exports a notebook and the outputs of a run as one Markdown file for GitHub, with its pictures in a folder beside it.
package struct MarkdownExport {
    /// The file's text.
    package private(set) var text = ""
    /// The pictures by their names in that folder.
    package private(set) var pictures: [(name: String, png: [UInt8])] = []

    private var names: Set<String> = []
    private let folder: String

    /// The last line of every export. A later export may replace a file that has it.
    package static let mark = "<!-- Written by practicum export. -->"

    /// - Parameter pictureFolder: The folder's name, relative to the file.
    package init(notebook: Notebook, run: RunRecord, pictureFolder: String) {
        folder = pictureFolder
        var blocks: [String] = []
        if notebook.sections.first?.level != 1 { blocks.append("# \(MarkdownText.oneLine(notebook.title))") }
        let byline = [notebook.author, notebook.date].compactMap(\.self).map(MarkdownText.oneLine)
        if !byline.isEmpty { blocks.append(byline.joined(separator: ", ")) }
        var records = run.cells[...]
        for (_, part) in NotebookParts(notebook).parts {
            switch part {
            case .prose(let lines): blocks.append(lines.joined(separator: "\n"))
            case .cell(_, let cell):
                if cell.options.echo, !cell.source.isEmpty { blocks.append(MarkdownText.code(cell.source)) }
                if let record = records.popFirst() { blocks += self.blocks(of: record, cell) }
            }
        }
        text = (blocks + [Self.mark]).joined(separator: "\n\n") + "\n"
    }

    /// Outputs without a notebook around them. Pictures are left out.
    package static func text(of outputs: [Output]) -> String {
        var export = MarkdownExport(pictureFolder: "")
        let blocks = outputs.flatMap { output -> [String] in
            if case .figure = output { [] } else { export.blocks(of: output) }
        }
        return blocks.joined(separator: "\n\n") + "\n\n"
    }

    private init(pictureFolder: String) { folder = pictureFolder }

    private mutating func blocks(of record: CellRecord, _ cell: Cell) -> [String] {
        var blocks: [String] = []
        if cell.options.output {
            for output in record.outputs.map(\.output) where record.error.map({ output != .error($0) }) ?? true {
                blocks += self.blocks(of: output)
            }
        }
        if let error = record.error {
            blocks.append(MarkdownText.alert("CAUTION", Self.lines(MarkdownText.code(visible(error)))))
        }
        if record.status == .notRun {
            blocks.append("*Not run\(record.staleness.map { " " + MarkdownText.oneLine($0) } ?? "").*")
        }
        return blocks
    }

    private mutating func blocks(of output: Output) -> [String] {
        switch output {
        case .text(let text): return [MarkdownText.inline(text)]
        case .preformatted, .tokens: return [MarkdownText.code(PlainOutput.text(output))]
        case .table(let table):
            let caption = table.caption.map { ["**\(MarkdownText.oneLine($0))**"] } ?? []
            return caption + [MarkdownText.table(columns: table.columns, isRight: table.isRight, rows: table.rows)]
        case .metrics(let metrics):
            let rows = metrics.map { [$0.label, $0.shownValue] }
            return [MarkdownText.table(columns: ["", ""], isRight: { $0 == 1 }, rows: rows)]
        case .figure(let figure): return show(figure)
        case .markedTexts(let texts): return texts.map(Self.block)
        case .examples(let groups):
            return groups.flatMap { ["**\(MarkdownText.oneLine($0.title))**"] + $0.examples.joined().map(Self.block) }
        case .message(let message):
            let kind =
                switch message.level {
                case .notice: "NOTE"
                case .warning: "WARNING"
                case .error: "CAUTION"
                }
            let text = visible(message.text)
            // The text may contain a source line with a caret under it.
            return [
                MarkdownText.alert(
                    kind, text.contains("\n") ? Self.lines(MarkdownText.code(text)) : [MarkdownText.inline(text)])
            ]
        case .series: return []
        }
    }

    private mutating func show(_ figure: Figure) -> [String] {
        let letters = figure.name.unicodeScalars.map { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)) ? String(scalar) : "-"
        }
        let base = letters.isEmpty ? "figure" : letters.joined()
        var name = base
        var suffix = 2
        while !names.insert(name.lowercased()).inserted {
            name = "\(base)-\(suffix)"
            suffix += 1
        }
        pictures.append(("\(name).png", figure.png))
        let place = "\(folder)/\(name).png".replacing("%", with: "%25").replacing(" ", with: "%20")
            .replacing("<", with: "%3C").replacing(">", with: "%3E").replacing("(", with: "%28")
            .replacing(")", with: "%29")
        let picture = "![\(MarkdownText.oneLine(figure.alternativeText))](\(place))"
        return [picture] + (figure.caption.map { ["*\(MarkdownText.oneLine($0))*"] } ?? [])
    }

    /// A text with its marks in bold, each followed by its label.
    private static func block(_ text: MarkedText) -> String {
        var lines = text.title.map { ["**\(MarkdownText.oneLine($0))**"] } ?? []
        lines += text.lines.map { line in
            let value = line.value.isEmpty ? "" : " **\(MarkdownText.oneLine(line.value))**"
            let note = line.note.isEmpty ? "" : " \(MarkdownText.oneLine(line.note))"
            return "\(MarkdownText.oneLine(line.name)):\(value)\(note)"
        }
        let pieces = text.pieces.map { piece in
            let words = MarkdownText.oneLine(piece.text)
            guard let mark = piece.mark else { return words }
            let tag = mark.tag.isEmpty ? "" : " <sub>\(MarkdownText.oneLine(mark.tag))</sub>"
            return mark.verdict == .right ? words + tag : "<strong>\(words)</strong>\(tag)"
        }
        let note = text.marks.isEmpty ? text.emptyNote.map { " *(\(MarkdownText.oneLine($0)))*" } ?? "" : ""
        if !text.text.isEmpty || lines.isEmpty { lines.append(pieces.joined() + note) }
        return lines.map { "> \($0)" }.joined(separator: "\n>\n")
    }

    private func visible(_ text: String) -> String { PlainOutput.text(.preformatted(text), width: nil) }

    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}
