import Datasets
import Metrics
import Outputs

extension SequenceClassification {
    package func errors(
        in predictions: ScoredPredictions, of features: LabelledSequences, split: TaskSplit<LabelledText>,
        trainedOn training: TaskSplit<LabelledText>, task: TaskDescription, _ options: ErrorOptions
    ) throws -> ErrorReport {
        let predicted = predictions.values.compactMap(\.first)
        let counts = try ClassificationCounts(gold: features.labels, predicted: predicted, names: split.labels)
        var report = ErrorReport()
        let rows = features.labels.indices
        func isRight(_ row: Int) -> Bool { predicted[row] == features.labels[row] }
        func example(_ row: Int) -> [MarkedText] {
            let place = Int(features.exampleIndices[row])
            return [
                MarkedText(
                    title: "validation[\(place)]",
                    lines: [
                        .init("Gold", split.labels[Int(features.labels[row])]),
                        .init(
                            "Predicted", split.labels[Int(predicted[row])],
                            note: "probability \(Format.percent(predictions.probabilities[row], 1))"),
                    ], text: split.examples[place].text, marks: [])
            ]
        }
        /// The surest come first.
        func examples(_ rows: [Int]) -> [[MarkedText]] {
            rows.sorted { (-predictions.probabilities[$0], $0) < (-predictions.probabilities[$1], $1) }
                .prefix(options.examples).map(example)
        }
        let wrong = rows.filter { !isRight($0) }
        let pairs = Dictionary(grouping: wrong) { [features.labels[$0], predicted[$0]] }
        if wrong.isEmpty { report.add(.text("Every text has the right label.")) }
        report.add(
            pairs.sorted { (-$0.value.count, $0.key[0], $0.key[1]) < (-$1.value.count, $1.key[0], $1.key[1]) }.map {
                pair, members in
                ErrorGroup(
                    name: "\(split.labels[Int(pair[0])]) taken for \(split.labels[Int(pair[1])])",
                    cells: [
                        Format.count(members.count), Format.percent(Double(members.count) / Double(wrong.count), 1),
                    ], exampleCount: members.count, examples: examples(members))
            }, caption: "Mistakes by gold and predicted label", columns: ["Mistake", "count", "share"])
        let f1 = counts.classes.indices.map { counts.scores(class: $0) }
        report.add(
            ErrorFigure(
                name: "labels", caption: "F1 by label", xLabel: "", yLabel: "F1",
                content: .bars(labels: counts.classes, values: f1.map(\.f1)),
                table: Table(
                    columns: ["label", "precision", "recall", "F1", "texts"],
                    rows: zip(counts.classes, f1).map { name, scores in
                        [name] + [scores.precision, scores.recall, scores.f1].map { Format.decimal($0) }
                            + [Format.count(scores.support)]
                    })))
        let lengths = NumberGroups(starts: [1, 8, 16, 32, 64])
        let byLength = Dictionary(grouping: rows) { lengths.group(of: Int(features.lengths[$0])) }
        report.add(
            byLength.sorted { $0.key < $1.key }.map { group, members in
                let wrong = members.filter { !isRight($0) }
                return ErrorGroup(
                    name: lengths.name(group),
                    cells: [
                        Format.count(members.count),
                        Format.percent(1 - Double(wrong.count) / Double(members.count), 1),
                    ], exampleCount: wrong.count, examples: examples(wrong))
            }, caption: "Texts by their number of tokens", columns: ["Tokens", "texts", "accuracy"], wrong: "wrong")
        report.addCalibration(
            task: task, probabilities: predictions.probabilities, isRight: rows.map(isRight), right: "accuracy",
            noun: "texts", options, example: example)
        return report
    }
}
