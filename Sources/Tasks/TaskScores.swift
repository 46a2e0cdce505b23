import Outputs

package struct EvaluationOptions: Sendable {
    /// Number of digits in a classification report.
    package var digits: Int
    /// The number of worst examples to show.
    package var worst: Int

    package init(digits: Int = 4, worst: Int = 5) {
        self.digits = digits
        self.worst = worst
    }
}

package struct PredictionOptions: Sendable {
    package var decoding: AnswerPredictor.Decoding
    /// The number of possible results to show.
    package var candidates: Int

    /// An option under its name in a notebook.
    package enum Name: String, Sendable { case decode, candidates }

    package init(decoding: AnswerPredictor.Decoding = .best, candidates: Int = 3) {
        self.decoding = decoding
        self.candidates = candidates
    }
}

/// The result of an evaluation.
package struct TaskScores: Sendable {
    /// The scores that are stored. They are already shown among the outputs.
    package var metrics: [Metric]
    package var outputs: [Output]
    /// Shown after `outputs`.
    package var confusion: ConfusionMatrix?
    /// The worst examples, shown last.
    package var worst: [Output]
    /// What was predicted; nil where there is no example.
    package var predictions: ScoredPredictions?

    package init(
        metrics: [Metric] = [], outputs: [Output] = [], confusion: ConfusionMatrix? = nil, worst: [Output] = [],
        predictions: ScoredPredictions? = nil
    ) {
        self.metrics = metrics
        self.outputs = outputs
        self.confusion = confusion
        self.worst = worst
        self.predictions = predictions
    }
}
