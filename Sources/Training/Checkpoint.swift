import Encoders
import Files
import Foundation
import Safetensors
import Tokenization

/// A checkpoint: a Hugging Face folder with the encoder and the heads, and beside them all that training needs to go on.
///
/// `config.json`, `model.safetensors`, `vocab.txt` and `tokenizer_config.json` load in transformers with the class of the encoder's family;
/// `optimizer.safetensors` (`exp_avg.*`, `exp_avg_sq.*`) and `training.json` are read by this program.
package struct Checkpoint {
    /// What stands in `training.json`.
    package struct State: Codable, Sendable, Equatable {
        package var heads: [Head]
        package var headDropout: Float
        package var frozen: FrozenParts
        package var optimizer: AdamW.Settings
        /// By group of the parameter table.
        package var stepCounts: [String: Int]
        package var history: TrainingHistory

        package struct Head: Codable, Sendable, Equatable {
            package var task: String
            /// Labels of a token classification head; nil for a span head.
            package var labels: [String]?

            package init(task: String, labels: [String]?) {
                self.task = task
                self.labels = labels
            }
        }

        package init(
            heads: [Head], headDropout: Float, frozen: FrozenParts, optimizer: AdamW.Settings,
            stepCounts: [String: Int], history: TrainingHistory
        ) {
            self.heads = heads
            self.headDropout = headDropout
            self.frozen = frozen
            self.optimizer = optimizer
            self.stepCounts = stepCounts
            self.history = history
        }
    }

    package var model: MultiTaskModel
    package var optimizer: AdamW
    package var history: TrainingHistory

    package init(model: MultiTaskModel, optimizer: AdamW, history: TrainingHistory) {
        self.model = model
        self.optimizer = optimizer
        self.history = history
    }

    /// The files of a checkpoint, in the order in which a reader meets them.
    package static let files = [
        "config.json", "model.safetensors", "vocab.txt", "tokenizer_config.json", "optimizer.safetensors",
        "training.json",
    ]

    /// A file that saving to a folder would replace and that no saving has written; nil when there is none.
    ///
    /// `training.json` says that the others are this program's: it is there from the beginning of a saving.
    package static func foreignFile(in folder: String) -> String? {
        let there = files.filter { access("\(folder)/\($0)", F_OK) == 0 }
        guard !there.isEmpty else { return nil }
        let bytes = try? InputFile.bytes("\(folder)/training.json", limit: InputFile.Limit.vocabulary)
        let state = bytes.flatMap { try? JSONSerialization.jsonObject(with: Data($0)) } as? [String: Any]
        return state?["unfinished"] != nil || (state?["heads"] != nil && state?["history"] != nil) ? nil : there.first
    }

    /// Writes every file, each atomically; gives their names and sizes in bytes.
    package func save(
        to folder: String, tokenizer: any Tokenizer, labels: [String]
    ) throws -> [(name: String, bytes: Int)] {
        try model.checkFinite()
        try optimizer.checkFinite()
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw SafetensorsError.unwritable(path: folder, reason: "the folder can't be made")
        }
        let training = "\(folder)/training.json"
        if access(training, F_OK) != 0 { try write("{\"unfinished\": true}\n", to: training) }
        try write(model.configuration.json(), to: "\(folder)/config.json")
        for file in tokenizer.savedFiles(maxLength: model.configuration.maxPositionEmbeddings) {
            try write(file.content, to: "\(folder)/\(file.name)")
        }
        try SafetensorsWriter.write(model.tensors(), metadata: ["format": "pt"], to: "\(folder)/model.safetensors")
        try SafetensorsWriter.write(
            optimizer.tensors(), metadata: ["format": "pt"], to: "\(folder)/optimizer.safetensors")
        try TrainingJSON.write(state(labels: labels), to: "\(folder)/training.json")
        return Checkpoint.files.map { name in
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
            return (name, (attributes?[.size] as? Int) ?? 0)
        }
    }

    /// Reads a folder that `save` wrote.
    package static func load(from folder: String) throws -> Checkpoint {
        let statePath = "\(folder)/training.json"
        let state = try TrainingJSON.read(State.self, from: statePath)
        let heads = state.heads.map { head in
            head.labels.map { .tokenClassification(task: head.task, labelCount: $0.count) }
                ?? TaskHead.spanExtraction(task: head.task)
        }
        let model = try MultiTaskModel(
            configuration: EncoderConfiguration(path: "\(folder)/config.json"), heads: heads,
            headDropout: state.headDropout, frozen: state.frozen, describedIn: statePath,
            weights: "\(folder)/model.safetensors")
        let stepCounts = try model.table.groups.map { group in
            guard let count = state.stepCounts[group.name] else {
                throw TrainingError.checkpoint(
                    path: statePath,
                    reason: "'stepCounts.\(group.name)' is missing, the steps that the optimizer has taken")
            }
            return count
        }
        try AdamW.check(state.optimizer, stepCounts, path: statePath)
        try AdamW.requireMemory(for: model.table)
        let optimizer = AdamW(settings: state.optimizer, model: model)
        try optimizer.load(moments: "\(folder)/optimizer.safetensors")
        optimizer.stepCounts = stepCounts
        return Checkpoint(model: model, optimizer: optimizer, history: state.history)
    }

    private func state(labels: [String]) -> State {
        var counts: [String: Int] = [:]
        for (index, group) in model.table.groups.enumerated() { counts[group.name] = optimizer.stepCounts[index] }
        let heads = model.heads.map { head in
            State.Head(task: head.task, labels: head == .spanExtraction(task: head.task) ? nil : labels)
        }
        return State(
            heads: heads, headDropout: model.headDropout, frozen: model.frozen, optimizer: optimizer.settings,
            stepCounts: counts,
            history: history)
    }

    private func write(_ text: String, to path: String) throws {
        do {
            try AtomicFile.write(Array(text.utf8), to: path)
        } catch {
            throw SafetensorsError.unwritable(path: path, reason: "the disk is full or the folder is protected")
        }
    }
}
