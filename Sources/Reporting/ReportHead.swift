import Execution
import Notebooks
import Outputs

/// The top of the report: title, who and when, what became of the run, and what a reader must know before its figures.
struct ReportHead {
    let report: JoinedReport

    func write(into html: inout HTMLWriter) {
        html.block("header", .class("head")) { html in
            html.markup("\n")
            html.block("h1", .ownDirection, text: report.notebook.title)
            writeByline(into: &html)
            OutcomeBanner(report: report).write(into: &html)
            writeProfile(into: &html)
            writeChangedSettings(into: &html)
            writeNotices(into: &html)
            writeWarnings(into: &html)
            writeKeyFigures(into: &html)
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

    /// What the run was made with, each once, in the order of the cells.
    private func writeIngredients(into html: inout HTMLWriter) {
        let facts = report.cells.flatMap(\.record.facts).filter { $0.headText != nil }
        let texts = facts.reduce(into: [(label: String, text: String)]()) { texts, fact in
            let text = fact.headText ?? ""
            if !texts.contains(where: { $0.label == fact.label && $0.text == text }) {
                texts.append((fact.label, text))
            }
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

    private func writeProfile(into html: inout HTMLWriter) {
        guard let profile = report.run.header.profile else { return }
        MessageBox(level: .notice, title: "\(profile.prefix(1).uppercased())\(profile.dropFirst()) profile:")
            .write(into: &html) { html in html.text("these are not the full figures.") }
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

    /// Every notice of the run once, with links to the cells that gave it.
    private func writeNotices(into html: inout HTMLWriter) {
        var order: [String] = []
        var cells: [String: [JoinedCell]] = [:]
        for joined in report.cells {
            for output in joined.record.outputs {
                guard case .message(let message) = output.output, message.level == .notice else { continue }
                let text = message.text
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

    private func writeKeyFigures(into html: inout HTMLWriter) {
        let figures = report.metricIndex.keyFigures
        guard !figures.isEmpty else { return }
        html.block("div", .class("key-figures")) { html in
            let changes = Dictionary(
                (report.run.comparison?.metrics ?? []).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
            MetricCards(metrics: figures, changes: changes).write(into: &html)
        }
    }
}

/// Links to cells: `training (12 Training Loop)`, separated by commas.
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
