import Execution
import Training

/// The elapsed time, the rate and the remaining time of a training run.
struct TrainingMeter {
    private let workload: Workload
    private var begin = ContinuousClock.now
    private let operationsInAll: Double
    /// Seconds that an earlier run has already trained.
    private let secondsBefore: Double
    private let operationsBefore: Double
    private var operations = 0.0
    private var tokens = 0

    /// - Parameters:
    ///   - epochs: number of epochs that this command trains.
    ///   - epochsBefore: number of epochs that a loaded checkpoint had before this command.
    ///   - done: the state at the beginning: empty, or the progress of an earlier run.
    init(workload: Workload, epochs: Int, epochsBefore: Int, done: TrainingState) {
        self.workload = workload
        operationsInAll = workload.operations * Double(epochs)
        secondsBefore = done.seconds
        let steps = done.history.batchCount - workload.stepCount * epochsBefore
        let share = Double(steps) / Double(max(1, workload.stepCount * epochs))
        operationsBefore = min(max(0, share), 1) * operationsInAll
    }

    /// Number of float operations that are left.
    var operationsLeft: Double { max(0, operationsInAll - operationsBefore - operations) }

    /// Starts the clock just before the first step.
    mutating func start() { begin = .now }

    mutating func add(_ report: Trainer.Report) {
        tokens += report.tokens
        for task in report.tasks { operations += workload.operationsPerBatch[task] ?? 0 }
    }

    /// Training time, including that of earlier runs.
    var seconds: Double { secondsBefore + secondsHere }

    private var secondsHere: Double { begin.duration(to: .now).seconds }

    /// The remaining time is estimated from operations, not from steps: a batch of long texts takes ten times as long as one of sentences.
    func progress(_ report: Trainer.Report) -> WorkProgress {
        let seconds = secondsHere
        return WorkProgress(
            done: report.step, total: report.lastStep, unit: "steps", rate: Double(tokens) / max(seconds, 1e-9),
            rateUnit: "tokens",
            loss: report.loss.isNaN ? nil : report.loss, task: report.task,
            // The first steps wait for memory. An estimate from them would be several times too long.
            secondsLeft: operations > 0 && seconds > 3 ? seconds * operationsLeft / operations : nil)
    }
}
