import Metrics
import Outputs

extension Table {
    /// A classification report: one row per type or class, the averages below, and the text that the reference library prints for them.
    init(
        _ report: ClassificationReport, digits: Int, madeBy library: String = "seqeval", kind: String = "type"
    ) {
        self.init(
            columns: [kind, "precision", "recall", "f1-score", "support"],
            rows: (report.rows + report.averages).map { row in
                [row.name]
                    + [row.scores.precision, row.scores.recall, row.scores.f1].map { Format.decimal($0, digits) }
                    + [Format.count(row.scores.support)]
            }, summaryRowCount: report.averages.count,
            plainForm: PlainForm(title: "The same as \(library) prints it", text: report.text(digits: digits)))
    }
}
