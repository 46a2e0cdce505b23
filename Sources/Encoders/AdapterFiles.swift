import Files
import Foundation
import Safetensors

/// Why an adapter's folder can't be used.
package struct AdapterError: Error, Equatable, CustomStringConvertible {
    package var path: String
    package var reason: String
    package var remedy: String

    package var description: String { "\(path): \(reason). \(remedy)" }
}

/// A folder with a low-rank adapter in the layout of PEFT: `adapter_config.json` and `adapter_model.safetensors`.
///
/// The adapter may be that of an encoder, or of a transformers class with a head, which is then in the folder too.
package struct AdapterFiles {
    package static let configurationName = "adapter_config.json"
    package static let weightsName = "adapter_model.safetensors"
    package static let names = [configurationName, weightsName]

    package let folder: String
    package let lora: LoRA
    /// The layers of the encoder without an adapter.
    package let otherLayers: Set<Int>
    package let weights: ModelWeights
    /// The stored name of each low-rank matrix, by target, layer and half.
    private let sources: [Key: String]

    private struct Key: Hashable {
        var target: LoRA.Target
        var layer: Int
        var isB: Bool
    }

    /// Reads and checks the adapter of an encoder with this configuration. Throws `AdapterError` or `SafetensorsError`.
    package init(folder: String, for configuration: EncoderConfiguration) throws {
        self.folder = folder
        let settings = try AdapterSettings(path: "\(folder)/\(Self.configurationName)")
        let weightsPath = "\(folder)/\(Self.weightsName)"
        weights = try ModelWeights(WeightFiles(file: weightsPath))
        var sources: [Key: String] = [:]
        for name in weights.tensors.keys.sorted() where name.contains(".lora_") {
            guard let key = Self.key(of: name, configuration) else {
                throw AdapterError(
                    path: weightsPath,
                    reason:
                        "tensor '\(name.shortened())' adapts something that a \(configuration.family.architecture) with "
                        + "\(configuration.layerCount) layers does not have",
                    remedy: "Take an adapter that was trained on this encoder, of its dense layers alone.")
            }
            sources[key] = name
        }
        let targets = Set(sources.keys.map(\.target))
        let layers = Set(sources.keys.map(\.layer))
        lora = LoRA(
            rank: settings.rank, alpha: settings.alpha, targets: targets, dropout: settings.dropout,
            isRankStabilized: settings.isRankStabilized)
        otherLayers = Set(0..<configuration.layerCount).subtracting(layers)
        self.sources = sources
        if let flaw = lora.flaw(configuration) {
            throw AdapterError(
                path: folder, reason: "this adapter does not fit the encoder: \(flaw)",
                remedy: "Take an adapter that was trained on this encoder.")
        }
        for layer in layers {
            for target in targets {
                for isB in [false, true] { try check(Key(target: target, layer: layer, isB: isB), configuration) }
            }
        }
    }

    private func check(_ key: Key, _ configuration: EncoderConfiguration) throws {
        guard let name = sources[key] else {
            let layer = key.target.name(configuration.family.tensors, layer: key.layer)
            throw AdapterError(
                path: weights.path, reason: "'\(layer).\(key.isB ? "lora_B" : "lora_A").weight' is missing",
                remedy:
                    "An adapter here is one of the same dense layers in every layer that it adapts. Save it again with PEFT."
            )
        }
        let (outputs, inputs) = key.target.shape(configuration)
        let expected = key.isB ? [outputs, lora.rank] : [lora.rank, inputs]
        let actual = weights.tensors[name]?.shape ?? []
        guard actual == expected else {
            throw SafetensorsError.wrongShape(path: weights.path, tensor: name, expected: expected, actual: actual)
        }
    }

    /// The matrix that a tensor of PEFT holds, or nil for one that this program does not know.
    private static func key(of name: String, _ configuration: EncoderConfiguration) -> Key? {
        let canonical = configuration.family.canonicalName(name)
        let names = configuration.family.tensors
        for isB in [false, true] {
            let suffix = isB ? ".lora_B.weight" : ".lora_A.weight"
            guard canonical.hasSuffix(suffix) else { continue }
            let dense = canonical.dropLast(suffix.count)
            for layer in 0..<configuration.layerCount {
                for target in LoRA.Target.allCases where target.name(names, layer: layer) == dense {
                    return Key(target: target, layer: layer, isB: isB)
                }
            }
        }
        return nil
    }

    /// Whether the folder also has the head of transformers' own class.
    package func hasHead(_ stock: StockHead) -> Bool {
        weights.tensors.keys.contains { $0.hasSuffix(".\(stock.layer).weight") }
    }

    /// The numbers of one matrix: A as it is stored, [rank, inputs], and B transposed, [rank, outputs].
    func floats(_ target: LoRA.Target, layer: Int, isB: Bool) throws -> [Float] {
        guard let name = sources[Key(target: target, layer: layer, isB: isB)] else { return [] }
        let stored = try weights.floats(name)
        guard stored.allSatisfy(\.isFinite) else { throw ModelError.notFinite(path: weights.path, tensor: name) }
        return isB ? Self.transposed(stored, columns: lora.rank) : stored
    }

    /// The transpose of a matrix with this many columns.
    static func transposed(_ values: [Float], columns: Int) -> [Float] {
        let rows = values.count / max(1, columns)
        return (0..<columns).flatMap { column in (0..<rows).map { values[$0 * columns + column] } }
    }
}

/// What `adapter_config.json` says of an adapter.
private struct AdapterSettings {
    var rank: Int
    var alpha: Double
    var dropout: Float
    var isRankStabilized: Bool

    /// Settings of PEFT that this program does not know. They must be absent, false or empty.
    private static let unknownKeys = [
        "use_dora", "lora_bias", "fan_in_fan_out", "use_qalora", "use_bdlora", "rank_pattern", "alpha_pattern",
        "alora_invocation_tokens", "arrow_config", "kasa_config", "monteclora_config", "velora_config",
        "layer_replication", "trainable_token_indices", "target_parameters",
    ]

    init(path: String) throws {
        func bad(_ reason: String, _ remedy: String) -> AdapterError {
            AdapterError(path: path, reason: reason, remedy: remedy)
        }
        let whole = "Name a folder that PEFT's 'save_pretrained' or 'save adapter' wrote."
        let bytes: [UInt8]
        do {
            bytes = try InputFile.bytes(path, limit: InputFile.Limit.text)
        } catch {
            throw bad("it can't be read: \(error.cause)", whole)
        }
        guard let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] else {
            throw bad("it is not a JSON object", whole)
        }
        guard object["peft_type"] as? String == "LORA" else {
            throw bad(
                "its 'peft_type' is '\(object["peft_type"] as? String ?? "missing")', and only LORA is known here",
                "Take a LoRA adapter, or merge this one in Python ('merge_and_unload') and name the merged model for '--encoder'."
            )
        }
        // What would change the product without a trace in the names of the tensors.
        let unknown = Self.unknownKeys.first { key in
            switch object[key] {
            case nil, is NSNull: false
            case let flag as Bool: flag
            case let list as [Any]: !list.isEmpty
            case let map as [String: Any]: !map.isEmpty
            default: true
            }
        }
        let start = object["init_lora_weights"] as? String
        let changesBase = start.map { $0 != "gaussian" && $0 != "orthogonal" && $0 != "eva" } == true
        let bias = (object["bias"] as? String).map { $0 != "none" } == true
        if let key = unknown ?? (changesBase ? "init_lora_weights" : bias ? "bias" : nil) {
            throw bad(
                "it uses '\(key)', which is not known here",
                "Merge the adapter in Python ('merge_and_unload') and name the merged model for '--encoder'.")
        }
        guard let rank = object["r"] as? Int, let alpha = object["lora_alpha"] as? Double else {
            throw bad("'r' or 'lora_alpha' is missing or not a number", whole)
        }
        self.rank = rank
        self.alpha = alpha
        dropout = Float(object["lora_dropout"] as? Double ?? 0)
        isRankStabilized = object["use_rslora"] as? Bool == true
    }
}
