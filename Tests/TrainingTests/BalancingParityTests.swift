import Datasets
import Encoders
import FixtureSupport
import Foundation
import Kernels
import Safetensors
import Tasks
import Testing
import Training
import TrainingSupport

/// Compares twenty steps of the training loop with PyTorch's, for each rule that weighs losses: losses, weights, norms and parameters.
@Suite(.serialized)
struct BalancingParityTests {
    struct Run: Decodable {
        struct Step: Decodable {
            var tasks: [String]
            var losses, weights: [Double]
            var gradientNorm, learningRate: Double
        }
        var startWeights, method: String
        var optimizer: TrainingParityTests.Run.Optimizer
        var seed: UInt64
        var period: Int
        var steps: [Step]
        var zeroGradientInExactArithmetic: [String]
    }

    /// The batches of a fixture as the features of a task.
    private struct Features: SequenceFeatures {
        var inputIDs: [Int32] = []
        var sequenceOffsets: [Int32] = [0]
        var exampleIndices: [Int32] = []
        /// The targets of each sequence.
        var targets: [[Int32]] = []

        init(_ batches: [FixtureBatch]) {
            for batch in batches {
                for (row, ids) in batch.inputIDs.enumerated() {
                    inputIDs += ids
                    sequenceOffsets.append(Int32(inputIDs.count))
                    exampleIndices.append(Int32(exampleIndices.count))
                    if let labels = batch.labels {
                        targets.append(labels[row])
                    } else if let classes = batch.classes {
                        targets.append([classes[row]])
                    } else {
                        targets.append([batch.startPositions?[row] ?? 0, batch.endPositions?[row] ?? 0])
                    }
                }
            }
        }

        func appendTargets(of row: Int, padding: Int, to targets: inout [Int32]) -> Int {
            targets += self.targets[row]
            return self.targets[row].count { $0 != ignoreIndex }
        }
        func hasTargets(of row: Int, within outputs: Int) -> Bool { true }
        func content(_ add: (UnsafeRawBufferPointer) -> Void) {}
    }

    private static let folder = TrainingParityTests.folder + "/balancing"
    private static let labels = (0..<9).map { "\($0)" }
    private static let descriptions = [
        TaskDescription(name: "ner", kind: TokenClassification().name, labels: labels),
        TaskDescription(name: "qa", kind: SpanExtraction().name, labels: []),
        TaskDescription(name: "sentiment", kind: SequenceClassification().name, labels: ["a", "b", "c"]),
    ]

    private func tasks() throws -> [TrainingTask] {
        let batches = try FixtureBatch.decode(TrainingParityTests.Batches.self, "\(Self.folder)/batches.json").batches
        let toy = try ToyProblem()
        return try Self.descriptions.map { description in
            var task = toy.nerTask()
            task.description = description
            task.kind = try description.resolvedKind()
            task.features = Features(batches.filter { $0.task == description.name })
            return task
        }
    }

    /// The fixture's model, whose configuration has no dropout.
    private func model(_ run: Run) throws -> MultiTaskModel {
        MatrixProduct.useCallingThreadOnly()
        var configuration = try EncoderConfiguration(path: "\(ToyProblem.tiny)/config.json")
        configuration.hiddenDropout = 0
        configuration.attentionDropout = 0
        let model = MultiTaskModel(
            configuration: configuration, heads: try Self.descriptions.map { try $0.head() }, headDropout: 0)
        let root = URL(fileURLWithPath: Self.folder).path.components(separatedBy: "/Tests/")[0]
        try model.load(weights: "\(root)/\(run.startWeights)", includingHeads: true)
        return model
    }

    struct Stop: Error {}

    @Test(arguments: ["uncertainty", "dwa", "gradnorm", "pcgrad", "famo", "uncertainty-turns", "dwa-turns"])
    func twentySteps(name: String) throws {
        let run = try FixtureBatch.decode(Run.self, "\(Self.folder)/\(name).json")
        let settings = run.optimizer
        let model = try model(run)
        let tasks = try tasks()
        let turns: any TurnRule = name.hasSuffix("-turns") ? RoundRobin() : JointTurns()
        let options = run.method == "dwa" ? ["every": Double(run.period)] : [:]
        let rule = try WeightSettings(rule: run.method, options: options).rule(tasks: tasks.map(\.name))
        let trainer = Trainer(
            model: model,
            optimizer: AdamW(
                settings: .init(
                    learningRate: settings.learningRate, weightDecay: settings.weightDecay, beta1: settings.beta1,
                    beta2: settings.beta2, epsilon: settings.epsilon), model: model),
            history: TrainingHistory(tasks: tasks.map(\.name), randomKey: run.seed),
            schedule: LearningRateSchedule(warmupSteps: settings.warmupSteps, totalSteps: settings.totalSteps),
            tasks: tasks,
            turns: turns, weights: rule, plan: BatchPlan(batchSize: 3, shuffles: false),
            maxGradientNorm: settings.maxGradientNorm, padID: 0)
        do {
            try trainer.run(throughEpoch: 1) { if $0.step == run.steps.count { throw Stop() } }
        } catch is Stop {}
        try #require(trainer.history.steps.count == run.steps.count)
        for (index, (ours, theirs)) in zip(trainer.history.steps, run.steps).enumerated() {
            #expect(ours.parts.map { tasks[$0.task].name } == theirs.tasks)
            for (part, (loss, weight)) in zip(ours.parts, zip(theirs.losses, theirs.weights)) {
                #expect(abs(part.loss - loss) < 1e-4, "step \(index)")
                #expect(abs(Double(part.weight) - weight) < 1e-4, "step \(index)")
            }
            #expect(abs(Double(ours.gradientNorm) - theirs.gradientNorm) < 1e-4 * theirs.gradientNorm, "step \(index)")
            #expect(abs((ours.learningRate ?? .nan) - theirs.learningRate) < 1e-12)
        }
        let file = try SafetensorsFile(path: "\(Self.folder)/params.safetensors")
        let rounding = Set(run.zeroGradientInExactArithmetic)
        var compared = 0
        for entry in model.table.entries where !rounding.contains(entry.name) {
            let values = model.parameter(entry)
            let sampled = stride(from: 0, to: values.count, by: 13).map { values[values.startIndex + $0] }
            let reference = try file.floats("\(name).\(entry.name)")
            try #require(sampled.count == reference.count)
            #expect(Distance.relative(sampled, reference) < 1e-4, "\(entry.name)")
            compared += 1
        }
        #expect(compared > 45)
    }
}
