import Encoders
import Hub

extension EncoderAsset {
    /// The named encoder on the Hub. Nil for a folder, and for an encoder that does not come from the Hub.
    static func onHub(_ name: String) -> HubAsset? {
        guard name != randomName, !isFolder(name), let repositories = try? repositories(name), !repositories.isEmpty
        else { return nil }
        // Only the default has a substitute. An encoder that somebody has named must not be replaced.
        let standIn = EncoderFolder(miniLMFolder).missing == nil ? miniLMName : "a small random encoder"
        return HubAsset(
            name: name, noun: "encoder", standIn: name == standardName ? standIn : nil,
            repositories: repositories, choose: choose,
            isHereNow: { (try? resolve(name)).map { $0.fallback == nil } ?? false })
    }

    /// The organisations into which well-known encoders of the supported families have moved.
    private static let moved = [
        "bert-base-cased": "google-bert", "bert-large-uncased": "google-bert", "distilbert-base-uncased": "distilbert",
        "distilbert-base-cased": "distilbert", "roberta-base": "FacebookAI", "roberta-large": "FacebookAI",
        "distilroberta-base": "distilbert",
    ]

    /// Its possible names on the Hub, with the revision after an @. Old names have moved into organisations.
    static func repositories(_ name: String) throws -> [HubRepository] {
        let parts = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let names =
            switch parts[0] {
            case standardName: [standardName, "google-bert/\(standardName)"]
            case miniLMName: ["sentence-transformers/\(miniLMName)"]
            default: [parts[0]] + (moved[parts[0]].map { ["\($0)/\(parts[0])"] } ?? [])
            }
        return try names.map {
            parts.count == 2 ? try HubRepository(.model, $0, revision: parts[1]) : try HubRepository(.model, $0)
        }
    }

    /// Chooses the configuration, the weights (whole or in shards), the files of its tokenizer, and its card, which names the licence.
    private static func choose(_ listing: HubListing) throws -> [HubFile] {
        let files = listing.files.filter { !$0.path.contains("/") }
        let names = files.map(\.path)
        let whole = files.filter { $0.path == "model.safetensors" }
        let shards = files.filter {
            $0.path == "model.safetensors.index.json"
                || $0.path.wholeMatch(of: /model-[0-9]{5}-of-[0-9]{5}\.safetensors/) != nil
        }
        let weights = whole.isEmpty ? shards : whole
        guard weights.contains(where: { $0.path.hasSuffix(".safetensors") }), names.contains("config.json") else {
            let folder = EncoderFolder(listing.repository.name, files: names)
            throw AssetError.incompleteEncoder(
                folder: listing.repository.name, missing: folder.missing ?? "model.safetensors", advice: folder.advice)
        }
        let others = ["config.json", "README.md"] + EncoderFamily.tokenizerFiles
        return files.filter { others.contains($0.path) } + weights
    }
}
