import Encoders
import FixtureSupport
import Foundation
import Kernels
import Tasks
import Testing
import Training
import TrainingSupport

/// AdamW's groups, one step of its formula, and the learning rate's schedule.
@Suite
struct OptimizerTests {
    private func gradients(of model: MultiTaskModel, value: Float) -> GradientBuffer {
        let gradients = GradientBuffer(model: model)
        for index in gradients.floats.indices { gradients.floats[index] = value * Float(index % 7 - 3) }
        return gradients
    }

    @Test func aGroupWithoutAStepIsLeftAlone() throws {
        let model = try ToyProblem().model()
        let optimizer = AdamW(settings: .init(learningRate: 1e-2, weightDecay: 0.5), model: model)
        let before = Array(model.parameters)
        let names = model.table.groups.map(\.name)
        #expect(names == ["encoder", "ner", "qa", "pooler"])
        let gradients = gradients(of: model, value: 1e-2)
        for _ in 0..<3 {
            optimizer.step(model: model, gradients: gradients, groups: [0, 1], learningRate: 1e-2, gradientScale: 1)
        }
        #expect(optimizer.stepCounts == [3, 3, 0, 0])
        for (index, group) in model.table.groups.enumerated() {
            let isStepped = index < 2
            #expect(model.parameters[group.range].elementsEqual(before[group.range]) != isStepped, "\(group.name)")
            #expect(optimizer.firstMoments[group.range].contains { $0 != 0 } == isStepped, "\(group.name)")
            #expect(optimizer.secondMoments[group.range].contains { $0 != 0 } == isStepped, "\(group.name)")
        }
        optimizer.step(model: model, gradients: gradients, groups: [0, 2], learningRate: 1e-2, gradientScale: 1)
        #expect(optimizer.stepCounts == [4, 3, 1, 0])
        #expect(optimizer.stepsTaken == 4)
    }

    /// If the encoder is frozen, only the heads count steps.
    @Test func stepsAreCountedByTheHeadsOfAFrozenEncoder() throws {
        let toy = try ToyProblem()
        let model = MultiTaskModel(
            configuration: toy.model().configuration, heads: toy.heads,
            frozen: FrozenParts(embeddings: true, layers: [0, 1]))
        let optimizer = AdamW(settings: .init(), model: model)
        optimizer.stepCounts = [0, 4, 2, 0]
        #expect(optimizer.stepsTaken == 6)
    }

    /// Compares with PyTorch's AdamW in double, for every trainable parameter, over enough steps to make bias correction visible.
    @Test func stepsFollowTheFormula() throws {
        let model = try ToyProblem().model()
        let settings = AdamW.Settings(learningRate: 1e-3, weightDecay: 0.1)
        let optimizer = AdamW(settings: settings, model: model)
        let gradients = gradients(of: model, value: 0.02)
        let scale = 0.25
        var parameters = model.parameters.map(Double.init)
        var first = [Double](repeating: 0, count: parameters.count)
        var second = first
        let groups = Array(model.table.groups.indices)
        let trainable = model.table.trainableEntries.flatMap { Array($0.range) }
        #expect(trainable.count == parameters.count - 33 * 32, "all but the pooler")
        for step in 1...5 {
            let rate = settings.learningRate * Double(step)
            optimizer.step(
                model: model, gradients: gradients, groups: groups, learningRate: rate, gradientScale: Float(scale))
            for index in trainable {
                let gradient = Double(gradients.floats[index]) * scale
                parameters[index] *= 1 - rate * settings.weightDecay
                first[index] = settings.beta1 * first[index] + (1 - settings.beta1) * gradient
                second[index] = settings.beta2 * second[index] + (1 - settings.beta2) * gradient * gradient
                let root = (second[index] / (1 - pow(settings.beta2, Double(step)))).squareRoot()
                parameters[index] -=
                    rate / (1 - pow(settings.beta1, Double(step))) * first[index] / (root + settings.epsilon)
            }
        }
        let largest = { (ours: UnsafeMutableBufferPointer<Float>, theirs: [Double]) in
            zip(ours, theirs).map { abs(Double($0) - $1) }.max() ?? .infinity
        }
        #expect(largest(model.parameters, parameters) < 1e-6)
        #expect(largest(optimizer.firstMoments, first) < 1e-8)
        #expect(largest(optimizer.secondMoments, second) < 1e-10)
    }

    @Test func gradientNormCountsTheGroupsItIsGiven() throws {
        let model = try ToyProblem().model()
        let optimizer = AdamW(settings: .init(), model: model)
        let gradients = gradients(of: model, value: 0.5)
        for groups in [[0, 1], [0, 2], [1], []] {
            let squares = groups.flatMap { gradients.floats[model.table.groups[$0].range] }.map {
                Double($0) * Double($0)
            }
            let expected = squares.reduce(0, +).squareRoot()
            let norm = optimizer.gradientNorm(gradients, model: model, groups: groups)
            #expect(abs(norm - expected) <= 1e-6 * expected)
        }
    }

    /// Rows of the word embedding that no batch has reached only decay, and other rows have no gradient in some steps. Both are compared
    /// with a pass over every row. In one of the runs, a new optimizer takes each step. It knows only moments and step counts.
    @Test func rowsWithoutAGradientFollowTheDenseFormula() throws {
        let problem = try ToyProblem()
        let (sparse, dense, resumed) = (problem.model(), problem.model(), problem.model())
        let settings = AdamW.Settings(learningRate: 1e-2, weightDecay: 0.1)
        let step = OptimizationStep(model: sparse, optimizer: AdamW(settings: settings, model: sparse))
        let denseOptimizer = AdamW(settings: settings, model: dense)
        var chain = AdamW(settings: settings, model: resumed)
        let words = try #require(sparse.table["embeddings.word_embeddings.weight"])
        let width = words.shape[1]
        let before = Array(sparse.parameters)
        for index in 0..<6 {
            let batches: [[Int32]] = [[5, 6, 7, 5], [8, 6], [9, 10, 11]]
            let ids = batches[index % 3]
            let batch = FlatBatch(
                FixtureBatch(task: "ner", inputIDs: [ids], labels: [ids.map { $0 % 9 }]), padded: false)
            let rate = index == 0 ? 0 : 1e-2
            let norm = try batch.withInput { input in
                try batch.labels.withUnsafeBufferPointer { labels in
                    try step.run(
                        input, head: 0, kind: TokenClassification(), targets: labels,
                        targetCount: ids.count, weight: 1, learningRate: rate,
                        maxGradientNorm: 0.5, dropout: nil)?.gradientNorm
                }
            }
            let sum = step.gradients.floats[sparse.table.groups[0].range].reduce(0.0) { $0 + Double($1) * Double($1) }
            let head = step.gradients.floats[sparse.table.groups[1].range].reduce(0.0) { $0 + Double($1) * Double($1) }
            #expect(abs(try #require(norm) - (sum + head).squareRoot()) < 1e-6 * (sum + head).squareRoot())
            #expect(step.gradients.wordRows.map { Set($0) } == Set(ids))

            let copy = GradientBuffer(model: dense)
            _ = copy.floats.update(from: step.gradients.floats)
            let scale = Float(min(1, 0.5 / (try #require(norm) + 1e-6)))
            denseOptimizer.step(
                model: dense, gradients: copy, groups: [0, 1], learningRate: rate, gradientScale: scale)
            let next = AdamW(settings: settings, model: resumed)
            next.stepCounts = chain.stepCounts
            _ = next.firstMoments.update(from: chain.firstMoments)
            _ = next.secondMoments.update(from: chain.secondMoments)
            chain = next
            chain.step(
                model: resumed, gradients: step.gradients, groups: [0, 1], learningRate: rate, gradientScale: scale)
        }
        #expect(
            sparse.parameters.elementsEqual(dense.parameters) && sparse.parameters.elementsEqual(resumed.parameters))
        for optimizer in [denseOptimizer, chain] {
            #expect(step.optimizer.firstMoments.elementsEqual(optimizer.firstMoments))
            #expect(step.optimizer.secondMoments.elementsEqual(optimizer.secondMoments))
        }
        // A word that is in no batch decays in five steps.
        let place = words.offset + 12 * width
        let expected = (0..<5).reduce(before[place]) { value, _ in value * Float(1 - 1e-2 * 0.1) }
        #expect(sparse.parameters[place] == expected && before[place] != 0)
        #expect(step.optimizer.firstMoments[place] == 0)
    }

    private struct Schedule: Decodable {
        var warmupSteps, totalSteps: Int
        var factors: [Double]
    }

    /// Compares every factor of transformers' scheduler, including factors after its end.
    @Test func scheduleIsTheReferences() throws {
        let schedules = try FixtureBatch.decode([Schedule].self, "\(TrainingParityTests.folder)/schedules.json")
        #expect(schedules.count > 3)
        for expected in schedules {
            let schedule = LearningRateSchedule(warmupSteps: expected.warmupSteps, totalSteps: expected.totalSteps)
            for (step, factor) in expected.factors.enumerated() {
                #expect(abs(schedule.factor(step: step) - factor) < 1e-12, "\(schedule), step \(step)")
            }
        }
        #expect(LearningRateSchedule(warmupSteps: 3, totalSteps: 30).factor(step: 0) == 0)
    }
}
