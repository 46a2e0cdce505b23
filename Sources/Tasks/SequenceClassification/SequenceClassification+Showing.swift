import Datasets
import Metrics
import Outputs
import Tokenization

extension SequenceClassification {
    package func show(_ index: Int, of split: TaskSplit<LabelledText>, caption: String) -> [Output] {
        let example = split.examples[index]
        return [
            .markedTexts([
                MarkedText(
                    title: "\(caption), \(example.place.caption)",
                    lines: [.init("Label", split.labels[Int(example.label)])], text: example.text, marks: [])
            ])
        ]
    }

    package func show(labels: [String], train: [LabelledText], validation: TaskSplit<LabelledText>) -> [Output] {
        func counts(_ examples: [LabelledText]) -> [Int] {
            // The validation split may have labels that the training split does not have.
            var counts = [Int](repeating: 0, count: validation.labels.count)
            for example in examples { counts[Int(example.label)] += 1 }
            return counts
        }
        let (trained, validated) = (counts(train), counts(validation.examples))
        let total = max(1, trained.reduce(0, +))
        return [
            .table(
                Table(
                    caption: "\(labels.count) labels",
                    columns: ["Id", "Label", "Texts in train", "Share", "Texts in validation"],
                    alignments: [.right, .left, .right, .right, .right],
                    rows: labels.enumerated().map { id, name in
                        [
                            "\(id)", name, Format.count(trained[id]),
                            Format.percent(Double(trained[id]) / Double(total), 1), Format.count(validated[id]),
                        ]
                    }))
        ]
    }

    package func preview(
        _ features: LabelledSequences, of split: TaskSplit<LabelledText>, tokenizer: any Tokenizer
    ) -> [Output] {
        (0..<features.count).map { row in
            let range = features.tokenRange(row)
            return .tokens(
                TokenRows(
                    caption:
                        "train[\(row)]: \(range.count) tokens, one label: \(split.labels[Int(features.labels[row])])",
                    tokens: features.inputIDs[range].map { .init(tokenizer.token($0)) }, highlighted: 0..<1))
        }
    }

    package func evaluate(
        _ features: LabelledSequences, of split: TaskSplit<LabelledText>, with task: TrainedTask,
        _ options: EvaluationOptions, progress: (_ done: Int, _ total: Int) throws -> Void
    ) throws -> TaskScores {
        let probabilities = try task.probabilities(features, progress: progress)
        let predicted = probabilities.map { Int32($0.firstIndex(of: $0.max() ?? 0) ?? 0) }
        let counts = try ClassificationCounts(gold: features.labels, predicted: predicted, names: split.labels)
        let report = ClassificationReport(counts)
        let (name, title) = (task.task.name, task.task.title)
        var scores = TaskScores(metrics: [
            Metric(
                name: "\(name).accuracy", label: "\(title) accuracy", value: counts.accuracy, style: .percent,
                isKeyFigure: true),
            Metric(name: "\(name).macro-f1", label: "\(title) F1, macro average", value: report[.macro].f1),
            Metric(name: "\(name).weighted-f1", label: "\(title) F1, weighted average", value: report[.weighted].f1),
        ])
        scores.outputs = [
            .metrics(scores.metrics),
            .table(Table(report, digits: options.digits, madeBy: "scikit-learn", kind: "class")),
        ]
        scores.outputs += report.warnings.map { .warning($0.description) }
        let classes = counts.classes
        scores.confusion = ConfusionMatrix(
            caption: "Texts by true label (rows) and by predicted label (columns)", rows: classes, columns: classes,
            counts: classes.indices.map { gold in
                classes.indices.map { counts.count(gold: gold, predicted: $0) }
            })
        scores.predictions = ScoredPredictions(
            statistics: ExampleStatistics(
                gold: features.labels, predicted: predicted, names: split.labels, prefix: name),
            values: predicted.map { [$0] }, probabilities: probabilities.map { $0.max() ?? 0 })
        scores.worst = worst(options.worst, probabilities, predicted, features, split)
        return scores
    }

    /// The wrongly classified texts for which the model gave the highest probability.
    private func worst(
        _ count: Int, _ probabilities: [[Double]], _ predicted: [Int32], _ features: LabelledSequences,
        _ split: TaskSplit<LabelledText>
    ) -> [Output] {
        func probability(_ row: Int) -> Double { probabilities[row][Int(predicted[row])] }
        let order = predicted.indices.filter { predicted[$0] != features.labels[$0] }
            .sorted { (-probability($0), $0) < (-probability($1), $1) }
        guard count > 0, !order.isEmpty else { return [] }
        return [
            .table(
                Table(
                    caption: "The worst mistakes: of the wrong labels, those with the highest probability",
                    columns: ["Text", "Predicted", "True", "Probability"],
                    alignments: [.left, .left, .left, .right],
                    rows: order.prefix(count).map { row in
                        [
                            split.examples[row].text, split.labels[Int(predicted[row])],
                            split.labels[Int(features.labels[row])], Format.percent(probability(row), 1),
                        ]
                    }))
        ]
    }

    package func predict(_ texts: [String], with task: TrainedTask, _ options: PredictionOptions) throws -> [Output] {
        let lines = texts[0].lines
        guard !lines.isEmpty else { throw TaskError.noText }
        let features = try encode(
            lines.map { LabelledText(text: $0, label: 0) }, tokenizer: task.tokenizer, recipe: task.recipe)
        let rows = zip(lines, try task.probabilities(features)).map { text, probabilities in
            let order = probabilities.indices.sorted { (-probabilities[$0], $0) < (-probabilities[$1], $1) }
            return [text] + [order[0]].map { task.task.labels[$0] }
                + [
                    order.prefix(options.candidates).map {
                        "\(task.task.labels[$0]) \(Format.percent(probabilities[$0], 1))"
                    }.joined(separator: ", ")
                ]
        }
        let cut = features.cutExamples.count
        return [
            .table(
                Table(columns: ["Text", "Label", "Probabilities"], alignments: [.left, .left, .left], rows: rows))
        ] + (cut > 0 ? [.warning("\(Format.count(cut, "text")) of these were cut off at the maximum length.")] : [])
    }

    package func explainMetrics() throws -> [Output] {
        let names = ["negative", "positive"]
        let counts = try ClassificationCounts(gold: [0, 0, 0, 0, 1, 1], predicted: [0, 0, 0, 1, 1, 0], names: names)
        return [
            .text(
                "Six texts, four of them negative: three of these and one of the two positive ones get the right label. The accuracy is 4/6. The macro average gives both labels the same weight, however rare; the weighted average goes by their number."
            ),
            .table(Table(ClassificationReport(counts), digits: 2, madeBy: "scikit-learn", kind: "class")),
        ]
    }
}
