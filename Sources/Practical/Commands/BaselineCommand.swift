import ArgumentParser
import Encoders
import Execution
import Outputs
import Tasks
import Training

/// Trains each task alone, to compare with.
struct BaselineCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline",
        abstract: "Train a model of each task alone, with the settings of 'train', and score it.",
        discussion: """
            baseline ner qa    after 'train'; 'summary ner qa --baselines' then says what learning together gained or lost

            Each model begins with the same bits as the shared one, takes as many batches of its task, in the same order, and has the same \
            optimizer, schedule (over its own steps), clipping and seed. Its loss has the weight 1. If 'train' kept the best model, \
            so does this, by the scores of its task. The models are not kept, only their scores.
            """)

    static let examples = ["baseline ner qa"]

    static let takesLong = true

    @Argument(help: "The names of tasks that were trained together.", transform: TaskName.of) var tasks: [TaskName]

    func validate() throws {
        if let twice = tasks.first(where: { task in tasks.count { $0 == task } > 1 }) {
            throw ValidationError("the task '\(twice)' is named twice")
        }
    }

    var slots: SlotUse {
        SlotUse(
            reads: [
                Slots.history.name, Slots.initial.name, Slots.optimizer.name, Slots.batches.name, Slots.epoch.name,
                Slots.loader.name, Slots.validation.name, Slots.tokenizer.name, Slots.session.name,
            ], writes: tasks.map { Slots.baseline($0).name })
    }

    func validate(after writers: [SlotName: any NotebookCommand]) throws {
        guard let batches = writers[Slots.tasks.name] as? BatchesCommand else { return }
        if let task = tasks.first(where: { !batches.tasks.contains($0) }) {
            throw ValidationError(
                "the task '\(task)' is not trained: `batches` names \(batches.tasks.map(\.description).formatted)")
        }
        if batches.tasks.count == 1 {
            throw ValidationError(
                "`batches` names one task, '\(batches.tasks[0])', which is alone already: there is nothing to compare")
        }
    }

    func execute(in context: any CommandContext) throws {
        let history = try context.read(Slots.history)
        guard let plan = history.plan, !history.epochs.isEmpty else {
            throw CommandFailure(
                "the training that this compares with does not say how it was made", remedy: "Run 'train' first.")
        }
        var rows: [[String]] = []
        var steps = 0
        for name in tasks {
            let (metrics, taken) = try train(name, like: history, plan, in: context)
            steps += taken
            try context.write(Slots.baseline(name), metrics)
            rows += metrics.map { [$0.label, Format.percent($0.value), Format.count(taken)] }
            context.show(
                .metrics(
                    metrics.map {
                        Metric(
                            name: "baseline.\($0.name)", label: "\($0.label), learnt alone", value: $0.value,
                            style: $0.style)
                    }))
        }
        context.show(.table(Table(caption: "Each task alone", columns: ["Score", "Value", "Steps"], rows: rows)))
    }

    /// Trains one task and scores it.
    ///
    /// - Parameter shared: the history of the training of all tasks.
    /// - Returns: the scores, and the number of steps.
    private func train(
        _ name: TaskName, like shared: TrainingHistory, _ plan: TrainingPlan, in context: any CommandContext
    ) throws -> (metrics: [Metric], steps: Int) {
        let batches = try context.read(Slots.batches)
        let tokenizer = try context.read(Slots.tokenizer)
        guard let place = try context.read(Slots.loader).tasks.firstIndex(where: { $0.name == name.description }) else {
            throw CommandFailure("'\(name)' is not among the tasks of the training", remedy: "Name it in 'batches'.")
        }
        let task = try context.read(Slots.loader).tasks[place]
        let set = try context.read(Slots.validation).sets[place]
        let model = try context.read(Slots.initial).model(of: task.description)
        let epochs = shared.epochs.count
        let turns = try LoneTurns(
            of: place, in: try context.read(Slots.epoch).rule(), batchCounts: context.read(Slots.epoch).batchCounts,
            epochs: epochs, key: shared.randomKey)
        let scheduled = Double(plan.schedule.totalSteps) / Double(max(1, plan.stepsPerEpoch ?? 1))
        let total = max(turns.steps * epochs, Int((scheduled * Double(turns.steps)).rounded()))
        var own = plan.validation
        own?.keep.removeAll { !$0.hasPrefix("\(name).") }
        own?.patience = nil
        if own?.keep.isEmpty == true { own = nil }
        let trainer = Trainer(
            model: model, optimizer: AdamW(settings: try context.read(Slots.optimizer).settings, model: model),
            history: TrainingHistory(tasks: [task.name], randomKey: shared.randomKey),
            schedule: plan.schedule.spanning(total), tasks: [task], turns: turns, plan: batches,
            maxGradientNorm: plan.maxGradientNorm, labelSmoothing: plan.labelSmoothing ?? 0, padID: tokenizer.padID)
        let validated = ValidatedTrainer(trainer, plan: own, sets: [set], tokenizer: tokenizer, batches: batches)
        let start = ContinuousClock.now
        try validated.run(throughEpoch: epochs, progress: { _, _, _ in try context.checkCancellation() }) { report, _ in
            context.report(
                WorkProgress(
                    done: report.step, total: report.lastStep, unit: "steps",
                    loss: report.loss.isNaN ? nil : report.loss, task: report.task))
            if report.finishedEpoch != nil {
                context.show(
                    .text(
                        "\(task.description.title) alone. \(EpochText.line(trainer.history, epoch: report.epoch - 1))"))
            }
            try context.checkCancellation()
        }
        validated.keepBest()
        context.show(
            .text("\(task.description.title) alone took \(Format.duration(start.duration(to: .now).seconds))."),
            isVolatile: true)
        let (_, metrics) = try set.evaluate(model, tokenizer: tokenizer, plan: batches) { done, total in
            context.report(
                WorkProgress(done: done, total: total, unit: "validation sequences", task: task.name))
            try context.checkCancellation()
        }
        return (metrics, trainer.history.steps.count)
    }
}
