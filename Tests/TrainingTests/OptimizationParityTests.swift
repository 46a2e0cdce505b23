import Encoders
import FixtureSupport
import Foundation
import Kernels
import Safetensors
import Tasks
import Testing
import Training
import TrainingSupport

/// Compares layer-wise learning rates, label smoothing, accumulated and joint steps with PyTorch's and transformers'.
@Suite(.serialized)
struct OptimizationParityTests {
    private struct Run: Decodable {
        struct Step: Decodable {
            var step, batches: Int
            var losses: [Double]
            var gradientNorm, learningRate: Double
        }
        var optimizer: TrainingParityTests.Run.Optimizer
        var steps: [Step]
        var layerDecay, labelSmoothing: Double?
        var lambdas: [String: Double]?
        var zeroGradientInExactArithmetic: [String]
    }

    private static let folder = "\(TrainingParityTests.folder)/optimization"

    private func batches() throws -> [FixtureBatch] {
        try FixtureBatch.decode(
            TrainingParityTests.Batches.self, "\(TrainingParityTests.folder)/training/batches.json"
        ).batches
    }

    /// Takes a run's steps, each of some batches, and compares losses, norms, and at the end every parameter.
    private func compare(_ name: String, _ groups: [[FixtureBatch]], accumulates: Bool = false) throws {
        let run = try FixtureBatch.decode(Run.self, "\(Self.folder)/\(name).json")
        MatrixProduct.useCallingThreadOnly()
        let model = MultiTaskModel(
            configuration: try EncoderConfiguration(path: "\(ToyProblem.tiny)/config.json"), heads: [.ner(), .qa])
        try model.load(weights: "\(ToyProblem.tiny)/model.safetensors", includingHeads: true)
        let settings = run.optimizer
        let optimizer = AdamW(
            settings: .init(
                learningRate: settings.learningRate, weightDecay: settings.weightDecay, layerDecay: run.layerDecay),
            model: model)
        let schedule = LearningRateSchedule(warmupSteps: settings.warmupSteps, totalSteps: settings.totalSteps)
        let step = OptimizationStep(model: model, optimizer: optimizer)
        try #require(groups.count == run.steps.count)
        for (group, expected) in zip(groups, run.steps) {
            try #require(group.count == expected.batches)
            let flat = group.map { FlatBatch($0, padded: false) }
            let items = flat.reduce(0) { $0 + $1.targetCount }
            step.begin()
            for ((batch, flat), loss) in zip(zip(group, flat), expected.losses) {
                let weight =
                    accumulates ? Double(flat.targetCount) / Double(items) : run.lambdas?[batch.task] ?? 1
                let head = try #require(model.headIndex(task: batch.task))
                let kind: any TaskKind = head == 0 ? TokenClassification() : SpanExtraction()
                let found = try flat.withInput { input in
                    try flat.targets.withUnsafeBufferPointer { targets in
                        try step.add(
                            input, head: head, kind: kind, targets: targets, targetCount: flat.targetCount,
                            weight: Float(weight), labelSmoothing: Float(run.labelSmoothing ?? 0), dropout: nil)
                    }
                }
                #expect(abs(found * weight - loss) < 1e-4, "step \(expected.step)")
            }
            let norm = try step.update(
                learningRate: settings.learningRate * schedule.factor(step: expected.step),
                maxGradientNorm: settings.maxGradientNorm)
            #expect(abs(norm - expected.gradientNorm) < 1e-4 * expected.gradientNorm, "step \(expected.step)")
        }
        let file = try SafetensorsFile(path: "\(Self.folder)/\(name).safetensors")
        let rounding = Set(run.zeroGradientInExactArithmetic)
        let entries = model.table.entries.filter { file.tensors[$0.name] != nil && !rounding.contains($0.name) }
        #expect(entries.count > 40)
        for entry in entries {
            #expect(Distance.relative(model.parameter(entry)[...], try file.floats(entry.name)) < 1e-4, "\(entry.name)")
        }
    }

    @Test("each layer has its share of the learning rate of the layer above")
    func layerDecay() throws { try compare("layer-decay", try batches().map { [$0] }) }

    @Test("labels are smoothed as in PyTorch's cross-entropy")
    func labelSmoothing() throws { try compare("smoothing", try batches().map { [$0] }) }

    @Test("gradients are accumulated by labelled items, as transformers' Trainer does it")
    func accumulation() throws {
        let all = try batches()
        let byTask = [0, 1].map { task in stride(from: task, to: all.count, by: 2).map { all[$0] } }
        try compare(
            "accumulation", (0..<10).map { Array(byTask[$0 % 2][$0 / 2 * 2..<$0 / 2 * 2 + 2]) }, accumulates: true)
    }

    @Test("a joint step adds the weighted losses of its tasks")
    func joint() throws {
        let all = try batches()
        try compare("joint", stride(from: 0, to: all.count, by: 2).map { [all[$0], all[$0 + 1]] })
    }

    private struct Schedule: Decodable {
        var shape: String
        var warmupSteps, totalSteps: Int
        var factors: [Double]
    }

    @Test("every shape of a schedule gives transformers' factors")
    func schedules() throws {
        let schedules = try FixtureBatch.decode([Schedule].self, "\(Self.folder)/schedules.json")
        #expect(Set(schedules.map(\.shape) + ["linear"]) == Set(ScheduleShape.all.map(\.name)))
        for expected in schedules {
            let shape = try #require(ScheduleShape.named(expected.shape))
            let schedule = LearningRateSchedule(
                shape, warmupSteps: expected.warmupSteps, totalSteps: expected.totalSteps)
            for (step, factor) in expected.factors.enumerated() {
                #expect(abs(schedule.factor(step: step) - factor) < 1e-12, "\(expected.shape), step \(step)")
            }
            let stored = try JSONDecoder().decode(LearningRateSchedule.self, from: JSONEncoder().encode(schedule))
            #expect(stored == schedule && stored.factor(step: 2) == schedule.factor(step: 2))
        }
        let linear = LearningRateSchedule(warmupSteps: 25, totalSteps: 252)
        #expect(linear.spanning(126) == LearningRateSchedule(warmupSteps: 13, totalSteps: 126))
        // As a file of an earlier version has it.
        let old = try JSONDecoder().decode(
            LearningRateSchedule.self, from: Data(#"{"totalSteps":252,"warmupSteps":25}"#.utf8))
        #expect(old == linear)
    }
}
