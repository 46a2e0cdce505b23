import Foundation
import Testing

/// The notebook with all rules for the weights, from end to end.
@Suite(.serialized)
struct BalancingRunTests {
    private static let notebook = "\(Program.root)/notebooks/balancing.md"
    private static let rules = ["fixed", "uncertainty", "dwa", "gradnorm", "pcgrad", "famo"]

    /// So few steps that the dynamic weight average needs the shortest periods.
    private static let period = ["-p", "period=1"]

    @Test func everyRuleTrains() throws {
        let program = try Program()
        defer { program.remove() }
        let result = try program.run(Program.small(Self.notebook, Self.period + ["--verbose"]))
        #expect(result.status == 0, "\(result.output.suffix(2_000)) \(result.error)")
        for figure in ["conflict", "weights", "trials"] {
            #expect(FileManager.default.fileExists(atPath: program.path("report/figures/\(figure).png")), "\(figure)")
        }
        let metrics = try #require(
            try JSONSerialization.jsonObject(
                with: Data(contentsOf: URL(fileURLWithPath: program.path("report/metrics.json")))) as? [String: Any])
        #expect(abs(try #require(metrics["conflict.ner-qa"] as? Double)) <= 1)
        #expect(try program.read("report.html").contains("the mean cosine of their gradients is"))

        // Each training begins with the same heads, batches and dropout, so that the first losses agree before a weight has changed.
        let rows = try program.read("report/steps.csv").split(separator: "\n").map { $0.split(separator: ",") }
        let head = try #require(rows.first).map(String.init)
        let (cell, step, task, weight) = (
            try #require(head.firstIndex(of: "cell")), try #require(head.firstIndex(of: "step")),
            try #require(head.firstIndex(of: "task")), try #require(head.firstIndex(of: "weight"))
        )
        let loss = try #require(head.firstIndex(of: "loss"))
        var first: [String: Set<Int>] = [:]
        var weights: [String: Set<Substring>] = [:]
        for row in rows.dropFirst() {
            weights[String(row[cell]), default: []].insert(row[weight])
            guard row[step] == "1", let loss = Double(row[loss]), let weight = Double(row[weight]) else { continue }
            first[String(row[task]), default: []].insert(Int((1e4 * loss / weight).rounded()))
        }
        #expect(weights.keys.sorted() == Self.rules.map { "train-\($0)" }.sorted())
        #expect(first.count == 2)
        for (task, losses) in first { #expect((losses.max() ?? 0) - (losses.min() ?? 0) <= 1, "\(task): \(losses)") }
        #expect(weights["train-fixed"]?.count == 1)
        // Gradients need not conflict.
        for rule in Self.rules where !["fixed", "pcgrad"].contains(rule) {
            #expect((weights["train-\(rule)"]?.count ?? 0) > 1, "\(rule)")
        }

        // Scores have intervals, and the trials are compared in pairs.
        let html = try program.read("report.html")
        #expect(html.contains(/\d\s% \(\d+\.\d\d to \d+\.\d\d\s%\)/))
        #expect(
            html.contains("apart: the difference may lie") || html.contains("larger than other examples would explain"))

        // A second run computes nothing, and shows the same.
        let outputs = try program.outputs(of: "report/run.json")
        #expect(try program.run(Program.small(Self.notebook, Self.period)).status == 0)
        #expect(try program.outputs(of: "report/run.json") == outputs)
    }
}
