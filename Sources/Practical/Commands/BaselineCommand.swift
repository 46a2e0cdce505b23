import ArgumentParser
import Encoders
import Execution
import Files
import Foundation
import Hardware
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
        var progress = try savedProgress(in: context)
        for name in tasks {
            if progress.finished[name.description] == nil {
                try train(name, like: history, plan, &progress, in: context)
            }
            guard let result = progress.finished[name.description] else { continue }
            for line in result.lines { context.show(.text(line)) }
            try context.write(Slots.baseline(name), result.metrics)
            context.show(
                .metrics(
                    result.metrics.map {
                        Metric(
                            name: "baseline.\($0.name)", label: "\($0.label), learnt alone", value: $0.value,
                            style: $0.style)
                    }))
        }
        context.show(
            .table(
                Table(
                    caption: "Each task alone", columns: ["Score", "Value", "Steps"],
                    rows: tasks.compactMap { progress.finished[$0.description] }.flatMap { result in
                        result.metrics.map {
                            [$0.label, Format.percent($0.value), Format.count(result.steps)]
                        }
                    })))
    }

    // MARK: Going on after an interruption

    /// What was found for a task.
    private struct Result: Codable {
        var metrics: [Metric]
        var steps: Int
        /// A line for each epoch.
        var lines: [String]
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

    /// The state of a task whose training was stopped.
    private func savedState(of name: TaskName, _ progress: Progress, in context: any CommandContext) throws
        -> TrainingState?
    {
        guard progress.current == name.description, let files = try context.savedProgress() else { return nil }
        do {
            return try TrainingState.read { name in
                guard let path = files[name] else { throw CommandFailure("\(name) is missing", remedy: "") }
                return path
            }
        } catch let shortage as MemoryShortage {
            throw shortage
        } catch {
            context.show(
                .warning("What was kept of the training of '\(name)' can't be read, and it starts anew: \(error)"),
                isVolatile: true)
            return nil
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
        let set = try context.read(Slots.validation).sets[place]
        var state = try savedState(of: name, progress, in: context)
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
        var lastSaving = start
        func keepProgress() throws {
            state.history = trainer.history
            state.best = validated.best
            try save(progress, state, in: context)
            lastSaving = .now
        }
        func checkCancellation(_: TaskDescription, _ done: Int, _ total: Int) throws { try context.checkCancellation() }
        do {
            try validated.run(throughEpoch: epochs, progress: checkCancellation) { report, _ in
                context.report(
                    WorkProgress(
                        done: report.step, total: report.lastStep, unit: "steps",
                        loss: report.loss.isNaN ? nil : report.loss, task: report.task))
                let isDue = lastSaving.duration(to: .now).seconds >= context.progressInterval
                if report.step < report.lastStep, isDue || report.finishedEpoch != nil { try keepProgress() }
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
        let (_, metrics) = try set.evaluate(state.model, tokenizer: tokenizer, plan: batches) { done, total in
            context.report(WorkProgress(done: done, total: total, unit: "validation sequences", task: task.name))
            try context.checkCancellation()
        }
        progress.current = nil
        progress.finished[name.description] = Result(
            metrics: metrics, steps: trainer.history.steps.count,
            lines: trainer.history.epochs.indices.map {
                "\(task.description.title) alone. \(EpochText.line(trainer.history, epoch: $0))"
            })
        if name != tasks.last { try save(progress, nil, in: context) }
    }
}
