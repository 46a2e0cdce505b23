import Datasets
import Encoders
import Execution
import Training

/// How the slots of this practical are kept between runs. Those without a storage (parsed data, encodings, the tokenizer) are
/// made again when they are needed.
enum PracticalStorages {
    static let all: [SlotStorage] = [
        .json("history", TrainingHistory.self), .json("metrics", [String: Double].self),
        .json("checkpoint", SavedCheckpoint.self), .json("recipe", EncodingRecipe.self),
        .json("selection", Selection.self), .json("batches", BatchPlan.self), .json("schedule", LinearSchedule.self),
        .json("weights", LossWeights.self), labels, model, optimizer,
    ]

    private static let model = SlotStorage(
        "model", write: { try StoredModel.write($0, to: $1) }, read: { try StoredModel.read($0) })

    private static let optimizer = SlotStorage(
        "optimizer", write: { try StoredOptimizer.write($0, to: $1) }, read: { try StoredOptimizer.read($0) })

    /// The names alone: ids follow from them.
    private static let labels = SlotStorage(
        "labels",
        write: { (labels: NERLabels, folder) in try JSONFile.write(labels.names, to: "\(folder)/labels.json") },
        read: { path in NERLabels(try JSONFile.read([String].self, from: path("labels.json"))) })
}
