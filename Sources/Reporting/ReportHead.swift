import Execution
import Notebooks
import Outputs

/// The top of the report: the title, the author and the date, the outcome of the run, and what a reader must know about its figures.
struct ReportHead {
    let report: JoinedReport

    func write(into html: inout HTMLWriter) {
        html.block("header", .class("head"), report.piece("head")) { html in
            html.markup("\n")
            html.block("h1", .ownDirection, text: report.notebook.title)
            writeByline(into: &html)
            OutcomeBanner(report: report).write(into: &html)
            writeWarnings(into: &html)
            writeResults(into: &html)
            writeStandIns(into: &html)
            writeNotices(into: &html)
            writeChangedSettings(into: &html)
            if let comparison = report.run.comparison {
                ComparisonView(comparison: comparison, metrics: report.metricIndex).write(into: &html)
            }
        }
    }

    private func writeByline(into html: inout HTMLWriter) {
        let notebook = report.notebook
        if notebook.author != nil || notebook.date != nil {
            html.block("p", .class("byline")) { html in
                if let author = notebook.author { html.inline("bdi", .class("author"), text: author) }
                if notebook.author != nil, notebook.date != nil { html.text(" · ") }
                if let date = notebook.date { html.inline("bdi", text: date) }
            }
        }
        let time = DisplayedNumber.time(report.run.header.startedAt)
        html.block("p", .class("provenance")) { html in
            html.text("Run ")
            html.inline("time", HTMLAttribute("datetime", time.machine), text: time.shown)
            html.text(" from ")
            html.inline("code", text: report.run.header.notebook)
        }
        writeIngredients(into: &html)
    }

    /// The models and data of the run, each once, in the order of the cells. Stand-ins are named on a line of their own.
    private func writeIngredients(into html: inout HTMLWriter) {
        let texts = facts.filter { $0.fact.standsInFor == nil }.reduce(into: [(label: String, text: String)]()) {
            texts, item in
            let (label, text) = (item.fact.label, item.fact.headText ?? "")
            if !texts.contains(where: { $0.label == label && $0.text == text }) { texts.append((label, text)) }
        }
        guard !texts.isEmpty else { return }
        html.block("p", .class("provenance")) { html in
            for (place, (label, text)) in texts.enumerated() {
                html.text(place == 0 ? "" : " · ")
                html.text("\(label): ")
                html.inline("bdi", text: text)
            }
        }
    }

    /// The facts that the head mentions, with their cells.
    private var facts: [(fact: RunFact, cell: JoinedCell)] {
        report.cells.flatMap { cell in cell.record.facts.filter { $0.headText != nil }.map { ($0, cell) } }
    }

    /// Writes one line that names the stand-ins and what they replace, with a link to the cell that says why and how to change it.
    private func writeStandIns(into html: inout HTMLWriter) {
        let standIns = facts.filter { $0.fact.standsInFor != nil }
        guard let first = standIns.first else { return }
        var originals: [(standIn: String, names: [String])] = []
        for (fact, _) in standIns {
            let (standIn, name) = (fact.headText ?? "", fact.standsInFor ?? "")
            if let place = originals.firstIndex(where: { $0.standIn == standIn }) {
                if !originals[place].names.contains(name) { originals[place].names.append(name) }
            } else {
                originals.append((standIn, [name]))
            }
        }
        html.block("p", .class("stand-ins")) { html in
            html.inline("strong", text: "Ran on stand-ins:")
            for (place, (standIn, names)) in originals.enumerated() {
                html.text(place == 0 ? " " : "; ")
                html.inline("bdi", text: standIn)
                html.text(" for ")
                for (place, name) in names.enumerated() {
                    html.text(place == 0 ? "" : place == names.count - 1 ? " and " : ", ")
                    html.inline("bdi", text: name)
                }
            }
            html.text(" · ")
            html.inline("a", .link(to: first.cell.id), text: "how to change this")
        }
    }

    private func writeChangedSettings(into html: inout HTMLWriter) {
        let changed = report.run.header.parameters.filter { $0.origin != "notebook" && $0.value != $0.defaultValue }
        guard !changed.isEmpty else { return }
        html.block("p", .class("changed")) { html in
            html.inline("a", .link(to: PageID.settings), text: "Changed settings")
            html.text(": ")
            for (place, parameter) in changed.enumerated() {
                if place > 0 { html.text(", ") }
                html.inline("code", text: parameter.name)
                html.text(" ")
                html.inline("bdi", text: parameter.defaultValue.isEmpty ? "empty" : parameter.defaultValue)
                html.text(" → ")
                html.inline("strong") { html in
                    html.inline("bdi", text: parameter.value.isEmpty ? "empty" : parameter.value)
                }
            }
        }
    }

    /// Writes every notice once, with links to the cells that gave it. Notices about stand-ins have a line of their own.
    private func writeNotices(into html: inout HTMLWriter) {
        var order: [String] = []
        var cells: [String: [JoinedCell]] = [:]
        let explained = Set(facts.filter { $0.fact.standsInFor != nil }.flatMap(\.cell.notices))
        for joined in report.cells {
            for text in joined.notices where !explained.contains(text) {
                if cells[text] == nil { order.append(text) }
                if cells[text]?.last?.id != joined.id { cells[text, default: []].append(joined) }
            }
        }
        guard !order.isEmpty else { return }
        MessageBox(level: .notice, title: order.count == 1 ? "Notice" : "Notices").write(into: &html) { html in
            html.block("ul", .class("plain")) { html in
                for text in order {
                    html.block("li") { html in
                        MessageBox.writeMessage(text, into: &html)
                        html.text(" ")
                        html.inline("span", .class("where")) { html in
                            CellLinks(cells: cells[text] ?? [], report: report).write(into: &html)
                        }
                    }
                }
            }
        }
    }

    private func writeWarnings(into html: inout HTMLWriter) {
        guard !report.run.warnings.isEmpty else { return }
        let title = report.run.warnings.count == 1 ? "Warning" : "Warnings"
        MessageBox(level: .warning, title: title).write(into: &html) { html in
            html.block("ul", .class("plain")) { html in
                for warning in report.run.warnings {
                    html.block("li") { html in MessageBox.writeMessage(warning, into: &html) }
                }
            }
        }
    }

    /// Writes what a reader looks for first: the key figures, a small picture of the training beside them, and one text with its marks.
    private func writeResults(into html: inout HTMLWriter) {
        let metrics = report.run.keyFigures
        guard !metrics.isEmpty else { return }
        html.block("div", .class("results")) { html in
            html.block("div", .class("key-figures")) { html in
                let changes = Dictionary(
                    (report.run.comparison?.metrics ?? []).map { ($0.name, $0) },
                    uniquingKeysWith: { first, _ in first })
                MetricCards(metrics: metrics, changes: changes).write(into: &html)
                if let text = firstMarkedText { MarkedTextsView(texts: [text], hasLegend: false).write(into: &html) }
            }
            guard let (figure, cell) = mainFigure else { return }
            html.inline(
                "a", .class(figure.variants[.dark] == nil ? "picture grounded small-figure" : "picture small-figure"),
                .link(to: cell.id)
            ) { html in
                FigureView.writePictures(
                    of: figure,
                    alternativeText: "Figure \(cell.firstFigureNumber), small: \(figure.alternativeText)",
                    hasNarrow: false, into: &html)
            }
        }
    }

    private var shownCells: [JoinedCell] { report.cells.filter(\.cell.options.output) }

    /// The first figure of a cell with a series of steps, because it shows how the training went; otherwise the first figure of all.
    private var mainFigure: (figure: Figure, cell: JoinedCell)? {
        let figures = shownCells.lazy.flatMap { cell in
            cell.record.outputs.lazy.compactMap { output -> (figure: Figure, cell: JoinedCell)? in
                if case .figure(let figure) = output.output { (figure, cell) } else { nil }
            }
        }
        let steps = figures.first { _, cell in
            cell.record.outputs.contains { if case .series = $0.output { true } else { false } }
        }
        return steps ?? figures.first { _ in true }
    }

    /// The first short text with a labelled mark after the first key figure. It was made by the model that was measured.
    private var firstMarkedText: MarkedText? {
        var isMeasured = false
        for output in shownCells.flatMap(\.record.outputs) {
            switch output.output {
            case .metrics(let metrics): isMeasured = isMeasured || metrics.contains(where: \.isKeyFigure)
            case .markedTexts(let texts) where isMeasured:
                let short = texts.first { text in
                    text.title == nil && text.lines.isEmpty && text.marks.contains { !$0.label.isEmpty }
                        && text.pieces.reduce(0) { $0 + $1.text.count } <= 200
                }
                if let short { return short }
            default: continue
            }
        }
        return nil
    }
}

/// Writes links to cells, e.g. `training (12 Training Loop)`, separated by commas.
struct CellLinks {
    let cells: [JoinedCell]
    let report: JoinedReport
    var namesSections = true

    func write(into html: inout HTMLWriter) {
        for (place, joined) in cells.enumerated() {
            if place > 0 { html.text(", ") }
            html.inline("a", .link(to: joined.id), text: joined.cell.label)
            if namesSections, let name = report.sectionName(of: joined) { html.text(" (\(name))") }
        }
    }
}
