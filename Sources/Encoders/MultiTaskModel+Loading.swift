import Foundation
import Kernels
import Safetensors

extension MultiTaskModel {
    /// Fills the encoder from one file of weights.
    package func load(weights path: String, includingHeads: Bool) throws {
        try load(weights: ModelWeights(WeightFiles(file: path)), includingHeads: includingHeads)
    }

    /// Fills the encoder from the weights of a checkpoint of its family.
    ///
    /// Names that are aliases in the family are mapped (such as the `bert.` prefix, `gamma` and `beta`). Known extra tensors are ignored
    /// (such as the heads of other models). Any other missing or extra tensor is an error. If the checkpoint has no pooler, the model keeps
    /// its own. Every number must be finite.
    /// - Parameter includingHeads: true for a checkpoint of this program, which has the heads and adapters too.
    package func load(weights: ModelWeights, includingHeads: Bool) throws {
        let sources = try MultiTaskModel.sources(
            in: weights, family: configuration.family, table: table, heads: heads, includingHeads: includingHeads)
        for entry in table.entries {
            guard let source = sources[entry.name] else { continue }
            try weights.copy(source, shape: entry.shape, into: parameter(entry))
            guard parameter(entry).isFinite else {
                throw ModelError.notFinite(path: weights.path(of: source), tensor: source)
            }
        }
    }

    /// Throws when the weights do not have the tensors that a configuration requires. Checks this before any memory is taken for a model.
    ///
    /// - Returns: the number of parameters of such a model.
    @discardableResult
    package static func check(
        weights: ModelWeights, configuration: EncoderConfiguration, heads: [TaskHead], includingHeads: Bool,
        frozen: FrozenParts = .none, lora: LoRA? = nil
    ) throws -> Int {
        let table = ParameterTable(configuration: configuration, heads: heads, frozen: frozen, lora: lora)
        _ = try sources(
            in: weights, family: configuration.family, table: table, heads: heads,
            includingHeads: includingHeads)
        return table.count
    }

    /// The stored name of each parameter. Every tensor must exist and have the right shape.
    private static func sources(
        in weights: ModelWeights, family: EncoderFamily, table: ParameterTable, heads: [TaskHead], includingHeads: Bool
    ) throws -> [String: String] {
        let path = weights.path
        var sources: [String: String] = [:]
        var extras: [String] = []
        for name in weights.tensors.keys.sorted() {
            let canonical = family.canonicalName(name)
            if table[canonical] != nil {
                sources[canonical] = name
            } else if !family.isKnownExtra(canonical) {
                extras.append(name)
            }
        }
        guard extras.isEmpty else {
            throw ModelError.extraTensors(path: path, names: extras, architecture: family.architecture)
        }
        let pooler = family.tensors.pooler.map { "\($0)." }
        func isPooler(_ name: String) -> Bool { pooler.map(name.hasPrefix) ?? false }
        let hasPooler = sources.keys.contains(where: isPooler)
        for entry in table.entries {
            if (isHead(entry, of: heads) || entry.isAdapter) && !includingHeads {
                sources[entry.name] = nil
                continue
            }
            if isPooler(entry.name) && !hasPooler { continue }
            guard let source = sources[entry.name] else {
                throw SafetensorsError.missing(path: path, tensor: entry.name)
            }
            let shape = weights.tensors[source]?.shape ?? []
            guard shape == entry.shape else {
                throw SafetensorsError.wrongShape(
                    path: weights.path(of: source), tensor: source, expected: entry.shape, actual: shape)
            }
        }
        return sources
    }

    /// The name of the first parameter that contains a number that is not finite, or nil when all numbers are finite.
    package var nonFiniteParameter: String? {
        // One pass reads all parameters. The faulty parameter is searched for only if there is one.
        parameters.isFinite ? nil : table.entries.first { !parameter($0).isFinite }?.name
    }

    /// Every parameter under its checkpoint name, in the table's order, for `SafetensorsWriter`. The tensors are views into this model.
    package func tensors() -> [SafetensorsWriter.Tensor] {
        table.entries.map {
            .init(name: $0.name, shape: $0.shape, floats: UnsafeBufferPointer(parameter($0)))
        }
    }
}
