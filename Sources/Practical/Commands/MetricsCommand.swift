import ArgumentParser
import Execution
import Metrics
import Notebooks
import Outputs

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
        for (caption, labels) in [("What is true", gold), ("What was predicted", predicted)] {
            context.show(.tokens(TokenRows(caption: caption, tokens: zip(words, labels).map { .init($0, iob: $1) })))
        }
        context.show(
            .text(
                "An entity counts only when its type and both of its ends are right. “Ada Lovelace” is; “Babbage” has another type; “London .” has another end. So one of three predicted entities is right (precision 1/3) and one of three true ones was found (recall 1/3). That five of seven words have the right label does not count."
            ))
        context.show(.table(Table(report, digits: 2)))
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

extension Table {
    /// A classification report: a row a type, the averages below, and seqeval's own text of the same numbers.
    init(_ report: ClassificationReport, digits: Int) {
        self.init(
            columns: ["type", "precision", "recall", "f1-score", "support"],
            rows: (report.rows + report.averages).map { row in
                [row.name]
                    + [row.scores.precision, row.scores.recall, row.scores.f1].map { Format.decimal($0, digits) }
                    + [Format.count(row.scores.support)]
            }, summaryRowCount: report.averages.count,
            plainForm: PlainForm(title: "The same as seqeval prints it", text: report.text(digits: digits)))
    }
}
