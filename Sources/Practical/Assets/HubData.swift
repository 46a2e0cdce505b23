import Hub

/// A data set on the Hugging Face Hub: where it may be, and what the Hub's cache on this machine has of it.
struct HubData: Sendable {
    /// As it is to be fetched: `conll2003`, `datasets/fancyzhx/ag_news`.
    let name: String
    /// The likeliest first: a repository, and the folder with its splits. An empty folder stands for the whole repository.
    let places: [(repository: HubRepository, folder: String)]
    /// What takes its place where it can't be had; nil for nothing.
    let standIn: String?
    /// Whether a test split may take the place of a validation split that is not there.
    let allowsTest: Bool

    /// The revision with the Parquet files that the Hub makes of data sets in other forms.
    private static let converted = "refs/convert/parquet"
    /// What stands before a data set's name in the Hub's addresses.
    private static let prefix = "datasets/"

    init(_ source: DataSource) {
        name = source.name
        places = source.hub.compactMap { place in
            (try? HubRepository(.dataset, place.id, revision: place.revision)).map { ($0, place.folder) }
        }
        standIn = "the sample corpus"
        allowsTest = false
    }

    /// The data set of a repository: `ORGANISATION/NAME`, then perhaps the folder with its splits, and `@` with a revision. Nil for a
    /// text that names none, for the path of a file with data, and for a file or folder that is on this machine.
    init?(_ text: String) {
        let text = text.hasPrefix(Self.prefix) ? String(text.dropFirst(Self.prefix.count)) : text
        let sides = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let names = sides[0].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard names.count >= 2, !names.contains(where: { [".", "..", ""].contains($0) }),
            !SplitFolder.isData(names.last ?? ""), !AssetFolders.isFile(text), !AssetFolders.isFolder(text)
        else { return nil }
        let id = names.prefix(2).joined(separator: "/")
        let folder = names.dropFirst(2).joined(separator: "/")
        places = (sides.count == 2 ? [sides[1]] : ["main", Self.converted]).compactMap { revision in
            (try? HubRepository(.dataset, id, revision: revision)).map { ($0, folder) }
        }
        guard !places.isEmpty else { return nil }
        name = Self.prefix + text
        standIn = nil
        allowsTest = true
    }

    /// As something to be fetched: the files of the splits, and the card, which names the licence.
    var asset: HubAsset? {
        guard !places.isEmpty else { return nil }
        return HubAsset(
            name: name, noun: "data set", standIn: standIn, repositories: places.map(\.repository),
            choose: { listing in
                let folder = places.first { $0.repository == listing.repository }?.folder ?? ""
                let tree = FolderTree(files: listing.files.map(\.path))
                let splits = try splits(folder, in: tree, of: listing.repository.name)
                let wanted = Set(splits.train + splits.validation + ["README.md"])
                return listing.files.filter { wanted.contains($0.path) }
            }, isHereNow: { found != nil })
    }

    /// The splits of a folder of a repository.
    ///
    /// - Parameter place: The repository, for errors.
    private func splits(_ folder: String, in tree: FolderTree, of place: String) throws -> SplitFolder {
        let splits = try SplitFolder(folder, in: tree, called: FolderTree.path(place, folder))
        guard allowsTest || !splits.testStandsIn else {
            throw AssetError.noSplit(folder: place, split: "validation", found: splits.train.map(\.lastComponent))
        }
        return splits
    }

    /// What the cache has of a data set.
    struct Found {
        /// Paths on this machine.
        var splits: SplitFolder
        /// The repository and the revision.
        var source: String
        var licence: String?
    }

    /// Nil unless all files of both splits are there.
    var found: Found? {
        let cache = HubCache(folder: AssetFolders.huggingFaceHub)
        for (repository, folder) in places {
            guard let snapshot = AssetFolders.snapshot(of: repository),
                let splits = try? splits(
                    FolderTree.path(snapshot.folder, folder), in: .disk, of: repository.name)
            else { continue }
            let isInCache = (splits.train + splits.validation).allSatisfy { path in
                (try? cache.file(String(path.dropFirst(snapshot.folder.count + 1)), of: repository)) != nil
            }
            guard isInCache else { continue }
            return Found(
                splits: splits, source: "\(repository.id) at \(snapshot.commit.prefix(8))",
                licence: ModelCard.licence(ofFolder: snapshot.folder))
        }
        return nil
    }
}
