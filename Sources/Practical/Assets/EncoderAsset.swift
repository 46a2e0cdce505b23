import Encoders
import Execution
import Foundation
import Safetensors
import Tokenization

/// The pretrained encoder that a name stands for on this machine.
///
/// The order is: a folder that the user named; Hugging Face's cache, into which a run downloads missing files; then, only for the
/// practical's default, all-MiniLM-L6-v2 in the program's cache, and last a small random encoder with the vocabulary that ships.
struct EncoderAsset: Sendable, Equatable {
    enum Origin: Sendable, Equatable {
        case folder
        case huggingFaceCache
        case programCache
        case random
    }

    /// The name in a report, e.g. `all-MiniLM-L6-v2`.
    var name: String
    var origin: Origin
    /// The folder with its files; nil for the random encoder.
    var folder: String?
    /// Why it is not the requested encoder; nil if it is.
    var fallback: String?
    var licence: String?
    /// The commit of a repository in Hugging Face's cache.
    var revision: String?

    /// The default encoder, the only one that may be replaced by another.
    static let standardName = "bert-base-uncased"
    static let miniLMName = "all-MiniLM-L6-v2"
    static let randomName = "random"
    static let miniLMDigest = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
    static var miniLMFolder: String { "\(AssetFolders.cache)/encoders/\(miniLMName)" }

    /// Sizes of the random encoder: enough to show every step, but not to learn much.
    static let randomConfiguration = EncoderConfiguration(
        vocabularySize: 30_522, hiddenSize: 64, layerCount: 2, headCount: 4, intermediateSize: 256)

    /// The files with its weights; nil for the random encoder. Throws when an index of shards can't be read.
    func weights() throws -> WeightFiles? { try folder.map { try WeightFiles(folder: $0) } }

    /// Every file from which a model is read: config.json and the weights.
    func modelFiles() throws -> [String] {
        guard let folder, let weights = try weights() else { return [] }
        return ["\(folder)/config.json"] + weights.paths
    }

    /// Finds the encoder for a name or a folder. Throws `AssetError` if there is no encoder of this name, unless it is the default.
    static func resolve(_ name: String) throws -> EncoderAsset {
        if name == randomName {
            return EncoderAsset(name: "small random encoder", origin: .random, folder: nil, fallback: nil, licence: nil)
        }
        if name.contains("/"), AssetFolders.isFile(name) { throw AssetError.encoderIsFile(name) }
        if isFolder(name) {
            let folder = EncoderFolder(name)
            if let missing = folder.missing {
                throw AssetError.incompleteEncoder(folder: name, missing: missing, advice: folder.advice)
            }
            return EncoderAsset(name: name, origin: .folder, folder: name, fallback: nil, licence: nil)
        }
        var incomplete: AssetError?
        let candidates = (try? repositories(name)) ?? []
        for repository in candidates {
            guard let (folder, revision) = AssetFolders.snapshot(of: repository) else { continue }
            if let missing = EncoderFolder(folder).missing {
                incomplete = .incompleteEncoder(
                    folder: folder, missing: missing, advice: EncoderFolder(folder).advice)
                continue
            }
            return EncoderAsset(
                name: repository.id, origin: .huggingFaceCache, folder: folder, fallback: nil,
                licence: ModelCard.licence(ofFolder: folder) ?? (name == standardName ? "apache-2.0" : nil),
                revision: revision)
        }
        guard name == standardName || name == miniLMName else {
            if let incomplete { throw incomplete }
            if AssetFolders.isFile(name) { throw AssetError.encoderIsFile(name) }
            if AssetFolders.isFolder(name), let missing = EncoderFolder(name).missing {
                throw AssetError.incompleteEncoder(
                    folder: name, missing: missing, advice: EncoderFolder(name).advice)
            }
            throw AssetError.noSuchEncoder(
                name, looked: ["this folder", AssetFolders.huggingFaceHub], isOnHub: !candidates.isEmpty)
        }
        let reason =
            incomplete.map { "\(name) is not complete in Hugging Face's cache: \($0)" }
            ?? "\(name) is not in Hugging Face's cache (\(AssetFolders.huggingFaceHub); 'practicum fetch \(name)' gets it)"
        if EncoderFolder(miniLMFolder).missing == nil {
            return EncoderAsset(
                name: miniLMName, origin: .programCache, folder: miniLMFolder,
                fallback: name == miniLMName ? nil : reason, licence: "Apache 2.0")
        }
        guard name == standardName else {
            throw AssetError.noSuchEncoder(name, looked: [AssetFolders.huggingFaceHub, miniLMFolder], isOnHub: true)
        }
        return EncoderAsset(
            name: "small random encoder", origin: .random, folder: nil,
            fallback: "\(reason); nor is \(miniLMName) in \(miniLMFolder) ('make encoder' fetches it)", licence: nil)
    }

    /// Whether a name means a folder: the folder exists, or the name can't mean anything else.
    static func isFolder(_ name: String) -> Bool {
        if name.hasPrefix(".") || name.hasPrefix("/") || name.hasPrefix("~") { return AssetFolders.isFolder(name) }
        return AssetFolders.isFolder(name) && (name.contains("/") || AssetFolders.isFile("\(name)/config.json"))
    }

    /// The files that are read when a notebook names a folder. Files in a cache do not count as named.
    static func namedPaths(_ name: String) -> [NamedPath] {
        guard AssetFolders.isFolder(name), (try? resolve(name))?.origin != .random else { return [] }
        let names = ["config.json", WeightFiles.fileName, WeightFiles.indexName] + EncoderFamily.tokenizerFiles
        let weights = (try? WeightFiles(folder: name))?.tensorFiles ?? []
        return [NamedPath(name, files: [name] + names.map { "\(name)/\($0)" } + weights, use: .read)]
    }

    /// Throws when the weights of all-MiniLM-L6-v2 are not the published ones.
    func verify(digest: String) throws {
        guard origin == .programCache, digest != EncoderAsset.miniLMDigest else { return }
        throw AssetError.wrongChecksum(
            path: "\(EncoderAsset.miniLMFolder)/\(WeightFiles.fileName)", expected: EncoderAsset.miniLMDigest,
            actual: digest)
    }

    /// The tokenizer of the encoder's family, read from its folder.
    func tokenizer() throws -> any Tokenizer {
        if let folder { return try configuration().family.tokenizer.load(folder: folder) }
        return try BERTTokenizer.shipped()
    }

    func configuration() throws -> EncoderConfiguration {
        if let folder { return try EncoderConfiguration(path: "\(folder)/config.json") }
        return EncoderAsset.randomConfiguration
    }

    /// Its name, with its revision if that is known.
    var source: String { revision.map { "\(name) at \($0.prefix(8))" } ?? name }

    /// `all-MiniLM-L6-v2 instead of bert-base-uncased: …`, for the terminal and the top of the report. Nil for the requested encoder.
    var notice: String? {
        fallback.map { "Encoder: \(name) takes the place of \(EncoderAsset.standardName), since \($0)." }
    }
}
