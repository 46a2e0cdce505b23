import Execution
import Notebooks
import Outputs

/// The last section of a report: settings, facts about models and data, metrics, and durations.
struct RunFacts {
    let report: JoinedReport

    func write(into html: inout HTMLWriter) {
        html.block("section", .id(PageID.facts), .class("facts"), report.piece("facts")) { html in
            html.markup("\n")
            html.block("h2", text: "About this run")
            html.block("p", .class("facts-lead")) { html in
                html.text("Cells and facts marked ")
                html.inline("span", .class("varies-mark"), text: "varies")
                html.text(" show something (durations, rates, memory, dates) that may differ between two equal runs; ")
                html.text("everything else is the same each time.")
            }
            writeSettings(into: &html)
            writeGatheredFacts(into: &html)
            writeMetrics(into: &html)
            writeDurations(into: &html)
        }
    }

    private func writeSettings(into html: inout HTMLWriter) {
        let parameters = report.run.header.parameters
        let changed = parameters.filter { $0.origin != "notebook" }
        let others = parameters.filter { $0.origin == "notebook" }
        html.block("section", .id(PageID.settings)) { html in
            html.markup("\n")
            html.block("h3", text: "Settings")
            if parameters.isEmpty { return html.block("p", .class("none"), text: "None.") }
            if changed.isEmpty {
                html.block("p", .class("facts-lead"), text: "Every parameter has the notebook's own value.")
            } else {
                ScrollArea(label: "Changed settings").write(into: &html) { html in
                    html.block("table") { html in writeChanged(changed, into: &html) }
                }
            }
            guard !others.isEmpty else { return }
            html.block("details") { html in
                html.inline("summary", text: changed.isEmpty ? "Show" : "Unchanged parameters")
                ScrollArea(label: "The notebook's settings").write(into: &html) { html in
                    html.block("table") { html in writeUnchanged(others, into: &html) }
                }
            }
        }
    }

    private func writeChanged(_ parameters: [ParameterFact], into html: inout HTMLWriter) {
        columns([("parameter", false), ("value", false), ("default", false), ("set by", false)], into: &html)
        html.block("tbody") { html in
            for parameter in parameters {
                html.block("tr", .class("changed-row")) { html in
                    writeName(of: parameter, into: &html)
                    html.inline("td", .class("break")) { html in
                        html.inline("strong") { html in html.inline("bdi", text: Self.shown(parameter.value)) }
                    }
                    html.inline("td", .class("break"), text: Self.shown(parameter.defaultValue))
                    html.inline("td", .class("break"), text: parameter.origin)
                }
            }
        }
    }

    private func writeUnchanged(_ parameters: [ParameterFact], into html: inout HTMLWriter) {
        columns([("parameter", false), ("value", false)], into: &html)
        html.block("tbody") { html in
            for parameter in parameters {
                html.block("tr") { html in
                    writeName(of: parameter, into: &html)
                    html.inline("td", .class("break")) { html in
                        html.inline("bdi", text: Self.shown(parameter.value))
                    }
                }
            }
        }
    }

    private func writeName(of parameter: ParameterFact, into html: inout HTMLWriter) {
        html.inline("th", HTMLAttribute("scope", "row")) { html in html.inline("code", text: parameter.name) }
    }

    private func writeGatheredFacts(into html: inout HTMLWriter) {
        let rows = gatheredFacts
        part("What it was made of", PageID.madeOf, isEmpty: rows.isEmpty, into: &html) { html in
            columns([("fact", false), ("value", false), ("from cell", false)], into: &html)
            html.block("tbody") { html in
                for row in rows {
                    html.block("tr") { html in
                        html.inline("th", HTMLAttribute("scope", "row"), text: row.fact.label)
                        html.inline("td", .class("break")) { html in
                            html.inline("bdi") { html in Self.writeShortened(row.fact.value, into: &html) }
                            if row.fact.isVolatile {
                                html.text(" ")
                                html.inline("span", .class("varies-mark"), text: "varies")
                            }
                        }
                        html.inline("td") { html in
                            CellLinks(cells: [row.cell], report: report, namesSections: false).write(into: &html)
                        }
                    }
                }
            }
        }
    }

    private func writeMetrics(into html: inout HTMLWriter) {
        let metrics = report.metricIndex.all
        part("Metrics", PageID.metrics, isEmpty: metrics.isEmpty, into: &html) { html in
            columns([("name", false), ("what", false), ("value", true)], into: &html)
            html.block("tbody") { html in
                for metric in metrics {
                    html.block("tr") { html in
                        html.inline("th", HTMLAttribute("scope", "row")) { html in
                            html.inline("code", text: metric.name)
                        }
                        html.inline("td", .class("break"), text: metric.label == metric.name ? "" : metric.label)
                        let value = DisplayedNumber.metric(metric.value, style: metric.style)
                        html.inline("td", .class("n"), text: value)
                    }
                }
            }
        }
    }

    private func writeDurations(into html: inout HTMLWriter) {
        let total = report.cells.reduce(0) { $0 + ($1.record.status == .reused ? 0 : max(0, $1.record.seconds)) }
        part("Durations", PageID.durations, isEmpty: report.cells.isEmpty, into: &html) { html in
            columns([("cell", false), ("section", false), ("state", false), ("time", true)], into: &html)
            html.block("tbody") { html in
                for joined in report.cells {
                    html.block("tr") { html in
                        html.inline("th", HTMLAttribute("scope", "row")) { html in
                            CellLinks(cells: [joined], report: report, namesSections: false).write(into: &html)
                        }
                        html.inline("td", .class("break"), text: report.sectionName(of: joined) ?? "")
                        html.inline("td") { html in
                            StatusChip(status: joined.record.status, isExpected: joined.cell.options.error)
                                .write(into: &html)
                        }
                        if joined.record.status == .reused {
                            writeEarlierTime(joined.record.seconds, into: &html)
                        } else {
                            writeTime(joined.record.seconds, of: total, into: &html)
                        }
                    }
                }
            }
            html.block("tfoot") { html in
                html.inline("tr") { html in
                    html.inline("th", HTMLAttribute("scope", "row"), text: "The whole run")
                    html.markup("<td></td><td></td>")
                    html.inline("td", .class("n"), text: DisplayedNumber.duration(report.run.seconds))
                }
            }
        }
    }

    private func writeTime(_ seconds: Double, of total: Double, into html: inout HTMLWriter) {
        html.inline("td", .class("n")) { html in
            guard seconds > 0 else { return }
            html.text(DisplayedNumber.duration(seconds))
            let share = total > 0 && seconds.isFinite ? seconds / total * 100 : 0
            guard share >= 1 else { return }
            let width = "width:\(DisplayedNumber.fixed(share, digits: 1))%"
            html.inline("span", .class("share"), HTMLAttribute("aria-hidden", "true")) { html in
                html.inline("span", HTMLAttribute("style", width), text: "")
            }
        }
    }

    /// Writes how long a reused cell took when it ran. This time is not part of this run.
    private func writeEarlierTime(_ seconds: Double, into html: inout HTMLWriter) {
        html.inline("td", .class("n earlier")) { html in
            if seconds > 0 { html.text("\(DisplayedNumber.duration(seconds)) when it ran") }
        }
    }

    private func part(
        _ title: String, _ id: String, isEmpty: Bool, into html: inout HTMLWriter,
        table: (inout HTMLWriter) -> Void
    ) {
        html.block("section", .id(id)) { html in
            html.markup("\n")
            html.block("h3", text: title)
            guard !isEmpty else {
                html.block("p", .class("none"), text: "None.")
                return
            }
            html.block("details") { html in
                html.inline("summary", text: "Show")
                ScrollArea(label: title).write(into: &html) { html in html.block("table", content: table) }
            }
        }
    }

    private func columns(_ columns: [(name: String, isRight: Bool)], into html: inout HTMLWriter) {
        html.block("thead") { html in
            html.inline("tr") { html in
                for column in columns {
                    let attribute: HTMLAttribute? = column.isRight ? .class("n") : nil
                    html.inline("th", HTMLAttribute("scope", "col"), attribute, text: column.name)
                }
            }
        }
    }

    /// The facts in the order in which they were given. Equal facts of several cells are listed once.
    private var gatheredFacts: [(fact: RunFact, cell: JoinedCell)] {
        var seen: Set<[String]> = []
        return report.cells.flatMap { joined in
            joined.record.facts.compactMap { fact in
                seen.insert([fact.label, fact.value]).inserted ? (fact, joined) : nil
            }
        }
    }

    /// Writes a text with long hashes shortened. The whole hash is in a `title` attribute.
    private static func writeShortened(_ text: String, into html: inout HTMLWriter) {
        for (place, word) in text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
            if place > 0 { html.text(" ") }
            let digits = word.prefix(while: \.isHexDigit)
            if digits.count >= 40 {
                html.inline("code", HTMLAttribute("title", String(digits)), text: "\(digits.prefix(12))…")
                html.text(String(word.dropFirst(digits.count)))
            } else {
                html.text(String(word))
            }
        }
    }

    private static func shown(_ value: String) -> String { value.isEmpty ? "(empty)" : value }
}
