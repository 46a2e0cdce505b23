import Datasets
import Foundation
import Metrics

/// Answers to the questions of a data set and their scores.
package struct AnswerEvaluation: Sendable {
    /// The predicted answer to one question.
    package struct Prediction: Sendable {
        /// Index of the example.
        package var example: Int
        /// The best valid span's text. It is empty when there is no valid span, or when "no answer" has a higher score.
        package var text: String
        /// The range of the answer in Unicode scalars of the context.
        package var characters: Range<Int32>
        package var score: Float
        /// Softmax over the scores of the best spans, and of "no answer" where that is possible. 0 without a valid span.
        package var probability: Double
        package var scores: SpanScores
        package var windowCount: Int
        /// In how many of these the largest start and the largest end are those of the first answer.
        package var rightWindowCount: Int
    }

    package let predictions: [Prediction]
    /// Means of SQuAD's exact match and F1 over questions, as fractions.
    package let text: SpanScores
    /// SQuAD v2's scores if the data has questions without an answer. `text` and `predictions` then follow SQuAD v2 as well.
    package let noAnswer: NoAnswerScores?
    /// The fraction of windows in which the largest start logit and the largest end logit both match the
    /// first answer. This is the Python notebook's score.
    package let positionExactMatch: Double
    package let windowCount: Int

    package init(
        _ task: TrainedTask, features: QuestionWindows, examples: [Question], decoder: SpanDecoder = SpanDecoder(),
        progress: (_ done: Int, _ total: Int) throws -> Void
    ) throws {
        let windows = try task.windows(features, decoder: decoder, progress: progress)
        windowCount = windows.count

        var predictions: [Prediction] = []
        var rows: [NoAnswerScores.Prediction] = []
        /// The predictions that the rows are of.
        var places: [Int] = []
        var first = 0
        while first < windows.count {
            let example = Int(features.exampleIndices[first])
            var end = first
            while end < windows.count && Int(features.exampleIndices[end]) == example { end += 1 }
            let own = Array(windows[first..<end])
            let spans = decoder.spans(own, features: features)
            let best = spans.first
            let characters = best.map { decoder.characters($0, features: features) } ?? 0..<0
            let references = examples[example].answers.map(\.text)
            var prediction = Prediction(
                example: example, text: best == nil ? "" : examples[example].contextText(characters),
                characters: characters, score: best?.score ?? 0, probability: 0,
                scores: SpanScores(exactMatch: 0, f1: 0), windowCount: own.count,
                rightWindowCount: own.count {
                    $0.argmaxStart == Int(features.startPositions[$0.row])
                        && $0.argmaxEnd == Int(features.endPositions[$0.row])
                })
            var candidates = spans.map(\.score)
            if task.task.hasUnanswerable, let none = decoder.noAnswer(own) {
                candidates.append(none.score)
                places.append(predictions.count)
                rows.append(
                    .init(
                        text: prediction.text, noAnswerScore: Double(none.score) - Double(prediction.score),
                        references: references))
                if none.score > prediction.score {
                    (prediction.text, prediction.characters, prediction.score) = ("", 0..<0, none.score)
                }
            } else {
                prediction.scores = SpanScores(prediction: prediction.text, references: references)
            }
            if !candidates.isEmpty {
                prediction.probability = 1 / candidates.reduce(0) { $0 + exp(Double($1 - prediction.score)) }
            }
            predictions.append(prediction)
            first = end
        }
        noAnswer = rows.isEmpty ? nil : NoAnswerScores(rows)
        for (place, scores) in zip(places, noAnswer?.questions ?? []) { predictions[place].scores = scores }
        self.predictions = predictions
        let matches = predictions.reduce(0) { $0 + $1.rightWindowCount }
        positionExactMatch = windows.isEmpty ? 0 : Double(matches) / Double(windows.count)
        text = noAnswer?.all ?? SpanScores.mean(predictions.map(\.scores))
    }
}

extension TrainedTask {
    /// Every window's largest logits, in the order of the rows.
    package func windows(
        _ features: QuestionWindows, decoder: SpanDecoder,
        progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
    ) throws -> [SpanDecoder.Window] {
        var windows: [SpanDecoder.Window] = []
        try run(features, progress: progress) { row, tokens, logits in
            windows.append(decoder.window(row: row, tokens: tokens, logits: logits))
        }
        return windows.sorted { $0.row < $1.row }
    }
}
