import ArgumentParser
import Datasets
import Execution
import Metrics
import Notebooks
import Outputs
import Training

/// Scores the model on a task's validation split.
struct EvaluateCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Score the model on a task's validation split.",
        discussion: """
            ner: seqeval's F1 and classification report, confusion of entity types, the worst sentences.
            qa: exact match of token positions as the Python notebook counts it, SQuAD's exact match and F1 of the answers' texts, \
            the worst answers.
            """)

    static let revision = 3

    static let examples = ["evaluate ner", "evaluate qa"]

    @Argument(help: "ner or qa.") var task: Task
    @Option(
        help: "Digits of the classification report; ner only.", transform: wholeNumber("a number of digits", in: 0...10)
    )
    var digits = 4
    @Option(
        help: "How many of the worst examples to show.", transform: wholeNumber("a number of examples", in: 0...1_000))
    var worst = 5

    var slots: SlotUse {
        var reads = [
            Slots.model.name, Slots.tokenizer.name, Slots.batches.name, task.dataset, task.recipeSlot.name, task.corpus,
            Slots.session.name,
        ]
        if task == .ner { reads.append(Slots.labels.name) }
        let metrics = task == .ner ? Slots.nerMetrics.name : Slots.qaMetrics.name
        return SlotUse(reads: reads, writes: [metrics])
    }

    func execute(in context: any CommandContext) throws {
        switch task {
        case .ner: try evaluateNER(in: context)
        case .qa: try evaluateQA(in: context)
        }
    }

    private func progress(_ unit: String, _ context: any CommandContext) -> (Int, Int) throws -> Void {
        { done, total in
            context.report(WorkProgress(done: done, total: total, unit: unit, task: task.rawValue))
            try context.checkCancellation()
        }
    }

    private func evaluateNER(in context: any CommandContext) throws {
        let corpus = try context.read(Slots.nerCorpus)
        let labels = try context.read(Slots.labels)
        let features = try context.read(Slots.nerDataset).validation
        let evaluation = try NEREvaluation(
            model: try context.read(Slots.model), features: features, labels: labels,
            plan: try context.read(Slots.batches), maxLength: try context.read(Slots.nerRecipe).maxLength,
            padID: try context.read(Slots.tokenizer).padID, progress: progress("sentences", context))
        let micro = evaluation.report[.micro]
        var metrics: [Metric] = []
        if evaluation.report.rows.isEmpty {
            context.show(
                .warning(
                    "NER F1, precision and recall: –. There is no entity in the validation data, and none was predicted."
                ))
        } else {
            metrics = [
                Metric(name: "ner.f1", label: "NER F1", value: micro.f1, isKeyFigure: true),
                Metric(name: "ner.precision", label: "NER precision", value: micro.precision),
                Metric(name: "ner.recall", label: "NER recall", value: micro.recall),
            ]
            context.show(.metrics(metrics))
            context.show(.table(Table(evaluation.report, digits: digits)))
            for warning in evaluation.report.warnings { context.show(.warning(warning.description)) }
        }
        for (count, what) in [
            (features.cutWordCount, "were cut off at the maximum length"),
            (features.emptyWordCount, "have no piece, since the tokenizer drops all of their characters,"),
        ] where count > 0 {
            context.show(.text("\(Format.count(count)) words \(what) and are not scored."))
        }
        showConfusion(evaluation.confusion, context)
        showWorst(evaluation, features, corpus, context)
        try context.write(
            Slots.nerMetrics, Dictionary(uniqueKeysWithValues: metrics.map { ($0.name, $0.value) }))
    }

    private func showConfusion(_ confusion: EntityConfusion, _ context: any CommandContext) {
        let types = confusion.types
        guard !types.isEmpty else { return }
        var rows = types.indices.map { gold in
            [types[gold]] + types.indices.map { "\(confusion.count(gold: gold, predicted: $0))" }
                + ["\(confusion.missed(gold: gold))"]
        }
        rows.append(["spurious"] + types.indices.map { "\(confusion.spurious(predicted: $0))" } + [""])
        context.show(
            .table(
                Table(
                    caption:
                        "Entities by true type (rows) and by the type of the predicted entity that overlaps (columns)",
                    columns: ["True"] + types + ["missed"], rows: rows)))
    }

    private func showWorst(
        _ evaluation: NEREvaluation, _ features: NERFeatures, _ corpus: NERCorpus, _ context: any CommandContext
    ) {
        let offsets = evaluation.gold.offsets
        let names = evaluation.gold.names
        let wrong = (0..<evaluation.gold.count).map { sequence in
            (offsets[sequence]..<offsets[sequence + 1]).count {
                evaluation.gold.labels[$0] != evaluation.predicted.labels[$0]
            }
        }
        let order = wrong.indices.filter { wrong[$0] > 0 }.sorted { (-wrong[$0], $0) < (-wrong[$1], $1) }
        for sequence in order.prefix(worst) {
            let example = evaluation.exampleIndices[sequence]
            let places = features.labelledWords(sequence).map(\.word)
            let words = corpus.validation[example].words.prefix((places.last ?? -1) + 1)
            var tokens = words.map { TokenRows.Token($0, label: "–") }
            for (word, place) in zip(places, offsets[sequence]..<offsets[sequence + 1]) {
                tokens[word] = TokenRows.Token(
                    words[word], predicted: names[Int(evaluation.predicted.labels[place])],
                    expected: names[Int(evaluation.gold.labels[place])])
            }
            let unscored = places.count < words.count ? "; – is not scored" : ""
            context.show(
                .tokens(
                    TokenRows(
                        caption: "validation[\(example)]: \(wrong[sequence]) words wrong (predicted ≠ true\(unscored))",
                        tokens: tokens)))
        }
    }

    /// The scores of the questions that have an answer: the others are 0 each.
    private func showAnswerable(_ scores: [SpanScores], of count: Int, _ context: any CommandContext) -> [Metric] {
        let mean = SpanScores.mean(scores)
        context.show(
            .warning(
                "\(Format.count(count - scores.count)) of \(Format.count(count)) questions have no answer and score 0 each. Exact match of the others: \(Format.percent(scores.isEmpty ? nil : mean.exactMatch)), F1: \(Format.percent(scores.isEmpty ? nil : mean.f1))."
            ))
        guard !scores.isEmpty else { return [] }
        let metrics = [
            Metric(
                name: "qa.answerable-exact-match", label: "QA exact match (text), of answerable questions",
                value: mean.exactMatch, style: .percent),
            Metric(
                name: "qa.answerable-f1", label: "QA F1 (text), of answerable questions", value: mean.f1,
                style: .percent),
        ]
        context.show(.metrics(metrics))
        return metrics
    }

    private func evaluateQA(in context: any CommandContext) throws {
        let corpus = try context.read(Slots.qaCorpus)
        let evaluation = try QAEvaluation(
            model: try context.read(Slots.model), features: try context.read(Slots.qaDataset).validation,
            examples: corpus.validation, decoder: SpanDecoder(), plan: try context.read(Slots.batches),
            maxLength: try context.read(Slots.qaRecipe).maxLength, padID: try context.read(Slots.tokenizer).padID,
            progress: progress("windows", context))
        var metrics = [
            Metric(
                name: "qa.exact-match", label: "QA exact match (text)", value: evaluation.text.exactMatch,
                style: .percent, isKeyFigure: true),
            Metric(
                name: "qa.f1", label: "QA F1 (text)", value: evaluation.text.f1, style: .percent, isKeyFigure: true),
            Metric(
                name: "qa.position-exact-match", label: "QA exact match (positions)",
                value: evaluation.positionExactMatch, style: .percent),
        ]
        // The mean of no question is nothing.
        if evaluation.predictions.isEmpty { metrics = [] }
        context.show(.metrics(metrics))
        let answerable = evaluation.predictions.filter { !corpus.validation[$0.example].answers.isEmpty }
        if answerable.count < evaluation.predictions.count {
            metrics += showAnswerable(answerable.map(\.scores), of: evaluation.predictions.count, context)
        }
        context.show(
            .text(
                "Text scores: \(Format.count(evaluation.predictions.count)) questions, best valid span of at most 30 tokens over all windows, maximum over the references. Positions: raw argmax against the first answer in each of \(Format.count(evaluation.windowCount)) windows, as the Python notebook counts."
            ))
        let order = evaluation.predictions.indices.sorted {
            let (a, b) = (evaluation.predictions[$0], evaluation.predictions[$1])
            return (a.scores.f1, -a.score, $0) < (b.scores.f1, -b.score, $1)
        }
        let rows = order.prefix(worst).map { place in
            let prediction = evaluation.predictions[place]
            let example = corpus.validation[prediction.example]
            return [
                example.question, prediction.text.isEmpty ? "(none)" : prediction.text,
                example.answers.first?.text ?? "(none)", Format.decimal(prediction.scores.f1, 2),
                Format.decimal(Double(prediction.score), 2),
            ]
        }
        if !rows.isEmpty {
            context.show(
                .table(
                    Table(
                        caption: "Worst answers: wrong, and surest of it",
                        columns: ["Question", "Answer", "Reference", "F1", "Score"],
                        alignments: [.left, .left, .left, .right, .right], rows: rows)))
        }
        try context.write(Slots.qaMetrics, Dictionary(uniqueKeysWithValues: metrics.map { ($0.name, $0.value) }))
    }
}
