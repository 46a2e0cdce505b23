import Datasets
import Encoders
import Hardware
import Kernels
import Tasks

/// The training loop. An epoch takes the batches of all tasks one by one, each in one optimization step.
package final class Trainer {
    /// The result of one step, for the caller's display.
    package struct Report {
        /// The step, counted from 1 over all epochs, and below it the total number of steps at the end of this run.
        package var step: Int
        package var lastStep: Int
        package var epoch: Int
        package var task: String
        package var loss: Double
        /// Number of tokens in the batch, without padding.
        package var tokens: Int
        /// Set in the last step of an epoch.
        package var finishedEpoch: TrainingHistory.Epoch?
    }

    package let model: MultiTaskModel
    package let optimizer: AdamW
    package private(set) var history: TrainingHistory
    private let schedule: any LearningRateSchedule
    private let tasks: [TrainingTask]
    private let turns: any TurnRule
    private let weights: any WeightRule
    private let plan: BatchPlan
    private let maxGradientNorm: Double?
    private let padID: Int32

    /// - Parameters:
    ///   - history: empty for a new run. A loaded history continues after its last batch, also in the middle of an epoch.
    package init(
        model: MultiTaskModel, optimizer: AdamW, history: TrainingHistory, schedule: any LearningRateSchedule,
        tasks: [TrainingTask], turns: any TurnRule = RoundRobin(), weights: any WeightRule = FixedWeights(),
        plan: BatchPlan, maxGradientNorm: Double?, padID: Int32
    ) {
        self.model = model
        self.optimizer = optimizer
        self.history = history
        self.schedule = schedule
        self.tasks = tasks
        self.turns = turns
        self.weights = weights
        self.plan = plan
        self.maxGradientNorm = maxGradientNorm
        self.padID = padID
    }

    /// Number of steps in one epoch.
    package var stepsPerEpoch: Int { plan.batchCounts(tasks).reduce(0, +) }

    /// Bytes that the forward and backward pass of the largest batch take.
    private var activationBytes: Int {
        let room = plan.reservation(tasks)
        return model.makeArena(forTraining: true).byteCount(tokens: room.tokens, longest: room.longest)
    }

    /// Trains until this many epochs are done, including those of the history. So it completes a training that was stopped anywhere.
    ///
    /// - Parameter onStep: called after every step. If it throws an error, training ends after that step.
    /// - Throws: `TrainingError`. History and parameters are those after the last complete step.
    package func run(throughEpoch epochs: Int, onStep: (Report) throws -> Void) throws {
        let order = turns.turns(batchCounts: plan.batchCounts(tasks))
        guard !order.isEmpty else { throw TrainingError.nothingToTrain }
        guard optimizer.table == model.table else { throw TrainingError.otherOptimizer }
        let heads = try tasks.map { try head(of: $0) }
        try AvailableMemory.now.require(
            4 * model.parameterCount + activationBytes, for: "training with batches of \(plan.batchSize)",
            remedy: "Lower --batch-size or --max-length, take a smaller encoder, or allow more memory.")
        let step = OptimizationStep(model: model, optimizer: optimizer)
        let room = plan.reservation(tasks)
        step.arena.reserve(tokens: room.tokens, longest: room.longest)
        var batch = PackedBatch(tokenCapacity: room.tokens, sequenceCapacity: room.sequences)
        let key = RandomKey(history.randomKey)
        let firstEpoch = history.epochs.count
        let firstBatch = firstEpoch * order.count
        guard (firstBatch..<firstBatch + order.count).contains(history.batchCount) else {
            throw TrainingError.otherBatches(
                epochs: firstEpoch, batches: history.batchCount, perEpoch: order.count)
        }
        guard firstEpoch < epochs else { return }
        let lastStep = order.count * epochs
        guard lastStep <= schedule.totalSteps else {
            throw TrainingError.scheduleTooShort(
                steps: schedule.totalSteps, needed: lastStep, perEpoch: order.count)
        }
        // The limit prevents a huge reservation: no real training has this many steps.
        history.steps.reserveCapacity(min(lastStep, 1 << 20))

        var done = history.batchCount
        for epoch in firstEpoch..<epochs {
            let rows = tasks.map { exampleOrder($0, epoch: epoch, key: key) }
            let firstOfEpoch = history.epochs.last?.lastStep ?? 0
            for (index, turn) in order.enumerated().dropFirst(done - epoch * order.count) {
                PhaseClock.begin(0)
                let task = tasks[turn.task]
                let places = plan.places(batch: turn.batch, sequences: task.features.count)
                batch.fill(
                    from: task.features, rows: rows[turn.task][places], padding: plan.padding(for: task.maxLength),
                    padID: padID, usesTokenTypes: plan.usesTokenTypes)
                PhaseClock.end(.data, 0)
                let result = try take(
                    step, batch, head: heads[turn.task], task: task, done: done, epoch: epoch, key: key)
                done += 1
                if let result {
                    history.steps.append(
                        .init(task: turn.task, loss: Float(result.loss), gradientNorm: Float(result.gradientNorm)))
                } else {
                    history.skippedBatches += 1
                }
                let isLast = index == order.count - 1
                if isLast { history.epochs.append(history.epoch(from: firstOfEpoch)) }
                try onStep(
                    Report(
                        step: done, lastStep: lastStep, epoch: epoch + 1, task: task.name,
                        loss: result?.loss ?? .nan, tokens: batch.realTokenCount,
                        finishedEpoch: isLast ? history.epochs.last : nil))
            }
        }
    }

    /// The head that a task trains. Checks all examples of the task, so that the model refuses unusable ones before the first step.
    private func head(of task: TrainingTask) throws -> Int {
        guard history.tasks == tasks.map(\.name), let head = model.headIndex(task: task.name) else {
            throw TrainingError.otherTasks(
                model: model.heads.map(\.task), history: history.tasks, data: tasks.map(\.name))
        }
        let expected = try task.description.head()
        guard model.heads[head] == expected else {
            throw TaskError.otherHead(model: model.heads[head], data: expected)
        }
        if plan.usesTokenTypes, model.configuration.typeVocabularySize < 2 {
            throw ModelError.tokenTypeOutOfRange(type: 1, types: model.configuration.typeVocabularySize)
        }
        try task.validate(for: model, head: head, padding: plan.padding == .packed ? 0 : task.maxLength)
        return head
    }

    /// The order of a task's examples in an epoch. It depends only on (key, task, epoch).
    private func exampleOrder(_ task: TrainingTask, epoch: Int, key: RandomKey) -> [Int32] {
        plan.shuffles
            ? shuffledOrder(
                count: task.features.count, key: key.stream("order").stream(task.name).stream(epoch).bits)
            : (0..<Int32(task.features.count)).map { $0 }
    }

    private func take(
        _ step: OptimizationStep, _ batch: PackedBatch, head: Int, task: TrainingTask, done: Int, epoch: Int,
        key: RandomKey
    ) throws -> OptimizationStep.Outcome? {
        let dropout = DropoutPlan(key: key.stream("dropout").stream(done))
        let rate = optimizer.settings.learningRate * schedule.factor(step: done)
        do {
            return try batch.withInput { input in
                try batch.targets.withUnsafeBufferPointer { targets in
                    try step.run(
                        input, head: head, kind: task.kind, targets: targets, targetCount: batch.targetCount,
                        weight: Float(weights.weight(task: task.name, step: done)), learningRate: rate,
                        maxGradientNorm: maxGradientNorm, dropout: dropout)
                }
            }
        } catch let error as TrainingError {
            throw TrainingError.atStep(done + 1, epoch: epoch + 1, cause: error.description)
        }
    }
}
