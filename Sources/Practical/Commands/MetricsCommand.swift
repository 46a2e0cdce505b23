import ArgumentParser
import Execution
import Metrics
import Notebooks

/// How the scores count, on a small worked example.
struct MetricsCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "metrics", abstract: "Explain how the scores count, on a small worked example.")

    enum Action: String, ExpressibleByArgument, CaseIterable { case explain }

    @Argument(help: "explain.") var action: Action

    var slots: SlotUse { SlotUse() }

    func execute(in context: any CommandContext) throws {
        let words = ["Ada", "Lovelace", "met", "Babbage", "in", "London", "."]
        let gold = ["B-PER", "I-PER", "O", "B-PER", "O", "B-LOC", "O"]
        let predicted = ["B-PER", "I-PER", "O", "B-ORG", "O", "B-LOC", "I-LOC"]
        let report = try ClassificationReport(
            gold: try LabelSequences([gold]), predicted: try LabelSequences([predicted]))
        context.show(.tokens(TokenRows(caption: "What is true", tokens: words, labels: gold)))
        context.show(.tokens(TokenRows(caption: "What was predicted", tokens: words, labels: predicted)))
        context.show(
            .text(
                "An entity counts only when its type and both of its ends are right. “Ada Lovelace” is; “Babbage” has another type; “London .” has another end. So one of three predicted entities is right (precision 1/3) and one of three true ones was found (recall 1/3). That five of seven words have the right label does not count."
            ))
        context.show(.classificationReport(ClassificationTable(report, digits: 2)))
        let reference = "the Analytical Engine"
        let rows = ["Analytical Engine", "The analytical engine!", "Engine", "in London", ""].map { answer in
            let scores = SpanScores(prediction: answer, references: [reference])
            return [
                "“\(answer)”", "“\(SpanScores.normalize(answer))”", Format.decimal(scores.exactMatch, 0),
                Format.decimal(scores.f1, 2),
            ]
        }
        context.show(
            .table(
                Table(
                    caption: "Answers compared with “\(reference)”, as SQuAD compares them",
                    columns: ["Answer", "Normalised", "Exact match", "F1"],
                    alignments: [.left, .left, .right, .right], rows: rows)))
    }
}

extension ClassificationTable {
    /// The report as an output: its numbers, and seqeval's own text of them.
    init(_ report: ClassificationReport, digits: Int) {
        func rows(_ rows: [ClassificationReport.Row]) -> [Row] {
            rows.map {
                Row(
                    name: $0.name, precision: $0.scores.precision, recall: $0.scores.recall, f1: $0.scores.f1,
                    support: $0.scores.support)
            }
        }
        self.init(
            rows: rows(report.rows), averages: rows(report.averages), text: report.text(digits: digits),
            digits: digits)
    }
}
