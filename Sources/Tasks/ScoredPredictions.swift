import Metrics

/// What a model predicted for the examples of a split, and what each of them contributes to the scores: enough to say how sure
/// the scores are, to compare them with another model's, and to look for what goes wrong, without running the model again.
package struct ScoredPredictions: Sendable, Equatable, Codable {
    package var statistics: ExampleStatistics
    /// The prediction for each example, in numbers that its kind of task understands: the labels of a sentence's scored words, the
    /// characters of an answer, a text's label. As many as `statistics` has examples.
    package var values: [[Int32]]
    /// How sure the model is of each prediction, from 0 to 1. Empty for a kind that does not say.
    package var probabilities: [Double]
    /// A digest of the examples: two predictions can be compared where it is the same.
    package var examples: String
    /// A digest of the encoded examples, whose rows `values` belongs to. Nil in a file of an earlier version.
    package var encoded: String?
    /// A digest of the sequences that the model was trained on. Nil where no training is known.
    package var trainedOn: String?

    package init(
        statistics: ExampleStatistics, values: [[Int32]], probabilities: [Double] = [], examples: String = ""
    ) {
        self.statistics = statistics
        self.values = values
        self.probabilities = probabilities
        self.examples = examples
    }
}
