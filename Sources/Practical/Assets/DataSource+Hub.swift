import Foundation
import Hub

extension DataSource {
    /// The data set on the Hub, or nil if it is not there.
    var onHub: HubAsset? {
        let repositories = repositories
        guard !repositories.isEmpty else { return nil }
        return HubAsset(
            name: name, noun: "data set", standIn: "the sample corpus", repositories: repositories.map(\.repository),
            choose: { listing in
                let folder = repositories.first { $0.repository == listing.repository }?.folder ?? ""
                let files = listing.files.filter { Self.split(of: $0.path, in: folder) != nil }
                guard Set(files.map { Self.split(of: $0.path, in: folder) }).count == 2 else {
                    throw AssetError.noSplits(repository: listing.repository.name, folder: folder)
                }
                return files + listing.files.filter { $0.path == "README.md" }
            }, isHereNow: { hubFiles != nil || hasCacheFiles })
    }

    private var repositories: [(repository: HubRepository, folder: String)] {
        hub.compactMap { place in
            (try? HubRepository(.dataset, place.id, revision: place.revision)).map { ($0, place.folder) }
        }
    }

    /// The data set's part of Hugging Face's cache: the files of both splits in their order, their repository and their licence.
    var hubFiles: (train: [String], validation: [String], repository: String, licence: String?)? {
        let cache = HubCache(folder: AssetFolders.huggingFaceHub)
        for (repository, folder) in repositories {
            guard let snapshot = AssetFolders.snapshot(of: repository) else { continue }
            // A folder with only some of the shards is not used.
            guard let splits = try? SplitFolder("\(snapshot.folder)/\(folder)") else { continue }
            func inCache(_ paths: [String]) -> [String] {
                paths.compactMap { try? cache.file(String($0.dropFirst(snapshot.folder.count + 1)), of: repository) }
            }
            let (train, validation) = (inCache(splits.train), inCache(splits.validation))
            if train.count == splits.train.count, validation.count == splits.validation.count {
                return (
                    train, validation, "\(repository.id) at \(snapshot.commit.prefix(8))",
                    ModelCard.licence(ofFolder: snapshot.folder)
                )
            }
        }
        return nil
    }

    /// The split of a Parquet file in a repository's folder: `train-00000-of-00001.parquet`, `train/0000.parquet`.
    private static func split(of path: String, in folder: String) -> Split? {
        guard path.hasPrefix("\(folder)/"), path.hasSuffix(".parquet") else { return nil }
        let name = path.dropFirst(folder.count + 1)
        return Split.allCases.first { name.hasPrefix("\($0)-") || name.hasPrefix("\($0)/") }
    }
}
