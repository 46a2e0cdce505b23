import Encoders
import Foundation
import Hardware
import Kernels
import Safetensors

/// The state of a training on disk, in three files: `training.json` describes it, `model.safetensors` has the parameters, and
/// `optimizer.safetensors` has both moments of each parameter.
///
/// This is the only format for the state: a stored slot has a part of it, a stopped training has all of it, and a checkpoint adds the
/// files of a Hugging Face folder. The same state gives the same bytes.
package struct TrainingState {
    package var model: MultiTaskModel
    package var optimizer: AdamW
    package var history: TrainingHistory
    /// Seconds that the training has taken so far.
    package var seconds: Double
    /// The best model so far of a training that keeps it and goes on.
    package var best: MultiTaskModel?

    package init(
        model: MultiTaskModel, optimizer: AdamW, history: TrainingHistory, seconds: Double = 0,
        best: MultiTaskModel? = nil
    ) {
        self.best = best
        self.model = model
        self.optimizer = optimizer
        self.history = history
        self.seconds = seconds
    }

    /// The content of `training.json`. If a value that a reader needs is missing, the error names it.
    struct Description: Codable {
        var model: ModelDescription?
        var optimizer: OptimizerDescription?
        var history: TrainingHistory?
        var seconds: Double?
        /// True if the best model is there.
        var hasBest: Bool?
    }

    static let descriptionFile = "training.json"
    static let modelFile = "model.safetensors"
    static let optimizerFile = "optimizer.safetensors"
    static let bestFile = "best.safetensors"

    /// Writes the files of the state into a folder.
    package func write(to folder: String) throws {
        try model.checkFinite()
        try optimizer.checkFinite()
        try Self.write(model, to: folder)
        try Self.write(optimizer, to: folder)
        if let best {
            try best.checkFinite()
            try SafetensorsWriter.write(
                best.tensors(), metadata: ["format": "pt"], to: "\(folder)/\(Self.bestFile)")
        }
        try TrainingJSON.write(
            Description(
                model: ModelDescription(model), optimizer: OptimizerDescription(optimizer), history: history,
                seconds: seconds, hasBest: best == nil ? nil : true),
            to: "\(folder)/\(Self.descriptionFile)")
    }

    /// - Parameter path: returns the path of the file to which `write` gave this name.
    package static func read(_ path: (String) throws -> String) throws -> TrainingState {
        let described = try Self.description(path)
        let (description, descriptionPath) = described
        guard let history = description.history else { throw missing("history", descriptionPath) }
        guard let seconds = description.seconds else { throw missing("seconds", descriptionPath) }
        guard seconds >= 0, seconds < 1e12 else {
            throw TrainingError.checkpoint(
                path: descriptionPath, reason: "its time of \(seconds) seconds is out of range")
        }
        let model = try model(described, path)
        // Before memory is taken for moments of a size that the file alone says.
        guard description.optimizer == nil || description.optimizer?.table == model.table else {
            throw TrainingError.checkpoint(
                path: descriptionPath, reason: "its optimizer is of other parameters than its model")
        }
        var state = TrainingState(
            model: model, optimizer: try optimizer(described, path), history: history, seconds: seconds)
        if description.hasBest == true, let model = description.model {
            state.best = try MultiTaskModel(model, describedIn: descriptionPath, weights: path(bestFile))
        }
        return state
    }

    private static func description(_ path: (String) throws -> String) throws -> (Description, path: String) {
        let descriptionPath = try path(descriptionFile)
        return (try TrainingJSON.read(Description.self, from: descriptionPath), descriptionPath)
    }

    private static func missing(_ name: String, _ path: String) -> TrainingError {
        .checkpoint(path: path, reason: "it is not the training state that this program writes: '\(name)' is missing")
    }

    // MARK: A model alone

    package static func writeModel(_ model: MultiTaskModel, to folder: String) throws {
        try model.checkFinite()
        try write(model, to: folder)
        try TrainingJSON.write(
            Description(model: ModelDescription(model)), to: "\(folder)/\(descriptionFile)")
    }

    package static func readModel(_ path: (String) throws -> String) throws -> MultiTaskModel {
        try model(description(path), path)
    }

    private static func model(
        _ described: (Description, path: String), _ path: (String) throws -> String
    ) throws -> MultiTaskModel {
        let (description, descriptionPath) = described
        guard let model = description.model else { throw missing("model", descriptionPath) }
        return try MultiTaskModel(model, describedIn: descriptionPath, weights: path(modelFile))
    }

    private static func write(_ model: MultiTaskModel, to folder: String) throws {
        try SafetensorsWriter.write(model.tensors(), metadata: ["format": "pt"], to: "\(folder)/\(modelFile)")
    }

    // MARK: An optimizer alone

    package static func writeOptimizer(_ optimizer: AdamW, to folder: String) throws {
        try optimizer.checkFinite()
        try write(optimizer, to: folder)
        try TrainingJSON.write(
            Description(optimizer: OptimizerDescription(optimizer)), to: "\(folder)/\(descriptionFile)")
    }

    package static func readOptimizer(_ path: (String) throws -> String) throws -> AdamW {
        try optimizer(description(path), path)
    }

    private static func optimizer(
        _ described: (Description, path: String), _ path: (String) throws -> String
    ) throws -> AdamW {
        let (description, descriptionPath) = described
        guard let parts = description.optimizer else { throw missing("optimizer", descriptionPath) }
        let stepCounts = try parts.table.groups.map { group in
            guard let count = parts.stepCounts[group.name] else {
                throw missing("optimizer.stepCounts.\(group.name)", descriptionPath)
            }
            return count
        }
        try AdamW.check(parts.settings, stepCounts, path: descriptionPath)
        try AdamW.requireMemory(for: parts.table)
        let optimizer = AdamW(settings: parts.settings, table: parts.table)
        try optimizer.load(moments: path(optimizerFile))
        optimizer.stepCounts = stepCounts
        return optimizer
    }

    private static func write(_ optimizer: AdamW, to folder: String) throws {
        try SafetensorsWriter.write(optimizer.tensors(), metadata: ["format": "pt"], to: "\(folder)/\(optimizerFile)")
    }
}

/// The description of a model, without its parameters.
struct ModelDescription: Codable {
    /// The content of `config.json`.
    var configuration: String
    var heads: [TaskHead]
    var headDropout: Float
    var frozen: FrozenParts
    var lora: LoRA?

    init(_ model: MultiTaskModel) {
        configuration = model.configuration.json()
        heads = model.heads
        headDropout = model.headDropout
        frozen = model.frozen
        lora = model.lora
    }
}

/// The description of an optimizer, without its moments.
struct OptimizerDescription: Codable {
    var settings: AdamW.Settings
    /// The step count of each group of the table.
    var stepCounts: [String: Int]
    /// The parameters that it optimizes.
    var table: ParameterTable

    init(_ optimizer: AdamW) {
        settings = optimizer.settings
        table = optimizer.table
        stepCounts = Dictionary(
            uniqueKeysWithValues: zip(optimizer.table.groups, optimizer.stepCounts).map { ($0.name, $1) })
    }
}

extension MultiTaskModel {
    /// A model from a file of weights with heads. The file is checked against the description before memory is taken.
    ///
    /// - Parameter describedIn: the path of the file with the description, for error messages.
    fileprivate convenience init(_ description: ModelDescription, describedIn path: String, weights: String) throws {
        let (heads, headDropout) = (description.heads, description.headDropout)
        let configuration = try EncoderConfiguration(json: Data(description.configuration.utf8), path: path)
        let parts = heads.flatMap(\.parts)
        guard !heads.isEmpty, Set(heads.map(\.task)).count == heads.count, Set(parts.map(\.name)).count == parts.count,
            heads.allSatisfy({ !$0.parts.isEmpty }),
            // A name with a dot could be that of an encoder's tensor.
            parts.allSatisfy({ (1...1 << 16).contains($0.outputs) && !$0.name.contains(".") })
        else { throw TrainingError.checkpoint(path: path, reason: "its heads are not those of tasks with labels") }
        guard headDropout >= 0, headDropout < 1 else {
            throw TrainingError.checkpoint(path: path, reason: "its dropout of \(headDropout) is out of range")
        }
        if let lora = description.lora, let flaw = lora.flaw(configuration) {
            throw TrainingError.checkpoint(path: path, reason: "its adapters can't be: \(flaw)")
        }
        let weights = try ModelWeights(WeightFiles(file: weights))
        let count = try MultiTaskModel.check(
            weights: weights, configuration: configuration, heads: heads, includingHeads: true,
            frozen: description.frozen, lora: description.lora)
        try MultiTaskModel.requireMemory(parameters: count)
        self.init(
            configuration: configuration, heads: heads, headDropout: headDropout, frozen: description.frozen,
            lora: description.lora)
        try load(weights: weights, includingHeads: true)
    }

    /// Throws unless there is enough memory for this many parameters, and for the file from which they are read.
    package static func requireMemory(parameters count: Int) throws {
        try AvailableMemory.now.require(
            8 * count, for: "a model of \(count) parameters", remedy: "Take a smaller encoder, or allow more memory.")
    }

    /// Throws when a parameter is not finite.
    func checkFinite() throws {
        if let name = nonFiniteParameter { throw TrainingError.stateNotFinite(name: name) }
    }
}
