import Outputs
import Training

extension TrainingHistory {
    /// What is known of each step, from an epoch on.
    ///
    /// A learning rate is known only where every batch gave a step: the schedule counts batches, and those without a label are
    /// not in the history one by one.
    ///
    /// - Parameters:
    ///   - first: The epoch to begin with, counted from 0.
    ///   - learningRate: The largest one, which the schedule multiplies.
    func series(
        fromEpoch first: Int, weights: any WeightRule, schedule: any LearningRateSchedule, learningRate: Double
    ) -> StepSeries {
        let start = min(first == 0 ? 0 : epochs.prefix(first).last?.lastStep ?? 0, steps.count)
        let rows = Array(steps[start...])
        let ends = epochs.map(\.lastStep)
        let places = rows.indices.map { start + $0 }
        var epoch = 0
        let epochNumbers = places.map { place in
            while epoch < ends.count, place >= ends[epoch] { epoch += 1 }
            return Double(epoch + 1)
        }
        let rates = places.map { skippedBatches == 0 ? learningRate * schedule.factor(step: $0) : .nan }
        return StepSeries(
            steps: places.map { $0 + 1 }, groups: .init(name: "task", values: rows.map { tasks[$0.task] }),
            columns: [
                .init(name: "epoch", values: epochNumbers),
                .init(name: "loss", values: rows.map(\.loss.shortest), isByGroup: true),
                .init(
                    name: "weight",
                    values: zip(rows, places).map { weights.weight(task: tasks[$0.task], step: $1) }, isByGroup: true),
                .init(name: "learning-rate", values: rates),
                .init(name: "gradient-norm", values: rows.map(\.gradientNorm.shortest), isByGroup: true),
            ])
    }
}
