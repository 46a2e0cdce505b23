import Encoders
import FixtureSupport
import Foundation
import Safetensors
import Tasks
import Testing
import Training
import TrainingSupport

/// Compares low-rank adapters with PEFT's: reading, forward, gradients, twenty steps, merged weights, and the files that are written.
extension TrainingParityTests {
    static let adapters = ["query-value", "all"]

    private func run(_ name: String) throws -> Run {
        try FixtureBatch.decode(Run.self, "\(Self.folder)/lora/\(name)/steps.json")
    }

    private func gradients(_ model: MultiTaskModel, _ task: String) throws -> (logits: [Float], GradientBuffer) {
        let fixture = try #require(
            try FixtureBatch.decode([String: FixtureBatch].self, "\(ToyProblem.tiny)/batches.json")[task])
        let batch = FlatBatch(fixture, padded: false)
        let head = try #require(model.headIndex(task: task))
        let (arena, gradients) = (model.makeArena(forTraining: true), GradientBuffer(model: model))
        return batch.withInput { input in
            model.forward(input, head: head, arena: arena, dropout: nil)
            let count = model.heads[head].rowCount(of: input) * model.heads[head].outputs
            let logits = Array(UnsafeBufferPointer(start: arena.logits, count: count))
            _ = model.loss(of: batch, input, head: head, arena: arena)
            model.backward(input, head: head, arena: arena, dropout: nil, gradients: gradients)
            return (logits, gradients)
        }
    }

    @Test("an adapter of PEFT gives its logits and gradients", arguments: adapters, ["ner", "qa"])
    func adapterGradients(name: String, task: String) throws {
        let folder = "\(Self.folder)/lora/\(name)"
        let run = try run(name)
        let model = try model(run)
        let (logits, gradients) = try gradients(model, task)
        let forward = try SafetensorsFile(path: "\(folder)/forward.safetensors")
        if task == "ner" {
            #expect(Distance.maximum(logits, try forward.floats("ner.logits")) < 1e-4)
        } else {
            for (part, name) in ["qa_start", "qa_end"].enumerated() {
                let ours = stride(from: part, to: logits.count, by: 2).map { logits[$0] }
                #expect(Distance.maximum(ours, try forward.floats("\(name).logits")) < 1e-4)
            }
        }
        let file = try SafetensorsFile(path: "\(folder)/gradients.safetensors")
        var compared = 0
        for entry in model.table.entries {
            let name = "\(task).\(entry.name)"
            guard file.tensors[name] != nil else {
                // Neither frozen parameters nor the other head have a gradient.
                #expect(gradients.floats[entry.range].allSatisfy { $0 == 0 }, "\(name)")
                continue
            }
            // A span softmax is blind to a constant added to all of its inputs.
            if entry.name.hasPrefix("qa_"), entry.name.hasSuffix(".bias") { continue }
            compared += 1
            #expect(Distance.relative(gradients.floats[entry.range], try file.floats(name)) < 1e-4, "\(name)")
        }
        #expect(compared == model.table.entries.count { $0.isAdapter } + 2)
    }

    @Test("twenty steps and the merged weights are PEFT's", arguments: adapters)
    func adapterTraining(name: String) throws {
        let folder = "\(Self.folder)/lora/\(name)"
        let run = try run(name)
        let before = try model(run)
        let step = try train(run, batches: "training", padded: false)
        let trained = try SafetensorsFile(path: "\(folder)/trained.safetensors")
        try compare(step, run) { kind, name in
            let tensor = "\(kind).\(name)"
            return trained.tensors[tensor] == nil ? nil : try trained.floats(tensor)
        }
        let table = step.model.table
        #expect(trained.tensors.count == 3 * table.trainableEntries.count)
        for entry in table.entries where !table.isTrainable(entry) {
            #expect(step.model.parameter(entry).elementsEqual(before.parameter(entry)), "\(entry.name)")
            for values in [step.optimizer.firstMoments, step.optimizer.secondMoments, step.gradients.floats] {
                #expect(values[entry.range].allSatisfy { $0 == 0 }, "\(entry.name)")
            }
        }
        let merged = step.model.merged()
        let reference = try SafetensorsFile(path: "\(folder)/merged.safetensors")
        for entry in merged.table.entries {
            if reference.tensors[entry.name] != nil {
                #expect(Distance.relative(merged.parameter(entry), try reference.floats(entry.name)) < 1e-4)
            } else if let own = table[entry.name] {
                #expect(merged.parameter(entry).elementsEqual(step.model.parameter(own)), "\(entry.name)")
            }
        }
        #expect(merged.table.entries.allSatisfy { !$0.isAdapter } && merged.lora == nil)
        let logits = try [step.model, merged].map { try gradients($0, "ner").logits }
        #expect(Distance.maximum(logits[0], logits[1]) < 1e-4)
    }

    @Test("a written adapter has PEFT's tensors, and is read with the same bits", arguments: adapters)
    func adapterFiles(name: String) throws {
        let folder = "\(Self.folder)/lora/\(name)"
        let model = try model(try run(name))
        let written = try TemporaryFolder()
        let files = try AdapterWriter(model, head: nil).save(to: written.path)
        #expect(files.map(\.name) == AdapterFiles.names)
        let original = try SafetensorsFile(path: "\(folder)/adapter_model.safetensors")
        let ours = try SafetensorsFile(path: "\(written.path)/adapter_model.safetensors")
        #expect(Set(ours.tensors.keys) == Set(original.tensors.keys))
        for (name, tensor) in original.tensors {
            #expect(ours.tensors[name]?.shape == tensor.shape, "\(name)")
            #expect(try ours.floats(name) == original.floats(name), "\(name)")
        }
        let again = try AdapterFiles(folder: written.path, for: model.configuration)
        #expect(again.lora == model.lora && again.otherLayers == model.frozen.layers)
    }

    @Test(
        "settings that this program does not know are refused by name",
        arguments: [
            ("\"use_dora\": false", "\"use_dora\": true", "use_dora"),
            ("\"bias\": \"none\"", "\"bias\": \"all\"", "bias"),
            ("\"rank_pattern\": {}", "\"rank_pattern\": {\"query\": 2}", "rank_pattern"),
            ("\"init_lora_weights\": true", "\"init_lora_weights\": \"pissa\"", "init_lora_weights"),
            ("\"peft_type\": \"LORA\"", "\"peft_type\": \"IA3\"", "IA3"),
            ("\"r\": 4", "\"r\": 5", "[5, 32]"),
            ("\"r\": 4", "\"r\": 64", "rank 64"),
            ("\"lora_alpha\": 8", "\"lora_alpha\": 0", "alpha"),
            ("{", "", "JSON"),
        ])
    func refusedAdapters(change: (from: String, to: String, says: String)) throws {
        let folder = try TemporaryFolder()
        let source = "\(Self.folder)/lora/query-value"
        let text = try String(contentsOfFile: "\(source)/adapter_config.json", encoding: .utf8)
        let changed = text.replacing(change.from, with: change.to, maxReplacements: 1)
        try #require(changed != text)
        try changed.write(toFile: "\(folder.path)/adapter_config.json", atomically: true, encoding: .utf8)
        try FileManager.default.copyItem(
            atPath: "\(source)/adapter_model.safetensors", toPath: "\(folder.path)/adapter_model.safetensors")
        let configuration = try EncoderConfiguration(path: "\(ToyProblem.tiny)/config.json")
        let error = #expect(throws: (any Error).self) { try AdapterFiles(folder: folder.path, for: configuration) }
        let said = "\(try #require(error))"
        #expect(said.contains(change.says), "\(said)")
    }

    @Test("an adapter of another encoder is refused")
    func otherEncoder() throws {
        let source = "\(Self.folder)/lora/query-value"
        let distil = try EncoderConfiguration(
            path: Self.folder.replacing("TrainingTests", with: "EncodersTests") + "/tiny-distilbert/config.json")
        let error = #expect(throws: AdapterError.self) { try AdapterFiles(folder: source, for: distil) }
        let said = try #require(error).description
        #expect(said.contains("DistilBertModel"), "\(said)")
    }
}
