import BERT
import Foundation
import Safetensors

/// What a model is, apart from its parameters: as JSON beside a file of tensors.
struct ModelDescription: Codable {
    struct Head: Codable {
        var task: String
        /// Labels of a token classification head; nil for a span head.
        var labelCount: Int?
    }

    /// `config.json`'s content.
    var configuration: String
    var heads: [Head]
    var headDropout: Float

    init(_ model: MultiTaskModel) {
        configuration = model.configuration.json()
        heads = model.heads.map { head in
            if case .tokenClassification(let labelCount) = head.kind {
                return Head(task: head.task, labelCount: labelCount)
            }
            return Head(task: head.task, labelCount: nil)
        }
        headDropout = model.headDropout
    }

    var taskHeads: [TaskHead] {
        heads.map { head in
            TaskHead(
                task: head.task,
                kind: head.labelCount.map { .tokenClassification(labelCount: $0) } ?? .spanExtraction)
        }
    }

    /// - Parameter path: for errors.
    func bertConfiguration(path: String) throws -> BERTConfiguration {
        try BERTConfiguration(json: Data(configuration.utf8), path: path)
    }
}

/// A model as two files, apart from optimizer and tokenizer: `model.json` and `model.safetensors`.
///
/// The same model gives the same bytes.
package enum StoredModel {
    package static func write(_ model: MultiTaskModel, to folder: String) throws {
        try TrainingJSON.write(ModelDescription(model), to: "\(folder)/model.json")
        try SafetensorsWriter.write(model.tensors(), metadata: ["format": "pt"], to: "\(folder)/model.safetensors")
    }

    /// - Parameter path: gives the path of a file that `write` named so.
    package static func read(_ path: (String) throws -> String) throws -> MultiTaskModel {
        let descriptionPath = try path("model.json")
        let description = try TrainingJSON.read(ModelDescription.self, from: descriptionPath)
        let model = MultiTaskModel(
            configuration: try description.bertConfiguration(path: descriptionPath), heads: description.taskHeads,
            headDropout: description.headDropout)
        try model.load(weights: path("model.safetensors"), includingHeads: true)
        return model
    }
}

/// An optimizer as two files: `optimizer.json` with settings and step counts, `optimizer.safetensors` with both moments.
///
/// The same optimizer gives the same bytes.
package enum StoredOptimizer {
    private struct Description: Codable {
        var table: ParameterTable
        var settings: AdamW.Settings
        /// By group of the parameter table.
        var stepCounts: [Int]
    }

    package static func write(_ optimizer: AdamW, to folder: String) throws {
        try TrainingJSON.write(
            Description(
                table: optimizer.table, settings: optimizer.settings, stepCounts: optimizer.stepCounts),
            to: "\(folder)/optimizer.json")
        try SafetensorsWriter.write(
            optimizer.tensors(), metadata: ["format": "pt"], to: "\(folder)/optimizer.safetensors")
    }

    /// - Parameter path: gives the path of a file that `write` named so.
    package static func read(_ path: (String) throws -> String) throws -> AdamW {
        let descriptionPath = try path("optimizer.json")
        let description = try TrainingJSON.read(Description.self, from: descriptionPath)
        guard description.stepCounts.count == description.table.groups.count else {
            throw TrainingError.checkpoint(path: descriptionPath, reason: "its step counts are of another model")
        }
        let optimizer = AdamW(settings: description.settings, table: description.table)
        try optimizer.load(moments: path("optimizer.safetensors"))
        optimizer.stepCounts = description.stepCounts
        return optimizer
    }
}

extension AdamW {
    /// Both moments under the names that a checkpoint gives them. Views into this optimizer.
    func tensors() -> [SafetensorsWriter.Tensor] {
        [("exp_avg", firstMoments), ("exp_avg_sq", secondMoments)].flatMap { prefix, moments in
            table.entries.map { entry in
                SafetensorsWriter.Tensor(
                    name: "\(prefix).\(entry.name)", shape: entry.shape,
                    floats: UnsafeBufferPointer(rebasing: moments[entry.offset..<entry.offset + entry.count]))
            }
        }
    }

    /// Reads what `tensors` gave.
    func load(moments path: String) throws {
        let file = try SafetensorsFile(path: path)
        for entry in table.entries {
            let range = entry.offset..<entry.offset + entry.count
            for (prefix, moments) in [("exp_avg", firstMoments), ("exp_avg_sq", secondMoments)] {
                try file.copy(
                    "\(prefix).\(entry.name)", shape: entry.shape,
                    into: UnsafeMutableBufferPointer(rebasing: moments[range]))
            }
        }
    }
}

/// Small JSON files with sorted names.
enum TrainingJSON {
    static func write(_ value: some Encodable, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        do {
            try encoder.encode(value).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw SafetensorsError.unwritable(path: path, reason: "the disk is full or the folder is protected")
        }
    }

    static func read<Value: Decodable>(_ type: Value.Type, from path: String) throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
        } catch is DecodingError {
            throw TrainingError.checkpoint(path: path, reason: "it is not the training state that this program writes")
        } catch {
            throw TrainingError.checkpoint(path: path, reason: "it can't be read")
        }
    }
}
