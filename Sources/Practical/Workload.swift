import Datasets
import Encoders
import Outputs
import Tasks
import Training

/// The amount of computation in an epoch, from the lengths of its sequences and from the rule by which tasks take turns.
struct Workload: CustomStringConvertible {
    /// Float operations per epoch. A multiply-add counts twice, and backward as twice forward if nothing is frozen. Attention is included.
    let operations: Double
    /// Float operations of one batch, by task.
    let operationsPerBatch: [String: Double]
    /// Number of tokens per epoch, without padding.
    let tokenCount: Double
    /// Number of steps per epoch.
    let stepCount: Int
    let description: String
    let model: MultiTaskModel
    /// Approximate bytes in training: parameters, gradients and two moments of the trained parameters, the copy of the best model, and the
    /// arena for the largest batch.
    let memoryBytes: Int

    /// - Parameters:
    ///   - needs: what the rule that weighs the losses needs of each step.
    ///   - keepsBest: whether the best model is kept beside the one that is trained.
    init(
        model: MultiTaskModel, tasks: [TrainingTask], plan: BatchPlan, turns: any TurnRule, needs: BalanceNeeds,
        keepsBest: Bool
    ) {
        self.model = model
        let cost = StepCost(model.configuration, frozen: model.frozen, hasAdapters: model.lora != nil)
        let counts = plan.batchCounts(tasks)
        let totals = tasks.map { task in
            task.features.lengths.reduce(0.0) {
                $0 + cost.operations(tokens: plan.paddedLength(Int($1), maxLength: task.maxLength), keys: Int($1))
            }
        }
        let steps = plan.stepCounts(tasks)
        operations = turns.amountPerEpoch(totals, batchCounts: steps)
        tokenCount = turns.amountPerEpoch(tasks.map { Double($0.features.tokenCount) }, batchCounts: steps)
        stepCount = turns.stepCount(batchCounts: steps)
        operationsPerBatch = Dictionary(
            uniqueKeysWithValues: zip(tasks, zip(totals, counts)).map { ($0.name, $1.0 / Double(max(1, $1.1))) })
        description =
            zip(tasks, counts).map { task, count in
                "\(Format.count(task.features.count, "\(task.description.title) sequence")) in \(Format.count(count, "batch", plural: "batches"))"
            }.formatted
        let room = plan.reservation(tasks)
        let gradients = needs.gradientCount(taskCount: tasks.count, turns: turns, accumulation: plan.accumulation)
        memoryBytes =
            4 * model.parameterCount * (keepsBest ? 2 : 1) + (8 + 4 * gradients) * model.trainedParameterCount
            + model.makeArena(forTraining: true).byteCount(tokens: room.tokens, longest: room.longest)
    }

    /// Approximate bytes of a checkpoint.
    var checkpointBytes: Int { 4 * model.parameterCount + 8 * model.trainedParameterCount }

    /// The number of tokens in some steps.
    func tokens(inSteps steps: Int) -> Double { tokenCount * Double(steps) / Double(max(1, stepCount)) }
}
