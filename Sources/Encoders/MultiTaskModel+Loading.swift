import Foundation
import Kernels
import Safetensors

extension MultiTaskModel {
    /// Fills the encoder from `model.safetensors` of a BERT checkpoint.
    ///
    /// Known aliases are mapped (the `bert.` prefix, `gamma` and `beta`), known extras left out (`cls.*`, `position_ids`, heads of other
    /// models named `classifier` and `qa_outputs`); any other missing or extra tensor is an error. A checkpoint without a pooler
    /// keeps the one that is there. Every number must be finite.
    /// - Parameter includingHeads: true for a checkpoint of this program, which has the heads too.
    package func load(weights path: String, includingHeads: Bool) throws {
        let file = try SafetensorsFile(path: path)
        let sources = try MultiTaskModel.sources(in: file, table: table, heads: heads, includingHeads: includingHeads)
        for entry in table.entries {
            guard let source = sources[entry.name] else { continue }
            try file.copy(source, shape: entry.shape, into: parameter(entry))
            guard parameter(entry).isFinite else { throw ModelError.notFinite(path: path, tensor: source) }
        }
    }

    /// Throws when a weights file does not have what a configuration says, from its header alone: before any memory is taken for it.
    ///
    /// - Returns: how many parameters such a model has.
    @discardableResult
    package static func check(
        weights path: String, configuration: EncoderConfiguration, heads: [TaskHead], includingHeads: Bool
    ) throws -> Int {
        let table = ParameterTable(configuration: configuration, heads: heads)
        _ = try sources(in: SafetensorsFile(path: path), table: table, heads: heads, includingHeads: includingHeads)
        return table.count
    }

    /// The file's name of each parameter that it has, all of the right shape.
    private static func sources(
        in file: SafetensorsFile, table: ParameterTable, heads: [TaskHead], includingHeads: Bool
    ) throws -> [String: String] {
        let path = file.path
        var sources: [String: String] = [:]
        var extras: [String] = []
        for name in file.tensors.keys.sorted() {
            let canonical = MultiTaskModel.canonicalName(name)
            if table[canonical] != nil {
                sources[canonical] = name
            } else if !MultiTaskModel.isKnownExtra(name) {
                extras.append(name)
            }
        }
        guard extras.isEmpty else { throw ModelError.extraTensors(path: path, names: extras.sorted()) }
        let hasPooler = sources["pooler.dense.weight"] != nil
        for entry in table.entries {
            if isHead(entry, of: heads) && !includingHeads {
                sources[entry.name] = nil
                continue
            }
            if entry.name.hasPrefix("pooler.") && !hasPooler { continue }
            guard let source = sources[entry.name] else {
                throw SafetensorsError.missing(path: path, tensor: entry.name)
            }
            let shape = file.tensors[source]?.shape ?? []
            guard shape == entry.shape else {
                throw SafetensorsError.wrongShape(path: path, tensor: source, expected: entry.shape, actual: shape)
            }
        }
        return sources
    }

    /// The first parameter that has a number that is not finite; nil when all are.
    package var nonFiniteParameter: String? {
        // One pass over all of them; which it is, is looked for when there is one.
        parameters.isFinite ? nil : table.entries.first { !parameter($0).isFinite }?.name
    }

    /// The name that this program uses for a checkpoint's tensor.
    static func canonicalName(_ name: String) -> String {
        var result = name.hasPrefix("bert.") ? String(name.dropFirst(5)) : name
        if result.hasSuffix("LayerNorm.gamma") { result = result.dropLast(5) + "weight" }
        if result.hasSuffix("LayerNorm.beta") { result = result.dropLast(4) + "bias" }
        return result
    }

    /// Tensors of BERT checkpoints that an encoder has no use for.
    static func isKnownExtra(_ name: String) -> Bool {
        name.hasPrefix("cls.") || name.hasSuffix("position_ids") || name.hasPrefix("classifier.")
            || name.hasPrefix("qa_outputs.")
    }

    /// Every parameter under its checkpoint name, in the table's order, for `SafetensorsWriter`. Views into this model.
    package func tensors() -> [SafetensorsWriter.Tensor] {
        table.entries.map {
            .init(name: $0.name, shape: $0.shape, floats: UnsafeBufferPointer(parameter($0)))
        }
    }
}
