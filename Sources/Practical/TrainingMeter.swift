import Datasets
import Encoders
import Execution
import Outputs
import Tasks
import Training

/// The amount of computation in an epoch, from the lengths of its sequences.
struct Workload: CustomStringConvertible {
    /// Float operations per epoch. A multiply-add counts twice, and backward as twice forward if nothing is frozen. Attention is included.
    private(set) var operations = 0.0
    /// Float operations of one batch, by task.
    private(set) var operationsPerBatch: [String: Double] = [:]
    private(set) var description = ""
    private(set) var batchCount = 0
    /// Number of tokens without padding.
    private(set) var tokenCount = 0
    let model: MultiTaskModel
    /// Memory that the forward and backward pass of the largest batch take.
    private let activationBytes: Int

    init(model: MultiTaskModel, tasks: [TrainingTask], plan: BatchPlan) {
        self.model = model
        let cost = StepCost(model.configuration, frozen: model.frozen, hasAdapters: model.lora != nil)
        var parts: [String] = []
        for (task, batches) in zip(tasks, plan.batchCounts(tasks)) {
            let lengths = task.features.lengths.map(Int.init)
            let total = lengths.reduce(0.0) {
                $0 + cost.operations(tokens: plan.paddedLength($1, maxLength: task.maxLength), keys: $1)
            }
            operations += total
            batchCount += batches
            tokenCount += lengths.reduce(0, +)
            operationsPerBatch[task.name] = total / Double(max(1, batches))
            parts.append(
                "\(Format.count(lengths.count, "\(task.description.title) sequence")) in \(Format.count(batches, "batch", plural: "batches"))"
            )
        }
        description = parts.formatted
        let room = plan.reservation(tasks)
        activationBytes = model.makeArena(forTraining: true).byteCount(tokens: room.tokens, longest: room.longest)
    }

    /// Approximate bytes in training: parameters, gradients and two moments of the trained parameters, and the arena for the largest batch.
    var memoryBytes: Int { 4 * model.parameterCount + 12 * model.trainedParameterCount + activationBytes }

    /// Approximate bytes of a checkpoint.
    var checkpointBytes: Int { 4 * model.parameterCount + 8 * model.trainedParameterCount }
}

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
        let steps = done.history.batchCount - workload.batchCount * epochsBefore
        let share = Double(steps) / Double(max(1, workload.batchCount * epochs))
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
