import Datasets
import Metrics

/// Gold and predicted labels of a data set, by word, and the scores that follow.
package struct TokenEvaluation: Sendable {
    package let gold: LabelSequences
    package let predicted: LabelSequences
    package let report: ClassificationReport
    package let confusion: EntityConfusion
    /// For each sequence: the index of its example.
    package let exampleIndices: [Int]
    /// Words cut off at the maximum length: they take no part.
    package let cutWordCount: Int

    /// seqeval's F1, micro-averaged: the Python notebook's score.
    package var f1: Double { report[.micro].f1 }

    /// Predicts the label with the largest logit at every labelled token.
    ///
    /// - Parameter labels: names of the gold labels by id: those of the task, and after them what training has never seen.
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
