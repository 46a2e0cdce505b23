import Outputs
import Training

extension TrainingHistory {
    /// What is known of each step, from an epoch on: a row for each task in it.
    ///
    /// - Parameter first: The epoch to begin with, counted from 0.
    func series(fromEpoch first: Int) -> StepSeries {
        let start = min(first == 0 ? 0 : epochs.prefix(first).last?.lastStep ?? 0, steps.count)
        let ends = epochs.map(\.lastStep)
        var epoch = 0
        var (places, numbers, rows): ([Int], [Double], [(step: Step, part: Part)]) = ([], [], [])
        for place in start..<steps.count {
            while epoch < ends.count, place >= ends[epoch] { epoch += 1 }
            for part in steps[place].parts {
                places.append(place + 1)
                numbers.append(Double(epoch + 1))
                rows.append((steps[place], part))
            }
        }
        return StepSeries(
            steps: places, groups: .init(name: "task", values: rows.map { tasks[$0.part.task] }),
            columns: [
                .init(name: "epoch", values: numbers),
                .init(name: "loss", values: rows.map(\.part.weighted.shortest), isByGroup: true),
                .init(name: "unweighted-loss", values: rows.map(\.part.loss), isByGroup: true),
                .init(name: "weight", values: rows.map(\.part.weight.shortest), isByGroup: true),
                .init(name: "learning-rate", values: rows.map { $0.step.learningRate ?? .nan }),
                .init(name: "gradient-norm", values: rows.map(\.step.gradientNorm.shortest), isByGroup: true),
            ])
    }
}
