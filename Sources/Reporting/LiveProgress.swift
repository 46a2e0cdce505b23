import Execution
import Outputs

/// The progress of a running cell: a bar, the latest numbers, and a curve of the loss so far.
package struct LiveProgress: Sendable {
    /// A number that was reported at a step.
    private struct Point {
        var step: Double
        var value: Double
    }

    private var latest: WorkProgress?
    /// The points of each curve, by the name of the task that they belong to.
    private var courses: [String: [Point]] = [:]
    private var names: [String] = []

    /// The largest number of points of a curve: more could not be distinguished on a page.
    private static let pointLimit = 600

    package init() {}

    /// Adds what a command has reported. If its count begins again, so does the curve.
    package mutating func add(_ progress: WorkProgress) {
        if let latest, progress.done < latest.done || progress.unit != latest.unit { self = LiveProgress() }
        latest = progress
        guard let loss = progress.loss, loss.isFinite else { return }
        let name = progress.task ?? ""
        if courses[name] == nil { names.append(name) }
        courses[name, default: []].append(Point(step: Double(progress.done), value: loss))
        guard let course = courses[name], course.count > Self.pointLimit else { return }
        // Every second point is kept, and always the last one.
        courses[name] = course.enumerated().filter { ($0.offset + course.count) % 2 == 1 }.map(\.element)
    }

    /// The HTML of the piece `live`.
    package var piece: String {
        LiveReport.html { html in
            html.block("div", .class("at-work"), HTMLAttribute("data-piece", "live")) { html in
                guard let latest else { return }
                writeLine(latest, into: &html)
                writeCurve(into: &html)
            }
        }
    }

    private func writeLine(_ progress: WorkProgress, into html: inout HTMLWriter) {
        html.block("p") { html in
            if progress.total > 0 {
                html.inline(
                    "progress", .label("Progress"), HTMLAttribute("max", "\(progress.total)"),
                    HTMLAttribute("value", "\(min(progress.done, progress.total))"), text: "")
                html.text(" ")
            }
            html.inline("span", text: progress.summary)
        }
    }

    private func writeCurve(into html: inout HTMLWriter) {
        let points = names.flatMap { courses[$0] ?? [] }
        guard points.count > 2, let end = points.map(\.step).max(), let start = points.map(\.step).min(), end > start,
            let top = points.map(\.value).max(), let bottom = points.map(\.value).min()
        else { return }
        let height = top > bottom ? top - bottom : 1
        let total = latest.map { Double($0.total) } ?? end
        let width = max(total, end) - start
        html.block(
            "svg", .class("course"), HTMLAttribute("viewBox", "0 0 600 120"),
            HTMLAttribute("preserveAspectRatio", "none"), HTMLAttribute("role", "img"),
            .label("Loss so far, from \(Self.shown(points[0].value)) to \(Self.shown(points[points.count - 1].value))")
        ) { html in
            for (place, name) in names.enumerated() {
                let text = (courses[name] ?? []).map { point in
                    let x = ((point.step - start) / width * 6000).rounded() / 10
                    let y = ((4 + (top - point.value) / height * 112) * 10).rounded() / 10
                    return "\(x),\(y)"
                }.joined(separator: " ")
                html.inline(
                    "polyline", .class("look-\(place % 8 + 1)"), HTMLAttribute("points", text),
                    HTMLAttribute("vector-effect", "non-scaling-stroke"), text: "")
            }
        }
        html.block("p", .class("course-legend")) { html in
            for (place, name) in names.enumerated() {
                guard let last = courses[name]?.last else { continue }
                html.inline("span", .class("look-\(place % 8 + 1)")) { html in
                    html.text("\(name.isEmpty ? "loss" : name) \(Self.shown(last.value))")
                }
                html.text(" ")
            }
        }
    }

    private static func shown(_ value: Double) -> String { DisplayedNumber.fixed(value, digits: 4) }
}
