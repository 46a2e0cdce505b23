import Datasets
import Encoders
import Execution
import Outputs
import Tasks
import Training

/// What an epoch has to compute, from the lengths of its sequences.
struct Workload: CustomStringConvertible {
    /// Float operations an epoch: a multiply-add counted twice, backward as twice forward where nothing is frozen, attention included.
    private(set) var operations = 0.0
    /// By task, a batch.
    private(set) var operationsPerBatch: [String: Double] = [:]
    private(set) var description = ""
    private(set) var batchCount = 0
    /// Real tokens, padding not counted.
    private(set) var tokenCount = 0
    let model: MultiTaskModel
    /// Memory of the largest batch on its way through the model and back.
    private let activationBytes: Int

    init(model: MultiTaskModel, tasks: [TrainingTask], plan: BatchPlan) {
        self.model = model
        let cost = StepCost(model.configuration, frozen: model.frozen)
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

    /// Bytes that training holds, about: parameters; gradients and two moments of what is trained; the arena for the largest batch.
    var memoryBytes: Int { 4 * model.parameterCount + 12 * model.trainedParameterCount + activationBytes }

    /// Bytes of a checkpoint, about.
    var checkpointBytes: Int { 4 * model.parameterCount + 8 * model.trainedParameterCount }
}

/// Time, rate and what is left of a training run.
struct TrainingMeter {
    private let workload: Workload
    private var begin = ContinuousClock.now
    private let operationsInAll: Double
    /// What an earlier run has done of it.
    private let secondsBefore: Double
    private let operationsBefore: Double
    private var operations = 0.0
    private var tokens = 0

    /// - Parameters:
    ///   - epochs: how many this command trains.
    ///   - epochsBefore: how many a loaded checkpoint had done before it.
    ///   - done: where it begins; nothing done, or what an earlier run has left.
    init(workload: Workload, epochs: Int, epochsBefore: Int, done: TrainingState) {
        self.workload = workload
        operationsInAll = workload.operations * Double(epochs)
        secondsBefore = done.seconds
        let steps = done.history.batchCount - workload.batchCount * epochsBefore
        let share = Double(steps) / Double(max(1, workload.batchCount * epochs))
        operationsBefore = min(max(0, share), 1) * operationsInAll
    }

    /// Float operations that are left.
    var operationsLeft: Double { max(0, operationsInAll - operationsBefore - operations) }

    /// Sets the clock: the first step is about to begin.
    mutating func start() { begin = .now }

    mutating func add(_ report: Trainer.Report) {
        tokens += report.tokens
        operations += workload.operationsPerBatch[report.task] ?? 0
    }

    /// Time of training, that of earlier runs included.
    var seconds: Double { secondsBefore + secondsHere }

    private var secondsHere: Double { begin.duration(to: .now).seconds }

    /// Time left goes by operations, not by steps: a batch of long texts takes ten times as long as one of sentences.
    func progress(_ report: Trainer.Report) -> WorkProgress {
        let seconds = secondsHere
        return WorkProgress(
            done: report.step, total: report.lastStep, unit: "steps", rate: Double(tokens) / max(seconds, 1e-9),
            rateUnit: "tokens",
            loss: report.loss.isNaN ? nil : report.loss, task: report.task,
            // The first steps wait for memory: what they would foretell is several times too long.
            secondsLeft: operations > 0 && seconds > 3 ? seconds * operationsLeft / operations : nil)
    }
}
