import Datasets
import Encoders
import Execution
import Outputs
import Tasks
import Tokenization
import Training

/// The slots of this practical, by name and type.
enum Slots {
    static let session = Slot<SessionSettings>("session")
    static let tokenizer = Slot<any Tokenizer>("tokenizer")
    static let batches = Slot<BatchPlan>("batches")
    /// The tasks that `batches` names, in the order of their turns. The model has heads for them.
    static let tasks = Slot<[TaskDescription]>("tasks")
    static let epoch = Slot<EpochPlan>("epoch")
    static let loader = Slot<TrainingData>("loader")
    static let model = Slot<MultiTaskModel>("model")
    /// How the model was before any training.
    static let initial = Slot<InitialModel>("initial")
    static let optimizer = Slot<AdamW>("optimizer")
    static let schedule = Slot<LearningRateSchedule>("schedule")
    static let weights = Slot<WeightSettings>("weights")
    static let history = Slot<TrainingHistory>("history")

    /// There is one slot per folder, so that a checkpoint is read only after the same run has written it.
    static func checkpoint(_ path: String) -> Slot<SavedCheckpoint> { Slot("checkpoint(\(path))") }

    /// What `trial` has kept of a training.
    static func trial(_ name: TrialName) -> Slot<Trial> { Slot("trial(\(name))") }

    // MARK: Of a task

    static func task(_ name: TaskName) -> Slot<TaskDescription> { Slot("task(\(name))") }
    /// What the notebook calls the task's data.
    static func source(_ name: some CustomStringConvertible) -> Slot<DataName> { Slot("source(\(name))") }
    static func recipe(_ name: TaskName) -> Slot<EncodingRecipe> { Slot("recipe(\(name))") }
    /// The number of selected examples.
    static func selection(_ name: TaskName) -> Slot<Selection> { Slot("selection(\(name))") }
    /// What was predicted for the validation split, and what each example contributes to the metrics.
    static func predictions(_ name: TaskName) -> Slot<ScoredPredictions> { Slot("\(predictionsBase)(\(name))") }
    static let predictionsBase = "predictions"
    static func metrics(_ name: TaskName) -> Slot<[Metric]> { Slot("metrics(\(name))") }
    /// The scores of a model that learnt this task alone.
    static func baseline(_ name: TaskName) -> Slot<ModelScores> { Slot("baseline(\(name))") }

    // MARK: Of a task, by split

    /// All examples of the file.
    static func examples<Kind: TaskKind>(_ name: TaskName, _ split: Split, _ kind: Kind) -> Slot<
        TaskSplit<Kind.Example>
    > {
        Slot(examplesName(name, split).rawValue)
    }

    /// The first examples, so that a command that shows these does not depend on all the others.
    static func opening<Kind: TaskKind>(_ name: TaskName, _ kind: Kind) -> Slot<TaskSplit<Kind.Example>> {
        Slot(openingName(name).rawValue)
    }

    static func selected<Kind: TaskKind>(_ name: TaskName, _ split: Split, _ kind: Kind) -> Slot<
        TaskSplit<Kind.Example>
    > {
        Slot(selectedName(name, split).rawValue)
    }

    /// What `dataset` encoded.
    static func dataset(_ name: some CustomStringConvertible, _ split: Split) -> Slot<any EncodedExamples> {
        Slot("dataset(\(name), \(split))")
    }

    static func examplesName(_ name: TaskName, _ split: Split) -> SlotName { SlotName("examples(\(name), \(split))") }
    static func openingName(_ name: TaskName) -> SlotName { SlotName("opening(\(name))") }
    static func selectedName(_ name: TaskName, _ split: Split) -> SlotName { SlotName("selected(\(name), \(split))") }

    /// Number of examples in `opening`: those that `encode` and `show` can show without the others.
    static let openingCount = 1_000
}

/// The settings of `session`: the seed of all random numbers, and the number of threads.
struct SessionSettings: Sendable, Equatable {
    var seed: UInt64
    var threads: Int
}

/// The name of a data set in a notebook. Nil for files, whose names say nothing about what is in them.
struct DataName: Sendable, Equatable, Codable {
    var name: String?
}

/// How many examples of each split are used, beginning with the first.
struct Selection: Sendable, Equatable, Codable {
    var train: Int
    var validation: Int
}

/// The composition of an epoch.
struct EpochPlan: Sendable, Equatable, Codable {
    /// The rule by which tasks take turns.
    var turns: String
    /// The temperature of a rule that has one.
    var temperature: Double?
    /// Number of batches of each task, or of groups of batches where gradients are accumulated.
    var batchCounts: [Int]

    /// Number of steps in an epoch.
    func steps() throws -> Int { try rule().stepCount(batchCounts: batchCounts) }

    /// The rule itself. Throws if this version has no rule of this name.
    func rule() throws -> any TurnRule {
        guard let rule = TurnRules.named(turns, temperature: temperature ?? TurnRules.temperature) else {
            throw CommandFailure(
                "'\(turns)' is no way to take turns that this version has",
                remedy: "Name one of \(TurnRules.names.joined(separator: ", ")) in 'batches'.")
        }
        return rule
    }
}

/// The training data.
struct TrainingData: ContentSource {
    var tasks: [TrainingTask]

    func content(_ add: (UnsafeRawBufferPointer) -> Void) {
        tasks.count.content(add)
        for task in tasks {
            for text in [task.name, task.description.kind] + task.description.labels { text.content(add) }
            task.maxLength.content(add)
            task.features.content(add)
        }
    }
}

/// A checkpoint's folder, and the model's logits at the time when it was written.
struct SavedCheckpoint: Sendable, Equatable, Codable {
    /// The folder's name in the notebook. A relative one is relative to the report's folder.
    var folder: String
    /// Logits of a fixed sentence from every head. The loaded model must give the same bits.
    var probe: [Float]

    func path(in outputFolder: String) -> String { folder.hasPrefix("/") ? folder : "\(outputFolder)/\(folder)" }
}

/// The two splits that the program uses.
enum Split: String, CaseIterable, Sendable, CustomStringConvertible {
    case train
    case validation

    var description: String { rawValue }
}
