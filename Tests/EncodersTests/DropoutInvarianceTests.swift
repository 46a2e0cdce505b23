import Encoders
import FixtureSupport
import Foundation
import Kernels
import Testing

/// Dropout depends on example, position and feature. The layout of a batch changes nothing.
@Suite("dropout and the batch's layout")
struct DropoutInvarianceTests {
    private static let configuration = GradientCheckTests.configuration(
        hidden: 48, heads: 3, layers: 2, intermediate: 70)
    private let model = MultiTaskModel.random(configuration)
    private let sequences = SampleSequence.random(
        lengths: [9, 17, 4, 21, 12], key: RandomKey(8), configuration: configuration)
    private let plan = DropoutPlan(key: RandomKey(21))

    private struct Pass {
        /// One entry per sequence: logits of its tokens without padding, or of the sequence.
        var logits: [[Float]] = []
        var loss = 0.0
        var gradients: [Float] = []
    }

    private func pass(
        _ sequences: [SampleSequence], task: String, paddedLength: Int? = nil, plan: DropoutPlan?
    ) throws -> Pass {
        let batch = try FlatBatch(sequences, task: task, paddedLength: paddedLength)
        let arena = model.makeArena(forTraining: true)
        let gradients = GradientBuffer(model: model)
        var pass = Pass()
        pass.loss = try model.step(batch, task: task, arena: arena, gradients: gradients, dropout: plan)
        let head = model.heads[try #require(model.headIndex(task: task))]
        for (index, sequence) in sequences.enumerated() {
            let first = head.rows == .firstToken ? index : Int(batch.sequenceOffsets[index])
            let rows = head.rows == .firstToken ? 1 : sequence.inputIDs.count
            pass.logits.append(
                Array(
                    UnsafeBufferPointer(start: arena.logits + first * head.outputs, count: rows * head.outputs)))
        }
        pass.gradients = Array(gradients.floats)
        return pass
    }

    @Test("the sequences' order does not change the masks", arguments: ["ner", "qa", "classification"])
    func order(task: String) throws {
        let order = [3, 0, 4, 2, 1]
        let straight = try pass(sequences, task: task, plan: plan)
        let shuffled = try pass(order.map { sequences[$0] }, task: task, plan: plan)
        for (place, index) in order.enumerated() {
            #expect(Distance.relative(shuffled.logits[place], straight.logits[index]) < 1e-6)
        }
        #expect(abs(shuffled.loss - straight.loss) < 1e-6)
        #expect(Distance.relative(shuffled.gradients, straight.gradients) < 1e-5)
    }

    @Test("a sequence has the same masks alone and with others")
    func alone() throws {
        let together = try pass(sequences, task: "ner", plan: plan)
        for (index, sequence) in sequences.enumerated() {
            let single = try pass([sequence], task: "ner", plan: plan)
            #expect(Distance.relative(single.logits[0], together.logits[index]) < 1e-6)
        }
    }

    @Test("packed and padded batches have the same masks", arguments: ["ner", "classification"])
    func padding(task: String) throws {
        let packed = try pass(sequences, task: task, plan: plan)
        let padded = try pass(sequences, task: task, paddedLength: 24, plan: plan)
        for (packed, padded) in zip(packed.logits, padded.logits) {
            #expect(Distance.relative(padded, packed) < 1e-6)
        }
        #expect(abs(padded.loss - packed.loss) < 1e-6)
        #expect(Distance.relative(padded.gradients, packed.gradients) < 1e-5)
    }

    @Test("the same key gives the same bits; another key, another example or no dropout gives another result")
    func keys() throws {
        let first = try pass(sequences, task: "qa", plan: plan)
        let again = try pass(sequences, task: "qa", plan: plan)
        #expect(first.logits == again.logits && first.gradients == again.gradients && first.loss == again.loss)

        let otherKey = try pass(sequences, task: "qa", plan: DropoutPlan(key: RandomKey(22)))
        let none = try pass(sequences, task: "qa", plan: nil)
        var renumbered = sequences
        for index in renumbered.indices { renumbered[index].example += 1 }
        let otherExamples = try pass(renumbered, task: "qa", plan: plan)
        for other in [otherKey, none, otherExamples] {
            #expect(Distance.relative(other.logits[0], first.logits[0]) > 0.05)
            #expect(Distance.relative(other.gradients, first.gradients) > 0.05)
        }
    }

    @Test("rates of zero give the same bits as no dropout")
    func zeroRates() throws {
        var configuration = DropoutInvarianceTests.configuration
        configuration.hiddenDropout = 0
        configuration.attentionDropout = 0
        let quiet = MultiTaskModel.random(configuration, headDropout: 0)
        let batch = try FlatBatch(sequences, task: "ner")
        var results: [[Float]] = []
        for plan in [plan, nil] {
            let gradients = GradientBuffer(model: quiet)
            _ = try quiet.step(
                batch, task: "ner", arena: quiet.makeArena(forTraining: true), gradients: gradients, dropout: plan)
            results.append(Array(gradients.floats))
        }
        #expect(results[0] == results[1])
    }
}
