import Datasets
import Encoders
import Execution
import Tokenization
import Training

/// The slots of this practical, by name and type.
enum Slots {
    static let session = Slot<SessionSettings>("session")
    static let nerCorpus = Slot<NERCorpus>("corpus(ner)")
    static let qaCorpus = Slot<QACorpus>("corpus(qa)")
    static let labels = Slot<NERLabels>("labels(ner)")
    static let tokenizer = Slot<any Tokenizer>("tokenizer")
    static let nerRecipe = Slot<EncodingRecipe>("recipe(ner)")
    static let qaRecipe = Slot<EncodingRecipe>("recipe(qa)")
    static let nerSelection = Slot<Selection>("selection(ner)")
    static let qaSelection = Slot<Selection>("selection(qa)")
    static let nerDataset = Slot<SplitFeatures<NERFeatures>>("dataset(ner)")
    static let qaDataset = Slot<SplitFeatures<QAFeatures>>("dataset(qa)")
    static let batches = Slot<BatchPlan>("batches")
    static let model = Slot<MultiTaskModel>("model")
    static let optimizer = Slot<AdamW>("optimizer")
    static let schedule = Slot<LinearSchedule>("schedule")
    static let weights = Slot<LossWeights>("weights")
    static let history = Slot<TrainingHistory>("history")
    static let nerMetrics = Slot<[String: Double]>("metrics(ner)")
    static let qaMetrics = Slot<[String: Double]>("metrics(qa)")

    /// One slot a folder, so that a checkpoint is read as it was written in the same run.
    static func checkpoint(_ path: String) -> Slot<SavedCheckpoint> { Slot("checkpoint(\(path))") }
}

/// What `session` sets: the seed of all random numbers, and how many threads work.
struct SessionSettings: Sendable, Equatable {
    var seed: UInt64
    var threads: Int
}

/// Sentences and where they come from.
struct NERCorpus: Sendable {
    var train: [NERExample]
    var validation: [NERExample]
    var source: String
}

/// Questions and where they come from.
struct QACorpus: Sendable {
    var train: [QAExample]
    var validation: [QAExample]
    var source: String
}

/// How a task's examples become tokens: kept until `dataset` applies it to what was selected.
struct EncodingRecipe: Sendable, Equatable, Codable {
    var maxLength: Int
    /// Tokens that neighbouring windows share; QA only.
    var docStride: Int
}

/// How many examples of each split take part, from the first on.
struct Selection: Sendable, Equatable, Codable {
    var train: Int
    var validation: Int
}

/// Encoded examples of both splits.
struct SplitFeatures<Features: SequenceFeatures>: Sendable {
    var train: Features
    var validation: Features
}

/// λ of each task's loss. Fixed for now: a rule that changes them belongs here.
struct LossWeights: Sendable, Equatable, Codable {
    var ner: Double
    var qa: Double
}

/// A checkpoint's folder and how it answered when it was written.
struct SavedCheckpoint: Sendable, Equatable, Codable {
    /// As the notebook names it: a relative one starts beside the report.
    var folder: String
    /// Logits of a fixed sentence on both heads: what loading must give again, to the bit.
    var probe: [Float]

    func path(in outputFolder: String) -> String { folder.hasPrefix("/") ? folder : "\(outputFolder)/\(folder)" }
}

/// The two tasks of this practical.
enum Task: String, CaseIterable, Sendable {
    case ner
    case qa

    /// As a heading writes it.
    var title: String { rawValue.uppercased() }

    var corpus: SlotName { self == .ner ? Slots.nerCorpus.name : Slots.qaCorpus.name }
    var recipeSlot: Slot<EncodingRecipe> { self == .ner ? Slots.nerRecipe : Slots.qaRecipe }
    var selectionSlot: Slot<Selection> { self == .ner ? Slots.nerSelection : Slots.qaSelection }
    var dataset: SlotName { self == .ner ? Slots.nerDataset.name : Slots.qaDataset.name }
}

/// The two splits that are used.
enum Split: String, CaseIterable, Sendable {
    case train
    case validation
}
