import Encoders
import Files
import Foundation
import Hardware
import Kernels
import Safetensors

/// What a model is, apart from its parameters: as JSON beside a file of tensors.
struct ModelDescription: Codable {
    /// `config.json`'s content.
    var configuration: String
    var heads: [TaskHead]
    var headDropout: Float
    var frozen: FrozenParts

    init(_ model: MultiTaskModel) {
        configuration = model.configuration.json()
        heads = model.heads
        headDropout = model.headDropout
        frozen = model.frozen
    }

    /// - Parameter path: for errors.
    func encoderConfiguration(path: String) throws -> EncoderConfiguration {
        try EncoderConfiguration(json: Data(configuration.utf8), path: path)
    }
}

/// A model as two files, apart from optimizer and tokenizer: `model.json` and `model.safetensors`.
///
/// The same model gives the same bytes.
package enum StoredModel {
    package static func write(_ model: MultiTaskModel, to folder: String) throws {
        try model.checkFinite()
        try TrainingJSON.write(ModelDescription(model), to: "\(folder)/model.json")
        try SafetensorsWriter.write(model.tensors(), metadata: ["format": "pt"], to: "\(folder)/model.safetensors")
    }

    /// - Parameter path: gives the path of a file that `write` named so.
    package static func read(_ path: (String) throws -> String) throws -> MultiTaskModel {
        let descriptionPath = try path("model.json")
        let description = try TrainingJSON.read(ModelDescription.self, from: descriptionPath)
        return try MultiTaskModel(
            configuration: description.encoderConfiguration(path: descriptionPath), heads: description.heads,
            headDropout: description.headDropout, frozen: description.frozen, describedIn: descriptionPath,
            weights: path("model.safetensors"))
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
        try optimizer.checkFinite()
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
        try AdamW.check(description.settings, description.stepCounts, path: descriptionPath)
        try AdamW.requireMemory(for: description.table)
        let optimizer = AdamW(settings: description.settings, table: description.table)
        try optimizer.load(moments: path("optimizer.safetensors"))
        optimizer.stepCounts = description.stepCounts
        return optimizer
    }
}

extension AdamW {
    /// Both moments of the trainable parameters under the names that a checkpoint gives them. Views into this optimizer.
    func tensors() -> [SafetensorsWriter.Tensor] {
        [("exp_avg", firstMoments), ("exp_avg_sq", secondMoments)].flatMap { prefix, moments in
            table.trainableEntries.map { entry in
                SafetensorsWriter.Tensor(
                    name: "\(prefix).\(entry.name)", shape: entry.shape,
                    floats: UnsafeBufferPointer(rebasing: moments[entry.offset..<entry.offset + entry.count]))
            }
        }
    }

    /// Reads what `tensors` gave.
    func load(moments path: String) throws {
        let file = try SafetensorsFile(path: path)
        for entry in table.trainableEntries {
            let range = entry.offset..<entry.offset + entry.count
            for (prefix, moments) in [("exp_avg", firstMoments), ("exp_avg_sq", secondMoments)] {
                let values = UnsafeMutableBufferPointer(rebasing: moments[range])
                let name = "\(prefix).\(entry.name)"
                try file.copy(name, shape: entry.shape, into: values)
                guard values.isFinite else { throw ModelError.notFinite(path: path, tensor: name) }
                // The root of second moments is taken.
                guard prefix == "exp_avg" || values.allSatisfy({ $0 >= 0 }) else {
                    throw TrainingError.checkpoint(path: path, reason: "a second moment in it is negative")
                }
            }
        }
    }

    /// Throws unless there is memory for two moments of each trainable parameter.
    package static func requireMemory(for table: ParameterTable) throws {
        try AvailableMemory.now.require(
            8 * table.trainableCount, for: "AdamW with two moments of \(table.trainableCount) parameters",
            remedy: "Take a smaller encoder, or allow more memory.")
    }

    /// Throws when a moment is not finite.
    func checkFinite() throws {
        for (prefix, moments) in [("exp_avg", firstMoments), ("exp_avg_sq", secondMoments)] {
            for entry in table.trainableEntries
            where !UnsafeMutableBufferPointer(rebasing: moments[entry.range]).isFinite {
                throw TrainingError.stateNotFinite(name: "\(prefix).\(entry.name)")
            }
        }
    }

    /// Throws when settings or step counts that were read from a file can't be an optimizer's.
    static func check(_ settings: Settings, _ stepCounts: [Int], path: String) throws {
        let numbers = [
            ("learningRate", settings.learningRate, 0...1e38), ("weightDecay", settings.weightDecay, 0...1e38),
            ("beta1", settings.beta1, 0...1.0.nextDown), ("beta2", settings.beta2, 0...1.0.nextDown),
            ("epsilon", settings.epsilon, 0...1e38),
        ]
        for (name, value, range) in numbers where !range.contains(value) {
            throw TrainingError.checkpoint(path: path, reason: "its \(name) of \(value) is out of range")
        }
        for count in stepCounts where !(0...1 << 52).contains(count) {
            throw TrainingError.checkpoint(path: path, reason: "its step count of \(count) is out of range")
        }
    }
}

extension MultiTaskModel {
    /// A model of a file of weights with heads, which is checked against its description before memory is taken.
    ///
    /// - Parameter describedIn: the file that the description stands in, for errors.
    convenience init(
        configuration: EncoderConfiguration, heads: [TaskHead], headDropout: Float, frozen: FrozenParts,
        describedIn path: String, weights: String
    ) throws {
        let parts = heads.flatMap(\.parts)
        guard !heads.isEmpty, Set(heads.map(\.task)).count == heads.count, Set(parts.map(\.name)).count == parts.count,
            heads.allSatisfy({ !$0.parts.isEmpty }),
            // A name with a dot could be an encoder's.
            parts.allSatisfy({ (1...1 << 16).contains($0.outputs) && !$0.name.contains(".") })
        else { throw TrainingError.checkpoint(path: path, reason: "its heads are not those of tasks with labels") }
        guard headDropout >= 0, headDropout < 1 else {
            throw TrainingError.checkpoint(path: path, reason: "its dropout of \(headDropout) is out of range")
        }
        let count = try MultiTaskModel.check(
            weights: weights, configuration: configuration, heads: heads, includingHeads: true)
        try MultiTaskModel.requireMemory(parameters: count)
        self.init(configuration: configuration, heads: heads, headDropout: headDropout, frozen: frozen)
        try load(weights: weights, includingHeads: true)
    }

    /// Throws unless there is memory for so many parameters, and for the file that they are read from.
    package static func requireMemory(parameters count: Int) throws {
        try AvailableMemory.now.require(
            8 * count, for: "a model of \(count) parameters", remedy: "Take a smaller encoder, or allow more memory.")
    }

    /// Throws when a parameter is not finite.
    func checkFinite() throws {
        if let name = nonFiniteParameter { throw TrainingError.stateNotFinite(name: name) }
    }
}

/// Small JSON files with sorted names.
enum TrainingJSON {
    static func write(_ value: some Encodable, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        do {
            try AtomicFile.write([UInt8](encoder.encode(value)), to: path)
        } catch {
            throw SafetensorsError.unwritable(path: path, reason: "the disk is full or the folder is protected")
        }
    }

    /// Which of its names is missing or wrong.
    private static func flaw(_ error: DecodingError) -> String {
        func name(_ path: [any CodingKey]) -> String {
            path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context): return "'\(name(context.codingPath + [key]))' is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "'\(name(context.codingPath))' has a value of another type"
        case .dataCorrupted(let context) where context.underlyingError == nil:
            let place = name(context.codingPath)
            return place.isEmpty ? context.debugDescription : "'\(place)': \(context.debugDescription)"
        default: return "it is no JSON, or damaged"
        }
    }

    static func read<Value: Decodable>(_ type: Value.Type, from path: String) throws -> Value {
        do {
            return try JSONDecoder().decode(
                Value.self, from: Data(InputFile.bytes(path, limit: InputFile.Limit.vocabulary)))
        } catch let error as DecodingError {
            throw TrainingError.checkpoint(
                path: path, reason: "it is not the training state that this program writes: \(flaw(error))")
        } catch {
            throw TrainingError.checkpoint(path: path, reason: "it can't be read")
        }
    }
}
