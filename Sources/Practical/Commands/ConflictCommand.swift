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

/// Draws whether the tasks pull together: the cosine between their gradients, by layer and step.
struct ConflictCommand: NotebookCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflict",
        abstract: "Draw whether the tasks pull together: the cosine between their gradients, by layer and step.",
        discussion: """
            conflict --steps 60 --every 5

            It trains a copy of the model for so many steps, each with a batch of every task ('batches joint', whatever the notebook has), and throws \
            the copy away: nothing that comes after it changes. In every fifth step, the gradients of the tasks' losses are compared in each layer of the \
            encoder. A cosine of 1 means that both want the same change, 0 that what helps one does not matter to the other, and less than 0 \
            that what helps one harms the other. Losses have the weights of 'weights fixed', or 1. It takes as long as so many joint steps.
            """)

    static let examples: [String] = []

    @Option(help: "How many steps to train the copy.", transform: PositiveCount.of("a number of steps", upTo: 100_000))
    var steps = PositiveCount(40)
    @Option(
        help: "Compare in the first step and in every so many from there.",
        transform: PositiveCount.of("a number of steps", upTo: 100_000))
    var every = PositiveCount(4)

    /// The largest number of columns that a map has room for.
    private static let mostLooks = 100

    func validate() throws {
        guard (steps.value + every.value - 1) / every.value <= Self.mostLooks else {
            throw ValidationError(
                "`--steps \(steps.value) --every \(every.value)` looks at more than \(Self.mostLooks) steps: take a larger --every"
            )
        }
    }

    var slots: SlotUse {
        SlotUse(reads: [
            Slots.session.name, Slots.tokenizer.name, Slots.model.name, Slots.optimizer.name, Slots.schedule.name,
            Slots.weights.name, Slots.batches.name, Slots.loader.name,
        ])
    }

    var drawsRandomNumbers: Bool { true }

    func validate(after writers: [SlotName: any NotebookCommand]) throws {
        guard let batches = writers[Slots.loader.name] as? BatchesCommand, batches.tasks.count < 2 else { return }
        throw ValidationError(
            "`conflict` compares the gradients of tasks, and `batches` above names one task: name two or more there")
    }

    private struct Stop: Error {}

    func execute(in context: any CommandContext) throws {
        let tasks = try context.read(Slots.loader).tasks
        let names = tasks.map(\.name)
        let model = try context.read(Slots.model)
        let parts = model.table.trainedParts
        guard !parts.isEmpty else {
            throw CommandFailure(
                "the whole encoder is frozen, so that the tasks share nothing that is trained",
                remedy: "Leave a layer out of 'model --freeze'.")
        }
        // Before the copy takes memory of its own.
        try AvailableMemory.now.require(
            4 * model.parameterCount + 12 * model.trainedParameterCount,
            for: "a copy of the model, its gradients and their moments",
            remedy: "Take a smaller encoder, or allow more memory.")
        let state = try train(model.copy(), tasks, context)
        let looks = ConflictProbe.cosines(state, taskCount: tasks.count, partCount: parts.count)
        guard !looks.isEmpty else {
            throw CommandFailure(
                "no step that was looked at had a labelled batch of every task", remedy: "Take a smaller --every.")
        }
        let findings = Conflict(
            tasks: names.map(TaskDescription.title),
            parts: parts.map { $0.layer.map { "layer \($0)" } ?? Conflict.embeddings },
            looks: looks)
        try context.show(
            findings.figure(width: context.options.figureWidth, height: context.options.figureHeight),
            name: "conflict", caption: "Cosine between the tasks' gradients, by layer and step")
        for sentence in findings.sentences { context.show(.text(sentence)) }
        let metrics = zip(findings.pairs, findings.means).compactMap { pair, mean in
            mean.map { mean in
                Metric(
                    name: "conflict.\(names[pair.0])-\(names[pair.1])",
                    label: "Mean cosine of \(findings.tasks[pair.0]) and \(findings.tasks[pair.1])", value: mean,
                    style: .number)
            }
        }
        context.show(.metrics(metrics))
    }

    /// Trains a copy, and returns what the probe has seen.
    private func train(
        _ model: MultiTaskModel, _ tasks: [TrainingTask], _ context: any CommandContext
    ) throws -> BalanceState {
        let plan = try context.read(Slots.batches)
        let schedule = try context.read(Slots.schedule)
        let names = tasks.map(\.name)
        let turns = JointTurns()
        let perEpoch = turns.stepCount(batchCounts: plan.stepCounts(tasks))
        let epochs = perEpoch > 0 ? (steps.value + perEpoch - 1) / perEpoch : 1
        let key = RandomKey(try context.read(Slots.session).seed).stream(context.randomStream).stream("conflict")
        let trainer = Trainer(
            model: model, optimizer: AdamW(settings: try context.read(Slots.optimizer).settings, model: model),
            history: TrainingHistory(tasks: names, randomKey: key.bits),
            schedule: LearningRateSchedule(
                schedule.shape, warmupSteps: schedule.warmupSteps,
                totalSteps: max(schedule.totalSteps, perEpoch * epochs)),
            tasks: tasks, turns: turns,
            weights: ConflictProbe(try context.read(Slots.weights), tasks: names, every: every.value), plan: plan,
            maxGradientNorm: 1, padID: try context.read(Slots.tokenizer).padID)
        do {
            try trainer.run(throughEpoch: epochs) { report in
                context.report(
                    WorkProgress(done: report.step, total: steps.value, unit: "steps", loss: report.loss))
                try context.checkCancellation()
                if report.step == steps.value { throw Stop() }
            }
        } catch is Stop {}
        return trainer.history.balance ?? BalanceState()
    }
}
