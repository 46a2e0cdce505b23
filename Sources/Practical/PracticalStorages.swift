import Datasets
import Encoders
import Execution
import Outputs
import Tasks
import Tokenization
import Training

/// How the slots of this practical are stored between runs. Content that is quickly recomputed (parsed data, encodings, the tokenizer) is
/// not stored, only its digest.
enum PracticalStorages {
    static let all: [SlotStorage] =
        [
            .json("history", TrainingHistory.self), .json("metrics", [Metric].self),
            .json("baseline", ModelScores.self),
            .json(Slots.predictionsBase, ScoredPredictions.self),
            .json("checkpoint", SavedCheckpoint.self), .json("task", TaskDescription.self),
            .json("source", DataName.self), .json("recipe", EncodingRecipe.self), .json("selection", Selection.self),
            .json("batches", BatchPlan.self),
            .json("tasks", [TaskDescription].self), .json("epoch", EpochPlan.self),
            .json("schedule", LearningRateSchedule.self),
            .json("weights", WeightSettings.self), .json("trial", Trial.self), model, optimizer,
        ] + ["examples", "opening", "selected", "dataset", "loader"].map(data) + [tokenizer]

    /// Storage for data that is read or encoded again when it is needed.
    private static func data(_ name: String) -> SlotStorage {
        .content(name) { (value: any ContentSource, hasher) in value.content { hasher.add($0) } }
    }

    private static let tokenizer = SlotStorage.content("tokenizer") { (tokenizer: any Tokenizer, hasher) in
        for text in tokenizer.content { hasher.add(text) }
    }

    private static let model = SlotStorage(
        "model", write: { try TrainingState.writeModel($0, to: $1) }, read: { try TrainingState.readModel($0) })

    private static let optimizer = SlotStorage(
        "optimizer", write: { try TrainingState.writeOptimizer($0, to: $1) },
        read: { try TrainingState.readOptimizer($0) })
}
