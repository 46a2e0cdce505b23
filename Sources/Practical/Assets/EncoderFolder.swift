import Encoders
import Files
import Foundation
import Safetensors

/// A folder that should contain an encoder: whether it is complete, and what to do if it is not.
struct EncoderFolder {
    let path: String
    private let files: [String]

    init(_ path: String) {
        self.init(path, files: ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted())
    }

    /// - Parameter files: the names of its files, for a folder that is not on this machine.
    init(_ path: String, files: [String]) {
        self.path = path
        self.files = files
    }

    /// The first missing file, or nil if all files exist.
    var missing: String? {
        if !hasFile("config.json") { return "config.json" }
        // An index that can't be read does exist. The error comes when it is read.
        let weights = (try? WeightFiles(folder: path))?.tensorFiles ?? []
        if let file = weights.first(where: { !AssetFolders.isFile($0) }) { return file.lastComponent }
        if AssetFolders.isFile("\(path)/tokenizer.json") { return nil }
        let family = (try? EncoderConfiguration(path: "\(path)/config.json"))?.family ?? .bert
        return family.tokenizer.vocabularyFiles.first { !AssetFolders.isFile("\(path)/\($0)") }
    }

    /// What the folder contains instead of the missing file, and what to do about it.
    var advice: String {
        weightsAdvice ?? folderAdvice
            ?? "An encoder's folder holds config.json, model.safetensors (or its shards and their index) and its tokenizer (tokenizer.json, or vocab.txt, or vocab.json with merges.txt), as Hugging Face stores it."
    }

    private func has(_ suffixes: String...) -> String? {
        files.first { file in suffixes.contains { file.lowercased().hasSuffix($0) } }
    }

    private func hasFile(_ name: String) -> Bool { files.contains(name) && !AssetFolders.isFolder("\(path)/\(name)") }

    /// Advice about weights in another format than model.safetensors, the most useful one first.
    private var weightsAdvice: String? {
        guard !hasFile(WeightFiles.fileName) else { return nil }
        if hasFile("adapter_config.json") || has("adapter_model.safetensors", "adapter_model.bin") != nil {
            return
                "This is an adapter (adapter_config.json), not a whole model: name its base model for '--encoder', and this folder for '--adapter' of 'model'. An adapter that is not LoRA has to be merged with Python's peft first (`merge_and_unload`, then `save_pretrained`)."
        }
        if hasFile(WeightFiles.indexName) {
            return
                "The weights are split into shards, and \(WeightFiles.indexName) names each of them: fetch all of its files into this folder."
        }
        if hasFile("pytorch_model.bin") || hasFile("pytorch_model.bin.index.json") {
            return
                "The weights are there as pytorch_model.bin\(hasFile("pytorch_model.bin") ? "" : " in shards"), a pickle: reading one can run code, so it is not read here. If you trust its source, convert it: \(converting(""))"
        }
        if let file = has("model.h5") {
            return "The weights are there for TensorFlow (\(file)). Convert them: \(converting(", from_tf=True"))"
        }
        if let file = has(".msgpack") {
            return "The weights are there for Flax (\(file)). Convert them: \(converting(", from_flax=True"))"
        }
        if let file = has(".ckpt.index", ".ckpt.meta") {
            return
                "The weights are a checkpoint of TensorFlow 1 (\(file)). Convert it with transformers' `convert_bert_original_tf_checkpoint_to_pytorch`, or take the same model from Hugging Face."
        }
        if let file = has(".gguf", ".ggml", ".onnx", ".tflite", ".mlmodel", ".engine") {
            return
                "\(file) is a format for inference that can't be trained further: take the original checkpoint of the model, with model.safetensors."
        }
        if let file = has(".safetensors") {
            return "There is \(file): if it holds the whole model, name it model.safetensors."
        }
        if let file = has(".bin", ".pt", ".pth", ".ckpt") {
            return
                "There is \(file), perhaps a pickle of PyTorch, which is not read here, since that can run code. Save the model with transformers' `save_pretrained`, which writes model.safetensors."
        }
        return nil
    }

    private func converting(_ options: String) -> String {
        "`python3 -c \"from transformers import AutoModel, AutoTokenizer; AutoModel.from_pretrained('\(path)'\(options)).save_pretrained('\(path)-converted', max_shard_size='100GB'); AutoTokenizer.from_pretrained('\(path)').save_pretrained('\(path)-converted')\"`, and name `\(path)-converted`."
    }

    /// Advice about a subfolder with an encoder, or about another sign that this is the wrong folder.
    private var folderAdvice: String? {
        guard !hasFile("config.json") else { return nil }
        let below = files.map { "\(path)/\($0)" } + folders("\(path)/snapshots") + folders("\(path)/models")
        if let folder = below.first(where: { AssetFolders.isFile("\($0)/config.json") }) {
            return "The model is one folder further down: name `\(folder)`."
        }
        let repositories = files.filter { $0.hasPrefix("models--") }.map { "\(path)/\($0)" }
        if let folder = repositories.lazy.flatMap({ folders("\($0)/snapshots") }).first {
            return "This is the cache of Hugging Face: name the folder of one model, for example `\(folder)`."
        }
        return files.isEmpty ? "The folder is empty: download the model's files into it." : nil
    }

    private func folders(_ path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted().map { "\(path)/\($0)" }
            .filter(AssetFolders.isFolder)
    }
}
