/// SQuAD v2's scores for a data set in which some questions have no answer, computed as in the official `evaluate-v2.0.py`.
///
/// Scores are fractions from 0 to 1.
package struct NoAnswerScores: Sendable, Equatable {
    /// The prediction for one question.
    package struct Prediction: Sendable, Equatable {
        /// The best answer from the context. It counts if `noAnswerScore` is not above the threshold.
        package var text: String
        /// How much better "no answer" scores than the text: the logits of [CLS] minus those of the best span.
        package var noAnswerScore: Double
        /// Empty for a question without an answer.
        package var references: [String]

        package init(text: String, noAnswerScore: Double, references: [String]) {
            self.text = text
            self.noAnswerScore = noAnswerScore
            self.references = references
        }
    }

    /// The best mean that any threshold can give, and this threshold.
    package struct Best: Sendable, Equatable {
        package var value: Double
        package var threshold: Double
    }

    /// The scores of each question, in the order of the predictions.
    package let questions: [SpanScores]
    /// Means over all questions: `exact` and `f1` of the script.
    package let all: SpanScores
    /// Means over the questions that have an answer (`HasAns_exact`, `HasAns_f1`); nil where there is none.
    package let answerable: SpanScores?
    /// Means over the questions without an answer (`NoAns_exact`, `NoAns_f1`); nil where there is none.
    package let unanswerable: SpanScores?
    package let answerableCount: Int
    package let unanswerableCount: Int
    /// `best_exact` and `best_exact_thresh`, of the texts.
    package let bestExactMatch: Best
    /// `best_f1` and `best_f1_thresh`.
    package let bestF1: Best

    /// - Parameter threshold: "no answer" is predicted if `noAnswerScore` is above it.
    package init(_ predictions: [Prediction], threshold: Double = 0) {
        let hasAnswer = predictions.map { !$0.references.isEmpty }
        let texts = predictions.map { SpanScores(squadV2: $0.text, references: $0.references) }
        let scores = zip(predictions, texts).map { prediction, text in
            guard prediction.noAnswerScore > threshold else { return text }
            let isRight = prediction.references.isEmpty ? 1.0 : 0
            return SpanScores(exactMatch: isRight, f1: isRight)
        }
        questions = scores
        func mean(of wanted: Bool) -> SpanScores? {
            let some = zip(scores, hasAnswer).filter { $0.1 == wanted }.map(\.0)
            return some.isEmpty ? nil : SpanScores.mean(some)
        }
        all = SpanScores.mean(scores)
        answerable = mean(of: true)
        unanswerable = mean(of: false)
        answerableCount = hasAnswer.count { $0 }
        unanswerableCount = hasAnswer.count - answerableCount
        bestExactMatch = Self.best(predictions, texts.map(\.exactMatch))
        bestF1 = Self.best(predictions, texts.map(\.f1))
    }

    /// `find_best_thresh`: begins with "no answer" for all questions, and then gives one question after the other its text.
    private static func best(_ predictions: [Prediction], _ scores: [Double]) -> Best {
        var current = Double(predictions.count { $0.references.isEmpty })
        var best = Best(value: current, threshold: 0)
        let order = predictions.indices.sorted {
            (predictions[$0].noAnswerScore, $0) < (predictions[$1].noAnswerScore, $1)
        }
        for index in order {
            if predictions[index].references.isEmpty {
                current -= predictions[index].text.isEmpty ? 0 : 1
            } else {
                current += scores[index]
            }
            if current > best.value { best = Best(value: current, threshold: predictions[index].noAnswerScore) }
        }
        best.value /= Double(max(predictions.count, 1))
        return best
    }
}

extension SpanScores {
    /// SQuAD v2's scores of one text, which may be empty: the functions of the official `evaluate-v2.0.py`.
    ///
    /// They differ from v1.1's where a text has no word after normalisation: F1 is then 1 when the other one has none either, and
    /// references without a word don't count. Without a reference that counts, the reference is the empty text.
    package init(squadV2 prediction: String, references: [String]) {
        let prediction = SpanScores.normalize(prediction)
        let comparisons = references.map { SpanComparison(normalizedPrediction: prediction, reference: $0) }
            .filter { $0.referenceWordCount > 0 }
        guard !comparisons.isEmpty else {
            let isRight = prediction.isEmpty ? 1.0 : 0
            self.init(exactMatch: isRight, f1: isRight)
            return
        }
        // A text without a word has no words in common with a reference that counts, and F1 is 0 as well.
        self.init(
            exactMatch: comparisons.contains(where: \.isExactMatch) ? 1 : 0,
            f1: comparisons.reduce(0) { max($0, $1.f1) })
    }
}
