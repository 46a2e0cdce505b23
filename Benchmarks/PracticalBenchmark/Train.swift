import ArgumentParser
import Encoders
import Kernels
import Tasks
import Training

/// Training steps on given batches: forward, loss, backward, clip, AdamW, schedule.
struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Time training steps on the batches of a file.")

    @OptionGroup var folder: ModelFolder
    @OptionGroup var threads: ThreadOption
    @Option(help: ArgumentHelp("The batches.", valueName: "file")) var batches: String
    @OptionGroup(title: "Scores after training") var validation: ValidationFiles

    private struct Check: Encodable {
        var kind = "check"
        var task: String
        var loss: Double
    }

    private struct Step: Encodable {
        var kind = "step"
        /// Index among the batches of warm-up and measurement.
        var batch: Int
        var seconds: Double
        var loss: Double
    }

    private struct End: Encodable {
        var kind = "end"
        /// Seconds for all steps, including the time between them.
        var seconds: Double
    }

    func run() throws {
        threads.apply()
        let file = try BatchFile(path: batches)
        // The batches are views into the file.
        defer { withExtendedLifetime(file) {} }
        let model = try folder.load()
        for batch in file.batches { try batch.input.validate(for: model.configuration) }
        try emit(Facts(parameters: model.parameterCount))
        try check(file.batches.prefix(file.checkCount), model)

        let optimizer = AdamW(settings: .init(), model: model)
        let step = OptimizationStep(model: model, optimizer: optimizer)
        let schedule = LearningRateSchedule(warmupSteps: file.scheduleSteps / 10, totalSteps: file.scheduleSteps)
        let key = RandomKey(3)
        let whole = try seconds {
            for (index, batch) in file.batches.dropFirst(file.checkCount).enumerated() {
                var loss = Double.nan
                let elapsed = try seconds {
                    let result = try batch.targets.withUnsafeBufferPointer { targets in
                        try step.run(
                            batch.input, head: batch.task, kind: batch.kind, targets: targets,
                            targetCount: batch.targetCount, weight: 1,
                            learningRate: optimizer.settings.learningRate * schedule.factor(step: index),
                            maxGradientNorm: 1, dropout: DropoutPlan(key: key.stream(index)))
                    }
                    loss = result?.loss ?? .nan
                }
                try emit(Step(batch: index, seconds: elapsed, loss: loss))
            }
        }
        try emit(End(seconds: whole))
        if validation.areGiven { try validation.score(model, tokenizerFolder: folder.model) }
    }

    /// Computes losses without dropout before any step. They show whether another program computes the same.
    private func check(_ batches: ArraySlice<BatchFile.Batch>, _ model: MultiTaskModel) throws {
        let arena = model.makeArena(forTraining: false)
        for batch in batches {
            model.forward(batch.input, head: batch.task, arena: arena, dropout: nil)
            let loss = batch.targets.withUnsafeBufferPointer { targets in
                batch.kind.loss(
                    of: BatchLogits(
                        input: batch.input, targets: targets, targetCount: batch.targetCount,
                        outputs: model.heads[batch.task].outputs, logits: arena.logits, dLogits: nil))
            }
            try emit(Check(task: model.heads[batch.task].task, loss: loss))
        }
    }
}
