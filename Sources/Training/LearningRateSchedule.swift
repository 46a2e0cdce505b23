/// The factor of the learning rate in each step.
package protocol LearningRateSchedule: Sendable {
    /// The number of steps in the schedule. After them the factor is 0.
    var totalSteps: Int { get }
    /// The factor of step `step`, counted from 0.
    func factor(step: Int) -> Double
}

/// transformers' `get_linear_schedule_with_warmup`: rises from 0 during the warm-up, then falls to 0. The first step's learning rate is 0.
package struct LinearSchedule: LearningRateSchedule, Equatable, Codable {
    package var warmupSteps: Int
    package var totalSteps: Int

    package init(warmupSteps: Int, totalSteps: Int) {
        self.warmupSteps = warmupSteps
        self.totalSteps = totalSteps
    }

    package func factor(step: Int) -> Double {
        if step < warmupSteps { return Double(step) / Double(max(1, warmupSteps)) }
        return max(0, Double(totalSteps - step) / Double(max(1, totalSteps - warmupSteps)))
    }
}
