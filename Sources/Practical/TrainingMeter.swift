import BERT
import Execution
import Training

/// What an epoch has to compute, from the lengths of its sequences.
struct Workload: CustomStringConvertible {
    /// Float operations an epoch: a multiply-add counted twice, backward as twice forward, attention included.
    private(set) var operations = 0.0
    /// By task, a batch.
    private(set) var operationsPerBatch: [String: Double] = [:]
    private(set) var description = ""
    private let largestBatchTokens: Int
    private let largestBatchScores: Int

    init(model: MultiTaskModel, tasks: [TrainingTask], plan: BatchPlan) {
        let configuration = model.configuration
        let (h, i, layers) = (configuration.hiddenSize, configuration.intermediateSize, configuration.layerCount)
        var tokensOfBatch = 0
        var scoresOfBatch = 0
        var parts: [String] = []
        for (task, batches) in zip(tasks, plan.batchCounts(tasks)) {
            var tokens = 0
            var squares = 0
            let lengths = task.features.base.lengths.map(Int.init)
            for length in lengths {
                let padded = plan.padding == .packed ? length : max(length, task.maxLength)
                tokens += padded
                squares += padded * length
            }
            let dense = tokens * layers * 2 * (4 * h * h + 2 * h * i)
            let total = 3 * Double(dense + squares * layers * 4 * h)
            operations += total
            operationsPerBatch[task.name] = total / Double(max(1, batches))
            parts.append(
                "\(Format.count(lengths.count)) \(task.name.uppercased()) sequences in \(Format.count(batches)) batches"
            )
            let longest = lengths.sorted(by: >).prefix(plan.batchSize).map {
                plan.padding == .packed ? $0 : max($0, task.maxLength)
            }
            tokensOfBatch = max(tokensOfBatch, longest.reduce(0, +))
            scoresOfBatch = max(scoresOfBatch, longest.reduce(0) { $0 + $1 * $1 } * configuration.headCount)
        }
        description = parts.joined(separator: " and ")
        largestBatchTokens = tokensOfBatch
        largestBatchScores = scoresOfBatch
    }

    /// Bytes that training holds, about: parameters, gradients, two moments, and activations of the largest batch.
    func memoryBytes(_ model: MultiTaskModel) -> Int {
        let configuration = model.configuration
        let perToken =
            configuration.layerCount * (8 * configuration.hiddenSize + 2 * configuration.intermediateSize)
            + 12 * configuration.hiddenSize + configuration.intermediateSize
        return 4
            * (4 * model.parameterCount + largestBatchTokens * perToken + largestBatchScores * configuration.layerCount)
    }
}

/// Time, rate and what is left of a training run.
struct TrainingMeter {
    private let workload: Workload
    private let start = ContinuousClock.now
    private let operationsInAll: Double
    private var operations = 0.0
    private var tokens = 0

    init(workload: Workload, epochs: Int) {
        self.workload = workload
        operationsInAll = workload.operations * Double(epochs)
    }

    mutating func add(_ report: Trainer.Report) {
        tokens += report.tokens
        operations += workload.operationsPerBatch[report.task] ?? 0
    }

    var seconds: Double {
        let elapsed = (ContinuousClock.now - start).components
        return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    }

    var tokensPerSecond: Double { Double(tokens) / max(seconds, 1e-9) }

    /// Time left goes by operations, not by steps: a QA batch takes ten times as long as a NER batch.
    func progress(_ report: Trainer.Report) -> Progress {
        let left = max(0, operationsInAll - operations)
        return Progress(
            done: report.step, total: report.lastStep, unit: "steps", rate: tokensPerSecond, rateUnit: "tokens",
            loss: report.loss, task: report.task, secondsLeft: operations > 0 ? seconds * left / operations : nil)
    }
}
