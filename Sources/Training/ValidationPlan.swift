/// When a training is validated, which model it keeps, and when it stops early.
package struct ValidationPlan: Sendable, Equatable, Codable {
    /// Number of steps between two validations. Nil for one at the end of each epoch.
    package var everySteps: Int?
    /// The scores whose sum decides which model is the best. Empty where the last model is kept.
    package var keep: [String]
    /// Number of validations without a better score after which training stops. Nil for never.
    package var patience: Int?

    package init(everySteps: Int? = nil, keep: [String] = [], patience: Int? = nil) {
        self.everySteps = everySteps
        self.keep = keep
        self.patience = patience
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        everySteps = try container.numberIfPresent(Int.self, forKey: .everySteps, in: 1...1 << 40)
        keep = try container.decode([String].self, forKey: .keep)
        patience = try container.numberIfPresent(Int.self, forKey: .patience, in: 1...1 << 40)
    }

    /// Whether there is a validation after this many steps.
    package func isDue(after step: Int, perEpoch: Int, last: Int) -> Bool {
        step > 0 && (step % (everySteps ?? perEpoch) == 0 || step == last)
    }

    /// The sum of the scores that decide.
    package func score(_ validation: TrainingHistory.Validation) -> Double {
        keep.reduce(0) { $0 + (validation.scores[$1] ?? 0) }
    }

    /// The first validation with the best score. Nil where the last model is kept.
    package func best(of validations: [TrainingHistory.Validation]) -> Int? {
        guard !keep.isEmpty, !validations.isEmpty else { return nil }
        return validations.indices.reduce(0) { score(validations[$1]) > score(validations[$0]) ? $1 : $0 }
    }

    /// Whether training stops after some validations.
    package func stops(after validations: [TrainingHistory.Validation]) -> Bool {
        guard let patience, let best = best(of: validations) else { return false }
        return validations.count - 1 - best >= patience
    }
}
