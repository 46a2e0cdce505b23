import Encoders
import FixtureSupport
import Foundation
import Safetensors
import Testing

/// Hidden states, logits and losses against PyTorch's on a small random BERT.
@Suite(.serialized)
struct ForwardParityTests {
    struct Expected: Decodable {
        var losses: [String: [String: Double]]
    }

    @Test(arguments: ["ner", "qa"], [false, true])
    func hiddenStatesAndLogits(task: String, padded: Bool) throws {
        let tiny = try TinyModel()
        let expected = try SafetensorsFile(path: "\(TinyModel.folder)/forward.safetensors")
        let batch = try tiny.batch(task, padded: padded)
        let arena = tiny.model.makeArena(forTraining: true)
        let head = try #require(tiny.model.headIndex(task: task))
        try batch.withInput { input in
            try input.validate(for: tiny.model.configuration)
            tiny.model.forward(input, head: head, arena: arena, dropout: nil)
            for layer in 0...tiny.model.configuration.layerCount {
                let states = tiny.model.layerOutput(layer, arena)
                let name = layer == 0 ? "\(task).embedding" : "\(task).layer.\(layer - 1)"
                #expect(Distance.maximum(rows(batch, states, width: 32), try expected.floats(name)) < 1e-4)
            }
            let logits = UnsafePointer(arena.logits)
            if task == "ner" {
                #expect(Distance.maximum(rows(batch, logits, width: 9), try expected.floats("ner.logits")) < 1e-4)
            } else {
                let both = rows(batch, logits, width: 2)
                let starts = stride(from: 0, to: both.count, by: 2).map { both[$0] }
                let ends = stride(from: 1, to: both.count, by: 2).map { both[$0] }
                #expect(Distance.maximum(starts, try expected.floats("qa_start.logits")) < 1e-4)
                #expect(Distance.maximum(ends, try expected.floats("qa_end.logits")) < 1e-4)
            }
            let losses = try FixtureBatch.decode(Expected.self, "\(TinyModel.folder)/forward.json").losses
            let loss = tiny.model.loss(of: batch, input, head: head, arena: arena)
            let reference = try #require(losses[task]?[padded ? "max-length" : "packed"])
            #expect(abs(loss - reference) < 1e-5)
        }
    }

    @Test func inferenceArenaGivesTheSameBits() throws {
        let tiny = try TinyModel()
        let batch = try tiny.batch("qa")
        let training = tiny.model.makeArena(forTraining: true)
        let inference = tiny.model.makeArena(forTraining: false)
        batch.withInput { input in
            tiny.model.forward(input, head: 1, arena: training, dropout: nil)
            tiny.model.forward(input, head: 1, arena: inference, dropout: nil)
        }
        let count = batch.inputIDs.count * 2
        let expected = Array(UnsafeBufferPointer(start: training.logits, count: count))
        #expect(Array(UnsafeBufferPointer(start: inference.logits, count: count)) == expected)
        #expect(inference.byteCount < training.byteCount)
    }

    /// The floats of the rows that are no padding.
    private func rows(_ batch: FlatBatch, _ values: UnsafePointer<Float>, width: Int) -> [Float] {
        batch.realRows.flatMap { row in (0..<width).map { values[row * width + $0] } }
    }
}
