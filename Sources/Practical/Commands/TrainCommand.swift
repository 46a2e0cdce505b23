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
        commandName: "train", abstract: "Train the model on the tasks that 'batches' names.",
        discussion: """
            Each step: forward, loss, backward, clip by the global norm, AdamW, schedule.

            train --epochs 3                    three epochs
            train --epochs 10 --validate epoch --keep best:ner.f1+qa.f1 --patience 2
                                                scores on the validation examples after each epoch; the model with the largest sum of both F1 \
            is kept, and training ends when two validations in a row were no better
            train --resume --epochs 1           after 'load checkpoint': one epoch more. The result has the same bits as a training that never \
            stopped; the schedule has to span all epochs
            """)

    static let revision = 4

    static let examples = ["train --epochs 3"]

    static let takesLong = true

    @Option(help: "How many epochs to train.", transform: PositiveCount.epochs) var epochs: PositiveCount
    @Flag(help: "Go on after the last epoch of a loaded checkpoint, as if training had not stopped.")
    var resume = false
    @Option(
        help: "The largest norm of all gradients together: larger ones are scaled down to it. 0 turns clipping off.",
        transform: NonNegative.of("a norm", in: 0...1e6))
    var clip = NonNegative(1)
    @Option(
        help: "The share of each label's weight that is spread evenly over all labels.",
        transform: Share.of("a share"))
    var labelSmoothing = Share(0)
    @Option(
        name: .customLong("validate"),
        help: ArgumentHelp(
            "Score the model on the validation examples: after each epoch, or after so many steps. Each time costs one forward pass of them.",
            valueName: "epoch|steps"), transform: ValidationInterval.of)
    var validation: ValidationInterval?
    @Option(
        help: ArgumentHelp(
            "Which model stays: last, or the one with the largest sum of some scores, as in best:ner.f1+qa.f1.",
            valueName: "last|best:…"), transform: KeptModel.of)
    var keep = KeptModel.last
    @Option(
        help: "Stop after so many validations in a row that were no better.",
        transform: PositiveCount.of("a number of validations", upTo: 1_000_000))
    var patience: PositiveCount?

    func validate() throws {
        if validation == nil, !keep.scores.isEmpty || patience != nil {
            throw ValidationError(
                "`\(keep.scores.isEmpty ? "--patience" : "--keep")` needs validations: add `--validate epoch`, or a number of steps"
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
    var validationPlan: ValidationPlan? {
        guard let validation else { return nil }
        var plan = ValidationPlan(keep: keep.scores, patience: patience?.value)
        if case .steps(let count) = validation { plan.everySteps = count }
        return plan
    }

    var slots: SlotUse {
        SlotUse(
            reads: (resume ? [Slots.history.name] : []) + [
                Slots.session.name, Slots.tokenizer.name, Slots.model.name, Slots.optimizer.name, Slots.schedule.name,
                Slots.weights.name, Slots.batches.name, Slots.epoch.name, Slots.loader.name,
            ], writes: [Slots.model.name, Slots.optimizer.name, Slots.history.name])
    }

    /// A training that validates depends on the validation examples; any other does not.
    func reads(after writers: [SlotName: any NotebookCommand]) -> [SlotName] {
        guard validation != nil, let batches = writers[Slots.tasks.name] as? BatchesCommand else { return [] }
        return batches.tasks.map { Slots.dataset($0, .validation).name }
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
        let rule = try weights.rule(tasks: tasks.map(\.name))
        let workload = Workload(
            model: try context.read(Slots.model), tasks: tasks, plan: plan, turns: turns, needs: rule.needs,
            keepsBest: !keep.scores.isEmpty)
        let sets = validation == nil ? [] : try tasks.map { try context.read(Slots.dataset($0.name, .validation)) }
        let loaded = resume ? try context.read(Slots.history) : nil
        if let seconds = try context.restoreWrittenSlots() {
            showPlan(workload, context)
            try check(sets, in: context)
            return try showResult(
                context.read(Slots.history), after: loaded, seconds: seconds, workload, context)
        }
        let trainingPlan = TrainingPlan(
            batches: plan, turns: turns, tasks: tasks, dataDigests: tasks.map(\.features.digest), weights: weights,
            maxGradientNorm: clip.value > 0 ? clip.value : nil, labelSmoothing: labelSmoothing.value,
            schedule: try context.read(Slots.schedule), validation: validationPlan,
            seed: try context.read(Slots.session).seed)
        var progress = try savedProgress(in: context) ?? start(trainingPlan, tasks, context)
        let trainer = Trainer(
            model: progress.model, optimizer: progress.optimizer, history: progress.history,
            schedule: trainingPlan.schedule, tasks: tasks, turns: turns, weights: rule, plan: plan,
            maxGradientNorm: trainingPlan.maxGradientNorm, labelSmoothing: labelSmoothing.value,
            padID: try context.read(Slots.tokenizer).padID)
        let validated = ValidatedTrainer(
            trainer, plan: validationPlan, sets: sets, tokenizer: try context.read(Slots.tokenizer), batches: plan,
            best: progress.best)
        let epochsBefore = loaded?.epochs.count ?? 0
        let lastEpoch = epochsBefore + epochs.value
        try checkPatience(stepsPerEpoch: trainer.stepsPerEpoch)
        showUnusedSchedule(trainingPlan.schedule, lastStep: trainer.stepsPerEpoch * lastEpoch, context)
        var meter = TrainingMeter(
            workload: workload, epochs: epochs.value, epochsBefore: epochsBefore, done: progress)
        showPlan(workload, context)
        showEstimate(operations: meter.operationsLeft, workload, context)
        try check(sets, in: context)
        func showProgress(_ task: TaskDescription, _ done: Int, _ total: Int) throws {
            context.report(WorkProgress(done: done, total: total, unit: "validation sequences", task: task.name))
            try context.checkCancellation()
        }
        try validated.makeUpForValidation(throughEpoch: lastEpoch, progress: showProgress)

        meter.start()
        var clock = SavingClock()
        func save() throws {
            progress.history = trainer.history
            progress.best = validated.best
            progress.seconds = meter.seconds
            let (next, last) = (trainer.history.batchCount + 1, trainer.stepsPerEpoch * lastEpoch)
            try context.saveProgress(note: "at step \(Format.count(next)) of \(Format.count(last))") { folder in
                try progress.write(to: folder)
            }
            clock.restart()
        }
        do {
            try validated.run(throughEpoch: lastEpoch, progress: showProgress) { report, _ in
                meter.add(report)
                context.report(meter.progress(report))
                if clock.isDue(after: report, in: context) { try save() }
                try context.checkCancellation()
            }
        } catch {
            // The progress up to the error is kept and shown: it took time, and it shows where the training went wrong.
            if error is ExecutionError { try save() }
            let steps = Format.count(trainer.history.batchCount, "step")
            showEpochs(trainer.history, context)
            try? showLosses(trainer.history, after: loaded, context)
            context.show(.warning("Training ended after \(steps)."))
            throw error
        }
        validated.keepBest()
        try context.write(Slots.model, progress.model)
        try context.write(Slots.optimizer, progress.optimizer)
        try context.write(Slots.history, trainer.history)
        try showResult(trainer.history, after: loaded, seconds: meter.seconds, workload, context)
    }

    /// Throws if validating makes no sense with the data, and shows warnings.
    private func check(_ sets: [any EncodedExamples], in context: any CommandContext) throws {
        guard let plan = validationPlan else { return }
        try keep.check(tasks: sets.map(\.task.name)) { name in sets.first { $0.task.name == name }?.scoreNames }
        for warning in try sets.check(plan) { context.show(.warning(warning)) }
    }

    /// Throws if the training has too few validations for its patience. How many steps an epoch has is not known earlier.
    private func checkPatience(stepsPerEpoch: Int) throws {
        guard case .steps(let count) = validation, let patience else { return }
        let times = (stepsPerEpoch * epochs.value + count - 1) / count
        guard patience.value < times else {
            throw CommandFailure(
                "--patience \(patience.value) never ends this training, which has \(Format.count(times, "validation"))",
                remedy: "Lower --patience, validate after fewer steps, or raise --epochs.")
        }
    }

    /// The progress that an earlier run of this same command saved when it was stopped.
    private func savedProgress(in context: any CommandContext) throws -> TrainingState? {
        guard let progress = try context.savedTraining("this training") else { return nil }
        let steps = Format.count(progress.history.batchCount, "step")
        context.show(.text("Training was stopped after \(steps), and continues from there."), isVolatile: true)
        return progress
    }
}
