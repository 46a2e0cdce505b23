import Execution
import Outputs

/// Shows metrics as cards, side by side.
struct MetricCards {
    let metrics: [Metric]
    /// The changes since the run before, by the metrics' names.
    var changes: [String: RunComparison.MetricChange] = [:]

    func write(into html: inout HTMLWriter) {
        guard !metrics.isEmpty else { return }
        html.block("dl", .class("metrics")) { html in
            for metric in metrics {
                html.block("div") { html in
                    html.inline("dt", text: metric.label)
                    html.inline("dd", text: DisplayedNumber.metric(metric.value, style: metric.style))
                    if let interval = metric.interval {
                        let ends = DisplayedNumber.interval(interval, style: metric.style)
                        html.inline("dd", .class("interval"), text: "95 %: \(ends)")
                    }
                    if let change = changes[metric.name], !ComparisonView.isSame(change) {
                        let difference = ComparisonView.difference(change, style: metric.style)
                        html.inline("dd", .class("difference"), text: "\(difference) since the run before")
                    }
                }
            }
        }
    }
}
