import Execution
import Kernels
import Outputs
import Plotting
import Tasks
import Training

/// What a training shows: its plan and its estimate, then a row for each epoch and each validation, its figures, and its key figures.
extension TrainCommand {
    func showPlan(_ workload: Workload, _ context: any CommandContext) {
        context.show(
            .text(
                "\(Format.count(workload.stepCount * epochs.value, "step")), \(Format.count(epochs.value, "epoch")) of \(workload.description); \(Format.count(workload.model.trainedParameterCount)) parameters are trained."
            ))
    }

    func showEstimate(operations: Double, _ workload: Workload, _ context: any CommandContext) {
        let rate = MatrixProduct.measureRate()
        let seconds = operations / StepCost.operationsPerSecond(rate: rate)
        context.show(
            .text(
                "Estimate: \(Format.duration(seconds)), at \(Format.decimal(rate, 0)) GFLOP/s of matrix products. It needs \(Format.bytes(workload.memoryBytes)) of memory, and \(Format.bytes(workload.checkpointBytes)) on the disk for a checkpoint."
                    + (seconds > 600
                        ? " A smaller encoder (-p encoder=\(EncoderAsset.miniLMName)), fewer examples (--within 10min chooses their number) or a quick profile make it shorter."
                        : "")
            ), isVolatile: true)
    }

    /// Says that the learning rate does not come down to 0, where the training ends before its schedule.
    func showUnusedSchedule(_ schedule: LearningRateSchedule, lastStep: Int, _ context: any CommandContext) {
        guard schedule.shape.endsAtZero, lastStep < schedule.totalSteps else { return }
        context.show(
            .text(
                "The schedule spans \(Format.count(schedule.totalSteps, "step")), and this training ends at step \(Format.count(lastStep)): its learning rate does not come down to 0."
            ))
    }

    /// - Parameter loaded: the history of the checkpoint that this training continues; nil for a new one.
    func showResult(
        _ history: TrainingHistory, after loaded: TrainingHistory?, seconds: Double, _ workload: Workload,
        _ context: any CommandContext
    ) throws {
        showEpochs(history, context)
        if history.skippedBatches > 0 {
            context.show(
                .warning(
                    "\(Format.count(history.skippedBatches, "batch", plural: "batches")) had no label at all and \(history.skippedBatches == 1 ? "was" : "were") skipped."
                ))
        }
        try showLosses(history, after: loaded, context)
        showKept(history, context)
        context.show(.metrics(metrics(history)))
        let steps = history.batchCount - (loaded?.batchCount ?? 0)
        context.show(
            .metrics([
                Metric(
                    name: "train.seconds", label: "Training time", value: seconds, style: .seconds, isKeyFigure: true),
                Metric(
                    name: "train.tokens-per-second", label: "Tokens a second",
                    value: workload.tokens(inSteps: steps) / max(seconds, 1e-9), style: .count),
            ]), isVolatile: true)
    }

    /// The tables: a row for each epoch, and one for each validation.
    func showEpochs(_ history: TrainingHistory, _ context: any CommandContext) {
        let titles = history.tasks.map(TaskDescription.title)
        if !history.epochs.isEmpty {
            context.show(
                .table(
                    Table(
                        caption: "Mean loss per epoch", columns: ["Epoch", "Total"] + titles + ["Steps"],
                        alignments: titles.map { _ in .right } + [.right, .right, .right],
                        rows: history.epochs.enumerated().map { index, epoch in
                            ["\(index + 1)", Format.decimal(history.meanLoss(inEpoch: index))]
                                + history.tasks.indices.map {
                                    Format.decimal(history.meanLoss(ofTask: $0, inEpoch: index))
                                }
                                + [Format.count(epoch.lastStep)]
                        })))
        }
        if history.hasWeights, !history.epochs.isEmpty {
            context.show(
                .table(
                    Table(
                        caption: "Mean loss per epoch without the weights", columns: ["Epoch"] + titles,
                        rows: history.epochs.indices.map { epoch in
                            ["\(epoch + 1)"]
                                + history.tasks.indices.map {
                                    Format.decimal(history.meanUnweightedLoss(ofTask: $0, inEpoch: epoch))
                                }
                        })))
        }
        guard !history.validations.isEmpty else { return }
        let scores = LossFigures.shownScores(of: history)
        context.show(
            .table(
                Table(
                    caption: "Validation: mean loss and scores on the validation examples",
                    columns: ["After"] + titles.map { "\($0) loss" } + scores,
                    rows: history.validations.enumerated().map { place, validation in
                        [history.place(after: validation.step) + (place == history.kept ? ", kept" : "")]
                            + validation.losses.map { Format.decimal($0) }
                            + scores.map { Format.percent(validation.scores[$0]) }
                    })))
    }

    func showLosses(
        _ history: TrainingHistory, after loaded: TrainingHistory?, _ context: any CommandContext
    ) throws {
        guard !history.steps.isEmpty else { return }
        let width = context.figureWidth
        try context.show(
            LossFigures.steps(history, width: width, height: context.options.figureHeight ?? 2.8),
            name: "loss-per-step", caption: "Loss per step: each batch, and a running mean")
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
        context.show(.series(history.series(fromEpoch: loaded?.epochs.count ?? 0)))
    }

    /// Which model was kept, and whether training ended early.
    private func showKept(_ history: TrainingHistory, _ context: any CommandContext) {
        guard let plan = validationPlan, let best = plan.best(of: history.validations) else { return }
        let validation = history.validations[best]
        let scores = plan.keep.map { "\($0) \(Format.percent(validation.scores[$0] ?? 0))" }
        context.show(
            .text(
                "The model after \(history.place(after: validation.step)) is kept: \(scores.joined(separator: ", ")). The commands that follow use it."
            ))
        if plan.stops(after: history.validations) {
            let since = history.validations.count - 1 - best
            context.show(
                .text(
                    "Training ended early, after \(Format.count(history.batchCount, "step")), because \(since == 1 ? "one validation was" : "\(Format.count(since)) validations in a row were") no better."
                ))
        }
        let place = history.epoch(at: validation.step)
        let epoch = Metric(
            name: "train.kept-epoch", label: "Epoch of the kept model", value: place,
            style: place == place.rounded() ? .count : .number)
        context.show(
            .metrics(
                [epoch]
                    + plan.keep.map {
                        Metric(
                            name: "validation.\($0)", label: "\($0) of the kept model",
                            value: validation.scores[$0] ?? 0)
                    }))
    }

    private func metrics(_ history: TrainingHistory) -> [Metric] {
        func loss(_ name: String, _ label: String, _ value: Double?) -> [Metric] {
            value.map { [Metric(name: "train.\(name)", label: label, value: $0, style: .number)] } ?? []
        }
        let last = history.epochs.count - 1
        var metrics = [
            Metric(name: "train.steps", label: "Steps", value: Double(history.steps.count), style: .count)
        ]
        metrics += loss("loss", "Loss, last epoch", history.meanLoss(inEpoch: last))
        for (task, name) in history.tasks.enumerated() {
            guard let mean = history.meanLoss(ofTask: task, inEpoch: last) else { continue }
            let title = TaskDescription.title(name)
            metrics += loss("\(name)-loss", "\(title) loss, last epoch", mean)
            if history.hasWeights {
                metrics += loss(
                    "\(name)-unweighted-loss", "\(title) loss without its weight, last epoch",
                    history.meanUnweightedLoss(ofTask: task, inEpoch: last))
            }
            metrics += loss(
                "\(name)-validation-loss", "\(title) validation loss, last",
                history.validations.last.flatMap { $0.losses[task] })
        }
        if history.skippedBatches > 0 {
            metrics.append(
                Metric(
                    name: "train.skipped-batches", label: "Batches without a label",
                    value: Double(history.skippedBatches), style: .count))
        }
        return metrics
    }
}
