import ArgumentParser
import Encoders
import Execution
import Hardware
import Kernels
import Notebooks
import Outputs
import Plotting
import Tasks
import Training

/// The training loop.
struct TrainCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Train the model on the tasks that 'batches' names, their batches in turn.",
        discussion: """
            Each step: forward, loss, backward, clip by the global norm, AdamW, schedule.

            train --epochs 3                    three epochs
            train --resume --epochs 1           after 'load checkpoint': one epoch more, to the bits of not having stopped; \
            the schedule has to span all of them
            """)

    static let revision = 2

    static let examples = ["train --epochs 3"]

    static let takesLong = true

    @Option(help: "How many epochs to train.", transform: PositiveCount.epochs) var epochs: PositiveCount
    @Flag(help: "Go on after the last epoch of a loaded checkpoint, as if training had not stopped.")
    var resume = false
    @Option(
        help: "Largest norm of all gradients together; 0 leaves them as they are.",
        transform: NonNegative.of("a norm", in: 0...1e6))
    var clip = NonNegative(1)

    var slots: SlotUse {
        SlotUse(
            reads: (resume ? [Slots.history.name] : []) + [
                Slots.session.name, Slots.tokenizer.name, Slots.model.name, Slots.optimizer.name, Slots.schedule.name,
                Slots.weights.name, Slots.batches.name, Slots.epoch.name, Slots.loader.name,
            ], writes: [Slots.model.name, Slots.optimizer.name, Slots.history.name])
    }

    var drawsRandomNumbers: Bool { true }

    /// Checks that the schedule is long enough for the training, if the notebook states the length of both.
    func validate(after writers: [SlotName: any NotebookCommand]) throws {
        guard let schedule = writers[Slots.schedule.name] as? ScheduleCommand else { return }
        var last = epochs.value
        if resume {
            // A loaded checkpoint shows its number of epochs only when it is read.
            guard let before = writers[Slots.history.name] as? TrainCommand, !before.resume else { return }
            last += before.epochs.value
        }
        guard last > schedule.epochs.value else { return }
        throw ValidationError(
            "`--epochs \(epochs.value)` trains through epoch \(last), and the schedule above ends after epoch "
                + "\(schedule.epochs.value), where the learning rate is 0: write `schedule linear --epochs \(last)`")
    }

    func execute(in context: any CommandContext) throws {
        let plan = try context.read(Slots.batches)
        let tasks = try context.read(Slots.loader).tasks
        let weights = try context.read(Slots.weights)
        let turns = try context.read(Slots.epoch).rule()
        let workload = Workload(model: try context.read(Slots.model), tasks: tasks, plan: plan)
        if let seconds = try context.restoreWrittenSlots() {
            let history = try context.read(Slots.history)
            showPlan(workload, context)
            showEpochs(history, context)
            return try showResult(history, seconds: seconds, workload, context)
        }
        let trainingPlan = TrainingPlan(
            batches: plan, turns: turns, tasks: tasks, weights: weights,
            maxGradientNorm: clip.value > 0 ? clip.value : nil,
            schedule: try context.read(Slots.schedule), seed: try context.read(Slots.session).seed)
        var progress = try savedProgress(in: context) ?? start(trainingPlan, tasks, context)
        let trainer = Trainer(
            model: progress.model, optimizer: progress.optimizer, history: progress.history,
            schedule: trainingPlan.schedule, tasks: tasks, turns: turns,
            weights: weights, plan: plan, maxGradientNorm: trainingPlan.maxGradientNorm,
            padID: try context.read(Slots.tokenizer).padID)
        let epochsBefore = try epochsBefore(in: context)
        let lastEpoch = epochsBefore + epochs.value
        if trainer.stepsPerEpoch * lastEpoch < trainingPlan.schedule.totalSteps {
            context.show(
                .text(
                    "The schedule spans \(Format.count(trainingPlan.schedule.totalSteps)) steps, and this training ends at step \(Format.count(trainer.stepsPerEpoch * lastEpoch)): the learning rate does not come down to 0 in it."
                ))
        }
        var meter = TrainingMeter(
            workload: workload, epochs: epochs.value, epochsBefore: epochsBefore, done: progress)
        showPlan(workload, context)
        showEstimate(operations: meter.operationsLeft, workload, context)
        showEpochs(progress.history, context)

        meter.start()
        var lastSaving = ContinuousClock.now
        func save() throws {
            progress.history = trainer.history
            progress.seconds = meter.seconds
            let (next, last) = (trainer.history.batchCount + 1, trainer.stepsPerEpoch * lastEpoch)
            try context.saveProgress(note: "at step \(Format.count(next)) of \(Format.count(last))") { folder in
                try progress.write(to: folder)
            }
            lastSaving = .now
        }
        do {
            try trainer.run(throughEpoch: lastEpoch) { report in
                meter.add(report)
                context.report(meter.progress(report))
                if report.finishedEpoch != nil {
                    context.show(.text(EpochText.line(trainer.history, epoch: report.epoch - 1)))
                }
                let isDone = report.step == report.lastStep
                let isDue = lastSaving.duration(to: .now).seconds >= context.progressInterval
                if !isDone, isDue || report.finishedEpoch != nil { try save() }
                try context.checkCancellation()
            }
        } catch {
            // The progress up to the error is kept and shown: it took time, and it shows where the training went wrong.
            if error is ExecutionError { try save() }
            try? showLosses(trainer.history, fromEpoch: epochsBefore, context)
            let steps = Format.count(trainer.history.batchCount, "step")
            context.show(.warning("Training ended after \(steps)."))
            throw error
        }
        try context.write(Slots.model, progress.model)
        try context.write(Slots.optimizer, progress.optimizer)
        try context.write(Slots.history, trainer.history)
        try showResult(trainer.history, seconds: meter.seconds, workload, context)
    }

    /// Number of epochs before this command: those of a loaded checkpoint.
    private func epochsBefore(in context: any CommandContext) throws -> Int {
        resume ? try context.read(Slots.history).epochs.count : 0
    }

    /// The progress that an earlier run of this same command saved when it was stopped.
    private func savedProgress(in context: any CommandContext) throws -> TrainingState? {
        guard let files = try context.savedProgress() else { return nil }
        do {
            let progress = try TrainingState.read { name in
                guard let path = files[name] else { throw CommandFailure("\(name) is missing", remedy: "") }
                return path
            }
            let steps = Format.count(progress.history.batchCount, "step")
            context.show(.text("Training was stopped after \(steps), and continues from there."), isVolatile: true)
            return progress
        } catch let shortage as MemoryShortage {
            // On a machine with more memory, the progress can be read.
            throw shortage
        } catch {
            context.show(.warning("What was kept of the training can't be read, and it starts anew: \(error)"))
            return nil
        }
    }

    private func start(
        _ plan: TrainingPlan, _ tasks: [TrainingTask], _ context: any CommandContext
    ) throws -> TrainingState {
        let seed = try context.read(Slots.session).seed
        let key = RandomKey(seed).stream(context.randomStream).stream("train")
        var progress = TrainingState(
            model: try context.read(Slots.model), optimizer: try context.read(Slots.optimizer),
            history: TrainingHistory(tasks: tasks.map(\.name), randomKey: key.bits), seconds: 0)
        if resume {
            progress.history = try context.read(Slots.history)
            try compare(progress, with: plan, context)
        }
        progress.history.plan = plan
        return progress
    }

    /// Throws if the history of a continued training belongs to other batches. Reports the other differences.
    private func compare(_ loaded: TrainingState, with plan: TrainingPlan, _ context: any CommandContext) throws {
        let history = loaded.history
        let steps = loaded.optimizer.stepsTaken
        if steps != history.steps.count {
            context.show(
                .warning(
                    "The optimizer has taken \(Format.count(steps)) steps and the history has \(Format.count(history.steps.count)): its moments are not those of this training."
                ))
        }
        guard let before = history.plan else {
            context.show(
                .warning(
                    "The history does not say with which batch size, examples, schedule, weights, seed, padding and precision its steps were made: it was written by an earlier version. Whether they are the same here is not known."
                ))
            return
        }
        let batches = plan.otherBatches(than: before, tasks: history.tasks)
        guard batches.isEmpty else { throw TrainingError.otherPlan(batches) }
        let settings = plan.otherSettings(than: before)
        guard !settings.isEmpty else { return }
        context.show(
            .warning(
                "The steps before were made with other settings (\(settings.map(\.description).joined(separator: "; "))): training goes on with those of this notebook, and ends with other bits than one that was not stopped."
            ))
    }

    private func showEpochs(_ history: TrainingHistory, _ context: any CommandContext) {
        for epoch in history.epochs.indices { context.show(.text(EpochText.line(history, epoch: epoch))) }
    }

    private func showPlan(_ workload: Workload, _ context: any CommandContext) {
        context.show(
            .text(
                "\(Format.count(workload.batchCount * epochs.value, "step")), \(Format.count(epochs.value, "epoch")) of \(workload.description); \(Format.count(workload.model.trainedParameterCount)) parameters are trained."
            ))
    }

    private func showEstimate(operations: Double, _ workload: Workload, _ context: any CommandContext) {
        let rate = MatrixProduct.measureRate()
        let seconds = operations / StepCost.operationsPerSecond(rate: rate)
        context.show(
            .text(
                "Estimate: \(Format.duration(seconds)) at \(Format.decimal(rate, 0)) GFLOP/s of products; memory \(Format.bytes(workload.memoryBytes)), disk \(Format.bytes(workload.checkpointBytes)) for a checkpoint."
                    + (seconds > 600
                        ? " A smaller encoder (-p encoder=\(EncoderAsset.miniLMName)), fewer examples (--within 10min chooses them) or a quick profile make it shorter."
                        : "")
            ), isVolatile: true)
    }

    private func showResult(
        _ history: TrainingHistory, seconds: Double, _ workload: Workload, _ context: any CommandContext
    ) throws {
        context.show(
            .table(
                Table(
                    caption: "Mean loss per epoch",
                    columns: ["Epoch", "Total"] + history.tasks.map(TaskDescription.title) + ["Steps"],
                    alignments: history.tasks.map { _ in .right } + [.right, .right, .right],
                    rows: history.epochs.enumerated().map { index, epoch in
                        ["\(index + 1)", Format.decimal(history.meanLoss(inEpoch: index))]
                            + history.tasks.indices.map { Format.decimal(history.meanLoss(ofTask: $0, inEpoch: index)) }
                            + [Format.count(epoch.lastStep)]
                    })))
        if history.skippedBatches > 0 {
            context.show(
                .warning(
                    "\(Format.count(history.skippedBatches, "batch", plural: "batches")) had no label at all and \(history.skippedBatches == 1 ? "was" : "were") skipped."
                ))
        }
        try showLosses(history, fromEpoch: max(0, history.epochs.count - epochs.value), context)
        var metrics = [
            Metric(name: "train.steps", label: "Steps", value: Double(history.steps.count), style: .count)
        ]
        let last = history.epochs.count - 1
        if let loss = history.meanLoss(inEpoch: last) {
            metrics.append(Metric(name: "train.loss", label: "Loss, last epoch", value: loss, style: .number))
        }
        for (task, name) in history.tasks.enumerated() {
            guard let loss = history.meanLoss(ofTask: task, inEpoch: last) else { continue }
            metrics.append(
                Metric(
                    name: "train.\(name)-loss", label: "\(TaskDescription.title(name)) loss, last epoch", value: loss,
                    style: .number))
        }
        if history.skippedBatches > 0 {
            metrics.append(
                Metric(
                    name: "train.skipped-batches", label: "Batches without a label",
                    value: Double(history.skippedBatches), style: .count))
        }
        context.show(.metrics(metrics))
        context.show(
            .metrics([
                Metric(
                    name: "train.seconds", label: "Training time", value: seconds, style: .seconds, isKeyFigure: true),
                Metric(
                    name: "train.tokens-per-second", label: "Tokens a second",
                    value: Double(workload.tokenCount * epochs.value) / max(seconds, 1e-9), style: .count),
            ]), isVolatile: true)
    }

    /// - Parameter first: The first epoch that is this command's own, counted from 0.
    private func showLosses(
        _ history: TrainingHistory, fromEpoch first: Int, _ context: any CommandContext
    ) throws {
        guard !history.steps.isEmpty else { return }
        let figure = LossFigures.steps(
            history, width: context.options.figureWidth ?? PlotFigure.standardWidth,
            height: context.options.figureHeight ?? 2.8)
        try context.show(figure, name: "loss-per-step", caption: "Loss per step: each batch, and a running mean")
        context.show(
            .series(
                history.series(
                    fromEpoch: first, weights: try context.read(Slots.weights),
                    schedule: try context.read(Slots.schedule),
                    learningRate: try context.read(Slots.optimizer).settings.learningRate)))
    }
}
