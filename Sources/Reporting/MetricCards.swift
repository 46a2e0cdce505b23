import Execution
import Outputs

/// Named numbers as cards, side by side.
struct MetricCards {
    let metrics: [Metric]
    /// By name, the difference from the run before.
    var changes: [String: RunComparison.MetricChange] = [:]
    /// Whether fractions are shown as percentages, so that they can be compared with those beside them.
    var hasOneScale = false

    func write(into html: inout HTMLWriter) {
        guard !metrics.isEmpty else { return }
        html.block("dl", .class("metrics")) { html in
            for metric in metrics {
                html.block("div") { html in
                    html.inline("dt", text: metric.label)
                    html.inline("dd", text: DisplayedNumber.metric(metric.value, style: style(of: metric)))
                    if let change = changes[metric.name], !ComparisonView.isSame(change) {
                        let difference = ComparisonView.difference(change, style: style(of: metric))
                        html.inline("dd", .class("difference"), text: "\(difference) since the run before")
                    }
                }
            }
        }
    }

    private func style(of metric: Metric) -> Metric.Style {
        hasOneScale && metric.style == .fraction ? .percent : metric.style
    }
}
