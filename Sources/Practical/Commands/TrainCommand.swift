import ArgumentParser
import BERT
import Execution
import Kernels
import Notebooks
import Plotting
import Training

/// The training loop.
struct TrainCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Train the model on both tasks, their batches in turn.",
        discussion: """
            Each step: forward, loss, backward, clip by the global norm, AdamW, schedule.

            train --epochs 3                    three epochs
            train --resume --epochs 1           after 'load checkpoint': one epoch more, to the bits of not having stopped; \
            the schedule has to span all of them
            """)

    @Option(help: "How many epochs to train.") var epochs: PositiveCount
    @Flag(help: "Go on after the last epoch of a loaded checkpoint, as if training had not stopped.")
    var resume = false
    @Option(help: "Largest norm of all gradients together; 0 leaves them as they are.") var clip = NonNegative(1)

    var slots: SlotUse {
        SlotUse(
            reads: (resume ? [Slots.history.name] : []) + [
                Slots.session.name, Slots.tokenizer.name, Slots.model.name, Slots.optimizer.name, Slots.schedule.name,
                Slots.weights.name, Slots.batches.name, Slots.nerDataset.name, Slots.qaDataset.name,
                Slots.nerRecipe.name, Slots.qaRecipe.name,
            ], writes: [Slots.model.name, Slots.optimizer.name, Slots.history.name])
    }

    var drawsRandomNumbers: Bool { true }

    func execute(in context: any CommandContext) throws {
        let session = try context.read(Slots.session)
        let model = try context.read(Slots.model)
        let optimizer = try context.read(Slots.optimizer)
        let plan = try context.read(Slots.batches)
        let tasks = try TrainingTask.both(in: context, weights: try context.read(Slots.weights))
        let key = RandomKey(session.seed).stream(context.randomStream).stream("train")
        let trainer = Trainer(
            model: model, optimizer: optimizer,
            history: resume
                ? try context.read(Slots.history) : TrainingHistory(tasks: tasks.map(\.name), randomKey: key.bits),
            schedule: try context.read(Slots.schedule), tasks: tasks, plan: plan,
            maxGradientNorm: clip.value > 0 ? clip.value : nil, padID: try context.read(Slots.tokenizer).padID)
        let workload = Workload(model: model, tasks: tasks, plan: plan)
        showPlan(workload, steps: trainer.stepsPerEpoch * epochs.value, model: model, context)

        var meter = TrainingMeter(workload: workload, epochs: epochs.value)
        do {
            try trainer.run(epochs: epochs.value) { report in
                meter.add(report)
                context.report(meter.progress(report))
                if let epoch = report.finishedEpoch {
                    context.show(.text(EpochText.line(epoch, number: report.epoch, tasks: trainer.history.tasks)))
                }
                try context.checkCancellation()
            }
        } catch {
            // What was learnt until then is shown: it took time, and says where it went wrong.
            try? showLosses(trainer.history, context)
            context.show(
                .warning("Training ended after \(trainer.history.steps.count) steps; the next run starts it anew."))
            throw error
        }
        try context.write(Slots.model, model)
        try context.write(Slots.optimizer, optimizer)
        try context.write(Slots.history, trainer.history)
        try showResult(trainer.history, meter, context)
    }

    private func showPlan(_ workload: Workload, steps: Int, model: MultiTaskModel, _ context: any CommandContext) {
        context.show(
            .text(
                "\(Format.count(steps)) steps, \(epochs.value) epoch\(epochs.value == 1 ? "" : "s") of \(workload.description); \(Format.count(model.trainedParameterCount)) parameters are trained."
            ))
        let rate = MatrixProduct.measureRate()
        let seconds = workload.operations * Double(epochs.value) / (0.7 * rate * 1e9)
        context.show(
            .text(
                "Estimate: \(Format.duration(seconds)) at \(Format.decimal(rate, 0)) GFLOP/s of products; memory \(Format.bytes(workload.memoryBytes(model))), disk \(Format.bytes(12 * model.parameterCount)) for a checkpoint."
            ), isVolatile: true)
    }

    private func showResult(
        _ history: TrainingHistory, _ meter: TrainingMeter, _ context: any CommandContext
    ) throws {
        context.show(
            .table(
                Table(
                    caption: "Mean loss per epoch", columns: ["Epoch", "Total", "NER", "QA", "Steps"],
                    alignments: [.right, .right, .right, .right, .right],
                    rows: history.epochs.enumerated().map { index, epoch in
                        ["\(index + 1)", Format.decimal(epoch.total)] + epoch.losses.map { Format.decimal($0) }
                            + [Format.count(epoch.lastStep)]
                    })))
        if history.skippedBatches > 0 {
            context.show(.warning("\(history.skippedBatches) batches had no label at all and were skipped."))
        }
        try showLosses(history, context)
        var metrics = [
            Metric(name: "train.steps", label: "Steps", value: Double(history.steps.count), style: .count)
        ]
        if let last = history.epochs.last {
            metrics.append(Metric(name: "train.loss", label: "Loss, last epoch", value: last.total, style: .number))
            for (name, loss) in zip(history.tasks, last.losses) {
                metrics.append(
                    Metric(
                        name: "train.\(name)-loss", label: "\(name.uppercased()) loss, last epoch", value: loss,
                        style: .number))
            }
        }
        context.show(.metrics(metrics))
        context.show(
            .metrics([
                Metric(name: "train.seconds", label: "Training time", value: meter.seconds, style: .seconds),
                Metric(
                    name: "train.tokens-per-second", label: "Tokens a second", value: meter.tokensPerSecond,
                    style: .count),
            ]), isVolatile: true)
    }

    private func showLosses(_ history: TrainingHistory, _ context: any CommandContext) throws {
        guard !history.steps.isEmpty else { return }
        let figure = LossFigures.steps(
            history, width: context.options.figureWidth ?? 9, height: context.options.figureHeight ?? 3.4)
        try context.show(figure, name: "loss-per-step")
    }
}
