import FileKinds
import Files
import Foundation

/// The files that hold a model's weights: `model.safetensors`, or shards with an index that names the shard of each tensor.
package struct WeightFiles: Sendable, Equatable {
    /// Hugging Face's name for weights in one file.
    package static let fileName = "model.safetensors"
    /// Hugging Face's name for the index of weights in several files.
    package static let indexName = "model.safetensors.index.json"

    /// The files with tensors; shards are in the order of their names.
    package let tensorFiles: [String]
    /// The index of shards; nil for a single file.
    package let index: String?
    /// The index in `tensorFiles` of each tensor's file. Empty for a single file.
    let shards: [String: Int]

    private init(_ tensorFiles: [String], index: String?, shards: [String: Int]) {
        self.tensorFiles = tensorFiles
        self.index = index
        self.shards = shards
    }

    /// Weights in one file.
    package init(file: String) { self.init([file], index: nil, shards: [:]) }

    /// The weights of a folder. Uses the index of shards if there is one and no `model.safetensors`; transformers makes the same choice.
    ///
    /// Throws `SafetensorsError` when the index can't be read, or names a file outside the folder.
    package init(folder: String) throws {
        let indexPath = "\(folder)/\(Self.indexName)"
        guard access("\(folder)/\(Self.fileName)", F_OK) != 0, access(indexPath, F_OK) == 0 else {
            self.init(file: "\(folder)/\(Self.fileName)")
            return
        }
        let map = try Self.weightMap(of: indexPath)
        let names = Set(map.values).sorted()
        for name in names
        where ["", ".", ".."].contains(name) || name.utf8.contains(UInt8(ascii: "/")) || name.utf8.contains(0) {
            throw SafetensorsError.badIndex(
                path: indexPath, reason: "it names '\(name.shortened())', which is not a file in its own folder")
        }
        let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        self.init(
            names.map { "\(folder)/\($0)" }, index: indexPath, shards: map.compactMapValues { places[$0] })
    }

    /// Every file that is read. The index comes first.
    package var paths: [String] { (index.map { [$0] } ?? []) + tensorFiles }

    /// The path for errors that concern all of the files.
    package var path: String { index ?? tensorFiles[0] }

    /// The name of each tensor's file.
    private static func weightMap(of path: String) throws -> [String: String] {
        func bad(_ reason: String) -> SafetensorsError { .badIndex(path: path, reason: reason) }
        let bytes: [UInt8]
        do {
            bytes = try InputFile.bytes(path, limit: InputFile.Limit.vocabulary)
        } catch {
            throw SafetensorsError.unreadable(path: path, reason: error.cause)
        }
        if let kind = bytes.isEmpty ? .empty : ContentKind(bytes) {
            throw SafetensorsError.otherKind(path: path, kind: kind)
        }
        guard let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] else {
            throw bad("it is not a JSON object, as an index of shards must be")
        }
        guard let map = object["weight_map"] as? [String: String], !map.isEmpty else {
            throw bad("it has no 'weight_map' from tensors to files")
        }
        return map
    }
}
