import Encoders
import FixtureSupport
import Foundation
import Safetensors
import Testing
import Tokenization

/// Compares MiniLM with two heads with PyTorch: hidden states, logits, losses and gradients. Also compares its tokenizer's two files.
@Suite(.serialized, PretrainedEncoder.Requirement())
struct PretrainedParityTests {
    struct Forward: Decodable {
        var losses: [String: [String: Double]]
        var zeroGradientInExactArithmetic: [String: [String]]
    }

    /// One parameter's gradient: its norm and some of its entries.
    struct Sample: Decodable {
        var shape: [Int]
        var norm: Double
        var indices: [Int]
        var values: [Float]
    }

    struct Gradients: Decodable { var gradients: [String: Sample] }

    @Test func parameterCounts() throws {
        let encoder = try PretrainedEncoder()
        #expect(encoder.model.parameterCount == 22_717_451)
        // No gradient reaches the pooler.
        #expect(encoder.model.trainedParameterCount == 22_717_451 - 384 * 384 - 384)
    }

    @Test(arguments: ["ner", "qa"], ["packed", "max-length"])
    func forward(task: String, padding: String) throws {
        let encoder = try PretrainedEncoder()
        let expected = try SafetensorsFile(path: "\(PretrainedEncoder.fixtures)/minilm-forward.safetensors")
        let batch = FlatBatch(try #require(encoder.batches[task]), padded: padding == "max-length")
        let head = try #require(encoder.model.headIndex(task: task))
        let arena = encoder.model.makeArena(forTraining: true)
        try batch.withInput { input in
            try input.validate(for: encoder.model.configuration)
            let loss = encoder.loss(batch, input, head: head, arena: arena)
            let facts = try FixtureBatch.decode(Forward.self, "\(PretrainedEncoder.fixtures)/minilm-forward.json")
            #expect(abs(loss - (try #require(facts.losses[task]?[padding]))) < 1e-5)
            let logits = UnsafePointer(arena.logits)
            if task == "ner" {
                let states = try expected.floats("ner.final")
                let rows = batch.realRows.prefix(states.count / 384)
                #expect(rows.count == 132)
                #expect(
                    Distance.maximum(values(rows, encoder.model.hiddenStates(arena), width: 384), states) < 1e-4)
                try compare(values(batch.realRows[...], logits, width: 9), expected.floats("ner.logits"))
            } else {
                let both = values(batch.realRows[...], logits, width: 2)
                for (side, name) in ["qa_start.logits", "qa_end.logits"].enumerated() {
                    try compare(stride(from: side, to: both.count, by: 2).map { both[$0] }, expected.floats(name))
                }
            }
        }
    }

    private func compare(_ ours: [Float], _ reference: [Float]) throws {
        try #require(ours.count == reference.count)
        #expect(Distance.maximum(ours, reference) < 1e-4)
    }

    /// The floats of some rows.
    private func values(_ rows: ArraySlice<Int>, _ values: UnsafePointer<Float>, width: Int) -> [Float] {
        rows.flatMap { row in (0..<width).map { values[row * width + $0] } }
    }

    @Test(arguments: ["ner", "qa"])
    func gradients(task: String) throws {
        let encoder = try PretrainedEncoder()
        let path = "\(PretrainedEncoder.fixtures)/minilm"
        let facts = try FixtureBatch.decode(Forward.self, "\(path)-forward.json")
        let noise = Set(try #require(facts.zeroGradientInExactArithmetic[task]))
        let samples = try FixtureBatch.decode(Gradients.self, "\(path)-gradients-\(task).json").gradients
        let batch = FlatBatch(try #require(encoder.batches[task]), padded: false)
        let head = try #require(encoder.model.headIndex(task: task))
        let arena = encoder.model.makeArena(forTraining: true)
        let gradients = GradientBuffer(model: encoder.model)
        batch.withInput { input in
            _ = encoder.loss(batch, input, head: head, arena: arena)
            encoder.model.backward(input, head: head, arena: arena, dropout: nil, gradients: gradients)
        }
        // Allows for rounding noise: in PyTorch, the noise alone has norms up to 5e-8.
        let floor = 1e-7
        let others = task == "ner" ? ["qa", "pooler"] : ["ner", "pooler"]
        for entry in encoder.model.table.entries {
            let group = try #require(encoder.model.table.groups.first { $0.range.contains(entry.offset) })
            if others.contains(group.name) {
                #expect(samples[entry.name] == nil, "\(entry.name)")
                continue
            }
            let sample = try #require(samples[entry.name], "\(entry.name)")
            try #require(sample.shape == entry.shape)
            let ours = gradients.floats[entry.offset..<entry.offset + entry.count]
            let norm = ours.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
            if noise.contains(entry.name) {
                #expect(norm < 10 * floor, "\(entry.name)")
                continue
            }
            #expect(abs(norm - sample.norm) <= 1e-4 * sample.norm, "\(entry.name)")
            for (index, value) in zip(sample.indices, sample.values) {
                let difference = abs(Double(ours[entry.offset + index]) - Double(value))
                #expect(difference <= 1e-4 * sample.norm + floor, "\(entry.name)[\(index)]")
            }
        }
        let trained = encoder.model.table.entries.count - samples.count
        #expect(trained == (task == "ner" ? 6 : 4))
    }

    /// `tokenizer.json` is used if it exists. `vocab.txt` alone must give the same tokens.
    @Test func bothTokenizerFilesSayTheSame() throws {
        let folder = PretrainedEncoder.folder
        let whole = try BERTTokenizer.load(folder: folder)
        let copy = FileManager.default.temporaryDirectory.path + "/practicum-tests-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: copy) }
        for name in ["vocab.txt", "tokenizer_config.json"]
        where FileManager.default.fileExists(atPath: "\(folder)/\(name)") {
            try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: "\(copy)/\(name)")
        }
        let plain = try BERTTokenizer.load(folder: copy)
        #expect(whole.vocabularySize == 30_522)
        #expect(plain.vocabularySize == 30_522)
        let texts = [
            "The hydrologists of the University of Ljubljana measured the groundwater beneath Maribor.",
            "Café Zürich, naïve — İstanbul; ΟΔΥΣΣΕΥΣ \u{1F600} x\u{0301}", "東京で会いましょう 2024年", "[CLS] [MASK]ed [SEP]",
            "", " \t\n ", String(repeating: "pneumonoultramicroscopicsilicovolcanoconiosis ", count: 30),
            "isn't it 3.14% of $1,000?\u{200B}\u{00AD}", String(repeating: "x", count: 101),
        ]
        for text in texts {
            #expect(whole.encode(text) == plain.encode(text))
            #expect(whole.encode(text).count > 2 || text.allSatisfy(\.isWhitespace))
        }
        let context = texts.joined(separator: " ")
        let windows = try whole.encode(question: texts[0], context: context, maxLength: 96, docStride: 16)
        #expect(windows.count > 1)
        #expect(try plain.encode(question: texts[0], context: context, maxLength: 96, docStride: 16) == windows)
    }
}
