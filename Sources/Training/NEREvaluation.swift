import Datasets
import Encoders
import Metrics

/// Gold and predicted labels of a NER data set, by word, and the scores that follow.
package struct NEREvaluation: Sendable {
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
    package init(
        model: MultiTaskModel, features: NERFeatures, labels: NERLabels, plan: BatchPlan, maxLength: Int, padID: Int32,
        progress: (_ done: Int, _ total: Int) throws -> Void
    ) throws {
        let task = TrainingTask(
            name: "ner", features: .tokenClassification(features), weight: 1, maxLength: maxLength)
        var best = [Int32](repeating: 0, count: features.tokenCount)
        let classes = labels.count
        try model.checkLabels(of: "ner", count: classes)
        try InferenceRunner(model: model, padID: padID).run(task: task, plan: plan, progress: progress) {
            row, _, logits in
            for (place, token) in features.tokenRange(row).enumerated() {
                best[token] = Int32(argmax(logits + place * classes, count: classes))
            }
        }
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
        self.gold = try LabelSequences(labels: gold, names: labels.names, offsets: offsets)
        self.predicted = try LabelSequences(labels: predicted, names: labels.names, offsets: offsets)
        report = try ClassificationReport(gold: self.gold, predicted: self.predicted)
        confusion = try EntityConfusion(gold: self.gold, predicted: self.predicted, matching: .overlapping)
        exampleIndices = features.exampleIndices.map(Int.init)
        cutWordCount = features.cutWordCount
    }
}

extension MultiTaskModel {
    /// Throws when a task's head has another number of outputs than there are labels.
    func checkLabels(of task: String, count: Int) throws {
        guard let head = headIndex(task: task), heads[head].outputs != count else { return }
        throw TrainingError.otherLabels(task: task, model: heads[head].outputs, data: count)
    }
}

/// The first of the largest.
func argmax(_ values: UnsafePointer<Float>, count: Int, step: Int = 1) -> Int {
    var best = 0
    for i in 1..<max(1, count) where values[i * step] > values[best * step] { best = i }
    return best
}
