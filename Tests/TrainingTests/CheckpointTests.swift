import Datasets
import Encoders
import Foundation
import Kernels
import Safetensors
import Tasks
import Testing
import Tokenization
import Training
import TrainingSupport

/// A checkpoint restores what was saved, training continues from it, and errors in it are reported.
@Suite
struct CheckpointTests {
    private func checkpoint(of trainer: Trainer) -> Checkpoint {
        Checkpoint(
            TrainingState(model: trainer.model, optimizer: trainer.optimizer, history: trainer.history))
    }

    /// The bits of both heads' logits for all examples.
    private func logits(_ model: MultiTaskModel, _ problem: ToyProblem) throws -> [UInt32] {
        var bits: [UInt32] = []
        for task in try problem.tasks() {
            let outputs = model.heads[try #require(model.headIndex(task: task.name))].outputs
            try problem.trained(task.description, model).run(task.features) { row, tokens, logits in
                bits.append(UInt32(row))
                for index in 0..<tokens * outputs { bits.append(logits[index].bitPattern) }
            }
        }
        return bits
    }

    @Test func loadGivesBackWhatWasSaved() throws {
        let problem = try ToyProblem()
        let trainer = try problem.trainer(seed: .max - 3)
        try trainer.run(throughEpoch: 2) { _ in }
        let folder = try TemporaryFolder()
        let files = try checkpoint(of: trainer).save(
            to: "\(folder.path)/new/checkpoint", tokenizer: problem.tokenizer)
        let names = [
            "config.json", "model.safetensors", "optimizer.safetensors", "tokenizer_config.json", "training.json",
            "vocab.txt",
        ]
        #expect(files.map(\.name).sorted() == names)
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/new/checkpoint").sorted() == names)
        for file in files {
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/new/checkpoint/\(file.name)"))
            #expect(file.bytes == data.count)
        }
        let read = try Checkpoint.load(from: "\(folder.path)/new/checkpoint")
        #expect(read.state.model.heads == trainer.model.heads)
        #expect(read.state.model.heads[0].labels == problem.labels.names)
        let loaded = read.state
        #expect(
            TrainingBits(model: loaded.model, optimizer: loaded.optimizer, history: loaded.history)
                == TrainingBits(trainer))
        #expect(loaded.model.configuration == trainer.model.configuration)
        #expect(loaded.model.heads == trainer.model.heads)
        #expect(loaded.model.headDropout == trainer.model.headDropout)
        #expect(loaded.optimizer.settings == trainer.optimizer.settings)
        #expect(try logits(loaded.model, problem) == logits(trainer.model, problem))
    }

    @Test func trainingGoesOnAsIfItHadNotStopped() throws {
        let problem = try ToyProblem()
        let whole = try problem.trainer(epochs: 3)
        try whole.run(throughEpoch: 3) { _ in }
        let first = try problem.trainer(epochs: 3)
        try first.run(throughEpoch: 2) { _ in }
        let folder = try TemporaryFolder()
        _ = try checkpoint(of: first).save(to: folder.path, tokenizer: problem.tokenizer)
        let second = try problem.trainer(from: Checkpoint.load(from: folder.path).state, epochs: 3)
        var steps: [Int] = []
        try second.run(throughEpoch: 3) { steps.append($0.step) }
        #expect(steps == Array(19...27))
        #expect(second.history.epochs.count == 3)
        #expect(TrainingBits(second) == TrainingBits(whole))
    }

    @Test func aSecondSaveReplacesTheFirst() throws {
        let problem = try ToyProblem()
        let trainer = try problem.trainer()
        let folder = try TemporaryFolder()
        _ = try checkpoint(of: trainer).save(
            to: folder.path, tokenizer: problem.tokenizer)
        try trainer.run(throughEpoch: 1) { _ in }
        _ = try checkpoint(of: trainer).save(
            to: folder.path, tokenizer: problem.tokenizer)
        let loaded = try Checkpoint.load(from: folder.path).state
        #expect(
            TrainingBits(model: loaded.model, optimizer: loaded.optimizer, history: loaded.history)
                == TrainingBits(trainer))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 6)
    }

    /// A kind of damage to a checkpoint, and words that the error must contain.
    struct Damage: Sendable, CustomTestStringConvertible {
        var file: String
        var what: String
        var says: [String] = []
        var change: @Sendable (Data) throws -> Data?

        var testDescription: String { "\(file) \(what)" }
    }

    static let damages = [
        Damage(file: "training.json", what: "missing", says: ["can't be read", "save checkpoint"]) { _ in nil },
        Damage(file: "training.json", what: "garbage", says: ["training state", "save checkpoint"]) { _ in
            Data("not a state".utf8)
        },
        Damage(file: "training.json", what: "empty object", says: ["training state"]) { _ in Data("{}".utf8) },
        Damage(file: "training.json", what: "truncated", says: ["training state"]) { $0.prefix($0.count / 2) },
        Damage(file: "config.json", what: "missing", says: ["Hugging Face"]) { _ in nil },
        Damage(file: "config.json", what: "of another size", says: ["another encoder"]) { data in
            Data(
                String(decoding: data, as: UTF8.self).replacing("\"hidden_size\": 32", with: "\"hidden_size\": 64").utf8
            )
        },
        Damage(file: "model.safetensors", what: "missing", says: ["can't be read"]) { _ in nil },
        Damage(file: "model.safetensors", what: "truncated", says: ["damaged"]) { $0.prefix($0.count - 5) },
        Damage(file: "optimizer.safetensors", what: "missing", says: ["can't be read"]) { _ in nil },
        Damage(file: "optimizer.safetensors", what: "empty", says: ["damaged"]) { _ in Data() },
        Damage(file: "optimizer.safetensors", what: "without its end", says: ["damaged"]) { $0.prefix($0.count - 5) },
        Damage(file: "optimizer.safetensors", what: "cut in its header", says: ["damaged"]) { $0.prefix(100) },
        Damage(file: "optimizer.safetensors", what: "without a tensor", says: ["exp_avg_sq.ner_head.bias", "missing"]) {
            try SpoiledTensors.rename("exp_avg_sq.ner_head.bias", to: "exp_avg_sq.ner_tail.bias", in: $0)
        },
        Damage(file: "optimizer.safetensors", what: "of another shape", says: ["exp_avg.ner_head.weight", "[32, 9]"]) {
            try SpoiledTensors.reshape("exp_avg.ner_head.weight", from: "[9,32]", to: "[32,9]", in: $0)
        },
    ]

    @Test(arguments: damages)
    func damageIsSaidWithTheFile(damage: Damage) throws {
        let problem = try ToyProblem()
        let folder = try TemporaryFolder()
        _ = try checkpoint(of: problem.trainer()).save(
            to: folder.path, tokenizer: problem.tokenizer)
        let path = "\(folder.path)/\(damage.file)"
        let url = URL(fileURLWithPath: path)
        let data = try Data(contentsOf: url)
        if let changed = try damage.change(data) {
            try #require(changed != data)
            try changed.write(to: url)
        } else {
            try FileManager.default.removeItem(at: url)
        }
        let error = #expect(throws: (any Error).self) { try Checkpoint.load(from: folder.path) }
        let text = "\(try #require(error))"
        #expect(text.contains(path), "\(text)")
        for part in damage.says { #expect(text.contains(part), "\(text)") }
    }

    @Test func aFolderThatIsNoCheckpoint() throws {
        let error = #expect(throws: TrainingError.self) { try Checkpoint.load(from: "/nowhere/at/all") }
        #expect(error == .checkpoint(path: "/nowhere/at/all/training.json", reason: "it can't be read"))
    }

    @Test func aFolderThatCannotBeMade() throws {
        let problem = try ToyProblem()
        let folder = try TemporaryFolder()
        try Data().write(to: URL(fileURLWithPath: "\(folder.path)/file"))
        let path = "\(folder.path)/file/checkpoint"
        let trainer = try problem.trainer()
        let error = #expect(throws: SafetensorsError.self) {
            try checkpoint(of: trainer).save(to: path, tokenizer: problem.tokenizer)
        }
        #expect(error == .unwritable(path: path, reason: "the folder can't be created"))
    }

    /// There are folders in the places of files. This stops even a privileged user from writing them.
    @Test(arguments: ["config.json", "vocab.txt", "model.safetensors", "optimizer.safetensors", "training.json"])
    func aFileThatCannotBeWritten(name: String) throws {
        let problem = try ToyProblem()
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/\(name)/occupied", withIntermediateDirectories: true)
        let trainer = try problem.trainer()
        let error = #expect(throws: SafetensorsError.self) {
            try checkpoint(of: trainer).save(
                to: folder.path, tokenizer: problem.tokenizer)
        }
        #expect("\(try #require(error))".contains("\(folder.path)/\(name)"))
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!left.contains { $0.hasPrefix(".") })
    }

    @Test("frozen parts are kept with the model, and have no moments in the file")
    func frozenParts() throws {
        let problem = try ToyProblem()
        let folder = try TemporaryFolder()
        let frozen = FrozenParts(embeddings: true, layers: [0])
        let start = problem.model()
        let model = MultiTaskModel(configuration: start.configuration, heads: start.heads, frozen: frozen)
        _ = model.parameters.update(from: start.parameters)
        let new = TrainingState(
            model: model, optimizer: AdamW(settings: .init(learningRate: 2e-3), model: model),
            history: TrainingHistory(tasks: ["ner", "qa"], randomKey: 7))
        let trainer = try problem.trainer(from: new)
        try trainer.run(throughEpoch: 1) { _ in }
        _ = try checkpoint(of: trainer).save(to: folder.path, tokenizer: problem.tokenizer)
        let moments = try SafetensorsFile(path: "\(folder.path)/optimizer.safetensors").tensors.keys
        #expect(moments.contains("exp_avg.encoder.layer.1.output.dense.weight"))
        #expect(!moments.contains { $0.contains("embeddings.") || $0.contains("layer.0.") || $0.contains("pooler") })
        let loaded = try Checkpoint.load(from: folder.path).state
        #expect(loaded.model.frozen == frozen && loaded.model.table == model.table)
        let again = try problem.trainer(from: loaded)
        for trainer in [trainer, again] { try trainer.run(throughEpoch: 3) { _ in } }
        #expect(TrainingBits(trainer) == TrainingBits(again))
        let words = try #require(model.table.wordEmbedding)
        #expect(again.model.parameter(words).elementsEqual(start.parameter(words)))
    }

    @Test(arguments: [true, false])
    func theTokenizerReloads(lowercase: Bool) throws {
        let shipped = try BERTTokenizer.shipped()
        let vocabulary = (0..<Int32(shipped.vocabularySize)).map(shipped.token)
        let tokenizer = try BERTTokenizer(vocabulary: vocabulary, lowercase: lowercase)
        let problem = try ToyProblem(nerCount: 0, qaCount: 0, tokenizer: tokenizer)
        let folder = try TemporaryFolder()
        _ = try checkpoint(of: problem.trainer()).save(
            to: folder.path, tokenizer: tokenizer)
        let loaded = try BERTTokenizer.load(folder: folder.path)
        #expect(loaded.vocabularySize == tokenizer.vocabularySize)
        #expect(loaded.lowercases == lowercase)
        let texts = [
            "The Café in Zürich isn't [SEP] open; unaffable!", "東京 2024, naïve \u{1F600} x\u{0301}", "", "  \t\n",
            "Straße İstanbul ΟΔΥΣΣΕΥΣ",
        ]
        for text in texts {
            #expect(loaded.encode(text) == tokenizer.encode(text))
            #expect(
                loaded.encode(words: text.split(separator: " ").map(String.init)).inputIDs
                    == tokenizer.encode(words: text.split(separator: " ").map(String.init)).inputIDs)
        }
        #expect((tokenizer.encode("Straße").inputIDs == shipped.encode("Straße").inputIDs) == lowercase)
    }
}

/// Changes to a safetensors header that do not change its length.
enum SpoiledTensors {
    struct Unchanged: Error {}

    static func rename(_ name: String, to other: String, in data: Data) throws -> Data {
        try replace("\"\(name)\"", with: "\"\(other)\"", in: data)
    }

    static func reshape(_ name: String, from shape: String, to other: String, in data: Data) throws -> Data {
        let start = "\"\(name)\":{\"dtype\":\"F32\",\"shape\":"
        return try replace(start + shape, with: start + other, in: data)
    }

    private static func replace(_ text: String, with other: String, in data: Data) throws -> Data {
        var changed = data
        guard text.utf8.count == other.utf8.count, let range = data.range(of: Data(text.utf8)) else {
            throw Unchanged()
        }
        changed.replaceSubrange(range, with: Data(other.utf8))
        return changed
    }
}
