import ArgumentParser
import Datasets
import Execution
import Notebooks
import Outputs
import Training

/// How examples become batches, and how batches of the tasks take turns.
struct BatchesCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "batches", abstract: "Set batch size, order and padding of the training batches.",
        discussion: """
            round-robin: even steps take NER, odd steps QA, and the other task when one runs dry.

            Padding: 'packed' computes none. 'max-length' is the mathematics of the Python notebook: every sequence is padded to its \
            task's maximum length, and padded positions take part in the softmax over answer positions.
            """)

    static let examples = ["batches round-robin --batch-size 16"]

    enum Order: String, ExpressibleByArgument, CaseIterable { case roundRobin = "round-robin" }

    @Argument(help: "round-robin.") var order: Order
    @Option(help: "Sequences in a batch.", transform: PositiveCount.of("a batch size", upTo: 1_000_000))
    var batchSize = PositiveCount(16)
    @Flag(inversion: .prefixedNo, help: "Draw a new order of the examples each epoch.") var shuffle = true
    @Option(help: "packed or max-length.") var padding: BatchPlan.PaddingMode = .packed
    @Flag(help: "Pass token types to the encoder; the Python notebook never does.") var tokenTypes = false

    var slots: SlotUse {
        SlotUse(
            reads: [Slots.nerDataset.name, Slots.qaDataset.name, Slots.nerRecipe.name, Slots.qaRecipe.name],
            writes: [Slots.batches.name])
    }

    func execute(in context: any CommandContext) throws {
        let plan = BatchPlan(
            batchSize: batchSize.value, shuffles: shuffle, padding: padding, usesTokenTypes: tokenTypes)
        try context.write(Slots.batches, plan)
        let tasks = try TrainingTask.both(in: context, weights: LossWeights(ner: 1, qa: 1))
        let counts = plan.batchCounts(tasks)
        var rows: [[String]] = []
        for (task, count) in zip(tasks, counts) {
            let tokens = task.features.base.tokenCount
            let padded = task.features.count * task.maxLength
            rows.append([
                task.name.uppercased(), Format.count(task.features.count), Format.count(count),
                Format.count(tokens / max(1, count)), Format.percent(1 - Double(tokens) / Double(max(1, padded)), 1),
            ])
        }
        rows.append([
            "both", Format.count(tasks.reduce(0) { $0 + $1.features.count }), Format.count(counts.reduce(0, +)), "", "",
        ])
        context.show(
            .table(
                Table(
                    caption: plan.padding == .packed
                        ? "An epoch's batches; no padding is computed"
                        : "An epoch's batches, padded to the maximum length",
                    columns: ["Task", "Sequences", "Batches", "Tokens a batch", "Padding avoided"], rows: rows)))
    }
}

extension BatchPlan.PaddingMode: ExpressibleByArgument {}

extension TrainingTask {
    /// NER and QA, in this order, on their training splits. Reads both `dataset` and `recipe` slots.
    static func both(in context: any CommandContext, weights: LossWeights) throws -> [TrainingTask] {
        let ner = try context.read(Slots.nerDataset)
        let qa = try context.read(Slots.qaDataset)
        return [
            TrainingTask(
                name: "ner", features: .tokenClassification(ner.train), weight: weights.ner,
                maxLength: try context.read(Slots.nerRecipe).maxLength),
            TrainingTask(
                name: "qa", features: .spanExtraction(qa.train), weight: weights.qa,
                maxLength: try context.read(Slots.qaRecipe).maxLength),
        ]
    }
}
