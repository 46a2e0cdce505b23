import Datasets
import Encoders
import Tasks

/// A task for the training loop: its description, and its examples as tokens.
package struct TrainingTask: Sendable {
    package var description: TaskDescription
    package var kind: any TaskKind
    package var features: any SequenceFeatures
    /// Number of tokens in a padded sequence in `BatchPlan.PaddingMode.maxLength`.
    package var maxLength: Int

    package var name: String { description.name }

    package init<Kind: TaskKind>(_ description: TaskDescription, _ kind: Kind, features: Kind.Features, maxLength: Int)
    {
        self.description = description
        self.kind = kind
        self.features = features
        self.maxLength = maxLength
    }

    /// Encoded examples as a task to train.
    package init(_ examples: some EncodedExamples) {
        self.init(
            examples.task, examples.kind, features: examples.features, maxLength: examples.recipe.maxLength)
    }

    /// Throws when a token, a length, a label or a position is out of the model's range.
    ///
    /// - Parameter padding: the length to which each sequence is padded, or 0 for no padding.
    func validate(for model: MultiTaskModel, head: Int, padding: Int) throws {
        let configuration = model.configuration
        for id in features.inputIDs where id < 0 || Int(id) >= configuration.vocabularySize {
            throw ModelError.tokenOutOfRange(id: Int(id), vocabulary: configuration.vocabularySize)
        }
        let longest = max(padding, features.lengths.max().map(Int.init) ?? 0)
        guard longest <= configuration.maxSequenceLength else {
            throw ModelError.tooLong(tokens: longest, maximum: configuration.maxSequenceLength)
        }
        for row in 0..<features.count where !features.hasTargets(of: row, within: model.heads[head].outputs) {
            throw TrainingError.target(task: name, row: row)
        }
    }
}

extension BatchPlan {
    /// Number of batches in an epoch, for each task.
    package func batchCounts(_ tasks: [TrainingTask]) -> [Int] {
        tasks.map { batchCount(sequences: $0.features.count) }
    }

    /// Number of steps that each task's batches make if nobody else has a turn: of several batches each where gradients are accumulated.
    package func stepCounts(_ tasks: [TrainingTask]) -> [Int] { tasks.map { stepCount(sequences: $0.features.count) } }

    /// The same for a number of sequences.
    package func stepCount(sequences: Int) -> Int {
        (batchCount(sequences: sequences) + accumulation - 1) / accumulation
    }

    /// The size of the arena that the largest batch of any task needs, in any order of the examples.
    package func reservation(_ tasks: [TrainingTask]) -> (tokens: Int, sequences: Int, longest: Int) {
        var room = (tokens: 0, sequences: 0, longest: 0)
        for task in tasks {
            let lengths = task.features.lengths.map { paddedLength(Int($0), maxLength: task.maxLength) }
                .sorted(by: >).prefix(batchSize)
            room.tokens = max(room.tokens, lengths.reduce(0, +))
            room.sequences = max(room.sequences, lengths.count)
            room.longest = max(room.longest, lengths.first ?? 0)
        }
        return room
    }
}
