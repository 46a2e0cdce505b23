/// transformers' `get_linear_schedule_with_warmup`: up from 0 over the warm-up, then down to 0. The first step's learning rate is 0.
package struct LinearSchedule: Sendable, Equatable, Codable {
    package var warmupSteps: Int
    package var totalSteps: Int

    package init(warmupSteps: Int, totalSteps: Int) {
        self.warmupSteps = warmupSteps
        self.totalSteps = totalSteps
    }

    /// What the base learning rate is multiplied by in step `step`, counted from 0.
    package func factor(step: Int) -> Double {
        if step < warmupSteps { return Double(step) / Double(max(1, warmupSteps)) }
        return max(0, Double(totalSteps - step) / Double(max(1, totalSteps - warmupSteps)))
    }
}
