import Execution
import Notebooks
import Outputs

/// A summary of a run as Markdown for the page of a CI job: how it ended, scores, changed settings, slow cells, errors.
package enum RunSummary {
    /// The largest number of slow cells, and of warnings.
    private static let limit = 5

    /// The summary ends with a blank line, so that it can be appended to a file.
    package static func markdown(_ run: RunRecord) -> String {
        let sign = run.outcome == .finished ? "✅" : run.outcome == .failed ? "❌" : "⚠️"
        let profile = run.header.profile.map { ", profile \($0)" } ?? ""
        var blocks = [
            "## \(sign) \(MarkdownText.oneLine(run.header.title + profile))",
            MarkdownText.inline(RunTally(run).sentence(seconds: run.seconds)),
        ]
        blocks += errors(of: run) + scores(of: run) + settings(of: run) + slowCells(of: run) + warnings(of: run)
        return blocks.joined(separator: "\n\n") + "\n\n"
    }

    /// The lines of a list item. A text of several lines keeps its line breaks, because a caret may point into one.
    private static func item(_ text: String) -> [String] {
        guard text.contains(where: \.isNewline) else { return ["- " + MarkdownText.inline(text)] }
        let code = MarkdownText.code(PlainOutput.text(.preformatted(text), width: nil))
        return code.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { place, line in
            (place == 0 ? "- " : "  ") + line
        }
    }

    private static func errors(of run: RunRecord) -> [String] {
        run.cells.filter { $0.error != nil }.map { cell in
            let text = PlainOutput.text(.preformatted(cell.error ?? ""), width: nil)
            return "**Cell \(MarkdownText.oneLine(cell.label)) failed**\n\n\(MarkdownText.code(text))"
        }
    }

    /// The key figures, and their values in the previous run.
    private static func scores(of run: RunRecord) -> [String] {
        let metrics = run.keyFigures
        guard !metrics.isEmpty else { return [] }
        let before = Dictionary(run.comparison?.metrics.map { ($0.name, $0.before) } ?? []) { $1 }
        let hasBefore = metrics.contains { before[$0.name] != nil }
        let rows = metrics.map { metric in
            let value = metric.shownValue
            let earlier = before[metric.name].map { DisplayedNumber.metric($0, style: metric.style) } ?? "–"
            return [metric.label, value] + (hasBefore ? [earlier] : [])
        }
        return [
            MarkdownText.table(
                columns: ["Score", "Now"] + (hasBefore ? ["Run before"] : []), isRight: { $0 > 0 }, rows: rows)
        ]
    }

    private static func settings(of run: RunRecord) -> [String] {
        let changed = run.header.parameters.filter { $0.value != $0.defaultValue }
        guard !changed.isEmpty else { return [] }
        return [
            MarkdownText.table(
                columns: ["Setting", "Value", "Notebook's default", "Set by"], isRight: { _ in false },
                rows: changed.map { [$0.name, $0.value, $0.defaultValue, $0.origin] })
        ]
    }

    private static func slowCells(of run: RunRecord) -> [String] {
        let ran = run.cells.filter { $0.status == .ran || $0.status == .failed || $0.status == .interrupted }
        let slow = ran.filter { $0.seconds >= 1 }.sorted { $0.seconds > $1.seconds }.prefix(limit)
        guard !slow.isEmpty else { return [] }
        return [
            MarkdownText.table(
                columns: ["Slowest cells", "Time"], isRight: { $0 == 1 },
                rows: slow.map { [$0.label, DisplayedNumber.duration($0.seconds)] })
        ]
    }

    private static func warnings(of run: RunRecord) -> [String] {
        var texts: [String] = []
        let shown = run.cells.flatMap(\.outputs).compactMap { output -> String? in
            guard case .message(let message) = output.output, message.level == .warning else { return nil }
            return message.text
        }
        for text in run.warnings + shown where !texts.contains(text) { texts.append(text) }
        guard !texts.isEmpty else { return [] }
        let more = texts.count - limit
        return [
            MarkdownText.alert(
                "WARNING",
                texts.prefix(limit).flatMap(item) + (more > 0 ? ["- and \(more) more"] : []))
        ]
    }
}
