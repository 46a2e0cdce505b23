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
            train --epochs 10 --validate epoch --keep best:ner.f1+qa.f1 --patience 2
                                                scores on the validation examples after each epoch; the model with the largest sum of both F1 \
            is kept, and training ends when two validations in turn were no better
            train --resume --epochs 1           after 'load checkpoint': one epoch more, to the bits of not having stopped; \
            the schedule has to span all of them
            """)

    static let revision = 3

    static let examples = ["train --epochs 3"]

    static let takesLong = true

    @Option(help: "How many epochs to train.", transform: PositiveCount.epochs) var epochs: PositiveCount
    @Flag(help: "Go on after the last epoch of a loaded checkpoint, as if training had not stopped.")
    var resume = false
    @Option(
        help: "Largest norm of all gradients together; 0 leaves them as they are.",
        transform: NonNegative.of("a norm", in: 0...1e6))
    var clip = NonNegative(1)
    @Option(
        help: "The share of each label's weight that all labels divide among themselves.",
        transform: Share.of("a share"))
    var labelSmoothing = Share(0)
    @Option(
        name: .customLong("validate"),
        help: ArgumentHelp(
            "Score the model on the validation examples: epoch, or a number of steps between two times. It costs one forward pass of them.",
            valueName: "epoch|steps"), transform: ValidationInterval.of)
    var validation: ValidationInterval?
    @Option(
        help: ArgumentHelp(
            "Which model stays: last, or the one with the largest sum of some scores, as in best:ner.f1+qa.f1.",
            valueName: "last|best:…"), transform: KeptModel.of)
    var keep = KeptModel.last
    @Option(
        help: "Stop after so many validations in turn that were no better.",
        transform: PositiveCount.of("a number of validations", upTo: 1_000_000))
    var patience: PositiveCount?

    func validate() throws {
        if validation == nil, !keep.scores.isEmpty || patience != nil {
            throw ValidationError(
                "`\(keep.scores.isEmpty ? "--patience" : "--keep")` goes by validations: add `--validate epoch`, or a number of steps"
            )
        }
        if patience != nil, keep.scores.isEmpty {
            throw ValidationError(
                "`--patience` needs scores that can get better: add `--keep best:ner.f1`, or of your tasks")
        }
        if let patience, validation == .epoch, patience.value >= epochs.value {
            throw ValidationError(
                "`--patience \(patience.value)` never ends a training of \(Format.count(epochs.value, "epoch")): lower it, or raise `--epochs`"
            )
        }
    }

    /// The plan of validations; nil where there are none.
    private var validationPlan: ValidationPlan? {
        guard let validation else { return nil }
        var plan = ValidationPlan(keep: keep.scores, patience: patience?.value)
        if case .steps(let count) = validation { plan.everySteps = count }
        return plan
    }

    var slots: SlotUse {
        SlotUse(
            reads: (resume ? [Slots.history.name] : []) + (validation == nil ? [] : [Slots.validation.name]) + [
                Slots.session.name, Slots.tokenizer.name, Slots.model.name, Slots.optimizer.name, Slots.schedule.name,
                Slots.weights.name, Slots.batches.name, Slots.epoch.name, Slots.loader.name,
            ], writes: [Slots.model.name, Slots.optimizer.name, Slots.history.name])
    }

    var drawsRandomNumbers: Bool { true }

    /// Checks the scores of `--keep` against the tasks, and that the schedule is long enough for the training, if the notebook states the length of both.
    func validate(after writers: [SlotName: any NotebookCommand]) throws {
        if let batches = writers[Slots.tasks.name] as? BatchesCommand {
            try keep.check(tasks: batches.tasks.map(\.description)) { name in
                batches.tasks.first { $0.description == name }.map { knownKind(of: $0, writers)?.scoreNames ?? [] }
            }
        }
        guard let schedule = writers[Slots.schedule.name] as? ScheduleCommand, schedule.shape.endsAtZero else { return }
        var last = epochs.value
        if resume {
            // A loaded checkpoint shows its number of epochs only when it is read.
            guard let before = writers[Slots.history.name] as? TrainCommand, !before.resume else { return }
            last += before.epochs.value
        }
        guard last > schedule.epochs.value else { return }
        throw ValidationError(
            "`--epochs \(epochs.value)` trains through epoch \(last), and the schedule above ends after epoch "
                + "\(schedule.epochs.value), where the learning rate is 0: write `schedule \(schedule.shape.name) --epochs \(last)`"
        )
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
            try checkValidation(in: context)
            showEpochs(history, context)
            return try showResult(history, seconds: seconds, workload, context)
        }
        let trainingPlan = TrainingPlan(
            batches: plan, turns: turns, tasks: tasks, weights: weights,
            maxGradientNorm: clip.value > 0 ? clip.value : nil,
            labelSmoothing: labelSmoothing.value, schedule: try context.read(Slots.schedule),
            validation: validationPlan, seed: try context.read(Slots.session).seed)
        var progress = try savedProgress(in: context) ?? start(trainingPlan, tasks, context)
        let trainer = Trainer(
            model: progress.model, optimizer: progress.optimizer, history: progress.history,
            schedule: trainingPlan.schedule, tasks: tasks, turns: turns,
            weights: try weights.rule(tasks: tasks.map(\.name)), plan: plan,
            maxGradientNorm: trainingPlan.maxGradientNorm,
            labelSmoothing: labelSmoothing.value, padID: try context.read(Slots.tokenizer).padID)
        let validated = ValidatedTrainer(
            trainer, plan: validationPlan, sets: validation == nil ? [] : try context.read(Slots.validation).sets,
            tokenizer: try context.read(Slots.tokenizer), batches: plan, best: progress.best)
        let epochsBefore = try epochsBefore(in: context)
        let lastEpoch = epochsBefore + epochs.value
        if case .steps(let count) = validation, let patience {
            let times = (trainer.stepsPerEpoch * epochs.value + count - 1) / count
            guard patience.value < times else {
                throw CommandFailure(
                    "--patience \(patience.value) never ends this training, which has \(Format.count(times, "validation"))",
                    remedy: "Lower --patience, validate after fewer steps, or raise --epochs.")
            }
        }
        if trainingPlan.schedule.shape.endsAtZero, trainer.stepsPerEpoch * lastEpoch < trainingPlan.schedule.totalSteps
        {
            context.show(
                .text(
                    "The schedule spans \(Format.count(trainingPlan.schedule.totalSteps)) steps, and this training ends at step \(Format.count(trainer.stepsPerEpoch * lastEpoch)): the learning rate does not come down to 0 in it."
                ))
        }
        var meter = TrainingMeter(
            workload: workload, epochs: epochs.value, epochsBefore: epochsBefore, done: progress)
        showPlan(workload, context)
        showEstimate(operations: meter.operationsLeft, workload, context)
        try checkValidation(in: context)
        func showProgress(_ task: TaskDescription, _ done: Int, _ total: Int) throws {
            context.report(WorkProgress(done: done, total: total, unit: "validation sequences", task: task.name))
            try context.checkCancellation()
        }
        try validated.makeUpForValidation(throughEpoch: lastEpoch, progress: showProgress)
        showEpochs(trainer.history, context)

        meter.start()
        var lastSaving = ContinuousClock.now
        func save() throws {
            progress.history = trainer.history
            progress.best = validated.best
            progress.seconds = meter.seconds
            let (next, last) = (trainer.history.batchCount + 1, trainer.stepsPerEpoch * lastEpoch)
            try context.saveProgress(note: "at step \(Format.count(next)) of \(Format.count(last))") { folder in
                try progress.write(to: folder)
            }
            lastSaving = .now
        }
        do {
            try validated.run(throughEpoch: lastEpoch, progress: showProgress) { report, validation in
                meter.add(report)
                context.report(meter.progress(report))
                if report.finishedEpoch != nil {
                    context.show(.text(EpochText.line(trainer.history, epoch: report.epoch - 1)))
                }
                if let validation {
                    context.show(
                        .text(
                            EpochText.line(
                                validation, of: trainer.history.tasks,
                                step: report.finishedEpoch == nil ? report.step : nil)))
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
        validated.keepBest()
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
        let taken =
            loaded.optimizer.table.groups[0].isTrainable
            ? history.steps.count : history.steps.reduce(0) { $0 + $1.parts.count }
        if let kept = history.kept, history.validations[kept].step != history.batchCount {
            context.show(
                .warning(
                    "The model is the best one, after step \(Format.count(history.validations[kept].step)), and the optimizer's moments are those after step \(Format.count(history.batchCount)): training goes on from the best model."
                ))
        }
        if steps != taken {
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
        var validations = history.validations[...]
        func showValidations(through turns: Int, isAtEnd: Bool) {
            while let next = validations.first, next.step <= turns {
                let stands = isAtEnd && next.step == turns
                context.show(.text(EpochText.line(next, of: history.tasks, step: stands ? nil : next.step)))
                validations = validations.dropFirst()
            }
        }
        let perEpoch = history.plan?.stepsPerEpoch ?? 0
        for epoch in history.epochs.indices {
            showValidations(through: (epoch + 1) * perEpoch - 1, isAtEnd: false)
            context.show(.text(EpochText.line(history, epoch: epoch)))
            showValidations(through: (epoch + 1) * perEpoch, isAtEnd: true)
        }
        showValidations(through: .max, isAtEnd: false)
    }

    /// Throws if validating makes no sense with the data, and shows warnings.
    private func checkValidation(in context: any CommandContext) throws {
        guard let plan = validationPlan else { return }
        let sets = try context.read(Slots.validation).sets
        try keep.check(tasks: sets.map(\.task.name)) { name in sets.first { $0.task.name == name }?.scoreNames }
        for warning in try sets.check(plan) { context.show(.warning(warning)) }
    }

    /// Which model was kept, and whether training ended early.
    private func showKept(_ history: TrainingHistory, _ context: any CommandContext) {
        guard let plan = validationPlan, let best = plan.best(of: history.validations) else { return }
        let validation = history.validations[best]
        let place = history.epoch(at: validation.step)
        let isWhole = place == place.rounded()
        let scores = plan.keep.map { "\($0) \(Format.percent(validation.scores[$0] ?? 0))" }
        context.show(
            .text(
                "The model \(isWhole ? "after epoch \(Int(place))" : "after step \(Format.count(validation.step))") is kept: \(scores.joined(separator: ", ")). What follows uses it."
            ))
        if plan.stops(after: history.validations) {
            context.show(
                .text(
                    "Training ended after \(Format.count(history.batchCount, "step")): \(Format.count(history.validations.count - 1 - best, "validation")) in turn \(history.validations.count - 1 - best == 1 ? "was" : "were") no better."
                ))
        }
        var metrics = [
            Metric(
                name: "train.kept-epoch", label: "Epoch of the kept model", value: place,
                style: isWhole ? .count : .number)
        ]
        for name in plan.keep {
            metrics.append(
                Metric(
                    name: "validation.\(name)", label: "\(name) of the kept model", value: validation.scores[name] ?? 0)
            )
        }
        context.show(.metrics(metrics))
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
        if history.hasWeights {
            context.show(
                .table(
                    Table(
                        caption: "Mean loss per epoch without the weights",
                        columns: ["Epoch"] + history.tasks.map(TaskDescription.title),
                        rows: history.epochs.indices.map { epoch in
                            ["\(epoch + 1)"]
                                + history.tasks.indices.map {
                                    Format.decimal(history.meanUnweightedLoss(ofTask: $0, inEpoch: epoch))
                                }
                        })))
        }
        try showLosses(history, fromEpoch: max(0, history.epochs.count - epochs.value), context)
        showKept(history, context)
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
            if history.hasWeights, let loss = history.meanUnweightedLoss(ofTask: task, inEpoch: last) {
                metrics.append(
                    Metric(
                        name: "train.\(name)-unweighted-loss",
                        label: "\(TaskDescription.title(name)) loss without its weight, last epoch", value: loss,
                        style: .number))
            }
            if let loss = history.validations.last?.losses[task] {
                metrics.append(
                    Metric(
                        name: "train.\(name)-validation-loss",
                        label: "\(TaskDescription.title(name)) validation loss, last", value: loss, style: .number))
            }
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
        let width = context.options.figureWidth ?? PlotFigure.standardWidth
        try context.show(
            LossFigures.course(history, width: width, height: 2.4), name: "gradient-norm",
            caption: "The gradient's norm before clipping, and the learning rate", isMain: false)
        if let figure = LossFigures.weights(history, width: width, height: 2.4) {
            try context.show(figure, name: "weights", caption: "The weights of the losses", isMain: false)
        }
        if !history.validations.isEmpty {
            try context.show(
                LossFigures.validationLosses(history, width: width, height: 2.6), name: "validation-loss",
                caption: "Loss in training and on the validation examples, per epoch", isMain: false)
            try context.show(
                LossFigures.scores(history, width: width, height: 2.6), name: "validation-scores",
                caption: "Scores on the validation examples", isMain: false)
        }
        context.show(
            .series(
                history.series(fromEpoch: first)))
    }
}
