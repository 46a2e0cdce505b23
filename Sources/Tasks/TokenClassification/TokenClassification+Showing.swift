import Datasets
import Metrics
import Outputs
import Tokenization

extension TokenClassification {
    package func show(_ index: Int, of split: TaskSplit<LabelledSentence>, caption: String) -> [Output] {
        let example = split.examples[index]
        return [
            .tokens(
                TokenRows(
                    caption: "\(caption), \(example.place.caption)",
                    tokens: zip(example.words, example.labels).map { .init($0, iob: split.labels[Int($1)]) }))
        ]
    }

    private static let meanings = [
        "O": "outside any entity", "PER": "a person", "ORG": "an organisation", "LOC": "a place",
        "MISC": "another name: nationality, event, work",
    ]

    package func show(
        labels: [String], train: [LabelledSentence], validation: TaskSplit<LabelledSentence>
    ) -> [Output] {
        let trained = TokenLabels(labels).frequencies(in: train)
        let validated = TokenLabels(validation.labels).frequencies(in: validation.examples)
        let total = max(1, trained.reduce(0, +))
        let rows = labels.enumerated().map { id, name in
            let type = name == "O" ? name : String(name.dropFirst(2))
            let place = name.hasPrefix("B-") ? ", first word" : name.hasPrefix("I-") ? ", further words" : ""
            return [
                "\(id)", name, (Self.meanings[type] ?? type) + place, Format.count(trained[id]),
                Format.percent(Double(trained[id]) / Double(total), 1), Format.count(validated[id]),
            ]
        }
        return [
            .table(
                Table(
                    caption: "\(labels.count) labels (IOB2)",
                    columns: ["Id", "Label", "Marks", "Words in train", "Share", "Words in validation"],
                    alignments: [.right, .left, .left, .right, .right, .right], rows: rows))
        ]
    }

    package func preview(
        _ features: LabelledTokens, of split: TaskSplit<LabelledSentence>, tokenizer: any Tokenizer
    ) -> [Output] {
        let labels = TokenLabels(split.labels)
        return (0..<features.count).map { row in
            let range = features.tokenRange(row)
            return .tokens(
                TokenRows(
                    caption: "train[\(row)]: \(range.count) tokens, a label on the first piece of each word",
                    tokens: range.map {
                        .init(
                            tokenizer.token(features.inputIDs[$0]), iob: labels.name(of: features.labels[$0]) ?? "–")
                    }))
        }
    }

    package func evaluate(
        _ features: LabelledTokens, of split: TaskSplit<LabelledSentence>, with task: TrainedTask,
        _ options: EvaluationOptions, progress: (_ done: Int, _ total: Int) throws -> Void
    ) throws -> TaskScores {
        let evaluation = try TokenEvaluation(task, features: features, labels: split.labels, progress: progress)
        let (name, title) = (task.task.name, task.task.title)
        let micro = evaluation.report[.micro]
        var scores = TaskScores()
        if evaluation.report.rows.isEmpty {
            scores.outputs.append(
                .warning(
                    "\(title) F1, precision and recall: –. There is no entity in the validation data, and none was predicted."
                ))
        } else {
            scores.metrics = [
                Metric(name: "\(name).f1", label: "\(title) F1", value: micro.f1, isKeyFigure: true),
                Metric(name: "\(name).precision", label: "\(title) precision", value: micro.precision),
                Metric(name: "\(name).recall", label: "\(title) recall", value: micro.recall),
            ]
            scores.outputs.append(.metrics(scores.metrics))
            scores.outputs.append(.table(Table(evaluation.report, digits: options.digits)))
            scores.outputs += evaluation.report.warnings.map { .warning($0.description) }
        }
        for (count, what) in [
            (features.cutWordCount, "were cut off at the maximum length"),
            (features.emptyWordCount, "have no piece, since the tokenizer drops all of their characters,"),
        ] where count > 0 {
            scores.outputs.append(.text("\(Format.count(count)) words \(what) and are not scored."))
        }
        let (offsets, labels) = (evaluation.predicted.offsets, evaluation.predicted.labels)
        scores.predictions = ScoredPredictions(
            statistics: try ExampleStatistics(gold: evaluation.gold, predicted: evaluation.predicted, prefix: name),
            values: zip(offsets, offsets.dropFirst()).map { Array(labels[$0..<$1]) })
        scores.confusion = confusion(evaluation.confusion)
        scores.worst = worst(options.worst, evaluation, features, split)
        return scores
    }

    private func confusion(_ confusion: EntityConfusion) -> ConfusionMatrix? {
        let types = confusion.types
        guard !types.isEmpty else { return nil }
        var counts: [[Int?]] = types.indices.map { gold in
            types.indices.map { confusion.count(gold: gold, predicted: $0) } + [confusion.missed(gold: gold)]
        }
        counts.append(types.indices.map { confusion.spurious(predicted: $0) } + [nil])
        return ConfusionMatrix(
            caption: "Entities by true type (rows) and by the type of the predicted entity that overlaps (columns)",
            rows: types + ["spurious"], columns: types + ["missed"], counts: counts)
    }

    /// The sentences with the most wrong words, with each mistake in its context.
    private func worst(
        _ count: Int, _ evaluation: TokenEvaluation, _ features: LabelledTokens, _ split: TaskSplit<LabelledSentence>
    ) -> [Output] {
        let offsets = evaluation.gold.offsets
        let names = evaluation.gold.names
        let wrong = (0..<evaluation.gold.count).map { sequence in
            (offsets[sequence]..<offsets[sequence + 1]).count {
                evaluation.gold.labels[$0] != evaluation.predicted.labels[$0]
            }
        }
        let order = wrong.indices.filter { wrong[$0] > 0 }.sorted { (-wrong[$0], $0) < (-wrong[$1], $1) }
        guard count > 0, !order.isEmpty else { return [] }
        let texts = order.prefix(count).map { sequence in
            let example = evaluation.exampleIndices[sequence]
            let places = features.labelledWords(sequence).map(\.word)
            let words = split.examples[example].words.prefix((places.last ?? -1) + 1)
            var predicted = [String?](repeating: nil, count: words.count)
            var expected = predicted
            for (word, place) in zip(places, offsets[sequence]..<offsets[sequence + 1]) {
                predicted[word] = names[Int(evaluation.predicted.labels[place])]
                expected[word] = names[Int(evaluation.gold.labels[place])]
            }
            let unscored = words.count - places.count
            return MarkedText(
                title: "validation[\(example)]: \(Format.count(wrong[sequence], "word")) wrong"
                    + (unscored > 0 ? ", \(Format.count(unscored, "word")) not scored" : ""),
                words: Array(words), predicted: predicted, expected: expected)
        }
        return [
            .text(
                "The sentences with the most wrong words. Behind a mistake stands what was predicted ≠ what is true."),
            .markedTexts(texts),
        ]
    }

    package func predict(_ texts: [String], with task: TrainedTask, _ options: PredictionOptions) throws -> [Output] {
        let sentences = texts[0].lines
        guard !sentences.isEmpty else { throw TaskError.noText }
        let found = try EntityPredictor(task).entities(in: sentences)
        let marked = zip(sentences, found).map { sentence, result in
            MarkedText(
                text: sentence,
                marks: result.entities.map {
                    .init(start: $0.range.lowerBound, end: $0.range.upperBound, label: $0.type)
                }, emptyNote: "no entity found")
        }
        var outputs: [Output] = [.markedTexts(marked)]
        let cut = found.reduce(0) { $0 + $1.cutWordCount }
        if cut > 0 { outputs.append(.warning("\(cut) words at the end were cut off at the maximum length.")) }
        let empty = found.reduce(0) { $0 + $1.emptyWordCount }
        if empty > 0 {
            outputs.append(
                .warning(
                    "\(empty) words have no piece, since the tokenizer drops all of their characters: they get no label."
                ))
        }
        guard sentences.count > 1 else { return outputs }
        let rows = TokenLabels(task.task.labels).types.map { type in
            let texts = marked.flatMap { $0.pieces.filter { $0.mark?.label == type }.map(\.text) }
            return [type, "\(texts.count)", texts.isEmpty ? "–" : texts.joined(separator: ", ")]
        }
        outputs.append(
            .table(
                Table(
                    caption: "Entities by type, over \(sentences.count) sentences",
                    columns: ["Type", "Count", "Entities"], alignments: [.left, .right, .left], rows: rows)))
        return outputs
    }

    package func explainMetrics() throws -> [Output] {
        let words = ["Ada", "Lovelace", "met", "Babbage", "in", "London", "."]
        let gold = ["B-PER", "I-PER", "O", "B-PER", "O", "B-LOC", "O"]
        let predicted = ["B-PER", "I-PER", "O", "B-ORG", "O", "B-LOC", "I-LOC"]
        let report = try ClassificationReport(
            gold: try LabelSequences([gold]), predicted: try LabelSequences([predicted]))
        return [
            .tokens(TokenRows(caption: "What is true", tokens: zip(words, gold).map { .init($0, iob: $1) })),
            .tokens(TokenRows(caption: "What was predicted", tokens: zip(words, predicted).map { .init($0, iob: $1) })),
            .text(
                "An entity counts only when its type and both of its ends are right. “Ada Lovelace” is; “Babbage” has another type; “London .” has another end. So one of three predicted entities is right (precision 1/3) and one of three true ones was found (recall 1/3). That five of seven words have the right label does not count."
            ),
            .table(Table(report, digits: 2)),
        ]
    }
}

extension String {
    /// The lines that contain more than blanks. This looks at scalars, because a blank and a following combining mark form one `Character`.
    var lines: [String] {
        unicodeScalars.split { (0x0A...0x0D).contains($0.value) || [0x85, 0x2028, 0x2029].contains($0.value) }
            .filter { !$0.allSatisfy(\.properties.isWhitespace) }.map(String.init)
    }
}
