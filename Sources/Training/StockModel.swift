import Encoders
import Files
import Foundation
import Safetensors
import Tokenization

/// A model with one head, written as transformers' own class for it reads it: with `pipeline` or `from_pretrained`.
///
/// What is more of the model, such as its other heads and its pooler, is left out.
package struct StockModel {
    private let model: MultiTaskModel
    private let head: Int
    private let stock: StockHead

    /// The key of config.json that says of which task it is, and that the folder is this program's.
    private static let mark = "practicum_task"

    /// The files of a folder, in the order in which a reader meets them.
    package static let files = [
        "config.json", WeightFiles.fileName, "tokenizer.json", "tokenizer_config.json", "vocab.txt",
    ]

    package init(_ model: MultiTaskModel, head: Int, as stock: StockHead) {
        self.model = model
        self.head = head
        self.stock = stock
    }

    /// What transformers calls it.
    package var architecture: String { model.configuration.family.architecture(of: stock) }

    /// A file that saving to a folder would replace and that no saving has written; nil when there is none.
    package static func foreignFile(in folder: String) -> String? {
        let there = files.filter { access("\(folder)/\($0)", F_OK) == 0 }
        guard !there.isEmpty else { return nil }
        let bytes = try? InputFile.bytes("\(folder)/config.json", limit: InputFile.Limit.text)
        let object = bytes.flatMap { try? JSONSerialization.jsonObject(with: Data($0)) } as? [String: Any]
        return object?[mark] is String ? nil : there.first
    }

    /// Writes every file, each atomically; gives their names and sizes in bytes.
    ///
    /// - Parameter usesTokenTypes: whether the model was trained with token types: a tokenizer gives them to it only then.
    package func save(
        to folder: String, tokenizer: any Tokenizer, usesTokenTypes: Bool
    ) throws -> [(name: String, bytes: Int)] {
        try model.checkFinite()
        try SavedFolder.make(folder)
        let (configuration, task) = (model.configuration, model.heads[head])
        // The large file first, under another name: when there is no room for it, nothing has changed, and never do labels of one model
        // stand beside the weights of another for longer than small files take.
        let weights = "\(folder)/\(WeightFiles.fileName)"
        try model.withTensors(ofHead: head, as: stock) { tensors in
            try SafetensorsWriter.write(tensors, metadata: ["format": "pt"], to: "\(weights).new")
        }
        try TrainingJSON.write(
            text: configuration.json(head: task, as: stock, mark: (Self.mark, task.task)),
            to: "\(folder)/config.json")
        for file in tokenizer.savedFiles(
            maxLength: configuration.maxPositionEmbeddings,
            usesTokenTypes: usesTokenTypes && configuration.typeVocabularySize > 0, isWhole: true)
        {
            try TrainingJSON.write(text: file.content, to: "\(folder)/\(file.name)")
        }
        do {
            try AtomicFile.move("\(weights).new", to: weights)
        } catch {
            throw SafetensorsError.unwritable(path: weights, reason: error.cause)
        }
        return SavedFolder.sizes(of: Self.files, in: folder)
    }
}
