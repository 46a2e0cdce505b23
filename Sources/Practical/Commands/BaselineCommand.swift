import ArgumentParser
import Encoders
import Execution
import Files
import Foundation
import Metrics
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

    static let revision = 2

    static let examples = ["baseline ner qa"]

    static let takesLong = true

    @Argument(help: "The names of tasks that were trained together.", transform: TaskName.of) var tasks: [TaskName]

    func validate() throws {
        try tasks.checkEachIsNamedOnce(as: "task")
    }

    var slots: SlotUse {
        SlotUse(
            reads: [
                Slots.history.name, Slots.initial.name, Slots.optimizer.name, Slots.batches.name, Slots.epoch.name,
                Slots.loader.name, Slots.tokenizer.name, Slots.session.name,
            ] + tasks.map { Slots.dataset($0, .validation).name }, writes: tasks.map { Slots.baseline($0).name })
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
                "the history does not say with which settings the model was trained", remedy: "Run 'train' first.")
        }
        var progress = try savedProgress(in: context)
        for name in tasks where progress.finished[name.description] == nil {
            try train(name, like: history, plan, &progress, in: context)
        }
        let results = tasks.compactMap { progress.finished[$0.description] }
        context.show(
            .table(
                Table(
                    caption: "Mean loss per epoch, each task alone", columns: ["Epoch"] + tasks.map(\.title),
                    rows: history.epochs.indices.map { epoch in
                        ["\(epoch + 1)"]
                            + results.map { Format.decimal($0.losses.indices.contains(epoch) ? $0.losses[epoch] : nil) }
                    })))
        for (name, result) in zip(tasks, results) {
            try context.write(Slots.baseline(name), result.scores)
            context.show(
                .metrics(
                    result.scores.metrics.map {
                        Metric(
                            name: "baseline.\($0.name)", label: "\($0.label), learnt alone", value: $0.value,
                            style: $0.style, interval: $0.interval)
                    }))
        }
        let steps = zip(tasks, results).map { "\(Format.count($1.steps, "step")) of \($0.title)" }
        context.show(.text("Trained alone: \(steps.formatted)."))
    }

    // MARK: Going on after an interruption

    /// What was found for a task.
    private struct Result: Codable {
        var scores: ModelScores
        var steps: Int
        /// The mean loss of each epoch.
        var losses: [Double?]
    }

    /// The tasks that are done, and the state of the one that is being trained.
    private struct Progress: Codable {
        var finished: [String: Result] = [:]
        var current: String?
    }

    private static let progressFile = "baseline.json"

    private func savedProgress(in context: any CommandContext) throws -> Progress {
        guard let path = try context.savedProgress()?[Self.progressFile],
            let bytes = try? InputFile.bytes(path, limit: InputFile.Limit.text),
            let progress = try? JSONDecoder().decode(Progress.self, from: Data(bytes))
        else { return Progress() }
        return progress
    }

    private func save(_ progress: Progress, _ state: TrainingState?, in context: any CommandContext) throws {
        let place =
            progress.current.map { "in '\($0)' alone" } ?? "after \(progress.finished.count) of \(tasks.count) tasks"
        try context.saveProgress(note: place) { folder in
            try state?.write(to: folder)
            try AtomicFile.write(Array(try JSONEncoder().encode(progress)), to: "\(folder)/\(Self.progressFile)")
        }
    }

    // MARK: Training

    /// Trains one task and scores it.
    ///
    /// - Parameters:
    ///   - shared: the history of the training of all tasks.
    ///   - progress: gets the result.
    private func train(
        _ name: TaskName, like shared: TrainingHistory, _ plan: TrainingPlan, _ progress: inout Progress,
        in context: any CommandContext
    ) throws {
        let batches = try context.read(Slots.batches)
        let tokenizer = try context.read(Slots.tokenizer)
        guard let place = try context.read(Slots.loader).tasks.firstIndex(where: { $0.name == name.description }) else {
            throw CommandFailure("'\(name)' is not among the tasks of the training", remedy: "Name it in 'batches'.")
        }
        let task = try context.read(Slots.loader).tasks[place]
        let set = try context.read(Slots.dataset(name, .validation))
        var state =
            progress.current == name.description ? try context.savedTraining("the training of '\(name)' alone") : nil
        if state == nil {
            let model = try context.read(Slots.initial).model(of: task.description)
            state = TrainingState(
                model: model, optimizer: AdamW(settings: try context.read(Slots.optimizer).settings, model: model),
                history: TrainingHistory(tasks: [task.name], randomKey: shared.randomKey))
        }
        guard var state else { return }
        progress.current = name.description
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
            model: state.model, optimizer: state.optimizer, history: state.history,
            schedule: plan.schedule.spanning(total), tasks: [task], turns: turns, plan: batches,
            maxGradientNorm: plan.maxGradientNorm, labelSmoothing: plan.labelSmoothing ?? 0, padID: tokenizer.padID)
        let validated = ValidatedTrainer(
            trainer, plan: own, sets: [set], tokenizer: tokenizer, batches: batches, best: state.best)
        let start = ContinuousClock.now
        var clock = SavingClock()
        func keepProgress() throws {
            state.history = trainer.history
            state.best = validated.best
            try save(progress, state, in: context)
            clock.restart()
        }
        func checkCancellation(_: TaskDescription, _ done: Int, _ total: Int) throws { try context.checkCancellation() }
        do {
            try validated.run(throughEpoch: epochs, progress: checkCancellation) { report, _ in
                context.report(
                    WorkProgress(
                        done: report.step, total: report.lastStep, unit: "steps",
                        loss: report.loss.isNaN ? nil : report.loss, task: report.task))
                if clock.isDue(after: report, in: context) { try keepProgress() }
                try context.checkCancellation()
            }
        } catch {
            if error is ExecutionError { try keepProgress() }
            throw error
        }
        validated.keepBest()
        context.show(
            .text("\(task.description.title) alone took \(Format.duration(start.duration(to: .now).seconds))."),
            isVolatile: true)
        var (_, scores) = try set.evaluate(state.model, tokenizer: tokenizer, plan: batches) { done, total in
            context.report(WorkProgress(done: done, total: total, unit: "validation sequences", task: task.name))
            try context.checkCancellation()
        }
        scores.addIntervals(Bootstrap(seed: try context.read(Slots.session).seed))
        progress.current = nil
        progress.finished[name.description] = Result(
            scores: ModelScores(metrics: scores.metrics, predictions: scores.predictions(of: set)),
            steps: trainer.history.steps.count,
            losses: trainer.history.epochs.indices.map { trainer.history.meanLoss(inEpoch: $0) })
        if name != tasks.last { try save(progress, nil, in: context) }
    }
}
