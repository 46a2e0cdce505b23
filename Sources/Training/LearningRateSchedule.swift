import Foundation

/// The factor of the learning rate in each step: a shape, the steps that warm up, and the steps that it spans.
package struct LearningRateSchedule: Sendable, Equatable {
    package var shape: ScheduleShape
    package var warmupSteps: Int
    package var totalSteps: Int

    package init(_ shape: ScheduleShape = .linear, warmupSteps: Int, totalSteps: Int) {
        self.shape = shape
        self.warmupSteps = shape.hasWarmup ? warmupSteps : 0
        self.totalSteps = totalSteps
    }

    /// The factor of step `step`, counted from 0. With a warm-up, that of the first step is 0.
    package func factor(step: Int) -> Double {
        if step < warmupSteps { return Double(step) / Double(max(1, warmupSteps)) }
        return shape.factor(step, warmupSteps, totalSteps)
    }

    /// The schedule of another number of steps, with the same share of warm-up.
    package func spanning(_ steps: Int) -> LearningRateSchedule {
        let share = Double(warmupSteps) / Double(max(1, totalSteps))
        return LearningRateSchedule(shape, warmupSteps: Int((share * Double(steps)).rounded()), totalSteps: steps)
    }
}

/// The form of a schedule after its warm-up. Each is a scheduler of transformers.
package struct ScheduleShape: Sendable, Equatable {
    /// Its name in a notebook.
    package let name: String
    package let hasWarmup: Bool
    /// Whether the factor is 0 at the last step and after it.
    package let endsAtZero: Bool
    /// The factor in a step after the warm-up, from the step, the warm-up's steps and all steps.
    fileprivate let factor: @Sendable (_ step: Int, _ warmupSteps: Int, _ totalSteps: Int) -> Double

    package static func == (left: ScheduleShape, right: ScheduleShape) -> Bool { left.name == right.name }

    /// `get_linear_schedule_with_warmup`: a straight line down to 0.
    package static let linear = ScheduleShape(name: "linear", hasWarmup: true, endsAtZero: true) {
        max(0, Double($2 - $0) / Double(max(1, $2 - $1)))
    }

    /// `get_cosine_schedule_with_warmup`: half a wave of a cosine down to 0.
    package static let cosine = ScheduleShape(name: "cosine", hasWarmup: true, endsAtZero: true) {
        let progress = Double($0 - $1) / Double(max(1, $2 - $1))
        return max(0, 0.5 * (1 + cos(.pi * progress)))
    }

    /// `get_constant_schedule`.
    package static let constant = ScheduleShape(name: "constant", hasWarmup: false, endsAtZero: false) { _, _, _ in 1 }

    /// `get_constant_schedule_with_warmup`.
    package static let constantWithWarmup = ScheduleShape(
        name: "constant-with-warmup", hasWarmup: true, endsAtZero: false
    ) { _, _, _ in 1 }

    /// All shapes.
    package static let all = [linear, cosine, constant, constantWithWarmup]

    package static func named(_ name: String) -> ScheduleShape? { all.first { $0.name == name } }
}

/// A file of a linear schedule does not name its shape, as in earlier versions, which had no other.
extension LearningRateSchedule: Codable {
    private enum CodingKeys: String, CodingKey { case shape, warmupSteps, totalSteps }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let name = try container.decodeIfPresent(String.self, forKey: .shape) ?? ScheduleShape.linear.name
        guard let shape = ScheduleShape.named(name) else {
            throw DecodingError.dataCorruptedError(
                forKey: .shape, in: container, debugDescription: "there is no schedule '\(name)'")
        }
        self.init(
            shape, warmupSteps: try container.number(Int.self, forKey: .warmupSteps, in: 0...1 << 40),
            totalSteps: try container.number(Int.self, forKey: .totalSteps, in: 0...1 << 40))
        guard self.warmupSteps <= self.totalSteps else {
            throw DecodingError.dataCorruptedError(
                forKey: .warmupSteps, in: container,
                debugDescription: "it is \(self.warmupSteps), more than the \(self.totalSteps) steps of the schedule")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        if shape != .linear { try container.encode(shape.name, forKey: .shape) }
        try container.encode(warmupSteps, forKey: .warmupSteps)
        try container.encode(totalSteps, forKey: .totalSteps)
    }
}
