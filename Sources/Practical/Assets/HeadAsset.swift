import Encoders
import Execution
import Files
import Foundation
import Safetensors

/// A folder with a model of one task. A task of this notebook takes the model's head.
struct HeadAsset {
    let task: TaskName
    let folder: String

    /// Finds a folder, or a model in Hugging Face's cache. There is no substitute for it.
    static func resolve(_ pair: TaskPair) throws -> HeadAsset {
        let found: EncoderAsset?
        do {
            found = try EncoderAsset.resolve(pair.value)
        } catch AssetError.noSuchEncoder {
            found = nil
        }
        guard let found, let folder = found.folder, found.fallback == nil else {
            throw AssetError.noSuchHead(
                pair.value, task: pair.task.description, looked: ["this folder", AssetFolders.huggingFaceHub],
                isOnHub: EncoderAsset.onHub(pair.value) != nil)
        }
        return HeadAsset(task: pair.task, folder: folder)
    }

    var configurationPath: String { "\(folder)/config.json" }

    private var tokenizerConfigurationPath: String { "\(folder)/tokenizer_config.json" }

    func weights() throws -> ModelWeights { try ModelWeights(WeightFiles(folder: folder)) }

    /// Whether the model expects token types. Tokenizers of transformers produce them unless their settings say otherwise.
    var usesTokenTypes: Bool {
        guard let bytes = try? InputFile.bytes(tokenizerConfigurationPath, limit: InputFile.Limit.vocabulary),
            let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any],
            let names = object["model_input_names"] as? [String]
        else { return true }
        return names.contains("token_type_ids")
    }

    func fingerprints(in environment: any PlanEnvironment) throws -> [Fingerprint] {
        let settings = AssetFolders.isFile(tokenizerConfigurationPath) ? [tokenizerConfigurationPath] : []
        return try ([configurationPath] + WeightFiles(folder: folder).paths + settings).map { path in
            Fingerprint(
                role: "head of \(task): \(path.lastComponent)", name: path,
                digest: try environment.digest(ofFile: path))
        }
    }
}
