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
    /// The family's aliases are mapped (such as the `bert.` prefix, `gamma` and `beta`), its known extras left out (such as the heads of
    /// other models); any other missing or extra tensor is an error. A checkpoint without a pooler keeps the one that is there. Every
    /// number must be finite.
    /// - Parameter includingHeads: true for a checkpoint of this program, which has the heads too.
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

    /// Throws when weights don't have what a configuration says: before any memory is taken for a model.
    ///
    /// - Returns: how many parameters such a model has.
    @discardableResult
    package static func check(
        weights: ModelWeights, configuration: EncoderConfiguration, heads: [TaskHead], includingHeads: Bool
    ) throws -> Int {
        let table = ParameterTable(configuration: configuration, heads: heads)
        _ = try sources(
            in: weights, family: configuration.family, table: table, heads: heads,
            includingHeads: includingHeads)
        return table.count
    }

    /// The stored name of each parameter that there is, all of the right shape.
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
            if isHead(entry, of: heads) && !includingHeads {
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

    /// The first parameter that has a number that is not finite; nil when all are.
    package var nonFiniteParameter: String? {
        // One pass over all of them; which it is, is looked for when there is one.
        parameters.isFinite ? nil : table.entries.first { !parameter($0).isFinite }?.name
    }

    /// Every parameter under its checkpoint name, in the table's order, for `SafetensorsWriter`. Views into this model.
    package func tensors() -> [SafetensorsWriter.Tensor] {
        table.entries.map {
            .init(name: $0.name, shape: $0.shape, floats: UnsafeBufferPointer(parameter($0)))
        }
    }
}
