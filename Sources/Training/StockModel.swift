import Encoders
import Files
import Foundation
import Safetensors
import Tokenization

/// A model with one head, in the form that transformers' own class for it reads with `pipeline` or `from_pretrained`.
///
/// The model's other parts, such as its other heads and its pooler, are left out.
package struct StockModel {
    private let model: MultiTaskModel
    private let head: Int
    private let stock: StockHead

    /// The key of config.json that names the model's task, and shows that this program wrote the folder.
    private static let mark = "practicum_task"

    /// The files of a folder, in the order in which they are listed for readers.
    package static let files = [
        "config.json", WeightFiles.fileName, "tokenizer.json", "tokenizer_config.json", "vocab.txt", "vocab.json",
        "merges.txt",
    ]

    package init(_ model: MultiTaskModel, head: Int, as stock: StockHead) {
        self.model = model
        self.head = head
        self.stock = stock
    }

    /// The name of its class in transformers.
    package var architecture: String { model.configuration.family.architecture(of: stock) }

    /// A file that saving to a folder would replace and that this program did not write, or nil when there is none.
    package static func foreignFile(in folder: String) -> String? {
        let there = files.filter { access("\(folder)/\($0)", F_OK) == 0 }
        guard !there.isEmpty else { return nil }
        let bytes = try? InputFile.bytes("\(folder)/config.json", limit: InputFile.Limit.text)
        let object = bytes.flatMap { try? JSONSerialization.jsonObject(with: Data($0)) } as? [String: Any]
        return object?[mark] is String ? nil : there.first
    }

    /// Writes every file atomically. Returns their names and sizes in bytes.
    ///
    /// - Parameter usesTokenTypes: whether the model was trained with token types. Only then does the saved tokenizer produce them.
    package func save(
        to folder: String, tokenizer: any Tokenizer, usesTokenTypes: Bool
    ) throws -> [(name: String, bytes: Int)] {
        try model.checkFinite()
        try SavedFolder.make(folder)
        let (configuration, task) = (model.configuration, model.heads[head])
        // Writes the large file first, under a temporary name. If there is no room for it, nothing has changed. And the labels of one model
        // and the weights of another are together in the folder only while the small files are written.
        let weights = "\(folder)/\(WeightFiles.fileName)"
        try model.withTensors(ofHead: head, as: stock) { tensors in
            try SafetensorsWriter.write(tensors, metadata: ["format": "pt"], to: "\(weights).new")
        }
        try TrainingJSON.write(
            text: configuration.json(head: task, as: stock, mark: (Self.mark, task.task)),
            to: "\(folder)/config.json")
        let tokenizer = stock.readsWords ? tokenizer.forWords : tokenizer
        let tokenizerFiles = tokenizer.savedFiles(
            maxLength: configuration.maxSequenceLength,
            usesTokenTypes: usesTokenTypes && configuration.typeVocabularySize > 0, isWhole: true)
        for file in tokenizerFiles {
            try TrainingJSON.write(text: file.content, to: "\(folder)/\(file.name)")
        }
        do {
            try AtomicFile.move("\(weights).new", to: weights)
        } catch {
            throw SafetensorsError.unwritable(path: weights, reason: error.cause)
        }
        return SavedFolder.sizes(of: Self.files, tokenizer: tokenizerFiles.map(\.name), in: folder)
    }
}
