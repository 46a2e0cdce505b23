/// The record of a training, step by step and epoch by epoch. Together with the optimizer's state it is enough to continue.
package struct TrainingHistory: Sendable, Equatable, Codable {
    /// One optimization step.
    package struct Step: Sendable, Equatable {
        /// The tasks of the step with their losses: one task, or several in joint turns.
        package var parts: [Part]
        /// The gradient's norm before clipping.
        package var gradientNorm: Float
        /// The learning rate that the schedule gave it. Nil in a history of an earlier version.
        package var learningRate: Double?

        package init(parts: [Part], gradientNorm: Float, learningRate: Double?) {
            self.parts = parts
            self.gradientNorm = gradientNorm
            self.learningRate = learningRate
        }

        /// The loss of the step: the sum of its tasks' losses times their weights.
        package var loss: Float { parts.count == 1 ? parts[0].weighted : parts.reduce(0) { $0 + $1.weighted } }
    }

    /// One task in a step.
    package struct Part: Sendable, Equatable {
        /// Index into `tasks`.
        package var task: Int
        /// The loss as it is.
        package var loss: Double
        /// The weight λ by which it was multiplied.
        package var weight: Float

        package init(task: Int, loss: Double, weight: Float) {
            self.task = task
            self.loss = loss
            self.weight = weight
        }

        /// The loss times its weight.
        package var weighted: Float { Float(loss * Double(weight)) }
    }

    /// Means over an epoch's steps of losses times their weights. Each step counts the same, as in the Python notebook.
    package struct Epoch: Sendable, Equatable, Codable {
        /// The mean of the steps' losses.
        package var total: Double
        /// The mean of each task; 0 for a task without a batch.
        package var losses: [Double]
        /// Number of steps at the end of the epoch.
        package var lastStep: Int
    }

    /// What the model was worth on data that it does not learn from, at one time in the training.
    package struct Validation: Sendable, Equatable, Codable {
        /// Number of turns before it.
        package var step: Int
        /// The mean loss of each task over its labelled items, without weights and label smoothing. Nil where nothing is labelled.
        package var losses: [Double?]
        /// The scores, by their names: `ner.f1`.
        package var scores: [String: Double]

        package init(step: Int, losses: [Double?], scores: [String: Double]) {
            self.step = step
            self.losses = losses
            self.scores = scores
        }
    }

    /// Names of the tasks, in their order.
    package var tasks: [String]
    /// The stream of random numbers that the first step began. A continued training uses the same one.
    package var randomKey: UInt64
    package var steps: [Step] = []
    package var epochs: [Epoch] = []
    /// Number of turns that were left out because their batches have no label.
    package var skippedBatches = 0
    /// What the rule that weighs the losses remembers. Nil for a rule without state.
    package var balance: BalanceState?
    package var validations: [Validation] = []
    /// The validation whose model was kept. Nil for the model of the last step.
    package var kept: Int?

    /// The plan of its steps. It is nil in a history that an earlier version of this program wrote.
    package var plan: TrainingPlan?

    /// The total number of turns, including those without a label: the position in the order of the data.
    package var batchCount: Int { steps.count + skippedBatches }

    /// The digest of the sequences of a task that were trained on. Nil where it is not known.
    package func dataDigest(of task: String) -> String? {
        guard let place = tasks.firstIndex(of: task), let digests = plan?.dataDigests else { return nil }
        return digests.indices.contains(place) ? digests[place] : nil
    }

    package init(tasks: [String], randomKey: UInt64) {
        self.tasks = tasks
        self.randomKey = randomKey
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        tasks = try container.decode([String].self, forKey: .tasks)
        randomKey = try container.decode(UInt64.self, forKey: .randomKey)
        steps = try container.decode([Step].self, forKey: .steps)
        epochs = try container.decode([Epoch].self, forKey: .epochs)
        skippedBatches = try container.decode(Int.self, forKey: .skippedBatches)
        balance = try container.decodeIfPresent(BalanceState.self, forKey: .balance)
        validations = try container.decodeIfPresent([Validation].self, forKey: .validations) ?? []
        kept = try container.decodeIfPresent(Int.self, forKey: .kept)
        plan = try container.decodeIfPresent(TrainingPlan.self, forKey: .plan)
        if let flaw {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: flaw))
        }
        restoreWeights()
    }

    /// Earlier versions wrote a step's loss times its weight, and the weights in the plan alone. A loss with the weight 0 is not known.
    private mutating func restoreWeights() {
        guard let weights = plan?.weights, weights.count == tasks.count else { return }
        for index in steps.indices where steps[index].learningRate == nil {
            for part in steps[index].parts.indices {
                let weight = Float(weights[steps[index].parts[part].task])
                guard weight > 0 else { continue }
                steps[index].parts[part].weight = weight
                steps[index].parts[part].loss /= Double(weight)
            }
        }
    }

    /// A contradiction between steps and epochs, or nil when there is none.
    private var flaw: String? {
        if tasks.isEmpty || Set(tasks).count < tasks.count { return "its tasks do not have different names" }
        for (place, step) in steps.enumerated() {
            if step.parts.isEmpty { return "step \(place + 1) is of no task" }
            for part in step.parts {
                if !tasks.indices.contains(part.task) {
                    return "step \(place + 1) is of task \(part.task), which does not exist"
                }
                if !part.loss.isFinite || !part.weight.isFinite || !part.weighted.isFinite {
                    return "the loss of step \(place + 1), \(part.loss) times \(part.weight), is too large"
                }
            }
            if !step.gradientNorm.isFinite || step.learningRate?.isFinite == false {
                return "the gradient's norm or the learning rate of step \(place + 1) is not finite"
            }
        }
        var last = 0
        for (place, epoch) in epochs.enumerated() {
            if epoch.losses.count != tasks.count { return "epoch \(place + 1) has \(epoch.losses.count) losses" }
            if epoch.lastStep < last || epoch.lastStep > steps.count {
                return "epoch \(place + 1) ends with step \(epoch.lastStep), of \(steps.count)"
            }
            last = epoch.lastStep
        }
        var before = -1
        for (place, validation) in validations.enumerated() {
            if validation.losses.count != tasks.count || validation.step <= before || validation.step > 1 << 40 {
                return "validation \(place + 1) does not fit the others"
            }
            before = validation.step
        }
        if let kept, !validations.indices.contains(kept) { return "it kept validation \(kept), which is not there" }
        if !(0...1 << 40).contains(skippedBatches) { return "it counts \(skippedBatches) batches that were left out" }
        guard let plan else { return nil }
        for (what, count) in [
            ("numbers of sequences", plan.sequenceCounts.count), ("weights", plan.weights.count),
            ("digests of sequences", plan.dataDigests?.count ?? tasks.count),
        ] where count != tasks.count {
            return "its plan has \(count) \(what) for \(Set(tasks).count) tasks"
        }
        return nil
    }

    private enum CodingKeys: String, CodingKey {
        case tasks, randomKey, steps, epochs, skippedBatches, balance, validations, kept, plan
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(tasks, forKey: .tasks)
        try container.encode(randomKey, forKey: .randomKey)
        try container.encode(steps, forKey: .steps)
        try container.encode(epochs, forKey: .epochs)
        try container.encode(skippedBatches, forKey: .skippedBatches)
        try container.encodeIfPresent(balance, forKey: .balance)
        if !validations.isEmpty { try container.encode(validations, forKey: .validations) }
        try container.encodeIfPresent(kept, forKey: .kept)
        try container.encodeIfPresent(plan, forKey: .plan)
    }

    /// The means of the steps from `first` on.
    func epoch(from first: Int) -> Epoch {
        var sums = [Double](repeating: 0, count: tasks.count)
        var counts = [Int](repeating: 0, count: tasks.count)
        for step in steps[first...] {
            for part in step.parts {
                sums[part.task] += Double(part.weighted)
                counts[part.task] += 1
            }
        }
        let count = steps.count - first
        return Epoch(
            total: count == 0 ? 0 : sums.reduce(0, +) / Double(count),
            losses: zip(sums, counts).map { $1 == 0 ? 0 : $0 / Double($1) }, lastStep: steps.count)
    }

    /// The steps of an epoch, counted from 0, as places in `steps`.
    package func steps(ofEpoch epoch: Int) -> Range<Int> {
        guard epochs.indices.contains(epoch) else { return 0..<0 }
        return (epoch == 0 ? 0 : epochs[epoch - 1].lastStep)..<epochs[epoch].lastStep
    }
}

/// A step of one task is written without a list, as earlier versions wrote it.
extension TrainingHistory.Step: Codable {
    private enum CodingKeys: String, CodingKey { case task, loss, weight, parts, gradientNorm, learningRate }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if container.contains(.parts) {
            parts = try container.decode([TrainingHistory.Part].self, forKey: .parts)
        } else {
            parts = [try TrainingHistory.Part(from: decoder)]
        }
        gradientNorm = try container.decode(Float.self, forKey: .gradientNorm)
        learningRate = try container.decodeIfPresent(Double.self, forKey: .learningRate)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        if parts.count == 1 { try parts[0].encode(to: encoder) } else { try container.encode(parts, forKey: .parts) }
        try container.encode(gradientNorm, forKey: .gradientNorm)
        try container.encodeIfPresent(learningRate, forKey: .learningRate)
    }
}

extension TrainingHistory.Part: Codable {
    private enum CodingKeys: String, CodingKey { case task, loss, weight }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        task = try container.decode(Int.self, forKey: .task)
        if let weight = try container.decodeIfPresent(Float.self, forKey: .weight) {
            loss = try container.decode(Double.self, forKey: .loss)
            self.weight = weight
        } else {
            // Of an earlier version, whose losses are rounded to `Float`. `restoreWeights` finds the weight.
            loss = Double(try container.decode(Float.self, forKey: .loss))
            weight = 1
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(task, forKey: .task)
        try container.encode(loss, forKey: .loss)
        try container.encode(weight, forKey: .weight)
    }
}
