import Outputs

package struct EvaluationOptions: Sendable {
    /// Digits of a classification report.
    package var digits: Int
    /// How many of the worst examples to show.
    package var worst: Int

    package init(digits: Int = 4, worst: Int = 5) {
        self.digits = digits
        self.worst = worst
    }
}

package struct PredictionOptions: Sendable {
    package var decoding: AnswerPredictor.Decoding
    /// How many of several possible results to show.
    package var candidates: Int

    /// An option as a notebook names it.
    package enum Name: String, Sendable { case decode, candidates }

    package init(decoding: AnswerPredictor.Decoding = .best, candidates: Int = 3) {
        self.decoding = decoding
        self.candidates = candidates
    }
}

/// What came of an evaluation.
package struct TaskScores: Sendable {
    /// What is kept of it; shown among the outputs.
    package var metrics: [Metric]
    package var outputs: [Output]
    /// Shown after `outputs`.
    package var confusion: ConfusionMatrix?
    /// The worst examples, shown last.
    package var worst: [Output]

    package init(
        metrics: [Metric] = [], outputs: [Output] = [], confusion: ConfusionMatrix? = nil, worst: [Output] = []
    ) {
        self.metrics = metrics
        self.outputs = outputs
        self.confusion = confusion
        self.worst = worst
    }
}
