import Encoders
import FixtureSupport
import Foundation
import Kernels
import Safetensors
import Tasks
import Testing
import Training
import TrainingSupport

/// Compares twenty steps of tasks in turns with PyTorch's, without dropout: losses, parameters, both moments and step counts.
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
        var startWeights: String
        var optimizer: Optimizer
        var lambdas: [String: Double]
        var steps: [Step]
        var stepCounts: [String: Int]?
        var zeroGradientInExactArithmetic: [String]?
        var frozen: FrozenParts?
        /// The folder of PEFT's adapter.
        var adapter: String?
    }

    struct Batches: Decodable { var batches: [FixtureBatch] }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Fixtures"

    /// The initial model of a run.
    func model(_ run: Run) throws -> MultiTaskModel {
        MatrixProduct.useCallingThreadOnly()
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let weights = tests.deletingLastPathComponent().path + "/\(run.startWeights)"
        var config = URL(fileURLWithPath: weights).deletingLastPathComponent().path + "/config.json"
        var heads: [TaskHead] = [.ner(), .qa]
        if run.lambdas["classification"] != nil { heads.append(.classification()) }
        if run.lambdas["sentiment"] != nil {
            // The tiny model gets a third head.
            heads.append(SequenceClassification().head(task: "sentiment", labels: ["a", "b", "c"]))
            config = "\(ToyProblem.tiny)/config.json"
        }
        let configuration = try EncoderConfiguration(path: config)
        let model = MultiTaskModel(configuration: configuration, heads: heads, frozen: run.frozen ?? .none)
        try model.load(weights: weights, includingHeads: true)
        guard let folder = run.adapter else { return model }
        let files = try AdapterFiles(
            folder: "\(tests.deletingLastPathComponent().path)/\(folder)", for: configuration)
        let adapted = MultiTaskModel(
            configuration: configuration, heads: heads, frozen: FrozenParts(layers: files.otherLayers),
            lora: files.lora)
        for entry in adapted.table.entries {
            guard let source = model.table[entry.name] else { continue }
            _ = adapted.parameter(entry).update(from: model.parameter(source))
        }
        try adapted.load(adapter: files)
        return adapted
    }

    /// Runs the fixture's steps, and compares losses, norms and learning rates in each.
    func train(_ run: Run, batches: String, padded: Bool) throws -> OptimizationStep {
        let model = try model(run)
        let settings = run.optimizer
        let optimizer = AdamW(
            settings: .init(
                learningRate: settings.learningRate, weightDecay: settings.weightDecay, beta1: settings.beta1,
                beta2: settings.beta2, epsilon: settings.epsilon), model: model)
        let schedule = LearningRateSchedule(warmupSteps: settings.warmupSteps, totalSteps: settings.totalSteps)
        let step = OptimizationStep(model: model, optimizer: optimizer)
        let batches = try FixtureBatch.decode(Batches.self, "\(Self.folder)/\(batches)/batches.json").batches
        try #require(batches.count == run.steps.count)
        for (batch, expected) in zip(batches, run.steps) {
            let flat = FlatBatch(batch, padded: padded, padID: model.configuration.padTokenID)
            let head = try #require(model.headIndex(task: batch.task))
            let rate = settings.learningRate * schedule.factor(step: expected.step)
            #expect(abs(rate - expected.learningRate) < 1e-12)
            let kinds: [String: any TaskKind] = ["qa": SpanExtraction(), "ner": TokenClassification()]
            let kind = kinds[batch.task] ?? SequenceClassification()
            let result = try flat.withInput { input in
                try flat.targets.withUnsafeBufferPointer { targets in
                    try step.run(
                        input, head: head, kind: kind, targets: targets,
                        targetCount: flat.targetCount,
                        weight: Float(run.lambdas[batch.task] ?? 1), learningRate: rate,
                        maxGradientNorm: settings.maxGradientNorm, dropout: nil)
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

    /// Compares parameters and moments with a reference's, by kind and entry. `reference` returns nil for an entry that it does not have.
    func compare(
        _ step: OptimizationStep, _ run: Run, _ reference: (_ kind: String, _ name: String) throws -> [Float]?
    ) throws {
        let rounding = Set(run.zeroGradientInExactArithmetic ?? [])
        let ours = [
            ("params", step.model.parameters), ("exp_avg", step.optimizer.firstMoments),
            ("exp_avg_sq", step.optimizer.secondMoments),
        ]
        var compared = 0
        for entry in step.model.table.entries {
            for (kind, values) in ours {
                guard let reference = try reference(kind, entry.name) else { continue }
                compared += 1
                let values = values[entry.range]
                if rounding.contains(entry.name) {
                    // The gradient is rounding noise, which AdamW scales up to whole steps. Twenty such steps are the limit.
                    if kind == "params" {
                        #expect(
                            Distance.maximum(values, reference) < 20 * run.optimizer.learningRate, "\(entry.name)")
                    }
                } else {
                    #expect(Distance.relative(values, reference) < 1e-4, "\(entry.name), \(kind)")
                }
            }
        }
        #expect(compared >= 3 * step.model.table.trainableEntries.count)
        let counts = try #require(run.stepCounts)
        for entry in step.model.table.entries {
            let group = try #require(step.model.table.groups.firstIndex { $0.range.contains(entry.offset) })
            let expected = step.model.table.isTrainable(entry) ? step.optimizer.stepCounts[group] : 0
            #expect(expected == counts[entry.name] ?? 0, "\(entry.name)")
        }
    }

    @Test(arguments: ["packed", "max-length"])
    func twentySteps(mode: String) throws {
        let folder = "\(Self.folder)/training"
        let run = try FixtureBatch.decode(Run.self, "\(folder)/steps-\(mode).json")
        let step = try train(run, batches: "training", padded: mode == "max-length")
        try compare(step, run) { kind, name in
            let file = try SafetensorsFile(path: "\(folder)/\(kind)-\(mode).safetensors")
            return file.tensors[name] == nil ? nil : try file.floats(name)
        }
    }

    @Test(arguments: ["packed", "max-length"])
    func weightedLosses(mode: String) throws {
        let run = try FixtureBatch.decode(Run.self, "\(Self.folder)/training/steps-weighted-\(mode).json")
        #expect(run.lambdas == ["ner": 0.7, "qa": 1.3])
        _ = try train(run, batches: "training", padded: mode == "max-length")
    }

    @Test(
        "three tasks in turns on encoders of other families, one of them with a head for the first token",
        arguments: [("distilbert", ""), ("roberta", ""), ("roberta", "-max-length")])
    func otherFamilies(family: String, mode: String) throws {
        let folder = "\(Self.folder)/\(family)"
        let run = try FixtureBatch.decode(Run.self, "\(folder)/steps\(mode).json")
        let step = try train(run, batches: family, padded: !mode.isEmpty)
        try compare(step, run) { kind, name in
            let file = try SafetensorsFile(path: "\(folder)/\(kind)\(mode).safetensors")
            return file.tensors[name] == nil ? nil : try file.floats(name)
        }
    }

    @Test("three tasks of three kinds in turns")
    func threeTasks() throws {
        let folder = "\(Self.folder)/three-tasks"
        let run = try FixtureBatch.decode(Run.self, "\(folder)/steps-packed.json")
        let step = try train(run, batches: "three-tasks", padded: false)
        try compare(step, run) { kind, name in
            let file = try SafetensorsFile(path: "\(folder)/\(kind)-packed.safetensors")
            return file.tensors[name] == nil ? nil : try file.floats(name)
        }
    }

    struct Losses: Decodable {
        var losses: [String: [String: Double]]
        var zeroGradientInExactArithmetic: [String: [String]]
    }

    @Test("the loss of whole texts has the right logits, value and gradients")
    func sequenceClassification() throws {
        let folder = "\(Self.folder)/three-tasks"
        let run = try FixtureBatch.decode(Run.self, "\(folder)/steps-packed.json")
        let expected = try FixtureBatch.decode(Losses.self, "\(folder)/forward.json")
        let fixture = try #require(
            try FixtureBatch.decode([String: FixtureBatch].self, "\(folder)/batch.json")["sentiment"])
        let batch = FlatBatch(fixture, padded: false)
        let model = try model(run)
        let arena = model.makeArena(forTraining: true)
        let gradients = GradientBuffer(model: model)
        let expectedLogits = try SafetensorsFile(path: "\(folder)/forward.safetensors").floats("sentiment.logits")
        batch.withInput { input in
            model.forward(input, head: 2, arena: arena, dropout: nil)
            let logits = Array(UnsafeBufferPointer(start: arena.logits, count: 3 * input.sequenceCount))
            #expect(Distance.maximum(logits, expectedLogits) < 1e-4)
            let loss = batch.targets.withUnsafeBufferPointer { targets in
                SequenceClassification().loss(
                    of: BatchLogits(
                        input: input, targets: targets, targetCount: batch.targetCount, outputs: 3,
                        logits: arena.logits, dLogits: arena.dLogits))
            }
            #expect(abs(loss - (expected.losses["sentiment"]?["packed"] ?? .nan)) < 1e-4)
            model.backward(input, head: 2, arena: arena, dropout: nil, gradients: gradients)
        }
        let file = try SafetensorsFile(path: "\(folder)/gradients-sentiment.safetensors")
        let rounding = Set(expected.zeroGradientInExactArithmetic["sentiment"] ?? [])
        var compared = 0
        for entry in model.table.entries where file.tensors[entry.name] != nil && !rounding.contains(entry.name) {
            compared += 1
            let reference = try file.floats(entry.name)
            #expect(Distance.relative(gradients.floats[entry.range], reference) < 1e-4, "\(entry.name)")
        }
        #expect(compared > 40)
    }

    @Test("frozen parts keep every bit, others get PyTorch's values", arguments: ["lower", "middle", "encoder"])
    func frozen(name: String) throws {
        let run = try FixtureBatch.decode(Run.self, "\(Self.folder)/frozen/\(name).json")
        let file = try SafetensorsFile(path: "\(Self.folder)/frozen/\(name).safetensors")
        let before = try model(run)
        let step = try train(run, batches: "training", padded: false)
        try compare(step, run) { kind, name in
            let tensor = "\(kind).\(name)"
            return file.tensors[tensor] == nil ? nil : try file.floats(tensor)
        }
        let table = step.model.table
        #expect(file.tensors.count == 3 * table.trainableEntries.count)
        for entry in table.entries where !table.isTrainable(entry) {
            let (new, old) = (step.model.parameter(entry), before.parameter(entry))
            #expect(new.map(\.bitPattern) == old.map(\.bitPattern), "\(entry.name)")
            for values in [
                step.optimizer.firstMoments, step.optimizer.secondMoments, step.gradients.floats,
            ] { #expect(values[entry.range].allSatisfy { $0 == 0 }, "\(entry.name)") }
        }
    }
}
