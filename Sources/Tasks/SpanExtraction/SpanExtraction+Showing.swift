import Datasets
import Metrics
import Outputs
import Tokenization

extension SpanExtraction {
    package func show(_ index: Int, of split: TaskSplit<Question>, caption: String) -> [Output] {
        let example = split.examples[index]
        let answer = example.answers.first
        return [
            .text("\(caption): article “\(example.title)”, id \(example.id)"),
            .markedTexts([
                MarkedText(
                    title: example.question,
                    lines: [.init("Answer", answer?.text ?? "", note: answer == nil ? "none in this context" : "")],
                    text: example.context,
                    marks: answer.map {
                        [.init(start: $0.start, end: $0.start + $0.text.unicodeScalars.count)]
                    } ?? [])
            ]),
        ]
    }

    package func show(labels: [String], train: [Question], validation: TaskSplit<Question>) -> [Output] {
        [.text("There are no labels: spans of the texts are marked.")]
    }

    package func preview(
        _ features: QuestionWindows, of split: TaskSplit<Question>, tokenizer: any Tokenizer
    ) -> [Output] {
        (0..<features.count).map { row in
            let range = features.tokenRange(row)
            let start = Int(features.startPositions[row])
            let end = Int(features.endPositions[row])
            let example = Int(features.exampleIndices[row])
            let answer =
                start > 0
                ? "answer at tokens \(start) to \(end)"
                : split.examples[example].answers.isEmpty
                    ? "there is no answer: [CLS]" : "the answer is outside of this window: [CLS]"
            return .tokens(
                TokenRows(
                    caption: "train[\(example)], window \(row) of \(range.count) tokens: \(answer)",
                    tokens: features.inputIDs[range].map { .init(tokenizer.token($0)) },
                    highlighted: min(start, end)..<max(start, end) + 1))
        }
    }

    package func evaluate(
        _ features: QuestionWindows, of split: TaskSplit<Question>, with task: TrainedTask,
        _ options: EvaluationOptions, progress: (_ done: Int, _ total: Int) throws -> Void
    ) throws -> TaskScores {
        let evaluation = try AnswerEvaluation(
            task, features: features, examples: split.examples, progress: progress)
        let (name, title) = (task.task.name, task.task.title)
        var scores = TaskScores()
        // A mean over no questions is undefined.
        if !evaluation.predictions.isEmpty {
            scores.metrics = [
                Metric(
                    name: "\(name).exact-match", label: "\(title) exact match (text)",
                    value: evaluation.text.exactMatch, style: .percent, isKeyFigure: true),
                Metric(
                    name: "\(name).f1", label: "\(title) F1 (text)", value: evaluation.text.f1, style: .percent,
                    isKeyFigure: true),
                Metric(
                    name: "\(name).position-exact-match", label: "\(title) exact match (positions)",
                    value: evaluation.positionExactMatch, style: .percent),
            ]
            scores.outputs.append(.metrics(scores.metrics))
        }
        if !evaluation.predictions.isEmpty {
            scores.predictions = ScoredPredictions(
                statistics: ExampleStatistics(
                    evaluation.predictions.map {
                        .init(
                            scores: $0.scores, isAnswerable: !split.examples[$0.example].answers.isEmpty,
                            rightWindowCount: $0.rightWindowCount, windowCount: $0.windowCount)
                    }, prefix: name),
                values: evaluation.predictions.map { [$0.characters.lowerBound, $0.characters.upperBound] },
                probabilities: evaluation.predictions.map(\.probability))
        }
        if let noAnswer = evaluation.noAnswer { show(noAnswer, of: task.task, in: &scores) }
        scores.outputs.append(
            .text(
                "Text scores of \(Format.count(evaluation.predictions.count, "question")): the best valid span of at most \(SpanDecoder.standardMaxAnswerLength) tokens over all windows\(evaluation.noAnswer == nil ? "" : ", or no answer if [CLS] scores higher,") is compared with each reference, and the best match counts. Positions: the largest start and end logits in each of \(Format.count(evaluation.windowCount, "window")) are compared with the first answer, as in the Python notebook."
            ))
        scores.worst = worst(options.worst, evaluation, split)
        return scores
    }

    /// SQuAD v2's scores separately for questions with and without an answer, and the scores that the best threshold would give.
    private func show(_ noAnswer: NoAnswerScores, of task: TaskDescription, in scores: inout TaskScores) {
        func metric(_ name: String, _ label: String, _ value: Double) -> Metric {
            Metric(name: "\(task.name).\(name)", label: "\(task.title) \(label)", value: value, style: .percent)
        }
        var metrics: [Metric] = []
        for (group, name) in [(noAnswer.answerable, "answerable"), (noAnswer.unanswerable, "unanswerable")] {
            guard let group else { continue }
            metrics.append(metric("\(name)-exact-match", "exact match, \(name) questions", group.exactMatch))
            metrics.append(metric("\(name)-f1", "F1, \(name) questions", group.f1))
        }
        let best = (exactMatch: noAnswer.bestExactMatch, f1: noAnswer.bestF1)
        metrics.append(metric("best-exact-match", "exact match with the best threshold", best.exactMatch.value))
        metrics.append(metric("best-f1", "F1 with the best threshold", best.f1.value))
        scores.metrics += metrics
        scores.outputs.append(.metrics(metrics))
        scores.outputs.append(
            .text(
                "\(Format.count(noAnswer.unanswerableCount)) of \(Format.count(noAnswer.unanswerableCount + noAnswer.answerableCount)) questions have no answer. The scores are SQuAD v2's: no answer is predicted where [CLS] scores higher than the best span, and is right where there is none. Exact match is best if no answer is predicted where [CLS] scores more than \(Format.decimal(best.exactMatch.threshold, 2)) above the best span (F1: \(Format.decimal(best.f1.threshold, 2)))."
            ))
    }

    private func worst(_ count: Int, _ evaluation: AnswerEvaluation, _ split: TaskSplit<Question>) -> [Output] {
        let order = evaluation.predictions.indices.sorted {
            let (a, b) = (evaluation.predictions[$0], evaluation.predictions[$1])
            return (a.scores.f1, -a.score, $0) < (b.scores.f1, -b.score, $1)
        }
        let texts = order.prefix(count).map { place in
            let prediction = evaluation.predictions[place]
            let example = split.examples[prediction.example]
            let reference = example.answers.first?.text
            return MarkedText(
                title: example.question,
                lines: [
                    .init(
                        "Answer", prediction.text,
                        note: (prediction.text.isEmpty ? "none, " : "")
                            + "F1 \(Format.decimal(prediction.scores.f1, 2)), score \(Format.decimal(Double(prediction.score), 2))"
                    ),
                    .init("True", reference ?? "", note: reference == nil ? "none in this text" : ""),
                ], text: "", marks: [])
        }
        guard !texts.isEmpty else { return [] }
        return [.text("The worst answers: of the wrong ones, those with the highest scores."), .markedTexts(texts)]
    }

    package func predict(_ texts: [String], with task: TrainedTask, _ options: PredictionOptions) throws -> [Output] {
        let answer = try AnswerPredictor(task).answer(texts[1], context: texts[0], decoding: options.decoding)
        let best = answer.candidates.first
        let hasAnswer = best.map { !$0.text.isEmpty } ?? false
        var outputs: [Output] = [
            .markedTexts([
                MarkedText(
                    title: texts[1], lines: [Self.line(for: best)], text: texts[0],
                    marks: best.map {
                        hasAnswer
                            ? [.init(start: Int($0.characters.lowerBound), end: Int($0.characters.upperBound))] : []
                    } ?? [])
            ])
        ]
        let candidates = answer.candidates.prefix(options.candidates)
        if !candidates.isEmpty {
            outputs.append(
                .table(
                    Table(
                        caption: candidates.count == 1 ? "The best answer" : "The \(candidates.count) best answers",
                        columns: ["rank", "answer", "score", "probability"],
                        alignments: [.right, .left, .right, .right],
                        rows: candidates.enumerated().map { place, candidate in
                            [
                                "\(place + 1)", candidate.text.isEmpty ? "(no answer)" : candidate.text,
                                Format.decimal(candidate.score, 2),
                                Format.percent(candidate.probability, 1),
                            ]
                        })))
        }
        if best == nil {
            outputs.append(
                .warning(
                    options.decoding == .argmax
                        ? "There is no answer: the largest end logit stands before the largest start logit, or one of them is outside the context."
                        : "No span of this context is a valid answer."))
        }
        if answer.windowCount > 1 {
            outputs.append(.text("The context is long: \(answer.windowCount) windows were read."))
        }
        return outputs
    }

    private static func line(for best: AnswerPredictor.Answer.Candidate?) -> MarkedText.Line {
        guard let best else { return .init("Answer", "", note: "no answer found") }
        if best.text.isEmpty {
            return .init("Answer", "", note: "none in this text: [CLS] scores \(Format.decimal(best.score, 2))")
        }
        let (first, last) = (best.firstToken, best.lastToken)
        let tokens = first == last ? "token \(first)" : "tokens \(first) to \(last)"
        return .init("Answer", best.text, note: "\(tokens), score \(Format.decimal(best.score, 2))")
    }

    package func explainMetrics() throws -> [Output] {
        let reference = "the Analytical Engine"
        let rows = ["Analytical Engine", "The analytical engine!", "Engine", "in London", ""].map { answer in
            let scores = SpanScores(prediction: answer, references: [reference])
            return [
                "“\(answer)”", "“\(SpanScores.normalize(answer))”", Format.decimal(scores.exactMatch, 0),
                Format.decimal(scores.f1, 2),
            ]
        }
        return [
            .table(
                Table(
                    caption: "Answers compared with “\(reference)”, as SQuAD compares them",
                    columns: ["Answer", "Normalised", "Exact match", "F1"],
                    alignments: [.left, .left, .right, .right], rows: rows))
        ]
    }
}
