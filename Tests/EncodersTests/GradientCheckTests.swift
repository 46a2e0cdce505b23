import Encoders
import FixtureSupport
import Foundation
import Kernels
import Testing

/// Compares the backward pass with central differences of an independent forward pass in double precision.
@Suite("gradients against central differences")
struct GradientCheckTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var configuration: EncoderConfiguration
        var lengths: [Int]
        var paddedLength: Int?
        var frozen = FrozenParts.none
        var lora: LoRA?
        var testDescription: String { name }
    }

    /// An epsilon and dropout rates that differ from each other and from BERT's, so that mixing them up would be noticed.
    static func configuration(
        hidden: Int, heads: Int, layers: Int, intermediate: Int, family: EncoderFamily = .bert, padTokenID: Int = 0
    ) -> EncoderConfiguration {
        EncoderConfiguration(
            family: family, vocabularySize: 20, hiddenSize: hidden, layerCount: layers, headCount: heads,
            intermediateSize: intermediate, maxPositionEmbeddings: 24, layerNormEpsilon: 1e-3, hiddenDropout: 0.2,
            attentionDropout: 0.3, padTokenID: padTokenID)
    }

    static let cases = [
        Case(
            name: "one layer of whole vectors",
            configuration: configuration(hidden: 16, heads: 2, layers: 1, intermediate: 32), lengths: [5, 3, 7]),
        Case(
            name: "tails everywhere, two layers, padding",
            configuration: configuration(hidden: 30, heads: 3, layers: 2, intermediate: 37), lengths: [6, 1, 9],
            paddedLength: 11),
        Case(
            name: "keys beyond one vector, several pieces of rows",
            configuration: configuration(hidden: 20, heads: 2, layers: 1, intermediate: 24), lengths: [19, 16, 4]),
        Case(
            name: "DistilBERT: no token types, no dropout after attention's dense layer",
            configuration: configuration(hidden: 20, heads: 2, layers: 2, intermediate: 24, family: .distilBERT),
            lengths: [6, 9], paddedLength: 10),
        Case(
            name: "RoBERTa: positions after the padding's id",
            configuration: configuration(
                hidden: 20, heads: 2, layers: 1, intermediate: 24, family: .roBERTa, padTokenID: 1), lengths: [6, 9],
            paddedLength: 10),
        Case(
            name: "no layer at all", configuration: configuration(hidden: 18, heads: 2, layers: 0, intermediate: 20),
            lengths: [4, 2]),
        Case(
            name: "adapters of all dense layers, tails everywhere, padding",
            configuration: configuration(hidden: 30, heads: 3, layers: 2, intermediate: 37), lengths: [6, 1, 9],
            paddedLength: 11,
            lora: LoRA(rank: 3, alpha: 5, targets: Set(LoRA.Target.allCases), dropout: 0.25)),
        Case(
            name: "adapters for each task above a frozen layer, several pieces",
            configuration: configuration(hidden: 32, heads: 2, layers: 3, intermediate: 200), lengths: [19, 16, 4],
            frozen: FrozenParts(layers: [0]),
            lora: LoRA(
                rank: 5, alpha: 2, targets: [.query, .value, .output], dropout: 0.1, isRankStabilized: true,
                isPerTask: true)),
        Case(
            name: "adapters of a DistilBERT with a frozen layer between them",
            configuration: configuration(hidden: 20, heads: 2, layers: 3, intermediate: 24, family: .distilBERT),
            lengths: [6, 9], frozen: FrozenParts(embeddings: true, layers: [1]),
            lora: LoRA(rank: 2, alpha: 4, targets: [.key, .attentionOutput, .intermediate])),
    ]

    @Test(arguments: cases, ["ner", "qa", "classification"])
    func withoutDropout(of example: Case, task: String) throws { try check(example, task: task, plan: nil) }

    @Test(arguments: cases, ["ner", "qa", "classification"])
    func withDropout(of example: Case, task: String) throws {
        try check(example, task: task, plan: DropoutPlan(key: RandomKey(11)))
    }

    private func check(_ example: Case, task: String, plan: DropoutPlan?) throws {
        let model = MultiTaskModel.random(
            example.configuration, headDropout: 0.15, frozen: example.frozen, lora: example.lora)
        let sequences = SampleSequence.random(
            lengths: example.lengths, key: RandomKey(5), configuration: example.configuration)
        let batch = try FlatBatch(
            sequences, task: task, paddedLength: example.paddedLength, padID: example.configuration.padTokenID)
        let gradients = GradientBuffer(model: model)
        let loss = try model.step(
            batch, task: task, arena: model.makeArena(forTraining: true), gradients: gradients, dropout: plan)

        var reference = ReferenceModel(model)
        reference.task = task
        let prepared = reference.sequences(of: batch, plan)
        let expectedLoss = reference.loss(of: batch, prepared)
        #expect(abs(loss - expectedLoss) < 1e-5 * max(1, expectedLoss))

        let reached = ["embeddings.", "encoder.", "transformer.", "\(task)_"]
        let others = ["ner", "qa", "classification"].filter { $0 != task }
        for entry in model.table.entries {
            let ours = gradients.floats[entry.offset..<entry.offset + entry.count]
            guard reached.contains(where: entry.name.hasPrefix), model.table.isTrainable(entry),
                !others.contains(where: { entry.name.contains(".\($0).") })
            else {
                #expect(ours.allSatisfy { $0 == 0 }, "\(entry.name)")
                continue
            }
            var (error, norm) = (0.0, 0.0)
            for place in places(in: entry, batch, model.configuration) {
                let index = entry.offset + place
                let value = reference.parameters[index]
                let step = 1e-5
                reference.parameters[index] = value + step
                let above = reference.loss(of: batch, prepared)
                reference.parameters[index] = value - step
                let below = reference.loss(of: batch, prepared)
                reference.parameters[index] = value
                let expected = (above - below) / (2 * step)
                error += pow(Double(gradients.floats[index]) - expected, 2)
                norm += expected * expected
            }
            // The key bias's gradient is zero in exact arithmetic, so only rounding errors remain.
            #expect(error.squareRoot() <= 1e-4 * norm.squareRoot() + 1e-6, "\(entry.name): \(error) of \(norm)")
        }
    }

    /// Some places of a tensor. In embedding tables these are in rows that the batch uses, and in others. Padding's word, and in
    /// RoBERTa its position, have no gradient by definition, so they are left out.
    private func places(
        in entry: ParameterTable.Entry, _ batch: FlatBatch, _ configuration: EncoderConfiguration
    ) -> [Int] {
        let key = RandomKey(3).stream(entry.name)
        func random(_ place: Int, below limit: Int) -> Int { Int(key.bits(at: place) % UInt64(limit)) }
        var places = (0..<6).map { random($0, below: entry.count) }
        let width = configuration.hiddenSize
        let used: [Int32] =
            switch entry.name {
            case "embeddings.word_embeddings.weight": batch.inputIDs
            case "embeddings.position_embeddings.weight": ReferenceModel.positionRows(batch, configuration)
            case "embeddings.token_type_embeddings.weight": batch.tokenTypeIDs
            default: []
            }
        if !used.isEmpty {
            places += (6..<14).map {
                Int(used[random($0, below: used.count)]) * width + random(100 + $0, below: width)
            }
        }
        // Errors in the tail of a vector would appear at the ends of a row.
        places += [entry.count - 1, min(width, entry.count) - 1]
        let tables =
            ["embeddings.word_embeddings.weight"]
            + (configuration.family == .roBERTa ? ["embeddings.position_embeddings.weight"] : [])
        return places.filter { !tables.contains(entry.name) || $0 / width != configuration.padTokenID }
    }
}

@Suite("what gradients depend on")
struct GradientPropertyTests {
    @Test("padding's word gets no gradient, although padding is computed")
    func paddingWord() throws {
        let configuration = GradientCheckTests.configuration(hidden: 20, heads: 2, layers: 1, intermediate: 24)
        let model = MultiTaskModel.random(configuration)
        let sequences = SampleSequence.random(lengths: [4, 6], key: RandomKey(1), configuration: configuration)
        let batch = try FlatBatch(sequences, task: "qa", paddedLength: 9)
        let gradients = GradientBuffer(model: model)
        _ = try model.step(batch, task: "qa", arena: model.makeArena(forTraining: true), gradients: gradients)
        #expect(batch.inputIDs.contains(0))
        #expect(gradients.floats[0..<20].allSatisfy { $0 == 0 })
        let used = Int(sequences[0].inputIDs[0]) * 20
        #expect(gradients.floats[used..<used + 20].contains { $0 != 0 })
    }

    @Test("words of the previous batch leave nothing in the gradient")
    func wordsOfTheBatchBefore() throws {
        let configuration = GradientCheckTests.configuration(hidden: 16, heads: 2, layers: 1, intermediate: 24)
        let model = MultiTaskModel.random(configuration)
        let arena = model.makeArena(forTraining: true)
        let gradients = GradientBuffer(model: model)
        let first = SampleSequence.random(lengths: [20, 12], key: RandomKey(1), configuration: configuration)
        let second = SampleSequence.random(lengths: [3], key: RandomKey(2), configuration: configuration)
        _ = try model.step(FlatBatch(first, task: "ner"), task: "ner", arena: arena, gradients: gradients)
        _ = try model.step(FlatBatch(second, task: "ner"), task: "ner", arena: arena, gradients: gradients)
        let fresh = GradientBuffer(model: model)
        _ = try model.step(
            FlatBatch(second, task: "ner"), task: "ner", arena: model.makeArena(forTraining: true), gradients: fresh)
        #expect(gradients.floats.elementsEqual(fresh.floats))
    }

    @Test("the loss's weight multiplies gradients but not the loss", arguments: ["ner", "qa"])
    func weight(task: String) throws {
        let configuration = GradientCheckTests.configuration(hidden: 16, heads: 2, layers: 1, intermediate: 24)
        let model = MultiTaskModel.random(configuration)
        let sequences = SampleSequence.random(lengths: [7, 5], key: RandomKey(1), configuration: configuration)
        let batch = try FlatBatch(sequences, task: task)
        let arena = model.makeArena(forTraining: true)
        let head = try #require(model.headIndex(task: task))
        var losses: [Double] = []
        var results: [[Float]] = []
        for weight: Float in [1, 0.5] {
            let gradients = GradientBuffer(model: model)
            batch.withInput { input in
                model.forward(input, head: head, arena: arena, dropout: nil)
                losses.append(model.loss(of: batch, input, head: head, arena: arena, weight: weight))
                model.backward(input, head: head, arena: arena, dropout: nil, gradients: gradients)
            }
            results.append(Array(gradients.floats))
        }
        #expect(losses[0] == losses[1])
        #expect(Distance.relative(results[1].map { 2 * $0 }, results[0]) < 1e-6)
        #expect(Distance.euclidean(results[0].map(Double.init)) > 0.1)
    }

    @Test("a batch without any label has no loss")
    func noLabels() throws {
        let configuration = GradientCheckTests.configuration(hidden: 16, heads: 2, layers: 1, intermediate: 24)
        let model = MultiTaskModel.random(configuration)
        var sequences = SampleSequence.random(lengths: [3], key: RandomKey(1), configuration: configuration)
        sequences[0].labels = [-100, -100, -100]
        let batch = try FlatBatch(sequences, task: "ner")
        let loss = try model.step(
            batch, task: "ner", arena: model.makeArena(forTraining: true), gradients: GradientBuffer(model: model))
        #expect(loss.isNaN)
    }
}
