import Encoders
import Files
import Foundation
import Safetensors
import Tokenization

/// A checkpoint: the state of a training, together with the files that make its folder a Hugging Face model folder.
///
/// `from_pretrained` loads `config.json`, `model.safetensors` and the tokenizer's files. Only this program reads `optimizer.safetensors`
/// (`exp_avg.*`, `exp_avg_sq.*`) and `training.json`.
package struct Checkpoint {
    package var state: TrainingState

    package init(_ state: TrainingState) { self.state = state }

    /// The files of a checkpoint, in the order in which they are listed for readers.
    package static let files = [
        "config.json", "model.safetensors", "vocab.txt", "vocab.json", "merges.txt", "tokenizer_config.json",
        "optimizer.safetensors", "training.json",
    ]

    /// The files of the checkpoint in a folder: without the vocabulary of another kind of tokenizer.
    package static func files(in folder: String) -> [String] {
        let isBytePair = access("\(folder)/\(BytePairTokenizer.vocabularyFiles[0])", F_OK) == 0
        let others = isBytePair ? BERTTokenizer.vocabularyFiles : BytePairTokenizer.vocabularyFiles
        return files.filter { !others.contains($0) }
    }

    /// A file that saving to a folder would replace and that this program did not write, or nil when there is none.
    ///
    /// `training.json` shows that the other files belong to this program. It exists from the beginning of a saving.
    package static func foreignFile(in folder: String) -> String? {
        let there = files.filter { access("\(folder)/\($0)", F_OK) == 0 }
        guard !there.isEmpty else { return nil }
        let bytes = try? InputFile.bytes("\(folder)/training.json", limit: InputFile.Limit.vocabulary)
        let state = bytes.flatMap { try? JSONSerialization.jsonObject(with: Data($0)) } as? [String: Any]
        return state?["unfinished"] != nil || (state?["history"] != nil && (state?["model"] ?? state?["heads"]) != nil)
            ? nil : there.first
    }

    /// Writes every file atomically. Returns their names and sizes in bytes.
    package func save(to folder: String, tokenizer: any Tokenizer) throws -> [(name: String, bytes: Int)] {
        try state.model.checkFinite()
        try state.optimizer.checkFinite()
        try SavedFolder.make(folder)
        let training = "\(folder)/training.json"
        if access(training, F_OK) != 0 { try TrainingJSON.write(text: "{\"unfinished\": true}\n", to: training) }
        try TrainingJSON.write(text: state.model.configuration.json(), to: "\(folder)/config.json")
        let configuration = state.model.configuration
        let tokenizerFiles = tokenizer.savedFiles(
            maxLength: configuration.maxSequenceLength, usesTokenTypes: configuration.typeVocabularySize > 0,
            isWhole: false)
        for file in tokenizerFiles {
            try TrainingJSON.write(text: file.content, to: "\(folder)/\(file.name)")
        }
        try state.write(to: folder)
        return SavedFolder.sizes(of: Checkpoint.files, tokenizer: tokenizerFiles.map(\.name), in: folder)
    }

    /// Reads a folder that `save` wrote.
    package static func load(from folder: String) throws -> Checkpoint {
        let state = try TrainingState.read { "\(folder)/\($0)" }
        let configurationPath = "\(folder)/config.json"
        let configuration = try EncoderConfiguration(path: configurationPath)
        guard configuration == state.model.configuration else {
            throw TrainingError.checkpoint(
                path: configurationPath, reason: "it describes another encoder than training.json beside it")
        }
        return Checkpoint(state)
    }
}
