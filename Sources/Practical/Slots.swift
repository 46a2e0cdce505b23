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
    /// The tasks that `batches` names, in the order of their turns: those that the model has heads for.
    static let tasks = Slot<[TaskDescription]>("tasks")
    static let epoch = Slot<EpochPlan>("epoch")
    static let loader = Slot<TrainingData>("loader")
    static let model = Slot<MultiTaskModel>("model")
    static let optimizer = Slot<AdamW>("optimizer")
    static let schedule = Slot<LinearSchedule>("schedule")
    static let weights = Slot<FixedWeights>("weights")
    static let history = Slot<TrainingHistory>("history")

    /// One slot a folder, so that a checkpoint is read as it was written in the same run.
    static func checkpoint(_ path: String) -> Slot<SavedCheckpoint> { Slot("checkpoint(\(path))") }

    // MARK: Of a task

    static func task(_ name: TaskName) -> Slot<TaskDescription> { Slot("task(\(name))") }
    static func recipe(_ name: TaskName) -> Slot<EncodingRecipe> { Slot("recipe(\(name))") }
    /// How many examples were selected.
    static func selection(_ name: TaskName) -> Slot<Selection> { Slot("selection(\(name))") }
    static func metrics(_ name: TaskName) -> Slot<[Metric]> { Slot("metrics(\(name))") }

    // MARK: Of a task, by split

    /// All that the file has.
    static func examples<Kind: TaskKind>(_ name: TaskName, _ split: Split, _ kind: Kind) -> Slot<
        TaskSplit<Kind.Example>
    > {
        Slot(examplesName(name, split).rawValue)
    }

    /// The first of them, so that what shows these does not depend on all others.
    static func opening<Kind: TaskKind>(_ name: TaskName, _ kind: Kind) -> Slot<TaskSplit<Kind.Example>> {
        Slot(openingName(name).rawValue)
    }

    static func selected<Kind: TaskKind>(_ name: TaskName, _ split: Split, _ kind: Kind) -> Slot<
        TaskSplit<Kind.Example>
    > {
        Slot(selectedName(name, split).rawValue)
    }

    static func dataset<Kind: TaskKind>(_ name: TaskName, _ split: Split, _ kind: Kind) -> Slot<Kind.Features> {
        Slot(datasetName(name, split).rawValue)
    }

    static func examplesName(_ name: TaskName, _ split: Split) -> SlotName { SlotName("examples(\(name), \(split))") }
    static func openingName(_ name: TaskName) -> SlotName { SlotName("opening(\(name))") }
    static func selectedName(_ name: TaskName, _ split: Split) -> SlotName { SlotName("selected(\(name), \(split))") }
    static func datasetName(_ name: TaskName, _ split: Split) -> SlotName { SlotName("dataset(\(name), \(split))") }

    /// Examples in `opening`: what `encode` can preview and `show` can show without the others.
    static let openingCount = 1_000
}

/// What `session` sets: the seed of all random numbers, and how many threads work.
struct SessionSettings: Sendable, Equatable {
    var seed: UInt64
    var threads: Int
}

/// How many examples of each split take part, from the first on.
struct Selection: Sendable, Equatable, Codable {
    var train: Int
    var validation: Int
}

/// What an epoch consists of.
struct EpochPlan: Sendable, Equatable, Codable {
    /// The rule by which tasks take turns.
    var turns: String
    /// Batches by task.
    var batchCounts: [Int]

    var steps: Int { batchCounts.reduce(0, +) }

    /// The rule itself. Throws when this version has none of that name.
    func rule() throws -> any TurnRule {
        guard let rule = TurnRules.named(turns) else {
            throw CommandFailure(
                "'\(turns)' is no way to take turns that this version has",
                remedy: "Name one of \(TurnRules.all.map(\.name).joined(separator: ", ")) in 'batches'.")
        }
        return rule
    }
}

/// What is trained on.
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

/// A checkpoint's folder and how it answered when it was written.
struct SavedCheckpoint: Sendable, Equatable, Codable {
    /// As the notebook names it: a relative one starts beside the report.
    var folder: String
    /// Logits of a fixed sentence on every head: what loading must give again, to the bit.
    var probe: [Float]

    func path(in outputFolder: String) -> String { folder.hasPrefix("/") ? folder : "\(outputFolder)/\(folder)" }
}

/// The two splits that are used.
enum Split: String, CaseIterable, Sendable, CustomStringConvertible {
    case train
    case validation

    var description: String { rawValue }
}
