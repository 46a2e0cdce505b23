import Execution
import Notebooks

/// Named numbers as cards, side by side.
struct MetricCards {
    let metrics: [Metric]
    /// By name, the difference from the run before.
    var changes: [String: RunComparison.MetricChange] = [:]

    func write(into html: inout HTMLWriter) {
        guard !metrics.isEmpty else { return }
        html.block("dl", .class("metrics")) { html in
            for metric in metrics {
                html.block("div") { html in
                    html.inline("dt", text: metric.label)
                    html.inline("dd", text: DisplayedNumber.metric(metric.value, style: metric.style))
                    if let change = changes[metric.name], !ComparisonView.isSame(change) {
                        let difference = ComparisonView.difference(change, style: metric.style)
                        html.inline("dd", .class("difference"), text: "\(difference) since the run before")
                    }
                }
            }
        }
    }
}

/// A classification report: a table to read, and seqeval's text to compare with.
struct ClassificationReportView {
    let table: ClassificationTable

    func write(into html: inout HTMLWriter) {
        ScrollArea(label: "Classification report").write(into: &html) { html in
            html.block("table", .class("short")) { html in
                html.block("thead") { html in
                    html.inline("tr") { html in
                        html.inline("th", HTMLAttribute("scope", "col"), text: "type")
                        for column in ["precision", "recall", "f1-score", "support"] {
                            html.inline("th", HTMLAttribute("scope", "col"), .class("n"), text: column)
                        }
                    }
                }
                html.block("tbody") { html in for row in table.rows { write(row, into: &html) } }
                if !table.averages.isEmpty {
                    html.block("tbody", .class("averages")) { html in
                        for row in table.averages { write(row, into: &html) }
                    }
                }
            }
        }
        guard !table.text.isEmpty else { return }
        html.block("details") { html in
            html.inline("summary", text: "The same as seqeval prints it")
            ScrollArea.writePreformatted(
                table.text, cssClass: "preformatted", label: "Classification report as text", into: &html)
        }
    }

    private func write(_ row: ClassificationTable.Row, into html: inout HTMLWriter) {
        html.block("tr") { html in
            html.inline("th", HTMLAttribute("scope", "row"), text: row.name)
            for value in [row.precision, row.recall, row.f1] {
                html.inline("td", .class("n"), text: DisplayedNumber.fixed(value, digits: table.digits))
            }
            html.inline("td", .class("n"), text: DisplayedNumber.grouped(String(row.support)))
        }
    }
}
