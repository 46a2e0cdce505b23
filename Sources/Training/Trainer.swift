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
        /// The task of each batch that the step took.
        package var tasks: [String]
        /// The loss of the step with its weights; not a number for a step without a label.
        package var loss: Double
        /// Number of tokens in the batches, without padding.
        package var tokens: Int
        /// Set in the last step of an epoch.
        package var finishedEpoch: TrainingHistory.Epoch?

        /// The tasks' names, each once.
        package var task: String {
            tasks.enumerated().filter { !tasks[..<$0].contains($1) }.map(\.element).joined(separator: " + ")
        }
    }

    package let model: MultiTaskModel
    package let optimizer: AdamW
    package private(set) var history: TrainingHistory
    private let schedule: LearningRateSchedule
    private let tasks: [TrainingTask]
    private let turns: any TurnRule
    private let weights: any WeightRule
    private let plan: BatchPlan
    private let maxGradientNorm: Double?
    private let labelSmoothing: Float
    private let padID: Int32

    /// - Parameters:
    ///   - history: empty for a new run. A loaded history continues after its last step, also in the middle of an epoch.
    ///   - labelSmoothing: the share of each label's weight that all labels divide among themselves, as in PyTorch's cross-entropy.
    ///   - weights: the rule that weighs the losses; each task counts the same by default.
    package init(
        model: MultiTaskModel, optimizer: AdamW, history: TrainingHistory, schedule: LearningRateSchedule,
        tasks: [TrainingTask], turns: any TurnRule = RoundRobin(), weights: (any WeightRule)? = nil,
        plan: BatchPlan, maxGradientNorm: Double?, labelSmoothing: Double = 0, padID: Int32
    ) {
        self.model = model
        self.optimizer = optimizer
        self.history = history
        self.schedule = schedule
        self.tasks = tasks
        self.turns = turns
        self.weights = weights ?? FixedWeights(WeightSettings(), tasks: tasks.map(\.name))
        self.plan = plan
        self.maxGradientNorm = maxGradientNorm
        self.labelSmoothing = Float(labelSmoothing)
        self.padID = padID
    }

    /// Number of steps in one epoch.
    package var stepsPerEpoch: Int { turns.stepCount(batchCounts: plan.stepCounts(tasks)) }

    /// Adds what a validation has found after the last step.
    package func record(_ validation: TrainingHistory.Validation) { history.validations.append(validation) }

    /// Notes which validation's model is kept.
    package func keep(_ validation: Int?) { history.kept = validation }

    /// Bytes that the gradients, and the forward and backward pass of the largest batch take.
    private var workingBytes: Int {
        let room = plan.reservation(tasks)
        let gradients = weights.needs.gradientCount(
            taskCount: tasks.count, turns: turns, accumulation: plan.accumulation)
        return 4 * model.parameterCount * gradients
            + model.makeArena(forTraining: true).byteCount(tokens: room.tokens, longest: room.longest)
    }

    /// Trains until this many epochs are done, including those of the history. So it completes a training that was stopped anywhere.
    ///
    /// - Parameter onStep: called after every step. If it throws an error, training ends after that step.
    /// - Throws: `TrainingError`. History and parameters are those after the last complete step.
    package func run(throughEpoch epochs: Int, onStep: (Report) throws -> Void) throws {
        let perEpoch = stepsPerEpoch
        guard perEpoch > 0 else { throw TrainingError.nothingToTrain }
        guard optimizer.table == model.table else { throw TrainingError.otherOptimizer }
        let heads = try tasks.map { try head(of: $0) }
        if tasks.count > 1, weights.needs.contains(.jointTurns), !turns.isJoint {
            throw TrainingError.needsJointTurns(rule: type(of: weights).name, turns: turns.name)
        }
        try AvailableMemory.now.require(
            workingBytes, for: "training with batches of \(plan.batchSize)",
            remedy: "Lower --batch-size or --max-length, take a smaller encoder, or allow more memory.")
        let room = plan.reservation(tasks)
        let firstEpoch = history.epochs.count
        let firstTurn = firstEpoch * perEpoch
        guard (firstTurn..<firstTurn + perEpoch).contains(history.batchCount) else {
            throw TrainingError.otherBatches(
                epochs: firstEpoch, batches: history.batchCount, perEpoch: perEpoch)
        }
        guard firstEpoch < epochs else { return }
        let lastStep = perEpoch * epochs
        guard lastStep <= schedule.totalSteps || !schedule.shape.endsAtZero else {
            throw TrainingError.scheduleTooShort(
                steps: schedule.totalSteps, needed: lastStep, perEpoch: perEpoch, shape: schedule.shape.name)
        }
        // The limit prevents a huge reservation: no real training has this many steps.
        history.steps.reserveCapacity(min(lastStep, 1 << 20))
        // A rule that the steps so far did not have begins here.
        let state = weights.start()
        if history.balance?.follows(from: state) != true { history.balance = state == BalanceState() ? nil : state }

        var work = StepWork(
            step: OptimizationStep(model: model, optimizer: optimizer), heads: heads, key: RandomKey(history.randomKey),
            data: TaskOrders(tasks: tasks, plan: plan, key: RandomKey(history.randomKey)),
            batch: PackedBatch(tokenCapacity: room.tokens, sequenceCapacity: room.sequences))
        work.step.arena.reserve(tokens: room.tokens, longest: room.longest)
        work.step.measuresSharedNorms = weights.needs.contains(.sharedGradientNorms)
        let counts = plan.stepCounts(tasks)
        func order(ofEpoch epoch: Int) -> [Turn] {
            turns.turns(batchCounts: counts, epoch: epoch, key: work.key.stream("turns"))
        }
        for epoch in 0..<firstEpoch { work.data.skip(order(ofEpoch: epoch)) }

        var done = history.batchCount
        for epoch in firstEpoch..<epochs {
            let order = order(ofEpoch: epoch)
            let firstOfEpoch = history.epochs.last?.lastStep ?? 0
            let first = done - epoch * perEpoch
            work.data.skip(order[..<first])
            for (index, turn) in order.enumerated().dropFirst(first) {
                let result = try take(turn, &work, done: done, epoch: epoch)
                done += 1
                if let step = result.step { history.steps.append(step) } else { history.skippedBatches += 1 }
                let isLast = index == order.count - 1
                if isLast { history.epochs.append(history.epoch(from: firstOfEpoch)) }
                try onStep(
                    Report(
                        step: done, lastStep: lastStep, epoch: epoch + 1, tasks: result.tasks,
                        loss: result.step.map { Double($0.loss) } ?? .nan, tokens: result.tokens,
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

    // MARK: A step

    /// What the steps of a run work with.
    private struct StepWork {
        let step: OptimizationStep
        let heads: [Int]
        /// The training's stream of random numbers.
        let key: RandomKey
        var data: TaskOrders
        var batch: PackedBatch
    }

    /// The batches of one task in a step.
    private struct TaskBatches {
        var task: Int
        var batches: [ArraySlice<Int32>]
        /// Number of targets that count in each batch.
        var targetCounts: [Int]

        var targetCount: Int { targetCounts.reduce(0, +) }
    }

    private func take(
        _ turn: Turn, _ work: inout StepWork, done: Int, epoch: Int
    ) throws -> (step: TrainingHistory.Step?, tasks: [String], tokens: Int) {
        PhaseClock.begin(0)
        var parts: [TaskBatches] = []
        var (names, tokens): ([String], Int) = ([], 0)
        for task in turn.tasks {
            var part = TaskBatches(task: task, batches: work.data.next(task), targetCounts: [])
            for rows in part.batches {
                fill(&work.batch, task, rows)
                part.targetCounts.append(work.batch.targetCount)
                names.append(tasks[task].name)
                tokens += work.batch.realTokenCount
            }
            if part.targetCount > 0 { parts.append(part) }
        }
        PhaseClock.end(.data, 0)
        guard !parts.isEmpty else { return (nil, names, tokens) }
        do {
            return (try learn(parts, &work, isFilled: names.count == 1, done: done, epoch: epoch), names, tokens)
        } catch let error as TrainingError {
            throw TrainingError.atStep(done + 1, epoch: epoch + 1, cause: error.description)
        }
    }

    private func fill(_ batch: inout PackedBatch, _ task: Int, _ rows: ArraySlice<Int32>) {
        let task = tasks[task]
        batch.fill(
            from: task.features, rows: rows, padding: plan.padding(for: task.maxLength), padID: padID,
            usesTokenTypes: plan.usesTokenTypes)
    }

    private func learn(
        _ parts: [TaskBatches], _ work: inout StepWork, isFilled: Bool, done: Int, epoch: Int
    ) throws -> TrainingHistory.Step {
        let needs = weights.needs
        let state = history.balance ?? BalanceState()
        let key = work.key.stream("dropout").stream(done)
        let rate = optimizer.settings.learningRate * schedule.factor(step: done)
        let keepsApart = needs.keepsGradients
        let lambdas = keepsApart ? [] : weights.weights(step: done, epoch: epoch, state: state)
        var observation = BalanceObservation(
            step: done, epoch: epoch, tasks: parts.map(\.task), losses: [],
            weights: parts.map { keepsApart ? 1 : lambdas[$0.task] }, key: work.key.stream("balance").stream(done))
        work.step.begin()
        for (index, part) in parts.enumerated() {
            observation.losses.append(
                try addGradient(
                    of: part, &work, weight: observation.weights[index],
                    isFilled: isFilled,
                    dropout: index == 0 ? key : key.stream("task").stream(index)))
            if needs.contains(.sharedGradientNorms) {
                observation.sharedGradientNorms.append(work.step.takeSharedNorm())
            }
            if keepsApart { work.step.keep() }
        }
        if keepsApart {
            if needs.contains(.gradientProducts) { observation.partProducts = work.step.keptProducts() }
            let weights = weights.weights(after: observation, state: state)
            observation.weights = weights.shared
            work.step.combine(weights)
        }
        let norm = try work.step.update(learningRate: rate, maxGradientNorm: maxGradientNorm)
        if needs.contains(.lossesAfterwards) {
            for (index, part) in parts.enumerated() {
                observation.lossesAfterwards.append(
                    try loss(of: part, &work, dropout: index == 0 ? key : key.stream("task").stream(index)))
            }
        }
        if let balance = history.balance {
            var state = balance
            weights.update(&state, with: observation)
            history.balance = state
        }
        return TrainingHistory.Step(
            parts: parts.indices.map {
                .init(
                    task: parts[$0].task, loss: observation.losses[$0], weight: Float(observation.weights[$0]))
            }, gradientNorm: Float(norm), learningRate: rate)
    }

    /// Adds the gradient of a task's batches to the step. Returns their loss without its weight.
    ///
    /// - Parameter isFilled: true if the work's batch is the task's only one already.
    private func addGradient(
        of part: TaskBatches, _ work: inout StepWork, weight: Double, isFilled: Bool, dropout: RandomKey
    ) throws -> Double {
        let (step, head, kind) = (work.step, work.heads[part.task], tasks[part.task].kind)
        return try mean(of: part, &work, isFilled: isFilled, dropout: dropout) { batch, share, dropout in
            try batch.withInput { input in
                try batch.targets.withUnsafeBufferPointer { targets in
                    try step.add(
                        input, head: head, kind: kind, targets: targets, targetCount: batch.targetCount,
                        weight: Float(weight * share), labelSmoothing: labelSmoothing, dropout: dropout)
                }
            }
        }
    }

    /// The loss of a task's batches with the parameters as they are.
    private func loss(of part: TaskBatches, _ work: inout StepWork, dropout: RandomKey) throws -> Double {
        let (step, head, kind) = (work.step, work.heads[part.task], tasks[part.task].kind)
        return try mean(of: part, &work, isFilled: false, dropout: dropout) { batch, _, dropout in
            try batch.withInput { input in
                batch.targets.withUnsafeBufferPointer { targets in
                    step.loss(
                        input, head: head, kind: kind, targets: targets, targetCount: batch.targetCount,
                        labelSmoothing: labelSmoothing, dropout: dropout)
                }
            }
        }
    }

    /// The mean over the labelled items of all batches of a task: each batch counts by its share of them.
    private func mean(
        of part: TaskBatches, _ work: inout StepWork, isFilled: Bool, dropout: RandomKey,
        _ loss: (_ batch: PackedBatch, _ share: Double, _ dropout: DropoutPlan) throws -> Double
    ) throws -> Double {
        if part.batches.count == 1 {
            if !isFilled { fill(&work.batch, part.task, part.batches[0]) }
            return try loss(work.batch, 1, DropoutPlan(key: dropout))
        }
        var total = 0.0
        for (index, rows) in part.batches.enumerated() where part.targetCounts[index] > 0 {
            fill(&work.batch, part.task, rows)
            let share = Double(part.targetCounts[index]) / Double(part.targetCount)
            let key = index == 0 ? dropout : dropout.stream("batch").stream(index)
            total += share * (try loss(work.batch, share, DropoutPlan(key: key)))
        }
        return total
    }
}
