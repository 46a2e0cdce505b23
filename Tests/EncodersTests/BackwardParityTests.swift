import Encoders
import FixtureSupport
import Foundation
import Safetensors
import Testing

/// Compares every parameter's gradient with PyTorch's, without dropout.
@Suite(.serialized)
struct BackwardParityTests {
    @Test(arguments: [
        ("tiny", "ner", false, "ner"), ("tiny", "ner", true, "ner"), ("tiny", "qa", false, "qa-packed"),
        ("tiny", "qa", true, "qa-max-length"), ("tiny-distilbert", "ner", false, "ner"),
        ("tiny-distilbert", "qa", false, "qa"), ("tiny-distilbert", "classification", false, "classification"),
        ("tiny-distilbert", "classification", true, "classification"), ("tiny-roberta", "ner", false, "ner"),
        ("tiny-roberta", "ner", true, "ner"), ("tiny-roberta", "qa", false, "qa"),
        ("tiny-roberta", "qa", true, "qa-max-length"), ("tiny-roberta", "classification", false, "classification"),
    ])
    func gradients(fixture: String, task: String, padded: Bool, file: String) throws {
        let tiny = try TinyModel(fixture)
        let expected = try SafetensorsFile(path: "\(tiny.folder)/gradients-\(file).safetensors")
        let arena = tiny.model.makeArena(forTraining: true)
        let gradients = GradientBuffer(model: tiny.model)
        _ = try tiny.model.step(tiny.batch(task, padded: padded), task: task, arena: arena, gradients: gradients)
        var compared = 0
        for entry in tiny.model.table.entries {
            let ours = gradients.floats[entry.offset..<entry.offset + entry.count]
            guard expected.tensors[entry.name] != nil else {
                // The pooler and the other task's head have no gradient in PyTorch.
                #expect(ours.allSatisfy { $0 == 0 }, "\(entry.name)")
                continue
            }
            compared += 1
            let reference = try expected.floats(entry.name)
            let difference = Distance.difference(ours, reference)
            let norm = Distance.euclidean(reference.map { Double($0) })
            // The key bias's gradient is zero in exact arithmetic, so only rounding errors remain.
            #expect(difference <= 1e-4 * norm + 1e-6, "\(entry.name): \(difference) of \(norm)")
        }
        #expect(compared == expected.tensors.count)
    }
}
