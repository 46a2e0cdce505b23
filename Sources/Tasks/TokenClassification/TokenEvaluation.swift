import Datasets
import Metrics

/// Gold and predicted labels of a data set, by word, and their scores.
package struct TokenEvaluation: Sendable {
    package let gold: LabelSequences
    package let predicted: LabelSequences
    package let report: ClassificationReport
    package let confusion: EntityConfusion
    /// The index of the example of each sequence.
    package let exampleIndices: [Int]
    /// Number of words cut off at the maximum length. They are not scored.
    package let cutWordCount: Int

    /// seqeval's F1, micro-averaged. This is the Python notebook's score.
    package var f1: Double { report[.micro].f1 }

    /// Predicts the label with the largest logit at every labelled token.
    ///
    /// - Parameter labels: names of the gold labels by id: first those of the task, then those that the training split does not have.
    package init(
        _ task: TrainedTask, features: LabelledTokens, labels: [String],
        progress: (_ done: Int, _ total: Int) throws -> Void
    ) throws {
        let best = try task.bestLabels(features, progress: progress)
        var gold: [Int32] = []
        var predicted: [Int32] = []
        var offsets = [0]
        for row in 0..<features.count {
            for (token, _) in features.labelledWords(row) {
                gold.append(features.labels[token])
                predicted.append(best[token])
            }
            offsets.append(gold.count)
        }
        self.gold = try LabelSequences(labels: gold, names: labels, offsets: offsets)
        self.predicted = try LabelSequences(labels: predicted, names: labels, offsets: offsets)
        report = try ClassificationReport(gold: self.gold, predicted: self.predicted)
        confusion = try EntityConfusion(gold: self.gold, predicted: self.predicted, matching: .overlapping)
        exampleIndices = features.exampleIndices.map(Int.init)
        cutWordCount = features.cutWordCount
    }
}
