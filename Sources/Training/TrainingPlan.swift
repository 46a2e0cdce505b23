import Datasets
import Encoders
import Kernels
import Tasks

/// The settings of the steps in a history. A continued training compares its own settings with them.
package struct TrainingPlan: Sendable, Equatable, Codable {
    package var batches: BatchPlan
    /// The rule by which tasks take turns. It is nil in a plan of an earlier version, which had only one rule.
    package var turns: String?
    /// Number of steps in an epoch. Nil in a plan of an earlier version.
    package var stepsPerEpoch: Int?
    /// Number of training sequences of each task.
    package var sequenceCounts: [Int]
    /// A digest of the training sequences of each task, with their targets. Nil in a plan of an earlier version.
    package var dataDigests: [String]?
    /// λ of each task's loss, with which a rule starts.
    package var weights: [Double]
    /// The rule that weighs the losses, with its numbers. Nil for fixed weights.
    package var balance: String?
    /// Nil when gradients are not clipped.
    package var maxGradientNorm: Double?
    /// The share of label smoothing. Nil for none.
    package var labelSmoothing: Double?
    package var schedule: LearningRateSchedule
    /// Nil for a training without validation.
    package var validation: ValidationPlan?
    package var precision: Precision
    package var seed: UInt64

    package init(
        batches: BatchPlan, turns: any TurnRule = RoundRobin(), tasks: [TrainingTask], dataDigests: [String]? = nil,
        weights: WeightSettings = WeightSettings(), maxGradientNorm: Double?,
        labelSmoothing: Double = 0, schedule: LearningRateSchedule, validation: ValidationPlan? = nil, seed: UInt64
    ) {
        self.batches = batches
        self.turns = turns.description
        stepsPerEpoch = turns.stepCount(batchCounts: batches.stepCounts(tasks))
        sequenceCounts = tasks.map(\.features.count)
        self.dataDigests = dataDigests
        self.weights = weights.weights(of: tasks.map(\.name))
        balance = weights.rule == FixedWeights.name ? nil : weights.summary
        self.maxGradientNorm = maxGradientNorm
        self.labelSmoothing = labelSmoothing > 0 ? labelSmoothing : nil
        self.schedule = schedule
        self.validation = validation
        precision = .current
        self.seed = seed
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        batches = try container.decode(BatchPlan.self, forKey: .batches)
        turns = try container.decodeIfPresent(String.self, forKey: .turns)
        stepsPerEpoch = try container.numberIfPresent(Int.self, forKey: .stepsPerEpoch, in: 1...1 << 40)
        sequenceCounts = try container.decode([Int].self, forKey: .sequenceCounts)
        try container.check(sequenceCounts, forKey: .sequenceCounts, in: 0...1 << 40)
        dataDigests = try container.decodeIfPresent([String].self, forKey: .dataDigests)
        weights = try container.decode([Double].self, forKey: .weights)
        try container.check(weights, forKey: .weights, in: 0...1e6)
        balance = try container.decodeIfPresent(String.self, forKey: .balance)
        maxGradientNorm = try container.numberIfPresent(Double.self, forKey: .maxGradientNorm, in: 0...1e6)
        labelSmoothing = try container.numberIfPresent(Double.self, forKey: .labelSmoothing, in: 0...1.0.nextDown)
        schedule = try container.decode(LearningRateSchedule.self, forKey: .schedule)
        validation = try container.decodeIfPresent(ValidationPlan.self, forKey: .validation)
        precision = try container.decode(Precision.self, forKey: .precision)
        seed = try container.decode(UInt64.self, forKey: .seed)
    }

    /// One difference in words: what differs, what it was, and what it would be now.
    package struct Difference: Sendable, Equatable, CustomStringConvertible {
        package var what: String
        package var before: String
        package var now: String

        package var description: String { "\(what): \(before) then, \(now) now" }
    }

    /// The differences that change the batches of an epoch. A position in the old order of batches then has no meaning in the new order.
    package func otherBatches(than before: TrainingPlan, tasks: [String]) -> [Difference] {
        var found: [Difference] = []
        note("batch size", before.batches.batchSize, batches.batchSize, in: &found)
        note("batches a step", before.batches.accumulation, batches.accumulation, in: &found)
        let standard = RoundRobin().description
        note("turns of the tasks", before.turns ?? standard, turns ?? standard, in: &found)
        for (place, task) in tasks.enumerated() {
            let counts = [before, self].map { $0.sequenceCounts.indices.contains(place) ? $0.sequenceCounts[place] : 0 }
            note("\(TaskDescription.title(task)) sequences to train on", counts[0], counts[1], in: &found)
        }
        return found
    }

    /// The other differences. Training can continue, but ends with other bits than a training that was not stopped.
    package func otherSettings(than before: TrainingPlan, tasks: [String]) -> [Difference] {
        var found: [Difference] = []
        for (task, (old, new)) in zip(tasks, zip(before.dataDigests ?? [], dataDigests ?? [])) {
            note("digest of the \(TaskDescription.title(task)) sequences", old.prefix(8), new.prefix(8), in: &found)
        }
        note("seed", before.seed, seed, in: &found)
        note("shuffling", before.batches.shuffles, batches.shuffles, in: &found)
        note("padding", before.batches.padding.rawValue, batches.padding.rawValue, in: &found)
        note("token types", before.batches.usesTokenTypes, batches.usesTokenTypes, in: &found)
        note("precision", before.precision.rawValue, precision.rawValue, in: &found)
        note("schedule", before.schedule.shape.name, schedule.shape.name, in: &found)
        note("steps of the schedule", before.schedule.totalSteps, schedule.totalSteps, in: &found)
        note("warm-up steps", before.schedule.warmupSteps, schedule.warmupSteps, in: &found)
        note("weights of the losses", before.weights, weights, in: &found)
        note("balance", before.balance ?? FixedWeights.name, balance ?? FixedWeights.name, in: &found)
        note("label smoothing", before.labelSmoothing ?? 0, labelSmoothing ?? 0, in: &found)
        note("clipping", before.maxGradientNorm ?? 0, maxGradientNorm ?? 0, in: &found)
        return found
    }

    private func note<Value: Equatable>(
        _ what: String, _ before: Value, _ now: Value, in found: inout [Difference]
    ) {
        if before != now { found.append(Difference(what: what, before: "\(before)", now: "\(now)")) }
    }
}
