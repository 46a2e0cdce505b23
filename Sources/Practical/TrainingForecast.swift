import Datasets
import Encoders
import Execution
import Kernels
import Outputs
import Tasks
import Tokenization
import Training

/// Predicts how long the training of a plan takes on this machine, from the lengths of each task's first examples.
struct TrainingForecast {
    /// One task's part.
    private struct Part {
        /// The parameter that sets the number of training examples, or nil if the notebook itself contains the number.
        var parameter: String?
        /// The number of training examples in the plan.
        var examples: Int
        /// The average number of float operations for one of them in a training step, and of its sequences.
        var operations: Double
        var sequences: Double
    }

    private var parts: [Part] = []
    private let plan: BatchPlan
    private let turns: any TurnRule
    private let epochs: Int
    private let rate: Double

    /// Nil for a plan without training. Throws the errors of loading its data or its encoder.
    init?(_ plan: Plan) throws {
        func commands<Command>(_ type: Command.Type) -> [Command] {
            plan.commands.compactMap { $0.command as? Command }
        }
        guard let train = commands(TrainCommand.self).last, let batches = commands(BatchesCommand.self).last,
            let model = commands(ModelCommand.self).last
        else { return nil }
        let encoder = try EncoderAsset.resolve(model.encoder)
        let configuration = try encoder.configuration()
        let tokenizer = try encoder.tokenizer()
        let (frozen, adapters) = try model.parts(of: encoder)
        let cost = StepCost(configuration, frozen: frozen, hasAdapters: adapters != nil)
        self.plan = batches.plan
        turns = try batches.epoch(batchCounts: []).rule()
        for task in batches.tasks {
            guard let load = commands(LoadCommand.self).last(where: { $0.task == task }),
                let encode = commands(EncodeCommand.self).last(where: { $0.task == task }),
                let select = plan.commands.last(where: { ($0.command as? SelectCommand)?.task == task }),
                let count = (select.command as? SelectCommand)?.train
            else { return nil }
            let asset = try load.asset(task)
            let found = try Self.measure(asset, asset.kind, encode.recipe, tokenizer, cost, self.plan)
            parts.append(
                Part(
                    parameter: Self.parameter(select),
                    examples: count == 0 ? found.examples : min(count, found.examples),
                    operations: found.operations, sequences: found.sequences))
        }
        epochs = train.epochs.value
        let cores = WorkerPool.availableCores
        try MatrixProduct.prepare(threads: cores)
        WorkerPool.shared.threadCount = cores
        rate = MatrixProduct.measureRate()
    }

    /// The number of a task's examples, and of one of the first examples the average cost in a step and number of sequences.
    private static func measure(
        _ asset: DataAsset, _ kind: some TaskKind, _ recipe: EncodingRecipe, _ tokenizer: any Tokenizer,
        _ cost: StepCost, _ plan: BatchPlan
    ) throws -> (examples: Int, operations: Double, sequences: Double) {
        let data = try kind.load(train: asset.train, validation: asset.validation, order: asset.dataset?.order ?? [])
        let split = data.train.split.first(sampleSize)
        let features = try kind.encode(split.examples, tokenizer: tokenizer, recipe: recipe)
        let operations = features.lengths.reduce(0.0) {
            $0 + cost.operations(tokens: plan.paddedLength(Int($1), maxLength: recipe.maxLength), keys: Int($1))
        }
        let measured = Double(max(1, split.examples.count))
        return (data.train.split.examples.count, operations / measured, Double(features.count) / measured)
    }

    /// Number of examples whose lengths are measured. Their mean is within a few per cent of the mean of all.
    private static let sampleSize = 1_000

    /// The parameter in the value of `--train`.
    private static func parameter(_ select: PlannedCommand) -> String? {
        let words = select.line.words
        guard let place = words.firstIndex(where: { $0.text == "--train" }), words.indices.contains(place + 1),
            words[place + 1].parameters.count == 1
        else { return nil }
        return words[place + 1].parameters[0]
    }

    /// Seconds that training takes with at most this many examples of each task.
    func seconds(atMost count: Int = .max) -> Double {
        let examples = parts.map { Double(min($0.examples, count)) }
        let batchCounts = zip(parts, examples).map { part, examples in
            plan.stepCount(sequences: Int((examples * part.sequences).rounded()))
        }
        let operations = turns.amountPerEpoch(
            zip(parts, examples).map { $0.operations * $1 }, batchCounts: batchCounts)
        return operations * Double(epochs) / StepCost.operationsPerSecond(rate: rate)
    }

    /// The values of the parameters with which training fits a time limit, or nil if it already fits.
    ///
    /// They are round numbers, so that the same question gets the same answer although a machine's speed varies. The values of the last
    /// run are kept if training with them takes between 0.6 and 1.25 times the limit.
    ///
    /// - Parameter last: the parameters' values in the last run.
    func fitting(_ limit: Double, last: [String: String]) throws -> FittedParameters? {
        guard seconds() > limit else { return nil }
        let names = Set(parts.compactMap(\.parameter)).sorted()
        guard parts.allSatisfy({ $0.parameter != nil }), let largest = parts.map(\.examples).max() else {
            throw CommandFailure(
                "'--within' can't choose how many examples are trained on, because 'select' has a fixed number",
                remedy: "Write '--train $train-samples' there, and 'train-samples' into the notebook's 'params'.")
        }
        let fixed = names.compactMap { last[$0].flatMap { Int($0) } }
        let counts = Self.roundCounts(upTo: largest)
        guard let smallest = counts.first, seconds(atMost: smallest) <= limit else {
            throw CommandFailure(
                "training on \(counts.first ?? 1) examples of each task takes \(Format.duration(seconds(atMost: counts.first ?? 1))) here, "
                    + "more than '--within' allows",
                remedy: "Allow more time, or take a smaller encoder or fewer epochs.")
        }
        let kept =
            Set(fixed).count == 1 && fixed.count == names.count && counts.contains(fixed[0])
            && (0.6...1.25).contains(seconds(atMost: fixed[0]) / limit)
        let count = kept ? fixed[0] : counts.last(where: { seconds(atMost: $0) <= limit }) ?? smallest
        return FittedParameters(
            values: names.map { (name: $0, value: "\(count)") },
            sentence:
                "--within chose the number of examples: \(Format.count(count)) of each task, where the notebook asks for up to "
                + "\(Format.count(largest)). Training is to take about \(Format.duration(seconds(atMost: count))), instead of "
                + "\(Format.duration(seconds())).")
    }

    /// 10, 15, 20, 30, 50, 70, 100 …, up to a limit.
    private static func roundCounts(upTo limit: Int) -> [Int] {
        var counts: [Int] = []
        var power = 10
        while power <= limit {
            counts += [power, power * 3 / 2, 2 * power, 3 * power, 5 * power, 7 * power].filter { $0 <= limit }
            power *= 10
        }
        return counts.isEmpty ? [max(1, limit)] : counts
    }
}
