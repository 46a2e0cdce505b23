import Encoders
import FixtureSupport
import Foundation
import Safetensors
import Testing

/// Compares hidden states, logits and losses with PyTorch's on small random encoders.
@Suite(.serialized)
struct ForwardParityTests {
    struct Expected: Decodable {
        var losses: [String: [String: Double]]
    }

    @Test(arguments: [
        ("tiny", "ner", false), ("tiny", "ner", true), ("tiny", "qa", false), ("tiny", "qa", true),
        ("tiny-distilbert", "ner", false), ("tiny-distilbert", "qa", false),
        ("tiny-distilbert", "classification", false), ("tiny-distilbert", "classification", true),
        ("tiny-roberta", "ner", false), ("tiny-roberta", "ner", true), ("tiny-roberta", "qa", false),
        ("tiny-roberta", "qa", true), ("tiny-roberta", "classification", false),
        ("tiny-roberta", "classification", true),
    ])
    func hiddenStatesAndLogits(fixture: String, task: String, padded: Bool) throws {
        let tiny = try TinyModel(fixture)
        let expected = try SafetensorsFile(path: "\(tiny.folder)/forward.safetensors")
        let batch = try tiny.batch(task, padded: padded)
        let arena = tiny.model.makeArena(forTraining: true)
        let index = try #require(tiny.model.headIndex(task: task))
        let head = tiny.model.heads[index]
        let width = tiny.model.configuration.hiddenSize
        try batch.withInput { input in
            try input.validate(for: tiny.model.configuration)
            tiny.model.forward(input, head: index, arena: arena, dropout: nil)
            for layer in 0...tiny.model.configuration.layerCount {
                let states = rows(batch.realRows, tiny.model.layerOutput(layer, arena), width: width)
                let name = layer == 0 ? "\(task).embedding" : "\(task).layer.\(layer - 1)"
                #expect(Distance.maximum(states, try expected.floats(name)) < 1e-4)
            }
            let logitRows = head.rows == .everyToken ? batch.realRows : Array(0..<input.sequenceCount)
            let logits = rows(logitRows, arena.logits, width: head.outputs)
            var column = 0
            for part in head.parts {
                let name = "\(part.name.replacing("_head", with: "")).logits"
                let ours = stride(from: column, to: logits.count, by: head.outputs)
                    .flatMap { logits[$0..<$0 + part.outputs] }
                let reference = try expected.floats(name)
                #expect(ours.count == reference.count && Distance.maximum(ours, reference) < 1e-4, "\(name)")
                column += part.outputs
            }
            let losses = try FixtureBatch.decode(Expected.self, "\(tiny.folder)/forward.json").losses
            let loss = tiny.model.loss(of: batch, input, head: index, arena: arena)
            // Padding affects only the loss of spans.
            let mode = padded && task != "classification" ? "max-length" : "packed"
            #expect(abs(loss - (try #require(losses[task]?[mode]))) < 1e-5)
        }
    }

    @Test(arguments: ["tiny", "tiny-distilbert", "tiny-roberta"])
    func inferenceArenaGivesTheSameBits(fixture: String) throws {
        let tiny = try TinyModel(fixture)
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

    /// The floats of some rows.
    private func rows(_ rows: [Int], _ values: UnsafePointer<Float>, width: Int) -> [Float] {
        rows.flatMap { row in (0..<width).map { values[row * width + $0] } }
    }
}
