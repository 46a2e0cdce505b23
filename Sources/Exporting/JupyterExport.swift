import Execution
import Files
import Foundation
import Notebooks
import Outputs

/// Exports a notebook and the outputs of a run as a Jupyter notebook, nbformat 4.5.
///
/// Prose becomes Markdown cells, the front matter becomes a raw cell as in Quarto, and each cell becomes a code cell with its options and
/// commands as written. There is no kernel for these: `language_info` and each cell's `language` say `practicum`. Additional data are
/// under `practicum` in the metadata, so that `JupyterImport` can restore the notebook's file.
package enum JupyterExport {
    /// The language of cells that this program runs.
    static let language = "practicum"

    /// The text of an `.ipynb` file; equal notebooks and records give equal texts.
    package static func render(notebook: Notebook, run: RunRecord) -> String {
        let parts = NotebookParts(notebook)
        var ids = CellIDs()
        var cells: [JupyterJSON] = []
        if !parts.frontMatter.isEmpty {
            let metadata: JupyterJSON = .object([
                // Programs that render notebooks omit raw cells of another format.
                "format": .text("text/x-yaml"), "raw_mimetype": .text("text/x-yaml"),
            ])
            cells.append(
                .object([
                    "cell_type": .text("raw"), "id": .text(ids.make("front-matter")), "metadata": metadata,
                    "source": .lines(parts.frontMatter.joined(separator: "\n")),
                ]))
        }
        var records = run.cells[...]
        for (blankLines, part) in parts.parts {
            var own: [String: JupyterJSON] = [:]
            if blankLines != [""] || cells.isEmpty, !(blankLines.isEmpty && cells.isEmpty) {
                own["blank-lines"] = .list(blankLines.map(JupyterJSON.text))
            }
            switch part {
            case .prose(let lines):
                cells.append(
                    .object([
                        "cell_type": .text("markdown"), "id": .text(ids.make("prose")), "metadata": metadata(own),
                        "source": .lines(lines.joined(separator: "\n")),
                    ]))
            case .cell(let fence, let cell):
                if fence.opening != standardOpening || fence.closing != standardClosing {
                    own["fence"] = .list([.text(fence.opening), .text(fence.closing)])
                }
                cells.append(
                    code(
                        fence, cell, own, id: ids.make(cell.label, isName: true), record: records.popFirst()))
            }
        }
        var own: [String: JupyterJSON] = ["notebook": .text(notebook.path.lastComponent)]
        if !parts.trailing.isEmpty { own["blank-lines"] = .list(parts.trailing.map(JupyterJSON.text)) }
        return JupyterJSON.object([
            "cells": .list(cells),
            "metadata": .object([
                "language_info": .object([
                    "file_extension": .text(".md"), "mimetype": .text("text/plain"), "name": .text(language),
                ]), "practicum": .object(own), "title": .text(notebook.title),
            ]),
            "nbformat": .number(4), "nbformat_minor": .number(5),
        ]).file
    }

    /// Whether a file was written by `render`.
    package static func isExport(_ bytes: [UInt8]) -> Bool {
        struct Head: Decodable { var metadata: JupyterFile.Metadata }
        return (try? JSONDecoder().decode(Head.self, from: Data(bytes)))?.metadata.own != nil
    }

    static let standardOpening = "```{practicum}"
    static let standardClosing = "```"

    private static func metadata(_ own: [String: JupyterJSON]) -> JupyterJSON {
        own.isEmpty ? .object([:]) : .object(["practicum": .object(own)])
    }

    private static func code(
        _ fence: NotebookParts.Fence, _ cell: Cell, _ own: [String: JupyterJSON], id: String, record: CellRecord?
    ) -> JupyterJSON {
        var own = own
        own["status"] = record.map { .text($0.status.rawValue) }
        var metadata: [String: JupyterJSON] = ["language": .text(language), "practicum": .object(own)]
        if !cell.options.echo { metadata["jupyter"] = .object(["source_hidden": .flag(true)]) }
        return .object([
            "cell_type": .text("code"), "execution_count": .null, "id": .text(id), "metadata": .object(metadata),
            "outputs": .list(record.map { outputs(of: $0, cell.options) } ?? []),
            // A blank last line counts only if it has a line end.
            "source": .lines(fence.content.joined(separator: "\n") + (fence.content.last == "" ? "\n" : "")),
        ])
    }

    // MARK: Outputs

    private static func outputs(of record: CellRecord, _ options: CellOptions) -> [JupyterJSON] {
        // An error is shown even if outputs are not.
        let shown = options.output ? record.outputs.map(\.output) : []
        var outputs = shown.filter { output in record.error.map { output != .error($0) } ?? true }
            .compactMap(self.output)
        if let error = record.error {
            outputs.append(self.error(record.status == .interrupted ? "Interrupted" : "Error", error))
        }
        return outputs
    }

    private static func output(_ output: Output) -> JupyterJSON? {
        var data: [String: JupyterJSON] = [:]
        var metadata: [String: JupyterJSON] = [:]
        switch output {
        case .series: return nil
        case .message(let message) where message.level != .notice:
            return .object([
                "name": .text("stderr"), "output_type": .text("stream"),
                "text": .lines(PlainOutput.text(output) + "\n"),
            ])
        case .figure(let figure):
            data["image/png"] = .text(Data(figure.png).base64EncodedString())
            let caption = figure.caption.map { $0 + "\n" } ?? ""
            data["text/plain"] = .lines((caption + figure.alternativeText).visible)
            if let size = PNGSize(figure.png) {
                metadata["image/png"] = .object(["height": .number(size.height), "width": .number(size.width)])
            }
        default:
            data["text/plain"] = .lines(PlainOutput.text(output))
            if let html = OutputMarkup.html(output) { data["text/html"] = .lines(html) }
        }
        return .object([
            "data": .object(data), "metadata": .object(metadata), "output_type": .text("display_data"),
        ])
    }

    private static func error(_ name: String, _ text: String) -> JupyterJSON {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return .object([
            "ename": .text(name), "evalue": .text(lines.first ?? ""), "output_type": .text("error"),
            "traceback": .list(lines.map { .text(PlainOutput.text(.preformatted($0), width: nil)) }),
        ])
    }
}

/// Unique ids for a notebook's cells: letters, digits, dashes and underscores, at most 64.
package struct CellIDs {
    private var used: Set<String> = []
    private var counts: [String: Int] = [:]

    package init() {}

    /// - Parameter isName: Whether the word is a name that is used unchanged if it is free.
    package mutating func make(_ word: String, isName: Bool = false) -> String {
        let letters = word.unicodeScalars.filter {
            $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0)) || $0 == "-" || $0 == "_"
        }
        var base = String(String.UnicodeScalarView(letters.prefix(50)))
        if base.isEmpty { base = "cell" }
        if isName || word == "front-matter", used.insert(base).inserted { return base }
        while true {
            counts[base, default: 0] += 1
            let id = "\(base)-\(counts[base] ?? 0)"
            if used.insert(id).inserted { return id }
        }
    }
}
