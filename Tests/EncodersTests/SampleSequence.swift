import Encoders
import FixtureSupport
import Foundation
import Kernels

/// One sequence of a test's batch, with labels for each kind of task.
struct SampleSequence {
    var example: Int32
    var inputIDs: [Int32]
    var tokenTypeIDs: [Int32]
    var labels: [Int32]
    var start: Int32
    var end: Int32
    /// The sequence's class, one of three.
    var classID: Int32 = 0

    /// Random sequences of the given lengths. Token 0 is reserved for padding, and about a quarter of the tokens have no label.
    static func random(
        lengths: [Int], key: RandomKey, configuration: EncoderConfiguration, labelCount: Int = 9
    ) -> [SampleSequence] {
        lengths.enumerated().map { index, length in
            let stream = key.stream(index)
            func number(_ purpose: String, _ place: Int, below limit: Int) -> Int32 {
                Int32(stream.stream(purpose).bits(at: place) % UInt64(limit))
            }
            return SampleSequence(
                example: Int32(100 + 7 * index),
                inputIDs: (0..<length).map { 1 + number("word", $0, below: configuration.vocabularySize - 1) },
                tokenTypeIDs: (0..<length).map { $0 < length / 2 ? 0 : 1 },
                labels: (0..<length).map {
                    number("label", $0, below: 4) == 0 ? -100 : number("class", $0, below: labelCount)
                },
                start: number("start", 0, below: length), end: number("end", 0, below: length),
                classID: number("sequence", 0, below: 3))
        }
    }
}

extension FlatBatch {
    /// A batch of sample sequences, packed, or padded to a length.
    init(_ sequences: [SampleSequence], task: String, paddedLength: Int? = nil, padID: Int = 0) throws {
        struct Ragged: Encodable {
            var task: String
            var paddedLength: Int
            var inputIDs: [[Int32]]
            var labels: [[Int32]]?
            var classes: [Int32]?
            var startPositions: [Int32]?
            var endPositions: [Int32]?
        }
        let ragged = Ragged(
            task: task, paddedLength: paddedLength ?? 0, inputIDs: sequences.map(\.inputIDs),
            labels: task == "ner" ? sequences.map(\.labels) : nil,
            classes: task == "classification" ? sequences.map(\.classID) : nil,
            startPositions: task == "qa" ? sequences.map(\.start) : nil,
            endPositions: task == "qa" ? sequences.map(\.end) : nil)
        let fixture = try JSONDecoder().decode(FixtureBatch.self, from: JSONEncoder().encode(ragged))
        self.init(fixture, padded: paddedLength != nil, padID: padID)
        exampleIDs = sequences.map(\.example)
        for (row, type) in zip(realRows, sequences.flatMap(\.tokenTypeIDs)) { tokenTypeIDs[row] = type }
    }
}

extension MultiTaskModel {
    /// A model with random parameters, large enough that all blocks affect the result.
    static func random(
        _ configuration: EncoderConfiguration, heads: [TaskHead] = [.ner(), .qa, .classification()],
        headDropout: Float = 0.1, frozen: FrozenParts = .none, lora: LoRA? = nil
    ) -> MultiTaskModel {
        MatrixProduct.useCallingThreadOnly()
        let model = MultiTaskModel(
            configuration: configuration, heads: heads, headDropout: headDropout, frozen: frozen, lora: lora)
        for entry in model.table.entries {
            let values = model.parameter(entry)
            RandomKey(2).stream(entry.name).fillNormal(values, standardDeviation: 0.25)
            // The weight of a LayerNorm.
            if entry.name.hasSuffix(".weight"), entry.shape.count == 1 {
                for i in values.indices { values[i] += 1 }
            }
        }
        return model
    }
}
