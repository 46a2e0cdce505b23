import Encoders
import FixtureSupport
import Foundation
import Safetensors
import Testing
import Tokenization
import Training
import TrainingSupport

/// Checks that the reference libraries can open a checkpoint: safetensors, and `from_pretrained` of the family's class.
///
/// If `PRACTICUM_PYTHON` names a Python with torch and transformers, they open the checkpoint that was just saved.
/// Otherwise, the files must have the same bytes as those that the libraries opened when the fixture was made. In both cases the
/// hidden states are compared with theirs.
@Suite
struct CheckpointReferenceTests {
    static let fixtures = "\(TrainingParityTests.folder)/checkpoint"

    struct Expected: Decodable {
        struct File: Decodable, Equatable {
            var bytes: Int
            var fnv1a: String
        }
        struct Tensor: Decodable, Equatable {
            var shape: [Int]
            var fnv1a: String
        }
        var files: [String: File]
        var tensors: [String: Tensor]
    }

    /// The output of `checkpoint_check.py`.
    struct Facts: Decodable {
        var tensors: [String: [Int]]
        var missing, unexpected, mismatched, different: [String]
        var tokens, hiddenSize: Int
        var finite: Bool
    }

    /// Saves the tiny fixture's model as a checkpoint, in `PRACTICUM_CHECKPOINT` if that is set. The fixture is made from it.
    private func save(
        _ source: String = ToyProblem.tiny, heads: [TaskHead] = [.ner(), .qa], to folder: String? = nil
    ) throws -> (folder: String, model: MultiTaskModel, temporary: TemporaryFolder) {
        let model = MultiTaskModel(
            configuration: try EncoderConfiguration(path: "\(source)/config.json"), heads: heads)
        try model.load(weights: "\(source)/model.safetensors", includingHeads: true)
        let temporary = try TemporaryFolder()
        let folder = folder ?? temporary.path
        let checkpoint = Checkpoint(
            TrainingState(
                model: model, optimizer: AdamW(settings: .init(), model: model),
                history: TrainingHistory(tasks: ["ner", "qa"], randomKey: 1)))
        _ = try checkpoint.save(to: folder, tokenizer: ToyProblem.tinyTokenizer())
        return (folder, model, temporary)
    }

    /// Our hidden states for the fixture's ids, one sequence after the other.
    private func hiddenStates(_ model: MultiTaskModel, _ sequences: [[Int32]]) throws -> [Float] {
        let object: [String: Any] = ["task": "ner", "paddedLength": 0, "inputIDs": sequences]
        let fixture = try JSONDecoder().decode(
            FixtureBatch.self, from: JSONSerialization.data(withJSONObject: object))
        let batch = FlatBatch(fixture, padded: false)
        let arena = model.makeArena(forTraining: false)
        return try batch.withInput { input in
            try input.validate(for: model.configuration)
            model.forward(input, head: 0, arena: arena, dropout: nil)
            let count = input.tokenCount * model.configuration.hiddenSize
            return Array(UnsafeBufferPointer(start: model.hiddenStates(arena), count: count))
        }
    }

    @Test func theReferenceLibrariesOpenIt() throws {
        let (folder, model, temporary) = try save(to: ProcessInfo.processInfo.environment["PRACTICUM_CHECKPOINT"])
        defer { withExtendedLifetime(temporary) {} }
        let ids = "\(Self.fixtures)/ids.json"
        let ours = try hiddenStates(model, FixtureBatch.decode([[Int32]].self, ids))
        var statesPath = "\(Self.fixtures)/hidden-states.safetensors"
        if let python = ProcessInfo.processInfo.environment["PRACTICUM_PYTHON"], !python.isEmpty {
            statesPath = "\(temporary.path)/out/states.safetensors"
            let facts = try check(folder, ids: ids, python: python, states: statesPath)
            #expect(facts.missing.isEmpty)
            #expect(facts.mismatched.isEmpty)
            #expect(facts.different.isEmpty)
            #expect(facts.unexpected.allSatisfy { $0.contains("_head.") }, "\(facts.unexpected)")
            #expect(facts.finite)
            #expect(facts.tokens * facts.hiddenSize == ours.count)
            let entries = model.table.entries.map { ($0.name, $0.shape) }
            #expect(facts.tensors == Dictionary(uniqueKeysWithValues: entries))
        } else {
            print(
                "The check of a checkpoint in Python was not run: PRACTICUM_PYTHON names no interpreter with torch and "
                    + "transformers. The checkpoint was compared with the fixture that they made.")
            try compareWithFixture(folder)
        }
        let theirs = try SafetensorsFile(path: statesPath).floats("last_hidden_state")
        try #require(theirs.count == ours.count)
        #expect(Distance.maximum(ours, theirs) < 1e-4)
    }

    /// A checkpoint has its family's own names of tensors and configuration.
    @Test(arguments: ["distilbert", "roberta"])
    func theReferenceLibrariesOpenOtherFamilies(family: String) throws {
        let (folder, model, temporary) = try save(
            "\(ToyProblem.tiny)-\(family)", heads: [.ner(), .qa, .classification()])
        defer { withExtendedLifetime(temporary) {} }
        let loaded = MultiTaskModel(
            configuration: try EncoderConfiguration(path: "\(folder)/config.json"), heads: model.heads)
        #expect(loaded.configuration == model.configuration)
        try loaded.load(weights: "\(folder)/model.safetensors", includingHeads: true)
        #expect(loaded.parameters.elementsEqual(model.parameters))
        guard let python = ProcessInfo.processInfo.environment["PRACTICUM_PYTHON"], !python.isEmpty else { return }
        let (ids, states) = ("\(Self.fixtures)/ids.json", "\(temporary.path)/out/states.safetensors")
        let facts = try check(folder, ids: ids, python: python, states: states)
        #expect(facts.missing.isEmpty && facts.mismatched.isEmpty && facts.different.isEmpty && facts.finite)
        #expect(facts.unexpected.allSatisfy { $0.contains("_head.") }, "\(facts.unexpected)")
        let ours = try hiddenStates(model, FixtureBatch.decode([[Int32]].self, ids))
        let theirs = try SafetensorsFile(path: states).floats("last_hidden_state")
        try #require(theirs.count == ours.count)
        #expect(Distance.maximum(ours, theirs) < 1e-4)
    }

    /// Runs the script, which exits with 1 if a parameter of the encoder was not loaded.
    private func check(_ folder: String, ids: String, python: String, states: String) throws -> Facts {
        let root = URL(fileURLWithPath: ToyProblem.folder).deletingLastPathComponent().deletingLastPathComponent()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [root.path + "/scripts/fixtures/checkpoint_check.py", folder, ids, states]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return try JSONDecoder().decode(Facts.self, from: printed)
    }

    private func compareWithFixture(_ folder: String) throws {
        let expected = try FixtureBatch.decode(Expected.self, "\(Self.fixtures)/expected.json")
        #expect(
            expected.files.keys.sorted() == ["config.json", "model.safetensors", "tokenizer_config.json", "vocab.txt"])
        for (name, file) in expected.files {
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
            #expect(Expected.File(bytes: data.count, fnv1a: checksum(data)) == file, "\(name)")
        }
        let saved = try SafetensorsFile(path: "\(folder)/model.safetensors")
        #expect(saved.metadata == ["format": "pt"])
        #expect(Set(saved.tensors.keys) == Set(expected.tensors.keys))
        for (name, tensor) in expected.tensors {
            let floats = try saved.floats(name)
            let found = Expected.Tensor(
                shape: saved.tensors[name]?.shape ?? [], fnv1a: floats.withUnsafeBytes { checksum($0) })
            #expect(found == tensor, "\(name)")
        }
    }

    /// FNV-1a of 64 bits, in hexadecimal digits.
    private func checksum(_ bytes: some Sequence<UInt8>) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
