import Encoders
import FixtureSupport
import Foundation
import Kernels
import Testing

/// Frozen parts get no gradient and keep nothing for one. Trained parts get the same bits as with nothing frozen.
@Suite("gradients with frozen parts")
struct FrozenGradientTests {
    private static let configuration = EncoderConfiguration(
        vocabularySize: 40, hiddenSize: 32, layerCount: 4, headCount: 2, intermediateSize: 64,
        maxPositionEmbeddings: 40)

    static let choices = [
        FrozenParts(embeddings: true), FrozenParts(layers: [0]), FrozenParts(embeddings: true, layers: [0, 1]),
        FrozenParts(embeddings: true, layers: [0, 2]), FrozenParts(layers: [3]),
        FrozenParts(embeddings: true, layers: [0, 1, 2]), FrozenParts(embeddings: true, layers: [0, 1, 2, 3]),
        FrozenParts(layers: [0, 1, 2, 3]),
    ]

    private func isFrozen(_ name: String, _ frozen: FrozenParts) -> Bool {
        if name.hasPrefix("embeddings.") { return frozen.embeddings }
        return frozen.layers.contains { name.hasPrefix("encoder.layer.\($0).") } || name.hasPrefix("pooler.")
    }

    @Test(arguments: choices, ["ner", "qa", "classification"])
    func theTrainedPartsGetTheSameBits(frozen: FrozenParts, task: String) throws {
        let full = MultiTaskModel.random(Self.configuration)
        let partly = MultiTaskModel.random(Self.configuration, frozen: frozen)
        let batches = try [[31, 9, 25], [4, 17]].map {
            try FlatBatch(
                SampleSequence.random(lengths: $0, key: RandomKey(3), configuration: Self.configuration), task: task)
        }
        for plan in [nil, DropoutPlan(key: RandomKey(9))] {
            let arenas = [full, partly].map { $0.makeArena(forTraining: true) }
            let gradients = [full, partly].map { GradientBuffer(model: $0) }
            for batch in batches {
                let losses = try zip([full, partly], zip(arenas, gradients)).map { model, memory in
                    try model.step(batch, task: task, arena: memory.0, gradients: memory.1, dropout: plan)
                }
                #expect(losses[0] == losses[1])
                for entry in full.table.entries {
                    let ours = gradients[1].floats[entry.range]
                    if isFrozen(entry.name, frozen) {
                        #expect(!partly.table.isTrainable(entry), "\(entry.name)")
                        #expect(ours.allSatisfy { $0 == 0 }, "\(entry.name)")
                    } else {
                        #expect(partly.table.isTrainable(entry), "\(entry.name)")
                        #expect(ours.elementsEqual(gradients[0].floats[entry.range]), "\(entry.name)")
                    }
                }
            }
            let lowest = frozen.embeddings ? (0..<4).first { !frozen.layers.contains($0) } ?? 4 : 0
            #expect(lowest < 2 || arenas[1].byteCount < arenas[0].byteCount)
        }
    }

    @Test("groups list their trained parts in as few ranges as possible")
    func ranges() throws {
        func ranges(_ frozen: FrozenParts) -> [Range<Int>] {
            ParameterTable(configuration: Self.configuration, heads: [.ner()], frozen: frozen).groups[0].trainable
        }
        let table = ParameterTable(configuration: Self.configuration, heads: [.ner()])
        let all = table.groups[0].range
        func layer(_ number: Int) throws -> Int {
            try #require(table["encoder.layer.\(number).attention.self.query.weight"]).offset
        }
        #expect(ranges(.none) == [all])
        #expect(ranges(FrozenParts(embeddings: true)) == [try layer(0)..<all.upperBound])
        #expect(ranges(FrozenParts(layers: [1])) == [0..<(try layer(1)), try layer(2)..<all.upperBound])
        #expect(ranges(FrozenParts(embeddings: true, layers: [0, 1, 3])) == [try layer(2)..<(try layer(3))])
        #expect(ranges(FrozenParts(embeddings: true, layers: [0, 1, 2, 3])) == [])
        let frozen = ParameterTable(
            configuration: Self.configuration, heads: [.ner(), .qa],
            frozen: FrozenParts(embeddings: true, layers: [0, 1, 2, 3]))
        #expect(frozen.trainableGroups(head: 1) == [2] && table.trainableGroups(head: 0) == [0, 1])
        #expect(frozen.trainableCount == 11 * 33)
    }

    @Test("a table from a file with ranges outside their groups is refused")
    func damagedRanges() throws {
        let table = ParameterTable(
            configuration: Self.configuration, heads: [.ner()], frozen: FrozenParts(layers: [1]))
        let json = String(decoding: try JSONEncoder().encode(table), as: UTF8.self)
        #expect(try JSONDecoder().decode(ParameterTable.self, from: Data(json.utf8)) == table)
        let last = try #require(table.groups[0].trainable.last)
        let spoiled = json.replacing(
            "[\(last.lowerBound),\(last.upperBound)]", with: "[\(last.lowerBound),\(last.upperBound + 1)]")
        #expect(spoiled != json)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(ParameterTable.self, from: Data(spoiled.utf8))
        }
    }
}
