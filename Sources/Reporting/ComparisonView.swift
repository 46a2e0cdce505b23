import Execution
import Notebooks
import Outputs

/// Shows what changed since the run before: settings, edits, and each metric that changed, with its difference.
struct ComparisonView {
    let comparison: RunComparison
    let metrics: MetricIndex

    func write(into html: inout HTMLWriter) {
        let changed = comparison.metrics.filter { !Self.isSame($0) }
        html.block("div", .class("since"), HTMLAttribute("role", "group"), .label("What changed since the run before"))
        {
            html in
            html.markup("\n")
            let nothing = comparison.settings.isEmpty && comparison.edits.isEmpty && changed.isEmpty
            html.block("p", .class("since-title")) { html in
                let time = DisplayedNumber.time(comparison.startedAt)
                html.text(nothing ? "Nothing changed since the run of " : "Since the run of ")
                html.inline("time", HTMLAttribute("datetime", time.machine), text: time.shown)
                html.text(nothing ? "." : ":")
            }
            guard !nothing else { return }
            writeEdits(into: &html)
            writeMetrics(changed, same: comparison.metrics.count - changed.count, into: &html)
        }
    }

    private func writeEdits(into html: inout HTMLWriter) {
        guard !comparison.settings.isEmpty || !comparison.edits.isEmpty else { return }
        html.block("ul", .class("plain")) { html in
            for setting in comparison.settings {
                html.block("li") { html in
                    html.inline("code", text: setting.name)
                    html.text(" ")
                    html.inline("bdi", text: Self.shown(setting.before))
                    html.text(" → ")
                    html.inline("strong") { html in html.inline("bdi", text: Self.shown(setting.now)) }
                }
            }
            for edit in comparison.edits {
                html.block("li", .ownDirection) { html in MessageBox.writeSentence(edit, into: &html) }
            }
        }
    }

    private func writeMetrics(
        _ changed: [RunComparison.MetricChange], same: Int, into html: inout HTMLWriter
    ) {
        if !changed.isEmpty {
            ScrollArea(label: "Metrics that changed").write(into: &html) { html in
                html.block("table", .class("short")) { html in
                    html.block("thead") { html in
                        html.inline("tr") { html in
                            html.inline("th", HTMLAttribute("scope", "col"), text: "metric")
                            for column in ["before", "now", "difference"] {
                                html.inline("th", HTMLAttribute("scope", "col"), .class("n"), text: column)
                            }
                        }
                    }
                    html.block("tbody") { html in for change in changed { write(change, into: &html) } }
                }
            }
        }
        guard same > 0 else { return }
        let rest = changed.isEmpty ? "All \(same) metrics" : DisplayedNumber.count(same, "metric")
        html.block("p", .class("same"), text: "\(rest) \(same == 1 && !changed.isEmpty ? "is" : "are") the same.")
    }

    private func write(_ change: RunComparison.MetricChange, into html: inout HTMLWriter) {
        let metric = metrics[change.name]
        let style = metric?.style ?? .number
        let numbers = DisplayedNumber.together([change.before, change.now, change.now - change.before], style: style)
        html.block("tr") { html in
            html.inline("th", HTMLAttribute("scope", "row"), text: metric?.label ?? change.name)
            html.inline("td", .class("n"), text: numbers[0])
            html.inline("td", .class("n"), text: numbers[1])
            html.inline("td", .class("n"), text: Self.signed(numbers[2], change, style: style))
        }
    }

    /// The difference with its sign, in the metric's style and with as many digits as its values: `+0.0123`, `−1.20 points`.
    static func difference(_ change: RunComparison.MetricChange, style: Metric.Style) -> String {
        let numbers = DisplayedNumber.together([change.before, change.now, change.now - change.before], style: style)
        return signed(numbers[2], change, style: style)
    }

    private static func signed(_ number: String, _ change: RunComparison.MetricChange, style: Metric.Style) -> String {
        let difference = change.now - change.before
        guard difference.isFinite else { return "–" }
        let sign = difference < 0 ? "" : "+"
        // The difference of two percentages is given in percentage points.
        if style == .percent {
            return "\(sign)\(DisplayedNumber.minus(DisplayedNumber.fixed(difference * 100, digits: 2))) points"
        }
        return sign + number
    }

    /// True if the metric did not change. Two values that are not-a-number count as equal.
    static func isSame(_ change: RunComparison.MetricChange) -> Bool {
        change.now == change.before || (change.now.isNaN && change.before.isNaN)
    }

    private static func shown(_ value: String?) -> String {
        guard let value else { return "none" }
        return value.isEmpty ? "empty" : value
    }
}
