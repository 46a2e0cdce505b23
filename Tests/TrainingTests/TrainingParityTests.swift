import Encoders
import FixtureSupport
import Foundation
import Kernels
import Safetensors
import Testing
import Training

/// Twenty steps of the alternating loop against PyTorch's, dropout off: losses, parameters, both moments and step counts.
@Suite(.serialized)
struct TrainingParityTests {
    struct Run: Decodable {
        struct Optimizer: Decodable {
            var learningRate, weightDecay, beta1, beta2, epsilon, maxGradientNorm: Double
            var warmupSteps, totalSteps: Int
        }
        struct Step: Decodable {
            var step: Int
            var task: String
            var loss, gradientNorm, learningRate: Double
        }
        var optimizer: Optimizer
        var lambdas: [String: Double]
        var steps: [Step]
        var stepCounts: [String: Int]?
        var zeroGradientInExactArithmetic: [String]?
    }

    struct Batches: Decodable { var batches: [FixtureBatch] }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Fixtures/training"
    static let tiny =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path
        + "/EncodersTests/Fixtures/tiny"

    /// Runs the fixture's steps and compares losses, norms and learning rates on the way.
    private func train(_ run: Run, padded: Bool) throws -> OptimizationStep {
        MatrixProduct.useCallingThreadOnly()
        let model = MultiTaskModel(
            configuration: try EncoderConfiguration(path: "\(Self.tiny)/config.json"), heads: [.ner(), .qa])
        try model.load(weights: "\(Self.tiny)/model.safetensors", includingHeads: true)
        let settings = run.optimizer
        let optimizer = AdamW(
            settings: .init(
                learningRate: settings.learningRate, weightDecay: settings.weightDecay, beta1: settings.beta1,
                beta2: settings.beta2, epsilon: settings.epsilon), model: model)
        let schedule = LinearSchedule(warmupSteps: settings.warmupSteps, totalSteps: settings.totalSteps)
        let step = OptimizationStep(model: model, optimizer: optimizer)
        let batches = try FixtureBatch.decode(Batches.self, "\(Self.folder)/batches.json").batches
        try #require(batches.count == run.steps.count)
        for (batch, expected) in zip(batches, run.steps) {
            let flat = FlatBatch(batch, padded: padded)
            let head = try #require(model.headIndex(task: batch.task))
            let rate = settings.learningRate * schedule.factor(step: expected.step)
            #expect(abs(rate - expected.learningRate) < 1e-12)
            let result = try flat.withInput { input in
                try flat.labels.withUnsafeBufferPointer { labels in
                    try flat.starts.withUnsafeBufferPointer { starts in
                        try flat.ends.withUnsafeBufferPointer { ends in
                            try step.run(
                                input, head: head,
                                targets: batch.task == "ner"
                                    ? .labels(labels, labelled: flat.labelled) : .spans(starts: starts, ends: ends),
                                weight: Float(run.lambdas[batch.task] ?? 1), learningRate: rate,
                                maxGradientNorm: settings.maxGradientNorm, dropout: nil)
                        }
                    }
                }
            }
            let actual = try #require(result)
            #expect(abs(actual.loss - expected.loss) < 1e-4, "step \(expected.step)")
            #expect(
                abs(actual.gradientNorm - expected.gradientNorm) < 1e-4 * expected.gradientNorm, "step \(expected.step)"
            )
        }
        return step
    }

    @Test(arguments: ["packed", "max-length"])
    func twentySteps(mode: String) throws {
        let run = try FixtureBatch.decode(Run.self, "\(Self.folder)/steps-\(mode).json")
        let step = try train(run, padded: mode == "max-length")
        let rounding = Set(run.zeroGradientInExactArithmetic ?? [])
        let files = try ["params", "exp_avg", "exp_avg_sq"].map {
            try SafetensorsFile(path: "\(Self.folder)/\($0)-\(mode).safetensors")
        }
        let ours = [step.model.parameters, step.optimizer.firstMoments, step.optimizer.secondMoments]
        for entry in step.model.table.entries {
            for (index, file) in files.enumerated() where file.tensors[entry.name] != nil {
                let values = ours[index][entry.offset..<entry.offset + entry.count]
                let reference = try file.floats(entry.name)
                if rounding.contains(entry.name) {
                    // The gradient is rounding noise, which AdamW normalises to whole steps: bounded by twenty of them.
                    if index == 0 {
                        #expect(
                            Distance.maximum(values, reference) < 20 * run.optimizer.learningRate, "\(entry.name)")
                    }
                } else {
                    #expect(Distance.relative(values, reference) < 1e-4, "\(entry.name), \(index)")
                }
            }
        }
        let counts = try #require(run.stepCounts)
        for entry in step.model.table.entries {
            let group = try #require(step.model.table.groups.firstIndex { $0.range.contains(entry.offset) })
            #expect(step.optimizer.stepCounts[group] == counts[entry.name] ?? 0, "\(entry.name)")
        }
    }

    @Test(arguments: ["packed", "max-length"])
    func weightedLosses(mode: String) throws {
        let run = try FixtureBatch.decode(Run.self, "\(Self.folder)/steps-weighted-\(mode).json")
        #expect(run.lambdas == ["ner": 0.7, "qa": 1.3])
        _ = try train(run, padded: mode == "max-length")
    }
}
